"""Projector screens, and how the console chooses what they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from workshops import screens
from workshops.links import room_link
from workshops.models import Activity, ActivityKind, Broadcast, Day, Hold, Roadshow, Screen
from workshops.queries.care import support_contacts
from workshops.queries.day import day_of, standing_broadcasts
from workshops.queries.room import newest_step, tables_with_codes
from workshops.queries.talk import open_questions
from workshops.screens import View

# What one reads from ten metres.
MOST_QUESTIONS = 5


@dataclass(frozen=True)
class Present:
    """What all screens of a roadshow have in common just now."""

    roadshow: Roadshow
    day: Day
    broadcasts: list[Broadcast]

    @classmethod
    def of(cls, roadshow: Roadshow) -> Self:
        """Read it."""
        return cls(roadshow, day_of(roadshow), standing_broadcasts(roadshow))

    @property
    def activity(self) -> Activity | None:
        """What has the room."""
        return self.day.turn.activity if self.day.turn else None


def connect() -> None:
    """Register what every screen can show."""
    screens.register(View("activity", "The activity and its clock", _always, _no_pin, draw_activity))
    screens.register(View("questions", "Parked questions", _never, _no_pin, draw_questions))
    screens.register(View("join", "How to join", _while_arriving, _no_pin, draw_join))


def all_screens(roadshow: Roadshow) -> str:
    """Draw every screen of a roadshow; each page takes the one that is its own."""
    present = Present.of(roadshow)
    return "".join(screen(each, present) for each in roadshow.screens.all())


def screen(shown: Screen, present: Present | None = None, *, view: str = "") -> SafeString:
    """Draw one screen as it is now; with `view`, as it would be if that were chosen."""
    present = present or Present.of(shown.roadshow)
    roadshow, day, activity = present.roadshow, present.day, present.activity
    what, pin = (screens.chosen(view, roadshow, activity), "") if view else screens.shown_on(shown, roadshow, activity)
    paused = day.hold == Hold.PAUSED and not view
    drawn = "" if paused or (shown.blanked and not view) else what.draw(roadshow, pin)
    context = {
        "screen": shown if not view else Screen(pk=shown.pk, name=shown.name),
        "roadshow": roadshow,
        "view": what,
        "paused": paused,
        "contacts": support_contacts(roadshow),
        "shown": drawn,
        "step": None if drawn and what.holds_stage else newest_step(roadshow),
        "broadcasts": present.broadcasts,
    }
    return mark_safe(render_to_string("workshops/screens/_screen.html", context))  # noqa: S308 -- a template escapes


def console_screens(roadshow: Roadshow, csrf_token: str = "") -> SafeString:
    """Draw the console's list of screens, with what each shows and can show."""
    activity = Present.of(roadshow).activity
    entries = [{"screen": s, "view": screens.shown_on(s, roadshow, activity)[0]} for s in roadshow.screens.all()]
    context = {"roadshow": roadshow, "screens": entries, "choices": screens.choices(), "csrf_token": csrf_token}
    return mark_safe(render_to_string("workshops/screens/_console.html", context))  # noqa: S308 -- a template escapes


def draw_activity(roadshow: Roadshow, _pin: str) -> SafeString:
    """Draw the present activity with its prompts and its clock."""
    turn = day_of(roadshow).turn
    context = {"roadshow": roadshow, "turn": turn, "activity": turn.activity if turn else None}
    return SafeString(render_to_string("workshops/screens/_activity.html", context))


def draw_questions(roadshow: Roadshow, _pin: str) -> SafeString:
    """Draw the parked questions that wait, those hidden left out."""
    questions = [entry.question for entry in open_questions(roadshow) if entry.hiding is None]
    return SafeString(render_to_string("workshops/screens/_questions.html", {"questions": questions[:MOST_QUESTIONS]}))


def draw_join(roadshow: Roadshow, _pin: str) -> SafeString:
    """Draw how to join: the room's address as a large QR code, and every table's code."""
    context = {"roadshow": roadshow, "link": room_link(), "tables": tables_with_codes(roadshow)}
    return SafeString(render_to_string("workshops/screens/_join.html", context))


def _always(_roadshow: Roadshow, _activity: Activity | None) -> bool:
    return True


def _never(_roadshow: Roadshow, _activity: Activity | None) -> bool:
    return False


def _while_arriving(_roadshow: Roadshow, activity: Activity | None) -> bool:
    return activity is None or activity.kind == ActivityKind.ARRIVAL


def _no_pin(_roadshow: Roadshow) -> str:
    return ""
