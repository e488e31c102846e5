from __future__ import annotations

from django.core.cache import cache

from tests.together import together
from workshops import visits
from workshops.visits import Visit

BY = "http://10.1.2.3:8000"


def test_nobody_came_yet() -> None:
    assert visits.noted() == []


def test_each_device_counts_once_with_what_it_did_last() -> None:
    for visit in (Visit("a", BY), Visit("b", BY), Visit("a", "http://hall.local:8000", "ok")):
        visits.note(visit)
    assert visits.noted() == [Visit("b", BY), Visit("a", "http://hall.local:8000", "ok")]


def test_coming_again_does_not_forget_what_was_found() -> None:
    visits.note(Visit("a", BY, "no"))
    visits.note(Visit("a", BY))
    assert visits.noted() == [Visit("a", BY, "no")]


def test_what_was_found_later_holds() -> None:
    visits.note(Visit("a", BY, "no"))
    visits.note(Visit("a", BY, "ok"))
    assert visits.noted() == [Visit("a", BY, "ok")]


def test_of_visits_at_the_same_moment_none_is_lost() -> None:
    together(*(lambda name=name: visits.note(Visit(name, BY)) for name in "abcdefgh"))
    assert {visit.device for visit in visits.noted()} == set("abcdefgh")


def test_more_visits_than_are_kept_leave_the_newest() -> None:
    for number in range(visits.MOST + 3):
        visits.note(Visit(f"device {number}", BY))
    kept = visits.noted()
    assert len(kept) == visits.MOST
    assert kept[-1].device == f"device {visits.MOST + 2}"


def test_a_count_that_is_gone_begins_anew() -> None:
    visits.note(Visit("a", BY))
    cache.clear()
    visits.note(Visit("b", BY))
    assert [visit.device for visit in visits.noted()] == ["b"]
