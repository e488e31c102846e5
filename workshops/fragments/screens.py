"""Projector screens, and how the console chooses what they show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from live.kinds import Reading
from workshops import screens
from workshops.links import room_link
from workshops.models import Activity, ActivityKind, Broadcast, Day, Hold, Roadshow, Screen, SupportContact
from workshops.queries.care import support_contacts
from workshops.queries.day import day_of, standing_broadcasts
from workshops.queries.room import newest_step, tables_with_codes
from workshops.queries.talk import open_questions
from workshops.screens import View

# What one reads from ten metres.
MOST_QUESTIONS = 5
# Where a screen is held that shows the activity before there is one.
NOT_BEGUN = "0"


@dataclass(frozen=True)
class Present:
    """What all screens of a roadshow have in common just now, read and drawn once for however many there are."""

    roadshow: Roadshow
    day: Day
    broadcasts: list[Broadcast]
    contacts: QuerySet[SupportContact]
    lead: View
    reading: Reading
    drawn: dict[tuple[str, str], SafeString] = field(default_factory=dict)

    @classmethod
    def of(cls, roadshow: Roadshow, reading: Reading | None = None) -> Self:
        """Read it, but for what `reading` holds already."""
        reading = reading or Reading()
        day = reading.once(day_of, roadshow)
        lead = screens.leading(roadshow, day.turn.activity if day.turn else None, reading)
        return cls(roadshow, day, standing_broadcasts(roadshow), support_contacts(roadshow), lead, reading)

    @cached_property
    def step(self) -> int:
        """Read which step was brought to the room last."""
        return newest_step(self.roadshow)

    def draw(self, view: View, pin: str) -> SafeString:
        """Return a view's HTML."""
        if (view.name, pin) not in self.drawn:
            self.drawn[view.name, pin] = view.draw(self.roadshow, pin, self.reading)
        return self.drawn[view.name, pin]


def connect() -> None:
    """Register what every screen can show."""
    screens.register(View("activity", "The activity and its clock", draw_activity, _always, _present_turn))
    screens.register(View("questions", "Parked questions", draw_questions))
    screens.register(View("join", "How to join", draw_join, _while_arriving))


def all_screens(roadshow: Roadshow, reading: Reading | None = None) -> str:
    """Draw every screen of a roadshow; each page takes the one that is its own."""
    present = Present.of(roadshow, reading)
    return "".join(screen(each, present) for each in roadshow.screens.all())


def screen(shown: Screen, present: Present | None = None, *, view: str = "") -> SafeString:
    """Draw one screen as it is now; with `view`, as it would be if that were chosen."""
    present = present or Present.of(shown.roadshow)
    what, pin = (screens.chosen(view, present.lead), "") if view else screens.shown_on(shown, present.lead)
    paused = present.day.hold == Hold.PAUSED and not view
    drawn = "" if paused or (shown.blanked and not view) else present.draw(what, pin)
    context = {
        "screen": shown if not view else Screen(pk=shown.pk, name=shown.name),
        "roadshow": present.roadshow,
        "view": what,
        "paused": paused,
        "contacts": present.contacts,
        "shown": drawn,
        "step": None if drawn and what.holds_stage else present.step,
        "broadcasts": present.broadcasts,
    }
    return render_to_string("workshops/screens/_screen.html", context)


def console_screens(roadshow: Roadshow, csrf_token: str = "") -> SafeString:
    """Draw the console's list of screens, with what each shows and can show."""
    lead = Present.of(roadshow).lead
    entries = [{"screen": s, "view": screens.shown_on(s, lead)[0]} for s in roadshow.screens.all()]
    context = {"roadshow": roadshow, "screens": entries, "choices": screens.choices(), "csrf_token": csrf_token}
    return render_to_string("workshops/screens/_console.html", context)


def draw_activity(roadshow: Roadshow, pin: str, reading: Reading) -> SafeString:
    """Draw the present activity with its prompts and its clock; or the one that the screen is held at.

    The clock of an activity that no longer has the room is left out.
    """
    present = reading.once(day_of, roadshow).turn
    held = roadshow.turns.select_related("activity").filter(pk=pin, undone_at=None).first() if pin.isdigit() else None
    shown = None if pin == NOT_BEGUN else held or present
    activity = shown.activity if shown else None
    context = {"roadshow": roadshow, "turn": shown if shown == present else None, "activity": activity}
    return render_to_string("workshops/screens/_activity.html", context)


def draw_questions(roadshow: Roadshow, _pin: str, _reading: Reading) -> SafeString:
    """Draw the parked questions that wait, those hidden left out."""
    questions = [entry.question for entry in open_questions(roadshow) if entry.hiding is None]
    return render_to_string("workshops/screens/_questions.html", {"questions": questions[:MOST_QUESTIONS]})


def draw_join(roadshow: Roadshow, _pin: str, _reading: Reading) -> SafeString:
    """Draw how to join: the room's address as a large QR code, and every table's code."""
    context = {"roadshow": roadshow, "link": room_link(), "tables": tables_with_codes(roadshow)}
    return render_to_string("workshops/screens/_join.html", context)


def _always(_roadshow: Roadshow, _activity: Activity | None, _reading: Reading) -> bool:
    return True


def _while_arriving(_roadshow: Roadshow, activity: Activity | None, _reading: Reading) -> bool:
    return activity is None or activity.kind == ActivityKind.ARRIVAL


def _present_turn(roadshow: Roadshow) -> str:
    turn = day_of(roadshow).turn
    return str(turn.pk) if turn else NOT_BEGUN
