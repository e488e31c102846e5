"""People who ask for places, for tests."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from places.actions.booking import Coordinator, Details, book, book_group
from places.actions.noting import Note
from places.actions.places import set_places
from places.models import Claim, ClaimState, Group, Places
from places.spelling import mailbox
from tests.factories import make_programme, make_roadshow
from workshops.models import Roadshow, RoadshowState

NOTICE = "2026-11"


def make_places(capacity: int = 1, *, ahead: int = 30, roadshow: Roadshow | None = None, **rules: object) -> Places:
    """Return the places of a roadshow that is so many days ahead."""
    day = timezone.localdate() + dt.timedelta(days=ahead)
    starts = dt.time(9, 30) if ahead else dt.time(23, 59)  # Of today it has not begun yet, whenever tests run.
    roadshow = roadshow or make_roadshow(state=RoadshowState.PLANNED, held_on=day, starts_at=starts)
    return set_places(roadshow, capacity=capacity, **rules)


def make_dates(*capacities: int, ahead: int = 20, most_of_one: int = 0) -> list[Places]:
    """Return the places of dates of one programme, which are so many days ahead."""
    programme, day = make_programme(), timezone.localdate() + dt.timedelta(days=ahead)
    roadshows = [make_roadshow(programme=programme, held_on=day) for _each in capacities]
    each = zip(capacities, roadshows, strict=True)
    return [make_places(capacity, roadshow=roadshow, most_of_one=most_of_one) for capacity, roadshow in each]


def two_full_dates() -> tuple[Places, Places, list[Claim]]:
    """Return two dates of a place each, held by Ann and Ben, for which Cas waits: the first rather than the second."""
    one, two = make_dates(1, 1)
    holders = [ask_for(one, "Ann"), ask_for(two, "Ben")]
    book([one.roadshow, two.roadshow], details("Cas"), privacy_notice=NOTICE)
    return one, two, holders


def details(first: str = "Ann", **fields: str) -> Details:
    """Return what an invented practitioner says of themselves."""
    plain = {
        "name": f"{first} Example",
        "email": f"{first.lower()}@example.org",
        "organisation": "Sample Council",
        "agency_type": "social-care",
        "job_level": "practitioner",
    }
    return Details(**plain | fields)


def ask_for(places: Places, name: str = "Ann", **fields: str) -> Claim:
    """Let somebody ask for a place, and return their claim as it stands."""
    said = details(name, **fields)
    book([places.roadshow], said, privacy_notice=NOTICE)
    return claim_of(places, said.email)


def make_group(places: Places, size: int = 2, *, together: bool = False, ahead: int = 10, **said: str) -> Group:
    """Return a group whose coordinator has asked for so many places, to be named within so many days."""
    plain = {"name": "Cy Example", "email": "cy@example.org", "organisation": "Sample Council"}
    coordinator = Coordinator(**plain | {"agency_type": "social-care"} | said)
    by = timezone.now() + dt.timedelta(days=ahead)
    return book_group(places.roadshow, coordinator, size, together=together, name_by=by, privacy_notice=NOTICE)


def claim_of(places: Places, email: str) -> Claim:
    """Return the newest claim of a mailbox at a roadshow."""
    return places.roadshow.claims.filter(booking__email_key=mailbox(email)).order_by("-arrival")[0]


def states(places: Places) -> dict[str, str]:
    """Return how far everybody has come at a roadshow, by first name."""
    claims = places.roadshow.claims.select_related("booking").order_by("arrival")
    return {claim.booking.name.partition(" ")[0]: claim.state for claim in claims}


def counted(places: Places) -> tuple[int, int]:
    """Return how many places are taken and how many wait, and see that both are what the claims say."""
    places.refresh_from_db()
    claims = places.roadshow.claims
    assert places.taken == claims.filter(state__in=(ClaimState.OFFERED, ClaimState.CONFIRMED)).count()
    assert places.waiting == claims.filter(state=ClaimState.WAITING).count()
    return places.taken, places.waiting


def note(key: str, door: str = "Door 1", *, minutes: int = 0) -> Note:
    """Return what a device says of something that it noted so many minutes ago."""
    return Note(key, door, "Ana", timezone.now() - dt.timedelta(minutes=minutes))


def begun(places: Places, *, minutes: int) -> None:
    """Let a roadshow have begun so many minutes ago."""
    began = timezone.localtime() - dt.timedelta(minutes=minutes)
    roadshow = places.roadshow
    roadshow.held_on, roadshow.starts_at = began.date(), began.time()
    roadshow.save()
