"""What the doors need to know, and no more: who may come in, who is in, and how many that makes where."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from places.links import booking_token, ticket_of
from places.models import AgencyType, Attendance, Claim, ClaimState, DoorRules, Ending, Needs, Places
from workshops.models import Roadshow

# So many of those who wait are on a device; the others are found by their ticket, by the server.
MOST_WAITING = 100
# So much of a ticket's signature is on a device: enough to know the ticket, far too little to make one.
MARK_SIGNS = 10
FEWEST_LETTERS = 2


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
    def name(self) -> str:
        """Their name, or whose place it is."""
        return str(self.claim.booking)

    @property
    def marks(self) -> str:
        """What a device knows their tickets by: a few signs of each signature."""
        tokens = [ticket_of(self.claim)]
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


def doors_open(roadshow: Roadshow, today: dt.date | None = None) -> bool:
    """Whether people can be let in now: on the day itself, and while the roadshow is open."""
    return roadshow.is_open or roadshow.held_on == (today or timezone.localdate())


def forgotten_at(roadshow: Roadshow) -> dt.datetime:
    """Return when a device forgets who came: when the day is over."""
    day = max(roadshow.held_on, timezone.localdate())
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def entries(roadshow: Roadshow) -> list[Entry]:
    """Return who may come through the doors, in the order of names; of those who wait only the first."""
    claims = _claims(Claim.objects.filter(roadshow=roadshow))
    standing = claims.exclude(state__in=(ClaimState.ENDED, ClaimState.WAITING))
    here = Q(attendance__came_at__isnull=False)
    waiting = claims.filter(state=ClaimState.WAITING)
    given_on = claims.filter(state=ClaimState.ENDED, ending=Ending.RELEASED)
    found = [*standing, *waiting.filter(here), *waiting.exclude(here).order_by("arrival")[:MOST_WAITING], *given_on]
    return sorted(map(entry_of, found), key=lambda entry: entry.name.casefold())


def entry_of(claim: Claim) -> Entry:
    """Return a claim of `_claims` as a door sees it."""
    return Entry(claim, bool(getattr(claim, "has_needs", False)), getattr(claim, "attendance", None))


def entries_of(pks: Iterable[int]) -> list[Entry]:
    """Return some claims as a door sees them, as they are now."""
    return [entry_of(claim) for claim in _claims(Claim.objects.filter(pk__in=list(pks)))]


def found(roadshow: Roadshow, text: str) -> list[Entry]:
    """Return whose name or organisation has every word of `text`, two letters or more; nobody for less."""
    words = text.split()
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    claims = _claims(Claim.objects.filter(roadshow=roadshow).exclude(state=ClaimState.ENDED))
    for word in words:
        claims = claims.filter(Q(booking__name__icontains=word) | Q(booking__organisation__icontains=word))
    return [entry_of(claim) for claim in claims.order_by("booking__name")[:20]]


def board(roadshow: Roadshow) -> Board | None:
    """Return the room at a glance; None for a roadshow without places."""
    places = Places.objects.select_related("roadshow", "door_rules").filter(pk=roadshow.pk).first()
    if places is None:
        return None
    holding = Claim.objects.filter(roadshow=roadshow, state__in=(ClaimState.OFFERED, ClaimState.CONFIRMED))
    # Drawn at every scan: three columns, and no people.
    held = list(holding.values_list("booking__agency_type", "table", "attendance__arrived_at"))
    waiting = Claim.objects.filter(
        roadshow=roadshow, state=ClaimState.WAITING, attendance__came_at__isnull=False
    ).order_by("arrival")
    rules = getattr(places, "door_rules", None) or DoorRules(places=places)
    began = timezone.make_aware(dt.datetime.combine(roadshow.held_on, roadshow.starts_at))
    kinds = [(kind.value, str(kind.label)) for kind in AgencyType]
    tables = [(table.pk, str(table)) for table in roadshow.tables.all()]
    came = sum(arrived is not None for _kind, _table, arrived in held)
    return Board(
        total=Row("all", came, len(held) - came),
        free=max(places.free, 0),
        agencies=_rows([(kind, arrived) for kind, _table, arrived in held], kinds),
        tables=_rows([(table, arrived) for _kind, table, arrived in held], tables),
        room=[entry_of(claim) for claim in _claims(waiting)],
        releases_at=began + dt.timedelta(minutes=rules.release_after),
        release_after=rules.release_after,
        unclaimed=len(held) - came,
    )


def _claims(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    needs = Exists(Needs.objects.filter(booking=OuterRef("booking")))
    related = claims.select_related("booking__group", "table", "attendance", "roadshow")
    return related.annotate(has_needs=needs)


def _rows(held: Iterable[tuple[object, dt.datetime | None]], kinds: Sequence[tuple[object, str]]) -> list[Row]:
    """Return how many of each kind are in and expected; none for a kind that nobody is of."""
    came: Counter[object] = Counter()
    expected: Counter[object] = Counter()
    for kind, arrived in held:
        (came if arrived else expected)[kind] += 1
    return [Row(name, came[kind], expected[kind]) for kind, name in kinds if came[kind] or expected[kind]]
