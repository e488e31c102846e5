"""Whoever must know hears once of what was changed of a roadshow."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import make_roadshow
from workshops import whereabouts
from workshops.actions.rehearsals import begin_rehearsal
from workshops.actions.room import change_roadshow
from workshops.actions.running_order import begin_at
from workshops.models import Roadshow
from workshops.whereabouts import Whereabouts

pytestmark = pytest.mark.django_db
LATE = dt.time(10, 45)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Roadshow, Whereabouts]]:
    """Return what somebody who registered hears."""
    told: list[tuple[Roadshow, Whereabouts]] = []
    monkeypatch.setattr(whereabouts, "_hear", [lambda roadshow, was: told.append((roadshow, was))])
    return told


def test_all_that_one_save_changes_is_heard_once_with_how_it_was(heard: list[tuple[Roadshow, Whereabouts]]) -> None:
    roadshow = make_roadshow(tables=1)
    was = whereabouts.whereabouts_of(roadshow)
    day = timezone.localdate() + dt.timedelta(days=9)
    change_roadshow(roadshow, actor="Ana", tables=1, starts_at=LATE, held_on=day, venue="The Hall")
    [(now, before)] = heard
    assert before == was
    assert (now.held_on, now.starts_at, now.venue) == (day, LATE, "The Hall")


def test_when_the_day_begins_alone_is_heard_as_well(heard: list[tuple[Roadshow, Whereabouts]]) -> None:
    begin_at(make_roadshow(), LATE, actor="Ana")
    assert len(heard) == 1


def test_nothing_is_heard_of_what_says_the_same_or_of_tables(heard: list[tuple[Roadshow, Whereabouts]]) -> None:
    roadshow = make_roadshow(tables=1)
    change_roadshow(roadshow, actor="Ana", tables=3, venue=roadshow.venue, starts_at=roadshow.starts_at)
    begin_at(roadshow, roadshow.starts_at, actor="Ana")
    assert heard == []


def test_a_practice_run_has_nobody_to_tell(heard: list[tuple[Roadshow, Whereabouts]]) -> None:
    begin_at(begin_rehearsal(make_roadshow(), actor="Ana"), LATE, actor="Ana")
    assert heard == []


def test_who_registers_twice_hears_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Roadshow] = []

    def hear(roadshow: Roadshow, _was: Whereabouts) -> None:
        told.append(roadshow)

    monkeypatch.setattr(whereabouts, "_hear", [])
    for _twice in range(2):
        whereabouts.register(hear)
    begin_at(make_roadshow(), LATE, actor="Ana")
    assert len(told) == 1
