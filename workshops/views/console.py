"""The facilitators' console, and the buttons on it that concern the room."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from workshops.access import SIGN_IN_KEY, StaffRequest, roadshow_of_staff, staff_only
from workshops.actions import room as actions
from workshops.actions.room import NoSafeguardingLeadError
from workshops.fragments.day import console_parts, table_parts
from workshops.links import code_link, room_link
from workshops.live_page import live_page
from workshops.models import Device, Roadshow
from workshops.panels import Spot, drawn, seats_at
from workshops.queries.room import room_at_a_glance, table_at_a_glance, tables_with_codes
from workshops.topics import CONSOLES


@require_GET
@never_cache
@staff_only
def console(request: StaffRequest, slug: str) -> HttpResponse:
    """Show the console of a roadshow that one may run."""
    return console_page(request, roadshow_of_staff(request.user, slug))


def console_page(request: StaffRequest, roadshow: Roadshow, *, words: str = "", status: int = 200) -> HttpResponse:
    """Return the console, with words on top when a press of a button changed nothing."""
    subject = f"staff:{request.session[SIGN_IN_KEY]}.{roadshow.pk}"
    context = {
        "live": live_page(roadshow, subject, CONSOLES),
        "roadshow": roadshow,
        "room": room_at_a_glance(roadshow),
        "screens": roadshow.screens.all(),
        "words": words,
        "places": drawn(Spot(roadshow, get_token(request))),
        "day": console_parts(roadshow, get_token(request)),
    }
    return render(request, "workshops/console.html", context, status=status)


def answer_press(request: StaffRequest, roadshow: Roadshow, words: str = "", *, status: int = 200) -> HttpResponse:
    """Answer a press: words to htmx (the room itself comes by the socket), the console to a plain form."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "components/pressed.html", {"words": words}, status=status)
    if words:
        return console_page(request, roadshow, words=words, status=status)
    return redirect("console", roadshow.slug)


def incomplete(request: StaffRequest, roadshow: Roadshow) -> HttpResponse:
    """Answer a press whose button did not say all that it should."""
    words = "This button was incomplete, so nothing was changed. Press it again."
    return answer_press(request, roadshow, words, status=400)


@require_GET
@never_cache
@staff_only
def table(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Show a table's code and devices: inside its card on the console, or as a page without scripts."""
    return table_page(request, roadshow_of_staff(request.user, slug), number)


def table_page(request: StaffRequest, roadshow: Roadshow, number: int) -> HttpResponse:
    """Return the inside of a table's card to htmx, and a page to everybody else."""
    glance = table_at_a_glance(roadshow, number)
    if glance is None:
        raise Http404
    template = "workshops/_table_inside.html" if request.htmx else "workshops/console_table.html"  # type: ignore[attr-defined]
    return render(request, template, {"roadshow": roadshow, "glance": glance})


@require_GET
@never_cache
@staff_only
def table_preview(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Show what a table sees now; of a table whose devices see different things, what the chosen one does.

    Nothing can be pressed there, and the table hears nothing of it.
    """
    roadshow = roadshow_of_staff(request.user, slug)
    table = roadshow.tables.select_related("roadshow").filter(number=number).first()
    if table is None:
        raise Http404
    seats = seats_at(table)
    chosen = _chosen_seat(request, len(seats))
    context = {
        "roadshow": roadshow,
        "table": table,
        "parts": table_parts(table, ""),
        "places": drawn(Spot(roadshow, table=table, device=Device(table=table, number=chosen))),
        "seats": seats,
        "chosen": chosen,
    }
    return render(request, "workshops/table_preview.html", context)


def _chosen_seat(request: StaffRequest, seats: int) -> int:
    """Return the number of the device that was chosen, the first one where there is no such choice."""
    asked = request.GET.get("device", "")
    return int(asked) if asked in map(str, range(1, seats + 1)) else 1


@require_GET
@never_cache
@staff_only
def cards(request: StaffRequest, slug: str) -> HttpResponse:
    """Show the tables' cards with QR and code, to print."""
    roadshow = roadshow_of_staff(request.user, slug)
    tables = [(table, code_link(request, table.code)) for table in tables_with_codes(roadshow)]
    context = {"roadshow": roadshow, "cards": tables, "room_link": room_link(request)}
    return render(request, "workshops/cards.html", context)


@require_POST
@staff_only
def set_state(request: StaffRequest, slug: str, *, opening: bool) -> HttpResponse:
    """Open or close the roadshow for devices."""
    roadshow = roadshow_of_staff(request.user, slug)
    verb = actions.open_roadshow if opening else actions.close_roadshow
    try:
        verb(roadshow, actor=str(request.user))
    except NoSafeguardingLeadError:
        words = f"{roadshow} has no safeguarding lead, so it stays shut. Name one under Care, then open it."
        return console_page(request, roadshow, words=words, status=409)
    return redirect("console", slug)


@require_POST
@staff_only
def rotate_code(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Give a table a new code."""
    roadshow = roadshow_of_staff(request.user, slug)
    table = roadshow.tables.filter(number=number).first()
    if table is None:
        raise Http404
    actions.rotate_code(table, actor=str(request.user))
    return _inside(request, roadshow, number)


@require_POST
@staff_only
def remove_device(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Send a device away from its table."""
    roadshow = roadshow_of_staff(request.user, slug)
    device = Device.objects.select_related("table__roadshow").filter(pk=pk, table__roadshow=roadshow).first()
    if device is None:
        raise Http404
    actions.remove_device(device, actor=str(request.user))
    return _inside(request, roadshow, device.table.number)


def _inside(request: StaffRequest, roadshow: Roadshow, number: int) -> HttpResponse:
    """Answer a press inside a table's card with its new inside; the room itself comes by the socket."""
    if request.htmx:  # type: ignore[attr-defined]
        return table_page(request, roadshow, number)
    return redirect("console", roadshow.slug)
