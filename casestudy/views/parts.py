"""The facilitators' buttons and page about agencies' parts."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from casestudy import judging
from casestudy.actions import parts as actions
from casestudy.actions.parts import PartsMovedError, PoolMovedError
from casestudy.fields import field_of
from casestudy.forms.parts import GivePartsForm, HandForm, PoolForm, PresentForm, TakePartsForm
from casestudy.models import Agency, CaseRun
from casestudy.queries import parts
from casestudy.views.reveals import run_of_staff
from workshops.access import StaffRequest, staff_only
from workshops.actions.answers import answer_for
from workshops.models import Table
from workshops.views.console import answer_press, incomplete


@require_GET
@never_cache
@staff_only
def parts_page(request: StaffRequest, slug: str) -> HttpResponse:
    """Show who plays what and who is here, to change it."""
    return _page(request, run_of_staff(request, slug))


@require_POST
@staff_only
def give(request: StaffRequest, slug: str) -> HttpResponse:
    """Give the parts out."""
    return _press(request, slug, GivePartsForm(request.POST), actions.give_out)


@require_POST
@staff_only
def take(request: StaffRequest, slug: str) -> HttpResponse:
    """Take the parts back."""
    return _press(request, slug, TakePartsForm(request.POST), actions.take_back)


@require_POST
@staff_only
def pool(request: StaffRequest, slug: str) -> HttpResponse:
    """Open the fragments of the stage that the button named, together."""
    return _press(request, slug, PoolForm(request.POST), actions.pool)


@require_POST
@staff_only
def unpool(request: StaffRequest, slug: str) -> HttpResponse:
    """Take the pooling of the stage that the button named back."""
    return _press(request, slug, PoolForm(request.POST), actions.unpool)


@require_POST
@staff_only
def change(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Let one table play something else."""
    run, table = _run_and_table(request, slug, number)
    form = HandForm(run, request.POST)
    if not form.is_valid():
        return _page(request, run, str(next(iter(form.errors.values()))[0]), status=400)
    try:
        said = form.cleaned_data
        actions.change_hand(run, table, said["part"], was=said["was"], actor=str(request.user))
    except PartsMovedError:
        return _page(request, run, _parts_moved(run), status=409)
    messages.success(request, f"{table} plays {', '.join(parts.seats_at(table))}.")
    return redirect("parts", slug)


@require_POST
@staff_only
def present(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Correct who sits at a table."""
    run, table = _run_and_table(request, slug, number)
    form = PresentForm(run, request.POST)
    if not form.is_valid():
        return _page(request, run, "That agency is not in this case. Nothing was changed.", status=400)
    codes = form.cleaned_data["agency"]
    named = {code: field_of(run, judging.present(code)) for code in run.case.agencies.values_list("code", flat=True)}
    said = [(field, judging.YES if code in codes else "") for code, field in named.items() if field]
    answer_for(table, said, actor=str(request.user))
    messages.success(request, f"Who is at {table} was saved. Parts that are given out from now on heed it.")
    return redirect("parts", slug)


def _press(request: StaffRequest, slug: str, form: forms.Form, verb: Callable[..., None]) -> HttpResponse:
    """Do what a button of the console says; tell the slower of two what the faster one did."""
    run = run_of_staff(request, slug)
    if not form.is_valid():
        return incomplete(request, run.roadshow)
    try:
        verb(run, actor=str(request.user), **form.cleaned_data)
    except PartsMovedError:
        return answer_press(request, run.roadshow, _parts_moved(run), status=409)
    except PoolMovedError:
        return answer_press(request, run.roadshow, _pool_moved(run, form.cleaned_data["stage"]), status=409)
    return answer_press(request, run.roadshow)


def _page(request: StaffRequest, run: CaseRun, words: str = "", *, status: int = 200) -> HttpResponse:
    hands, present = parts.hands_of(run), parts.present_in(run.roadshow)
    context = {
        "roadshow": run.roadshow,
        "run": run,
        "words": words,
        "agencies": list(run.case.agencies.all()),
        "entries": [
            _entry(run, table, hands.get(table.number, []), present.get(table.number, frozenset()))
            for table in run.roadshow.tables.all()
        ],
    }
    return render(request, "casestudy/parts.html", context, status=status)


def _entry(run: CaseRun, table: Table, hand: list[Agency], present: frozenset[str]) -> dict[str, object]:
    """Return a table with its places, an empty one more where devices play."""
    empty = run.parts == "devices" or not hand
    places = [{"agency": agency} for agency in (*hand, *([None] if empty else []))]
    was = " ".join(agency.code for agency in hand)
    return {"table": table, "places": places, "was": was, "present": present}


def _run_and_table(request: StaffRequest, slug: str, number: int) -> tuple[CaseRun, Table]:
    run = run_of_staff(request, slug)
    table = run.roadshow.tables.filter(number=number).first()
    if table is None:
        raise Http404
    return run, table


def _parts_moved(run: CaseRun) -> str:
    newest = parts.newest_change(run)
    if newest.at is None:
        return "No parts are given out. Your press changed nothing."
    return (
        f"{newest.actor} changed the parts at {timezone.localtime(newest.at):%H:%M}. Your press changed nothing; "
        "what holds now is shown here. Press again if you still want it."
    )


def _pool_moved(run: CaseRun, stage: int) -> str:
    reveal = run.reveals.filter(stage__number=stage, withdrawn_at=None).first()
    if reveal is None or not run.parts:
        return f"Stage {stage} is not in pieces now. Your press changed nothing."
    if reveal.pooled_at is None:
        return f"Stage {stage} is not pooled now. Your press changed nothing."
    at = timezone.localtime(reveal.pooled_at)
    return f"Stage {stage} was pooled by {reveal.pooled_by} at {at:%H:%M}. Your press changed nothing."
