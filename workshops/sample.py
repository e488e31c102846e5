"""The sample programme: the five cities of 2016, plainly invented venues, one roadshow open today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from workshops.actions.care_plan import name_lead
from workshops.actions.room import create_roadshow, furnish, open_roadshow
from workshops.models import Programme, Roadshow

ORGANISER = "organiser@example.org"
TABLES = 12
# City, invented venue, days from the day on which the sample is loaded.
CITIES = (
    ("Manchester", "The Sample Mill", 0),
    ("Newcastle", "The Invented Quay", 7),
    ("London", "The Made-up Hall", 14),
    ("Bristol", "The Fictional Wharf", 21),
    ("Birmingham", "The Example Works", 28),
)

# An invented person, and a number that is kept free for invented people.
CARE = {
    "safeguarding_lead": "Sam Sample (invented)",
    "safeguarding_reach": "07700 900123, by the stage",
    "quiet_room": "Room 2, first door on the left",
}

Step = Callable[[Programme], None]
_steps: list[Step] = []


def register(step: Step) -> None:
    """Let a higher app add its part of the sample; it must leave alone what exists."""
    if step not in _steps:
        _steps.append(step)


@transaction.atomic
def load_sample(today: date) -> Programme:
    """Load the sample programme and every app's part of it."""
    programme = _load_programme(today)
    for step in _steps:
        step(programme)
    return programme


def _load_programme(today: date) -> Programme:
    """Create the programme and its five roadshows once, the first one open; leave existing ones alone."""
    programme, _made = Programme.objects.get_or_create(
        slug="sharing-to-protect",
        defaults={
            "name": "Sharing to protect",
            "commissioner": "Sample commissioner",
            "summary": "A day on what stops information about vulnerable children and families being shared, "
            "and what helps. For police, health, schools, social care, housing, probation and charities.",
        },
    )
    for order, (city, venue, days) in enumerate(CITIES):
        if not Roadshow.objects.filter(slug=city.lower()).exists():
            roadshow = create_roadshow(
                programme,
                tables=TABLES,
                slug=city.lower(),
                city=city,
                venue=venue,
                held_on=today + timedelta(days=days),
                order=order,
            )
            furnish(roadshow, actor="sample")
            if days == 0:
                name_lead(roadshow, seen=roadshow.care_mark, actor="sample", **CARE)
                open_roadshow(roadshow, actor="sample")
    return programme
