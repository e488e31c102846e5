"""What the doors need to know, and no more: who may come in, who is in, and how many that makes where."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from places.links import booking_token, ticket_of
from places.models import GIVEN_ON, AgencyType, Attendance, Claim, ClaimState, DoorRules, Needs, Places
from places.queries.days import begins
from workshops.models import Roadshow

# So many of those who wait are on a device; the others are found by their ticket, by the server.
MOST_WAITING = 100
# So much of a ticket's signature is on a device: enough to know the ticket, far too little to make one.
MARK_SIGNS = 10
FEWEST_LETTERS = 2
_HERE = Q(attendance__came_at__isnull=False)


@dataclass(frozen=True)
class Entry:
    """One claim as a door sees it. `needs`: there are some, not which."""

    claim: Claim
    needs: bool
    attendance: Attendance | None

    @property
    def arrived_at(self) -> dt.datetime | None:
        """When they came in."""
        return self.attendance.arrived_at if self.attendance else None

    @property
    def in_room(self) -> bool:
        """Whether they are here and have no place."""
        return bool(self.attendance and self.attendance.came_at and not self.attendance.arrived_at)

    @property
    def waits_elsewhere(self) -> bool:
        """Whether they wait for a place, and are not here."""
        return self.claim.state == ClaimState.WAITING and not self.in_room

    @property
    def name(self) -> str:
        """Their name, or whose place it is."""
        return str(self.claim.booking)

    @property
    def marks(self) -> str:
        """What a device knows all their tickets by, those of before they moved as well: a few signs of each."""
        if self.claim.state == ClaimState.ENDED:
            return ""  # The server sees whether they have asked again since.
        tokens = [ticket_of(each) for each in self.claim.booking.claims.all()]
        if self.claim.booking.email_key:
            tokens.append(booking_token(self.claim.booking))
        return " ".join(token.rpartition(".")[2][:MARK_SIGNS] for token in tokens)


@dataclass(frozen=True)
class Row:
    """How many are in and how many are still expected, of one kind."""

    name: str
    came: int
    expected: int

    @property
    def all(self) -> int:
        """How many that will be."""
        return self.came + self.expected


@dataclass(frozen=True)
class Board:
    """The room at a glance. `free`: places that nobody holds; `room`: who waits in the room, in order."""

    total: Row
    free: int
    agencies: Sequence[Row]
    tables: Sequence[Row]
    room: Sequence[Entry]
    releases_at: dt.datetime
    release_after: int
    unclaimed: int

    @property
    def may_release(self) -> bool:
        """Whether it is time to give unclaimed places on, and somebody waits for one."""
        return bool(self.room) and timezone.now() >= self.releases_at

    @property
    def to_give(self) -> int:
        """How many of those who wait in the room can be given a place, if nobody else comes."""
        return min(len(self.room), self.unclaimed + self.free)


def doors_open(roadshow: Roadshow, today: dt.date | None = None) -> bool:
    """Whether people can be let in now: on the day itself, and while the roadshow is open."""
    return roadshow.is_open or roadshow.held_on == (today or timezone.localdate())


def forgotten_at(roadshow: Roadshow) -> dt.datetime:
    """Return when a device forgets who came: when the day is over."""
    day = max(roadshow.held_on, timezone.localdate())
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def entries(roadshow: Roadshow) -> list[Entry]:
    """Return who may come through the doors, in the order of names; of those who wait only the first."""
    claims = _with_tickets(_claims(Claim.objects.filter(roadshow=roadshow)))
    standing = claims.exclude(state__in=(ClaimState.ENDED, ClaimState.WAITING))
    given_on = claims.filter(ending__in=GIVEN_ON)
    found = [*standing, *claims.filter(_HERE, state=ClaimState.WAITING), *_first_away(claims), *given_on]
    return sorted(map(entry_of, found), key=lambda entry: entry.name.casefold())


def unlisted(places: Places) -> int:
    """Return how many of those who wait are not among `entries`."""
    return max(places.waiting - in_room(places.pk).count() - MOST_WAITING, 0)


def listed(places: Places, entries: Iterable[Entry]) -> list[Entry]:
    """Return those of some entries that a device may hold: who may come, and of who waits elsewhere only the first."""
    first: set[int] = set()
    if places.waiting > MOST_WAITING:
        first = set(_first_away(Claim.objects.filter(roadshow=places.pk)).values_list("pk", flat=True))
    may_come = [each for each in entries if each.claim.ending in ("", *GIVEN_ON)]
    return [each for each in may_come if not first or each.claim.pk in first or not each.waits_elsewhere]


def _first_away(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return those of who waits and is not here that a device holds."""
    return claims.filter(state=ClaimState.WAITING).exclude(_HERE).order_by("arrival")[:MOST_WAITING]


def entry_of(claim: Claim) -> Entry:
    """Return a claim of `_claims` as a door sees it."""
    return Entry(claim, bool(getattr(claim, "has_needs", False)), getattr(claim, "attendance", None))


def entries_of(pks: Iterable[int]) -> list[Entry]:
    """Return some claims as a door sees them, as they are now."""
    return [entry_of(claim) for claim in _with_tickets(_claims(Claim.objects.filter(pk__in=list(pks))))]


def found(roadshow: Roadshow, text: str) -> list[Entry]:
    """Return whose name or organisation has every word of `text`, two letters or more; nobody for less.

    Whose place was given on is found, too, until they ask for one again.
    """
    words = text.replace("\0", "").split()  # PostgreSQL knows no such sign.
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    again = Claim.objects.filter(roadshow=roadshow, booking=OuterRef("booking")).exclude(state=ClaimState.ENDED)
    late = Q(ending__in=GIVEN_ON) & ~Exists(again)
    claims = _claims(Claim.objects.filter(~Q(state=ClaimState.ENDED) | late, roadshow=roadshow))
    for word in words:
        claims = claims.filter(Q(booking__name__icontains=word) | Q(booking__organisation__icontains=word))
    return [entry_of(claim) for claim in claims.order_by("booking__name")[:20]]


def places_with_rules(**which: object) -> Places | None:
    """Return the places that a board is of, with what it needs; None for a roadshow without."""
    return Places.objects.select_related("roadshow", "door_rules").filter(**which).first()


def rules_of(places: Places) -> DoorRules:
    """Return when a roadshow's doors give places on."""
    return getattr(places, "door_rules", None) or DoorRules(places=places)


def releases_at(places: Places) -> dt.datetime:
    """Return when unclaimed places are given on."""
    return begins(places.roadshow) + dt.timedelta(minutes=rules_of(places).release_after)


def in_room(roadshow_id: int | OuterRef) -> QuerySet[Claim]:
    """Return who waits in the room, in the order in which they asked."""
    waiting = Claim.objects.filter(roadshow=roadshow_id, state=ClaimState.WAITING, attendance__came_at__isnull=False)
    return waiting.select_related("booking__group", "table", "roadshow").order_by("arrival")


def board(places: Places) -> Board:
    """Return the room at a glance."""
    holding = Claim.objects.filter(roadshow=places.pk, state__in=(ClaimState.OFFERED, ClaimState.CONFIRMED))
    # Drawn at every scan: counted by the database, and no people.
    counted = holding.order_by().values_list("booking__agency_type", "table__number")
    held = list(counted.annotate(Count("attendance__arrived_at"), Count("pk")))
    came, people = sum(came for *_of, came, _all in held), sum(all_ for *_of, all_ in held)
    numbers = sorted({number for _kind, number, *_counts in held if number is not None})
    return Board(
        total=Row("all", came, people - came),
        free=max(places.free, 0),
        agencies=_rows([(kind, *counts) for kind, _table, *counts in held], AgencyType.choices),
        tables=_rows([(table, *counts) for _kind, table, *counts in held], [(n, f"Table {n}") for n in numbers]),
        room=[entry_of(claim) for claim in _claims(in_room(places.pk))] if places.waiting else [],
        releases_at=releases_at(places),
        release_after=rules_of(places).release_after,
        unclaimed=people - came,
    )


def _claims(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    needs = Exists(Needs.objects.filter(booking=OuterRef("booking")))
    related = claims.select_related("booking", "table", "attendance")
    return related.annotate(has_needs=needs)


def _with_tickets(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return claims with what their `marks` need."""
    return claims.prefetch_related("booking__claims")


def _rows(held: Iterable[Sequence[Any]], kinds: Iterable[tuple[object, object]]) -> list[Row]:
    """Return how many of each kind are in and expected, from (kind, came, all); none for a kind that nobody is of."""
    came: Counter[object] = Counter()
    people: Counter[object] = Counter()
    for kind, arrived, all_ in held:
        came[kind] += arrived
        people[kind] += all_
    return [Row(str(name), came[kind], people[kind] - came[kind]) for kind, name in kinds if people[kind]]
