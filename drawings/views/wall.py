"""What a facilitator presses about drawings: what goes on the wall, what comes off, and how it shows."""

from __future__ import annotations

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from drawings.access import drawing_in
from drawings.actions import wall as actions
from drawings.actions.wall import NoConsentError, NotOnTheWallError, Released
from drawings.forms.wall import GroupingForm, LargeForm, ReleaseForm
from drawings.fragments.console import console_drawings
from drawings.models import Drawing
from workshops.access import SIGN_IN_KEY, StaffRequest, is_organiser, roadshow_of_staff, staff_only
from workshops.live_page import live_page
from workshops.topics import CONSOLES
from workshops.views.console import answer_press, incomplete


@require_GET
@never_cache
@staff_only
def drawings(request: StaffRequest, slug: str) -> HttpResponse:
    """Show every drawing of the roadshow large enough to look at before it is released."""
    roadshow = roadshow_of_staff(request.user, slug)
    context = {
        "live": live_page(roadshow, f"staff:{request.session[SIGN_IN_KEY]}.{roadshow.pk}", CONSOLES),
        "roadshow": roadshow,
        "drawings": console_drawings(roadshow, get_token(request)),
        "organiser": is_organiser(request.user),
    }
    return render(request, "drawings/wall/drawings.html", context)


@require_POST
@staff_only
def release(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Put a drawing on the wall."""
    roadshow = roadshow_of_staff(request.user, slug)
    drawing = drawing_in(roadshow, pk)
    try:
        released = actions.release(drawing, actor=str(request.user))
    except NoConsentError:
        words = (
            f"{drawing} stays off the wall: its table has not said that it may be shown. Ask the table; it can tick "
            "that on its own page, and then it can be released."
        )
        return answer_press(request, roadshow, words, status=409)
    if released:
        return answer_press(request, roadshow)
    return answer_press(request, roadshow, _what_happened(drawing), status=409)


@require_POST
@staff_only
def release_all(request: StaffRequest, slug: str) -> HttpResponse:
    """Put everything on the wall that the page showed as waiting."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return incomplete(request, roadshow)
    released = actions.release_all(roadshow, form.cleaned_data["seen"], actor=str(request.user))
    return answer_press(request, roadshow, _what_else_waits(released), status=200 if released.count else 409)


@require_POST
@staff_only
def take_back(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take a drawing off the wall; it waits again."""
    roadshow = roadshow_of_staff(request.user, slug)
    actions.take_back(drawing_in(roadshow, pk), actor=str(request.user))
    return answer_press(request, roadshow)


@require_POST
@staff_only
def show_large(request: StaffRequest, slug: str) -> HttpResponse:
    """Show one drawing of the wall large, or all of them again."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = LargeForm(request.POST)
    if not form.is_valid():
        return incomplete(request, roadshow)
    pk = form.cleaned_data["drawing"]
    try:
        actions.show_large(roadshow, drawing_in(roadshow, pk) if pk else None, actor=str(request.user))
    except NotOnTheWallError:
        words = "That drawing is not on the wall any more, so the screens stay as they are."
        return answer_press(request, roadshow, words, status=409)
    return answer_press(request, roadshow)


@require_POST
@staff_only
def group(request: StaffRequest, slug: str) -> HttpResponse:
    """Sort the wall another way."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = GroupingForm(request.POST)
    if not form.is_valid():
        return incomplete(request, roadshow)
    actions.group_by(roadshow, form.cleaned_data["grouping"], actor=str(request.user))
    return answer_press(request, roadshow)


def _what_else_waits(released: Released) -> str:
    """Tell what became of a press that releases all, where that is not simply all."""
    count, more = released.count, released.more
    said = []
    if not count:
        said.append("Nothing that this page showed was waiting any more, so your press changed nothing.")
    elif more:
        said.append(f"{count} drawing{' is' if count == 1 else 's are'} on the wall.")
    if more:
        waits, them = ("waits", "it") if more == 1 else ("wait", "them")
        came = "came in since this page was drawn"
        said.append(f"{more}{' more' if count else ''} {came}, and {waits} until you have seen {them}.")
    return " ".join(said)


def _what_happened(drawing: Drawing) -> str:
    """Tell why a drawing was not released by this press."""
    drawing.refresh_from_db(fields=["withdrawn_at", "released_at", "released_by"])
    if drawing.withdrawn_at is not None:
        return f"{drawing} was withdrawn by its table meanwhile, so it stays off the wall."
    if drawing.released_at is not None:
        at = timezone.localtime(drawing.released_at)
        return f"{drawing} was released already, by {drawing.released_by} at {at:%H:%M}. Your press changed nothing."
    return f"{drawing} is hidden because it needs attention, so it stays off the wall. Show it again first."
