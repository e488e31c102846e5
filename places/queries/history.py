"""Who came and who did not over all dates of a programme, and what that says for a date to come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from places.models import AgencyType, Booking, Claim, ClaimState, Outcome, Overbooking
from places.overbooking import Advice, PastDay, advise
from places.queries.attendance import Line, Review, Row, review_of
from places.queries.days import is_over
from workshops.models import Programme, Roadshow

ABSENT = (Outcome.NO_SHOW, Outcome.LATE_CANCELLATION)
OFTEN = 2
BOOKED_AND_CAME = (Outcome.ATTENDED, Outcome.LEFT_EARLY)


@dataclass(frozen=True)
class Absences:
    """Somebody, or an organisation, and how often they stayed away from a place that they had."""

    name: str
    organisation: str
    became: Counter[str]

    @property
    def times(self) -> int:
        """How often they stayed away, or cancelled so late that the place was hard to fill."""
        return sum(self.became[outcome] for outcome in ABSENT)

    @property
    def had(self) -> int:
        """How often they had a place that nobody gave up in time."""
        return self.times + sum(self.became[outcome] for outcome in BOOKED_AND_CAME)


@dataclass(frozen=True)
class History:
    """All dates of a programme that are over, in order."""

    programme: Programme
    reviews: Sequence[Review]

    @property
    def agencies_id(self) -> str:
        """What the table by agency is called on its page."""
        return f"agencies-{self.programme.slug}"

    @cached_property
    def by_roadshow(self) -> list[tuple[Roadshow, Row]]:
        """What became of everybody, a row a date."""
        return [(review.roadshow, review.total) for review in self.reviews]

    @cached_property
    def by_agency(self) -> list[Row]:
        """What became of everybody, a row a kind of agency, over all dates."""
        sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for review in self.reviews:
            for row in review.by_agency:
                sums[row.name].update(row.became)
        return [Row(name, sums[name]) for name in AgencyType.labels if name in sums]

    @property
    def people(self) -> list[Absences]:
        """Who stayed away at least twice, most often first."""
        return self._often(lambda booking: booking.person, str)

    @property
    def organisations(self) -> list[Absences]:
        """Whose people stayed away at least twice, most often first."""
        return self._often(lambda booking: booking.organisation_key, lambda booking: booking.organisation)

    @property
    def left_without(self) -> list[Line]:
        """Who never got a place at any date, once each."""
        lines = {line.claim.booking.person: line for review in self.reviews for line in review.left_without}
        return sorted(lines.values(), key=lambda line: line.claim.booking.name.casefold())

    def _often(self, key: Callable[[Booking], object], name: Callable[[Booking], str]) -> list[Absences]:
        found: dict[object, Absences] = {}
        for review in self.reviews:
            for line in review.lines:
                booking = line.claim.booking
                one = found.setdefault(key(booking), Absences(name(booking), booking.organisation, Counter()))
                one.became[line.became] += 1
        return sorted((one for one in found.values() if one.times >= OFTEN), key=lambda one: (-one.times, one.name))


def history_of(programme: Programme) -> History:
    """Return what is known of the dates of a programme that are over."""
    roadshows = Roadshow.objects.filter(programme=programme, rehearsal_of=None, places__isnull=False)
    over = [roadshow for roadshow in roadshows.select_related("programme") if is_over(roadshow)]
    return History(programme, [review_of(roadshow) for roadshow in over])


def advice_for(chosen: Overbooking, history: History) -> Advice | None:
    """Return how many more than the room holds could be let book at a date to come."""
    places = chosen.places
    held = Claim.objects.filter(roadshow=places.pk, state__in=(ClaimState.CONFIRMED, ClaimState.OFFERED))
    booked = list(held.order_by("arrival").values_list("booking__agency_type", flat=True))
    past = [_past_day(review) for review in history.reviews if review.roadshow != places.roadshow]
    return advise(booked, past, capacity=places.capacity, accepted=chosen.percent / 100)


def _past_day(review: Review) -> PastDay:
    kinds = {label: value for value, label in AgencyType.choices}
    rows = review.by_agency
    came = {kinds[row.name]: sum(row.became[outcome] for outcome in BOOKED_AND_CAME) for row in rows}
    return PastDay(came, {kinds[row.name]: row.became[Outcome.NO_SHOW] for row in rows})
