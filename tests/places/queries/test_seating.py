"""Who sits with whom, by kind, for whoever reads the day's results: nobody is named."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places.queries.seating import mix, seated_in
from tests.seated import claim, make_room, scanned, sit
from workshops.mix import TableMix, mix_of

pytestmark = pytest.mark.django_db


def test_each_table_is_told_by_agency_type_and_level() -> None:
    roadshow = make_room("Ann a police", "Ben b police director", "Cas c health", "Dot d health")
    sit(roadshow, Ann=1, Ben=1, Cas=2)
    assert mix(roadshow) == {
        1: TableMix({"Police": 2}, {"Practitioner": 1, "Director or chief officer": 1}),
        2: TableMix({"Health": 1}, {"Practitioner": 1}),
    }
    assert mix_of(roadshow) == mix(roadshow)


def test_once_people_came_in_only_they_count() -> None:
    roadshow = make_room("Ann a", "Ben b")
    sit(roadshow, Ben=1)
    scanned(claim(roadshow, "Ann"))
    assert sum(sum(each.agency_types.values()) for each in mix(roadshow).values()) == 1


def test_a_roadshow_that_nobody_booked_says_nothing() -> None:
    assert mix(make_room()) == {}


def test_it_is_read_in_as_many_queries_for_many_people_as_for_few() -> None:
    few, many = make_room("Ann", "Ben"), make_room(*[f"P{n} o{n}" for n in range(30)])
    counts = []
    for roadshow in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert seated_in(roadshow).certificate
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
