"""Every verb that moves the day or says something in it, with whom it tells. For tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.db import transaction

from tests.factories import first_table, start
from workshops.actions import care, day, hold, screens, talk
from workshops.models import Activity, Broadcast, Day, ParkedQuestion, Roadshow, Screen, SignalKind
from workshops.topics import CONSOLES, EVERYBODY, SCREENS, own_table

# Stands for the topic of table 1.
OWN = "table 1"

Verb = Callable[[Roadshow], object]


def nothing(_roadshow: Roadshow) -> None:
    """Change nothing."""


@dataclass(frozen=True)
class Change:
    """A verb, what must have happened before it, and what it tells whom. The room has two tables and a day."""

    name: str
    verb: Verb
    kind: str
    topics: tuple[str, ...]
    before: Verb = nothing

    def told(self, roadshow: Roadshow) -> list[str]:
        """Return the topics by their real names."""
        return [own_table(first_table(roadshow).pk) if topic == OWN else topic for topic in self.topics]


class PowerCutError(Exception):
    """What stops a transaction half way."""


def half_way(verb: Verb, roadshow: Roadshow) -> None:
    """Let a verb happen in a transaction that never commits."""
    with suppress(PowerCutError), transaction.atomic():
        verb(roadshow)
        raise PowerCutError


def nth(roadshow: Roadshow, order: int) -> Activity:
    """Return an activity by its place in the running order."""
    return roadshow.activities.get(order=order)


def turn_of(roadshow: Roadshow) -> int:
    """Return the turn that has the room (0: none)."""
    return Day.objects.values_list("turn", flat=True).get(pk=roadshow.pk) or 0


def begin(roadshow: Roadshow) -> None:
    """Start the first activity."""
    start(nth(roadshow, 1))


def _screen(roadshow: Roadshow) -> Screen:
    return roadshow.screens.select_related("roadshow").get()


def _notice(roadshow: Roadshow) -> Broadcast:
    return talk.broadcast(roadshow, text="Lunch is ready.", actor="Ana")


def _asks(roadshow: Roadshow) -> None:
    talk.park_question(roadshow, text="Who holds the file?", actor="Table 1", table=first_table(roadshow))


def _question(roadshow: Roadshow) -> ParkedQuestion:
    return roadshow.questions.select_related("roadshow")[0]


def _item(roadshow: Roadshow) -> str:
    return _question(roadshow).item


def _ask_for_help(roadshow: Roadshow) -> None:
    care.signal(first_table(roadshow), SignalKind.HELP, actor="Table 1")


def _stop(roadshow: Roadshow) -> None:
    begin(roadshow)
    day.stop_clock(roadshow, turn=turn_of(roadshow), actor="Ana")


def _hide(roadshow: Roadshow) -> None:
    _asks(roadshow)
    care.hide(roadshow, _item(roadshow), actor="Ana")


DAY = [
    Change("start", begin, "activity-started", EVERYBODY),
    Change("start the next", lambda room: start(nth(room, 2)), "activity-started", EVERYBODY, begin),
    Change(
        "go back",
        lambda room: day.go_back(room, turn=turn_of(room), actor="Ana"),
        "activity-undone",
        EVERYBODY,
        begin,
    ),
    Change(
        "extend",
        lambda room: day.extend(room, turn=turn_of(room), minutes=5, actor="Ana"),
        "clock-changed",
        EVERYBODY,
        begin,
    ),
    Change(
        "stop the clock",
        lambda room: day.stop_clock(room, turn=turn_of(room), actor="Ana"),
        "clock-changed",
        EVERYBODY,
        begin,
    ),
    Change(
        "start the clock",
        lambda room: day.start_clock(room, turn=turn_of(room), actor="Ana"),
        "clock-changed",
        EVERYBODY,
        _stop,
    ),
    Change("skip", lambda room: day.skip(room, nth(room, 3), actor="Ana"), "activity-skipped", EVERYBODY),
    Change(
        "unskip",
        lambda room: day.unskip(room, nth(room, 3), actor="Ana"),
        "activity-skipped",
        EVERYBODY,
        lambda room: day.skip(room, nth(room, 3), actor="Ana"),
    ),
]
HOLD = [
    Change("freeze", lambda room: hold.freeze(room, actor="Ana"), "room-held", EVERYBODY, begin),
    Change("pause", lambda room: hold.pause(room, actor="Ana"), "room-held", EVERYBODY, begin),
    Change(
        "resume",
        lambda room: hold.resume(room, actor="Ana"),
        "room-held",
        EVERYBODY,
        lambda room: hold.pause(room, actor="Ana"),
    ),
]
TALK = [
    Change("broadcast", _notice, "broadcast", EVERYBODY),
    Change(
        "take down",
        lambda room: talk.take_down(room.broadcasts.get(), actor="Ana"),
        "broadcast-taken-down",
        EVERYBODY,
        _notice,
    ),
    Change(
        "park as a facilitator",
        lambda room: talk.park_question(room, text="When is lunch?", actor="Ana"),
        "question-parked",
        (CONSOLES, SCREENS),
    ),
    Change(
        "park at a table",
        lambda room: talk.park_question(room, text="Who knew?", actor="Ana", table=first_table(room)),
        "question-parked",
        (CONSOLES, SCREENS, OWN),
    ),
    Change(
        "settle",
        lambda room: talk.settle_question(_question(room), actor="Ana"),
        "question-settled",
        (CONSOLES, SCREENS, OWN),
        _asks,
    ),
]
CARE = [
    Change(
        "signal",
        lambda room: care.signal(first_table(room), SignalKind.MOMENT, actor="Ana"),
        "table-signal",
        (CONSOLES, OWN),
    ),
    Change(
        "be done",
        lambda room: care.signal(first_table(room), SignalKind.DONE, actor="Ana"),
        "table-signal",
        (CONSOLES, OWN),
        begin,
    ),
    Change(
        "clear a signal",
        lambda room: care.clear_signal(first_table(room), SignalKind.HELP, actor="Ana"),
        "table-signal",
        (CONSOLES, OWN),
        _ask_for_help,
    ),
    Change("hide", lambda room: care.hide(room, _item(room), actor="Ana"), "item-hidden", EVERYBODY, _asks),
    Change("show again", lambda room: care.show_again(room, _item(room), actor="Ana"), "item-shown", EVERYBODY, _hide),
]
CHOSEN = (SCREENS, CONSOLES)
SCREEN = [
    Change("add a screen", lambda room: screens.add_screen(room, name="Left", actor="Ana"), "screen-changed", CHOSEN),
    Change(
        "choose a view",
        lambda room: screens.choose_view(_screen(room), shows="questions", actor="Ana"),
        "screen-changed",
        CHOSEN,
    ),
    Change("hold a screen", lambda room: screens.hold_screen(_screen(room), actor="Ana"), "screen-changed", CHOSEN),
    Change(
        "let go of a screen",
        lambda room: screens.let_go(_screen(room), actor="Ana"),
        "screen-changed",
        CHOSEN,
        lambda room: screens.hold_screen(_screen(room), actor="Ana"),
    ),
    Change(
        "make a screen dark",
        lambda room: screens.set_dark(_screen(room), dark=True, actor="Ana"),
        "screen-changed",
        CHOSEN,
    ),
]


def each(*changes: Change) -> pytest.MarkDecorator:
    """Let a test run for every one of `changes`, by name."""
    return pytest.mark.parametrize("change", changes, ids=lambda change: change.name)
