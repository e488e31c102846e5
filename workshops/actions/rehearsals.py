"""A rehearsal: a practice run that is a roadshow of its own. It shares nothing with the live one: nothing mixes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from live.announce import announce
from workshops import kinds
from workshops.actions.room import create_roadshow
from workshops.actions.snapshots import require_word, take_snapshot
from workshops.models import Activity, Roadshow, RoadshowState, Screen, SupportContact, Table
from workshops.topics import CONSOLES

# Takes the live roadshow and its new rehearsal, and copies what a higher app keeps of the one to the other.
Step = Callable[[Roadshow, Roadshow], None]

_steps: list[Step] = []
_PLACE_AND_TIME = ("city", "venue", "address", "held_on", "starts_at", "order")
_CARE = ("quiet_room", "safeguarding_lead", "safeguarding_reach")
# A slug has 50 signs; this leaves room for a number behind it.
_STEM = 37


class NotARehearsalError(Exception):
    """A roadshow that is no rehearsal. Nothing was changed."""


def register(step: Step) -> None:
    """Let a higher app copy its part of a roadshow to a rehearsal that begins."""
    if step not in _steps:
        _steps.append(step)


@transaction.atomic
def begin_rehearsal(roadshow: Roadshow, *, actor: str) -> Roadshow:
    """Begin a rehearsal of a roadshow, open at once, with codes, screens, devices and a log of its own.

    Running order, support card and case are as they stand now. One at a time: the one that there is already is
    returned as it is, so that two presses make one. Raises ValueError for a rehearsal of a rehearsal.
    """
    if roadshow.is_rehearsal:
        message = "a rehearsal is not rehearsed"
        raise ValueError(message)
    Roadshow.objects.select_for_update(no_key=True).get(pk=roadshow.pk)
    known = rehearsal_of(roadshow)
    if known is not None:
        return known
    rehearsal = create_roadshow(
        roadshow.programme,
        tables=roadshow.tables.count(),
        slug=_free_slug(roadshow),
        state=RoadshowState.OPEN,
        rehearsal_of=roadshow,
        **{field: getattr(roadshow, field) for field in (*_PLACE_AND_TIME, *_CARE)},
    )
    _copy_the_plan(roadshow, rehearsal)
    for step in _steps:
        step(roadshow, rehearsal)
    announce(rehearsal.log_id, kind=kinds.REHEARSAL, topics=[CONSOLES], actor=actor)
    return rehearsal


@transaction.atomic
def throw_away(rehearsal: Roadshow, *, word: str, actor: str) -> Path:
    """Delete a rehearsal with everything that happened in it; return the snapshot that was taken first.

    `word` is what was typed: the city. Raises WrongWordError, NotARehearsalError or SnapshotFailedError;
    each leaves everything as it was.
    """
    if not rehearsal.is_rehearsal:
        raise NotARehearsalError(rehearsal.slug)
    require_word(rehearsal.city, word)
    # Whoever joins or presses meanwhile waits, and finds nothing afterwards.
    list(Table.objects.select_for_update().filter(roadshow=rehearsal))
    snapshot = take_snapshot(rehearsal, why="the rehearsal was thrown away", actor=actor)
    log = rehearsal.log
    rehearsal.delete()
    log.delete()
    return snapshot


def rehearsal_of(roadshow: Roadshow) -> Roadshow | None:
    """Return the rehearsal that a roadshow has now."""
    return Roadshow.objects.filter(rehearsal_of=roadshow).first()


def _copy_the_plan(roadshow: Roadshow, rehearsal: Roadshow) -> None:
    """Copy the running order, the support card and the names of the screens."""
    Activity.objects.bulk_create(
        Activity(
            roadshow=rehearsal,
            order=activity.order,
            kind=activity.kind,
            title=activity.title,
            minutes=activity.minutes,
            prompts=activity.prompts,
            notes=activity.notes,
            wellbeing=activity.wellbeing,
        )
        for activity in roadshow.activities.filter(removed_at=None)
    )
    SupportContact.objects.bulk_create(
        SupportContact(
            roadshow=rehearsal, order=contact.order, name=contact.name, reach=contact.reach, hint=contact.hint
        )
        for contact in roadshow.contacts.all()
    )
    if roadshow.screens.exists():
        rehearsal.screens.all().delete()
        Screen.objects.bulk_create(
            Screen(roadshow=rehearsal, name=screen.name, order=screen.order) for screen in roadshow.screens.all()
        )


def _free_slug(roadshow: Roadshow) -> str:
    """Return "leeds-rehearsal", or "leeds-rehearsal-2" where a city is called like that."""
    stem = slug = f"{roadshow.slug[:_STEM]}-rehearsal"
    number = 1
    while Roadshow.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
