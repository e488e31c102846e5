"""The table's page, what a table can say there, and the projector's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from workshops.access import DeviceRequest, at_a_table, device_of, screen_of
from workshops.actions import care, talk
from workshops.actions.care import NothingToBeDoneError
from workshops.forms.day import QuestionForm, SignalForm
from workshops.fragments.answers import said
from workshops.fragments.day import dock, table_parts
from workshops.fragments.screens import screen as draw_screen
from workshops.live_page import live_page
from workshops.models import SignalKind
from workshops.panels import Spot, drawn, topics_of
from workshops.queries.care import support_contacts
from workshops.queries.room import subject_of
from workshops.tokens import new_token
from workshops.topics import SCREENS, TABLES, own_table

INCOMPLETE = "This button was incomplete, so nothing was sent. Press it again."
NOTHING = "No activity has the room just now, so there is nothing to be done with yet. Nothing was sent."


@require_GET
@never_cache
@at_a_table
def table(request: DeviceRequest) -> HttpResponse:
    """Show a joined device its table's page."""
    return table_page(request)


def table_page(
    request: DeviceRequest, form: QuestionForm | None = None, *, words: str = "", status: int = 200
) -> HttpResponse:
    """Return the table's page, with a question that could not be parked, or words on a press that changed nothing."""
    device = request.device
    roadshow = device.table.roadshow
    more = topics_of(device)
    live = live_page(roadshow, subject_of(device), TABLES, own_table(device.table_id), *more)
    token = get_token(request)
    context = {
        "device": device,
        "table": device.table,
        "roadshow": roadshow,
        "place": " ".join([str(device.table_id), *more]),
        "live": live,
        "places": drawn(Spot(roadshow, token, device.table, device)),
        "parts": table_parts(device.table, token, words),
        "said": said(device.table),
        "question_form": form or QuestionForm(),
        "key": new_token(),
    }
    return render(request, "workshops/table.html", context, status=status)


@require_GET
@never_cache
@at_a_table
def own_dock(request: DeviceRequest) -> HttpResponse:
    """Return a table's buttons as they are now, for a page where another activity has begun."""
    return HttpResponse(dock(request.device.table, get_token(request)))


@require_POST
@at_a_table
def signal(request: DeviceRequest) -> HttpResponse:
    """Let a table say that it is done, asks for help or needs a moment; or take it back."""
    form = SignalForm(request.POST)
    if not form.is_valid():
        return _docked(request, INCOMPLETE, status=400)
    device, kind = request.device, SignalKind(form.cleaned_data["kind"])
    actor = f"{device.table}, {device}"
    try:
        if form.cleaned_data["say"]:
            care.signal(device.table, kind, actor=actor, device=device)
        else:
            care.clear_signal(device.table, kind, actor=actor)
    except NothingToBeDoneError:
        return _docked(request, NOTHING, status=409)
    return _docked(request)


@require_POST
@at_a_table
def park(request: DeviceRequest) -> HttpResponse:
    """Park a table's question."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return table_page(request, form, status=400)
    device = request.device
    talk.park_question(
        device.table.roadshow, table=device.table, actor=f"{device.table}, {device}", **form.cleaned_data
    )
    return redirect("table")


@require_GET
@never_cache
def step_out(request: HttpRequest) -> HttpResponse:
    """Show a calm page with the support card. Nobody is told, and nothing is noted."""
    device = device_of(request)
    context = {"roadshow": device.table.roadshow, "contacts": support_contacts(device.table.roadshow)} if device else {}
    return render(request, "workshops/step_out.html", context)


@require_GET
@never_cache
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """Show a projector screen: read-only, no personal data."""
    found = screen_of(token)
    page = live_page(found.roadshow, f"screen:{found.pk}", SCREENS)
    context = {"screen": found, "roadshow": found.roadshow, "live": page, "shown": draw_screen(found)}
    return render(request, "workshops/screen.html", context)


def _docked(request: DeviceRequest, words: str = "", *, status: int = 200) -> HttpResponse:
    """Answer a press at a table: with its buttons as they are now, or with the whole page to a plain form."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(dock(request.device.table, get_token(request), words), status=status)
    return table_page(request, words=words, status=status) if words else redirect("table")
