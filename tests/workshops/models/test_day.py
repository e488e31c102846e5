from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.factories import make_activity, make_roadshow
from workshops.models import Activity, Day, Roadshow, Turn

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def roadshow(db: None) -> Roadshow:
    return make_roadshow()


def make_turn(roadshow: Roadshow, **fields: object) -> Turn:
    plain = {"roadshow": roadshow, "activity": make_activity(roadshow), "started_at": NOON, "started_by": "Ana"}
    return Turn.objects.create(**plain | fields)


def test_a_turn_whose_clock_runs_has_an_end(roadshow: Roadshow) -> None:
    turn = make_turn(roadshow, ends_at=NOON + 30 * MINUTE)
    assert (turn.stands, turn.left(NOON + 10 * MINUTE), turn.left(NOON + 40 * MINUTE)) == (
        False,
        20 * MINUTE,
        -10 * MINUTE,
    )
    assert (turn.end_stamp, turn.standing_seconds) == (1772454600000, None)


def test_a_turn_whose_clock_stands_has_something_left_whenever_it_is(roadshow: Roadshow) -> None:
    turn = make_turn(roadshow, remaining=20 * MINUTE)
    assert (turn.stands, turn.left(NOON), turn.left(NOON + 90 * MINUTE)) == (True, 20 * MINUTE, 20 * MINUTE)
    assert (turn.end_stamp, turn.standing_seconds) == (None, 1200)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"ends_at": NOON, "remaining": MINUTE},
        {"ends_at": NOON, "undone_at": NOON},
        {"ends_at": NOON, "undone_by": "Ana"},
    ],
    ids=["neither runs nor stands", "runs and stands", "undone by nobody", "undone at no time"],
)
def test_a_turn_that_makes_no_sense_is_not_stored(roadshow: Roadshow, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        make_turn(roadshow, **fields)


@pytest.mark.parametrize("fields", [{"minutes": 0}, {"minutes": 601}, {"kind": "lecture"}])
def test_an_activity_that_makes_no_sense_is_not_stored(roadshow: Roadshow, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        Activity.objects.create(roadshow=roadshow, order=1, title="Tea", **{"minutes": 10} | fields)


@pytest.mark.parametrize("minutes", [1, 600])
def test_control_an_activity_of_a_minute_or_of_ten_hours_is(roadshow: Roadshow, minutes: int) -> None:
    activity = make_activity(roadshow, minutes=minutes)
    assert (activity.planned, activity.seconds) == (minutes * MINUTE, minutes * 60)


def test_a_room_is_held_in_a_known_way_only(roadshow: Roadshow) -> None:
    with pytest.raises(IntegrityError):
        Day.objects.filter(pk=roadshow.pk).update(hold="upside-down")


def test_prompts_are_one_a_line_without_blanks() -> None:
    assert Activity(prompts="  Read it.\r\n\n Talk. \n").prompt_lines == ["Read it.", "Talk."]
    assert Activity(prompts="").prompt_lines == []


def test_every_roadshow_has_its_day_from_the_beginning(roadshow: Roadshow) -> None:
    day = Day.objects.get(pk=roadshow.pk)
    assert (day.turn, day.hold, day.clock_stood) == (None, "", False)
