"""What became of everybody who asked for a place at a roadshow, by the doors' notes and by what was corrected."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils import timezone

from places.arrivals import Curve, curve, minute_of
from places.models import (
    AgencyType,
    Attendance,
    Claim,
    ClaimState,
    Ending,
    JobLevel,
    Outcome,
    Split,
    Tally,
)
from places.queries.days import is_late, is_over
from places.queries.people import with_place
from workshops.models import Roadshow

NO_PLACE = "no-place"
CAME = (Outcome.ATTENDED, Outcome.LEFT_EARLY, Outcome.WALK_IN)
HAD_PLACE = (Outcome.ATTENDED, Outcome.LEFT_EARLY, Outcome.NO_SHOW)
BECAME: dict[str, str] = dict(Outcome.choices) | {NO_PLACE: "Got no place"}
NOT_KEPT = "Names not kept any more"
_UNKNOWN = "Not said"


@dataclass(frozen=True)
class Line:
    """One person of a roadshow, by the claim that tells most of them; `became` is "" while nothing can be said."""

    claim: Claim
    attendance: Attendance | None
    became: str

    @property
    def words(self) -> str:
        """What became of them, in words."""
        if self.became:
            return BECAME[self.became]
        if self.is_expected:
            return "Expected"
        return self.claim.get_ending_display() or self.claim.get_state_display()

    @property
    def came(self) -> bool:
        """Whether they were there."""
        return self.became in CAME

    @property
    def is_expected(self) -> bool:
        """Whether they have a place, and may still come."""
        return not self.became and self.claim.state == ClaimState.CONFIRMED

    @property
    def arrived_at(self) -> dt.datetime | None:
        """When they came; None for who was not there, also by a correction."""
        return self.attendance.arrived_at if self.attendance and self.came else None


@dataclass(frozen=True)
class Row:
    """How many of a kind became what."""

    name: str
    became: Counter[str]

    @property
    def came(self) -> int:
        """How many were there."""
        return sum(self.became[outcome] for outcome in CAME)

    @property
    def cells(self) -> list[int]:
        """How many became each, in the order of `BECAME`."""
        return [self.became[word] for word in BECAME]

    @property
    def named(self) -> list[tuple[str, str, int]]:
        """How many became each, with the word and its name."""
        return [(word, name, self.became[word]) for word, name in BECAME.items()]

    @property
    def total(self) -> int:
        """How many there were of whom something became."""
        return sum(self.cells)


@dataclass(frozen=True)
class Review:
    """A roadshow as one looks back on it: with names as long as they are kept, and counted for ever."""

    roadshow: Roadshow
    lines: Sequence[Line]
    tallies: Sequence[Tally]
    with_place: frozenset[int] = field(default=frozenset())

    @cached_property
    def total(self) -> Row:
        """Everybody."""
        return Row("All", _counted(self.lines) + self._tallied(Split.AGENCY))

    @property
    def by_agency(self) -> list[Row]:
        """Everybody by the kind of their organisation."""
        return self._by(Split.AGENCY, AgencyType.choices, lambda line: line.claim.booking.agency_type)

    @property
    def by_level(self) -> list[Row]:
        """Everybody by their level."""
        levels = [*JobLevel.choices, ("", _UNKNOWN)]
        return self._by(Split.LEVEL, levels, lambda line: line.claim.booking.job_level)

    @property
    def by_organisation(self) -> list[Row]:
        """Everybody by their organisation; of whom no name is kept, together."""
        of = sorted(self.lines, key=lambda line: line.claim.booking.organisation_key)
        rows = []
        for _key, same in groupby(of, key=lambda line: line.claim.booking.organisation_key):
            lines = list(same)
            rows.append(Row(lines[0].claim.booking.organisation, _counted(lines)))
        tallied = Row(NOT_KEPT, self._tallied(Split.AGENCY))
        return [row for row in (*rows, tallied) if row.total]

    @property
    def left_without(self) -> list[Line]:
        """Who got no place here, nor at any other date of the programme."""
        missed = (line for line in self.lines if line.became == NO_PLACE)
        return [line for line in missed if line.claim.booking.person not in self.with_place]

    @property
    def curve(self) -> Curve | None:
        """How the room filled."""
        moments = map(timezone.localtime, filter(None, (line.arrived_at for line in self.lines)))
        came = [at.hour * 60 + at.minute for at in moments]
        for tally in self.tallies:
            if tally.split == Split.QUARTER:
                came += [minute_of(tally.value)] * tally.people
        starts = self.roadshow.starts_at
        held = sum(self.total.became[word] for word in HAD_PLACE) + sum(line.is_expected for line in self.lines)
        return curve(came, begins=starts.hour * 60 + starts.minute, expected=held)

    def _by(self, split: Split, names: Iterable[tuple[str, str]], of: Callable[[Line], str]) -> list[Row]:
        groups = defaultdict(list)
        for line in self.lines:
            groups[of(line)].append(line)
        rows = (Row(name, _counted(groups[key]) + self._tallied(split, key)) for key, name in names)
        return [row for row in rows if row.total]

    def _tallied(self, split: Split, value: str | None = None) -> Counter[str]:
        counts: Counter[str] = Counter()
        for tally in self.tallies:
            if tally.split == split and value in (None, tally.value):
                counts[tally.outcome] += tally.people
        return counts


def review_of(roadshow: Roadshow) -> Review:
    """Return what is known of who came to a roadshow."""
    lines = lines_of(roadshow)
    placed = with_place(line.claim.booking.person for line in lines if line.became == NO_PLACE)
    return Review(roadshow, lines, list(Tally.objects.filter(roadshow=roadshow)), frozenset(placed))


def lines_of(roadshow: Roadshow) -> list[Line]:
    """Return everybody who asked for a place at a roadshow or came there, once each, in the order of names."""
    claims = Claim.objects.filter(roadshow=roadshow).select_related("booking__group", "roadshow", "table", "attendance")
    telling: dict[int, Claim] = {}
    for claim in sorted(claims, key=_tells):
        telling[claim.booking_id] = claim
    lines = (Line(claim, attendance_of(claim), became(claim)) for claim in telling.values())
    return sorted(lines, key=lambda line: (line.claim.booking.name.casefold(), line.claim.arrival))


def became(claim: Claim) -> str:
    """Return what became of a claim: a word of `BECAME`, or "" while or where that is none of them."""
    attendance = attendance_of(claim)
    if attendance and attendance.correction:
        return attendance.correction
    if attendance and attendance.arrived_at:
        if claim.walk_in:
            return Outcome.WALK_IN
        return Outcome.LEFT_EARLY if attendance.left_at else Outcome.ATTENDED
    # A place that a group gives back before anybody is named for it was nobody's.
    if claim.ending == Ending.CANCELLED and claim.confirmed_at and claim.booking.name:
        return Outcome.LATE_CANCELLATION if is_late(claim) else Outcome.APOLOGY
    if claim.ending == Ending.RELEASED:
        return Outcome.NO_SHOW
    return _after(claim)


def attendance_of(claim: Claim) -> Attendance | None:
    """Return what was noted of a claim."""
    return getattr(claim, "attendance", None)


def _after(claim: Claim) -> str:
    """Return what the end of the day made of a claim that nothing else was noted of."""
    if claim.ending == Ending.MISSED:
        return NO_PLACE
    if claim.state == ClaimState.ENDED or not is_over(claim.roadshow):
        return ""
    return Outcome.NO_SHOW if claim.state == ClaimState.CONFIRMED else NO_PLACE


def _tells(claim: Claim) -> tuple[bool, bool, int]:
    """Return how much a claim tells of its person, for comparing: arrived or corrected, then standing, then newest."""
    attendance = attendance_of(claim)
    noted = bool(attendance and (attendance.arrived_at or attendance.correction))
    return noted, claim.state != ClaimState.ENDED, claim.arrival


def _counted(lines: Iterable[Line]) -> Counter[str]:
    return Counter(line.became for line in lines)
