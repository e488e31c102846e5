"""The template's day keeps to the shape of the workshop."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from workshops.models import WORDS, Activity, ActivityKind
from workshops.template_day import DAY, LUNCH, TEA, PlannedActivity

every_activity = pytest.mark.parametrize("activity", DAY, ids=lambda activity: activity.title)


def minutes_of(*kinds: str) -> list[int]:
    return [activity.minutes for activity in DAY if activity.kind in kinds]


def test_it_has_every_part_of_the_day_in_its_order() -> None:
    parts = [activity.kind for activity in DAY if activity.kind != "break"]
    assert parts == ["arrival", "draw", "case", "case", "case", "review", "requests", "evaluation"]


def test_each_part_takes_as_long_as_it_should() -> None:
    assert {kind: sum(minutes_of(kind)) for kind in ("arrival", "draw", "review", "requests", "evaluation")} == {
        "arrival": 30,
        "draw": 45,
        "review": 60,
        "requests": 45,
        "evaluation": 20,
    }


def test_the_case_takes_150_minutes_with_its_breaks() -> None:
    first = next(n for n, activity in enumerate(DAY) if activity.kind == "case")
    review = next(n for n, activity in enumerate(DAY) if activity.kind == "review")
    assert sum(activity.minutes for activity in DAY[first:review] if activity is not LUNCH) == 150


def test_the_day_takes_about_six_and_a_half_hours() -> None:
    assert sum(activity.minutes for activity in DAY) == 350 + LUNCH.minutes + TEA.minutes == 400


def test_nobody_sits_for_more_than_two_hours() -> None:
    sitting, longest = 0, 0
    for activity in DAY:
        sitting = 0 if activity.kind in {"break", "arrival"} else sitting + activity.minutes
        longest = max(longest, sitting)
    assert longest == 90


def test_titles_tell_the_activities_apart() -> None:
    assert {title: count for title, count in Counter(activity.title for activity in DAY).items() if count > 1} == {}


@every_activity
def test_an_activity_fits_into_a_running_order(activity: PlannedActivity) -> None:
    assert tuple(activity.words) == WORDS
    assert activity.kind in ActivityKind.values
    Activity(**activity.words).clean_fields(exclude=["id", "roadshow", "order"])


@every_activity
def test_what_is_asked_of_people_has_prompts_and_notes(activity: PlannedActivity) -> None:
    assert activity.notes
    assert bool(activity.prompts) == (activity.kind != "break")


@every_activity
def test_every_line_is_one_plain_sentence_or_more(activity: PlannedActivity) -> None:
    lines = [*activity.prompts, *activity.notes, *filter(None, [activity.wellbeing])]
    assert [line for line in lines if not re.fullmatch(r"[A-Z][^\n]*[.?!]", line)] == []
    assert [line for line in lines if len(line) > 250] == []


@every_activity
def test_it_says_nothing_that_the_case_has_still_to_tell(activity: PlannedActivity) -> None:
    said = " ".join([activity.title, *activity.prompts, activity.wellbeing])
    assert re.findall(r"Walsh|Katie|Erin|Toby|Will\b|Craig|bruise|injur|extremis", said) == []
