"""The console's buttons that move the day, hold the room, and say something to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from workshops.access import StaffRequest, activity_of, broadcast_of, question_of, roadshow_of_staff, staff_only
from workshops.actions import care, day, hold, talk
from workshops.actions.day import DayMovedOnError, NotOpenError
from workshops.forms import day as forms
from workshops.models import BroadcastKind, Roadshow, Turn
from workshops.views.console import answer_press, incomplete

HINDSIGHT = "Think back: what did you know at that stage, before you knew how it ended?"
SHUT = "The roadshow is not open, so nothing was started. Open it to its tables first."

Press = Callable[[Roadshow, dict[str, Any], str], object]


@require_POST
@staff_only
def start_activity(request: StaffRequest, slug: str) -> HttpResponse:
    """Give the room to the activity that the button named."""

    def press(roadshow: Roadshow, said: dict[str, Any], actor: str) -> object:
        said["activity"] = activity_of(roadshow, said["activity"])
        return day.start_activity(roadshow, actor=actor, **said)

    return _press(request, slug, forms.StartForm, press)


@require_POST
@staff_only
def go_back(request: StaffRequest, slug: str) -> HttpResponse:
    """Undo the start of the present activity."""
    return _press(
        request, slug, forms.TurnForm, lambda roadshow, said, actor: day.go_back(roadshow, actor=actor, **said)
    )


@require_POST
@staff_only
def extend(request: StaffRequest, slug: str) -> HttpResponse:
    """Move the end of the present activity."""
    return _press(
        request, slug, forms.ExtendForm, lambda roadshow, said, actor: day.extend(roadshow, actor=actor, **said)
    )


@require_POST
@staff_only
def clock(request: StaffRequest, slug: str) -> HttpResponse:
    """Stop the clock of the present activity, or let it run."""

    def press(roadshow: Roadshow, said: dict[str, Any], actor: str) -> object:
        verb = day.stop_clock if said["stand"] else day.start_clock
        return verb(roadshow, turn=said["turn"], actor=actor)

    return _press(request, slug, forms.ClockForm, press)


@require_POST
@staff_only
def skip(request: StaffRequest, slug: str) -> HttpResponse:
    """Leave an activity out today, or take it in again."""

    def press(roadshow: Roadshow, said: dict[str, Any], actor: str) -> object:
        verb = day.skip if said["skip"] else day.unskip
        return verb(roadshow, activity_of(roadshow, said["activity"]), actor=actor)

    return _press(request, slug, forms.SkipForm, press)


@require_POST
@staff_only
def freeze(request: StaffRequest, slug: str) -> HttpResponse:
    """Freeze every table."""
    return _hold(request, slug, hold.freeze)


@require_POST
@staff_only
def pause(request: StaffRequest, slug: str) -> HttpResponse:
    """Pause the room with the support card."""
    return _hold(request, slug, hold.pause)


@require_POST
@staff_only
def resume(request: StaffRequest, slug: str) -> HttpResponse:
    """Let everybody go on."""
    return _hold(request, slug, hold.resume)


@require_POST
@staff_only
def broadcast(request: StaffRequest, slug: str) -> HttpResponse:
    """Put a notice on every device."""
    return _press(
        request, slug, forms.BroadcastForm, lambda roadshow, said, actor: talk.broadcast(roadshow, actor=actor, **said)
    )


@require_POST
@staff_only
def hindsight(request: StaffRequest, slug: str) -> HttpResponse:
    """Put the hindsight prompt on every device."""

    def press(roadshow: Roadshow, said: dict[str, Any], actor: str) -> object:
        return talk.broadcast(roadshow, text=HINDSIGHT, kind=BroadcastKind.HINDSIGHT, actor=actor, **said)

    return _press(request, slug, forms.PressForm, press)


@require_POST
@staff_only
def take_down(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take a text off every device."""
    roadshow = roadshow_of_staff(request.user, slug)
    talk.take_down(broadcast_of(roadshow, pk), actor=str(request.user))
    return answer_press(request, roadshow)


@require_POST
@staff_only
def park(request: StaffRequest, slug: str) -> HttpResponse:
    """Park a question of the facilitators'."""
    return _press(
        request,
        slug,
        forms.QuestionForm,
        lambda roadshow, said, actor: talk.park_question(roadshow, actor=actor, **said),
    )


@require_POST
@staff_only
def settle_question(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Note that the room came back to a question, or that it has not."""
    roadshow = roadshow_of_staff(request.user, slug)
    settled = bool(request.POST.get("settled"))
    talk.settle_question(question_of(roadshow, pk), actor=str(request.user), settled=settled)
    return answer_press(request, roadshow)


@require_POST
@staff_only
def attention(request: StaffRequest, slug: str) -> HttpResponse:
    """Take something off every screen because it needs attention, or show it again."""

    def press(roadshow: Roadshow, said: dict[str, Any], actor: str) -> object:
        verb = care.hide if said["hide"] else care.show_again
        return verb(roadshow, said["item"], actor=actor)

    return _press(request, slug, forms.AttentionForm, press)


@require_POST
@staff_only
def clear_signal(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """End what a table says: somebody has been there."""
    return _at_table(
        request,
        slug,
        number,
        forms.SignalForm,
        lambda table, said, actor: care.clear_signal(table, said["kind"], actor=actor),
    )


@require_POST
@staff_only
def send_again(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Bring everything to one table once more."""
    return _at_table(
        request, slug, number, django_forms.Form, lambda table, _said, actor: care.send_again(table, actor=actor)
    )


def what_happened(turn: Turn | None) -> str:
    """Tell the slower of two facilitators what the faster one did."""
    if turn is None:
        return "The day has not begun, or was taken back to before its beginning. Your press changed nothing."
    started = timezone.localtime(turn.started_at)
    words = f"{turn.activity} has the room now, started by {turn.started_by} at {started:%H:%M}."
    return f"{words} Your press changed nothing."


def _press(request: StaffRequest, slug: str, form_class: type[django_forms.Form], press: Press) -> HttpResponse:
    """Read what the button says, do it, and answer; whoever comes too late hears what was done before."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = form_class(request.POST)
    if not form.is_valid():
        errors = form.errors.get("text")
        return answer_press(request, roadshow, str(errors[0]), status=400) if errors else incomplete(request, roadshow)
    try:
        press(roadshow, form.cleaned_data, str(request.user))
    except DayMovedOnError as late:
        return answer_press(request, roadshow, what_happened(late.day.turn), status=409)
    except NotOpenError:
        return answer_press(request, roadshow, SHUT, status=409)
    return answer_press(request, roadshow)


def _hold(request: StaffRequest, slug: str, verb: Callable[..., bool]) -> HttpResponse:
    roadshow = roadshow_of_staff(request.user, slug)
    verb(roadshow, actor=str(request.user))
    return answer_press(request, roadshow)


def _at_table(
    request: StaffRequest,
    slug: str,
    number: int,
    form_class: type[django_forms.Form],
    press: Callable[[Any, dict[str, Any], str], object],
) -> HttpResponse:
    roadshow = roadshow_of_staff(request.user, slug)
    table = roadshow.tables.select_related("roadshow").filter(number=number).first()
    if table is None:
        raise Http404
    form = form_class(request.POST)
    if not form.is_valid():
        return incomplete(request, roadshow)
    press(table, form.cleaned_data, str(request.user))
    return answer_press(request, roadshow)
