"""Who knew what: the facilitators' page, the button that opens it to the room, and the tables' page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from casestudy.actions import key as actions
from casestudy.actions.reveals import OutOfTurnError
from casestudy.fragments.key import grid_context, open_grid
from casestudy.models import CaseRun
from casestudy.queries.knowing import grid_of
from casestudy.queries.runs import run_of
from casestudy.views.reveals import run_of_staff
from workshops.access import DeviceRequest, NotHereError, StaffRequest, at_a_table, staff_only
from workshops.live_page import live_page
from workshops.queries.room import subject_of
from workshops.topics import TABLES
from workshops.views.console import answer_press

CLOSED = (
    "Who knew what is for the review. It stands here once the facilitator opens it; everything else is on your "
    "table's page."
)


@require_GET
@never_cache
@staff_only
def key(request: StaffRequest, slug: str) -> HttpResponse:
    """Show a facilitator who knew what, whether or not the room may see it."""
    return _page(request, run_of_staff(request, slug))


@require_POST
@staff_only
def open_key(request: StaffRequest, slug: str) -> HttpResponse:
    """Open it to the room."""
    return _turn(request, slug, actions.open_key)


@require_POST
@staff_only
def close_key(request: StaffRequest, slug: str) -> HttpResponse:
    """Close it to the room."""
    return _turn(request, slug, actions.close_key)


@require_GET
@never_cache
@at_a_table
def table_key(request: DeviceRequest) -> HttpResponse:
    """Show a table who knew what, while the key is open."""
    table = request.device.table
    live = live_page(table.roadshow, subject_of(request.device), TABLES)
    run = run_of(table.roadshow)
    grid = open_grid(run) if run else None
    if grid is None:
        title = "The key is not open"
        raise NotHereError(title, CLOSED)
    context = {"live": live, "roadshow": table.roadshow, "table": table, **grid_context(grid)}
    return render(request, "casestudy/table_key.html", context)


def _turn(request: StaffRequest, slug: str, verb: Callable[..., None]) -> HttpResponse:
    """Open or close it; tell the slower of two what the faster one did. The answer is the page of the press."""
    run = run_of_staff(request, slug)
    words, status = "", 200
    try:
        verb(run, actor=str(request.user))
    except OutOfTurnError:
        words, status = _what_happened(run), 409
    if request.POST.get("from") != "key":
        return answer_press(request, run.roadshow, words, status=status)
    return _page(request, run, words, status=status) if words else redirect("key", slug)


def _page(request: StaffRequest, run: CaseRun, words: str = "", *, status: int = 200) -> HttpResponse:
    context = {"roadshow": run.roadshow, "run": run, "words": words, **grid_context(grid_of(run.case))}
    return render(request, "casestudy/key.html", context, status=status)


def _what_happened(run: CaseRun) -> str:
    if run.key_opened_at is None:
        return "The key is closed to the room already. Your press changed nothing."
    at = timezone.localtime(run.key_opened_at)
    return f"{run.key_opened_by} opened the key at {at:%H:%M}. Your press changed nothing."
