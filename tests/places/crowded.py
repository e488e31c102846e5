"""Two doors, walk-ins, the clock, a plan and bookings, all in the same moment: the same for every database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone

from places.actions.booking import book, wait
from places.actions.door import admit, admit_group, undo, walk_in
from places.actions.holding import lock
from places.actions.releasing import release_unclaimed
from places.actions.seating import ChangedMeanwhileError, make_plan, repair_plan
from places.models import Admission, Attendance, Booking, Claim, Group, Noted, Places
from tests.booked import NOTICE, ask_for, counted, details, make_group, make_places, note
from tests.factories import make_programme, make_roadshow
from tests.together import together

CAPACITY, AT_BOTH_DOORS, MEMBERS, MISSING, IN_ROOM, WALK_INS = 17, 7, 4, 6, 3, 3
CAME = AT_BOTH_DOORS + MEMBERS + IN_ROOM + WALK_INS
Press = Callable[[], object]


@dataclass
class Crowd:
    """A full room at the time at which unclaimed places are given on; the group also waits for an `other` date."""

    places: Places
    other: Places
    people: list[Claim]
    group: Group


def make_crowd() -> Crowd:
    """Return a full room, three who wait in it, and six of whom nobody will come."""
    programme = make_programme()
    day = timezone.localdate() + dt.timedelta(days=30)
    # Made first, so that it is locked first by whoever locks both.
    other = make_places(1, roadshow=make_roadshow(programme=programme, held_on=day))
    today = make_roadshow(programme=programme, tables=4, held_on=timezone.localdate(), starts_at=dt.time(23, 59))
    places = make_places(CAPACITY, roadshow=today)
    people = [ask_for(places, f"Person{n}") for n in range(AT_BOTH_DOORS)]
    group = make_group(places, MEMBERS)
    # Whoever presses for a group lets in those who have a place. Theirs are given on last, and so never here, where as
    # many come as there are places.
    Claim.objects.filter(booking__group=group).update(reconfirmed_at=timezone.now())
    for n in range(MISSING):
        ask_for(places, f"Missing{n}")
    ask_for(other, "Elsewhere")
    with transaction.atomic():
        (locked,) = lock([other.pk]).values()
        for member in group.bookings.all():
            wait(member, locked)
    for n in range(IN_ROOM):
        admit(ask_for(places, f"Waits{n}"), note(f"w{n}"))
    today.starts_at = (timezone.localtime() - dt.timedelta(minutes=20)).time()
    today.save()
    return Crowd(places, other, people, group)


def press_all(crowd: Crowd) -> None:
    """Let everything happen at once: each person at both doors, one let in and taken back, three without a booking."""
    roadshow = crowd.places.roadshow
    presses: list[Press] = [
        partial(admit, claim, note(f"{door}{n}", door))
        for door, people in (("North", crowd.people), ("South", crowd.people[::-1]))
        for n, claim in enumerate(people)
    ]
    presses += [partial(admit_group, crowd.group, roadshow, note(key)) for key in ("g1", "g2")]
    presses += [partial(_walks_in, crowd, n) for n in range(WALK_INS)]
    presses += [partial(release_unclaimed, roadshow, by="the clock") for _twice in range(2)]
    presses += [partial(_seats, make_plan, crowd, actor="Ana") for _twice in range(2)]
    presses += [partial(_seats, repair_plan, crowd, most=2, actor="Ana")]
    presses += [partial(_asks_for_both, crowd, n) for n in range(4)]
    presses += [partial(undo, crowd.people[0], note(f"u{n}", "Nowhere")) for n in range(2)]  # It has noted nothing.
    together(*presses)


def _walks_in(crowd: Crowd, n: int) -> None:
    walk_in(crowd.places.roadshow, details(f"Walker{n}"), note(f"walk{n}"), privacy_notice=NOTICE)


def _seats(verb: Callable[..., object], crowd: Crowd, **how: object) -> None:
    with suppress(ChangedMeanwhileError):  # Said in words to whoever pressed.
        verb(crowd.places.roadshow, **how)


def _asks_for_both(crowd: Crowd, n: int) -> None:
    book([crowd.other.roadshow, crowd.places.roadshow], details(f"Late{n}"), privacy_notice=NOTICE)


def expect_everybody_once(crowd: Crowd) -> None:
    """Expect all who came to have come once, as many to be in as there are places, each at a table."""
    release_unclaimed(crowd.places.roadshow, by="the clock")
    came = Attendance.objects.filter(came_at__isnull=False, claim__roadshow=crowd.places.pk).exclude(
        claim__state="ended"
    )
    assert came.count() == CAME
    assert Booking.objects.filter(claims__attendance__in=came).distinct().count() == CAME
    arrived = Claim.objects.filter(attendance__in=came.filter(arrived_at__isnull=False))
    assert arrived.count() == CAPACITY
    assert arrived.filter(state="confirmed", table__isnull=False, seated_at__isnull=False).count() == CAPACITY
    assert counted(crowd.places)[0] == CAPACITY
    counted(crowd.other)
    assert let_in_twice() == 0


def let_in_twice() -> int:
    """Return of how many two scans both say that they let them in."""
    lets_in = Admission.objects.exclude(noted=Noted.UNDO).filter(answer="in").values_list("claim__booking", flat=True)
    return len(lets_in) - len(set(lets_in))
