from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

from casestudy.pictures import lettering
from casestudy.pictures.chronology import By, Chronology, chronology
from casestudy.pictures.digest import ROOM, SCREEN, digest
from casestudy.pictures.known import Known
from tests.casestudy.pictures.families import NOBODY, THREE_PARTNERS, contacts

CASE = contacts(1, THREE_PARTNERS.people, 19)  # 38 entries
by_each = pytest.mark.parametrize("by", By)


def words_of(picture: Chronology) -> list[tuple[float, float, str]]:
    lines = [line for item in picture.items for line in (*item.when, *item.held, *item.fact, *item.about)]
    lines += [line for lane in picture.lanes for line in lane.label]
    return [(line.x, line.y, line.words) for line in lines]


@by_each
def test_every_word_is_inside_the_picture(by: By) -> None:
    picture = chronology(CASE, by)
    for x, y, words in words_of(picture):
        assert 0 <= x <= x + lettering.width(words, picture.text) <= picture.width
        assert 0 < y < picture.height


def test_by_date_every_entry_is_told_in_its_order_and_none_reaches_into_the_next() -> None:
    picture = chronology(CASE)
    assert [item.entry.number for item in picture.items] == list(range(1, 39))
    for item, following in pairwise(picture.items):
        assert item.bottom <= following.y


def test_by_person_each_has_a_lane_with_their_entries_and_the_new_ones_are_told_below() -> None:
    picture = chronology(CASE, By.PERSON)
    told = [[dot.entry.number for dot in lane.dots] for lane in picture.lanes]
    assert told == [[e.number for e in CASE.entries if person.key in e.people] for person in CASE.people]
    assert [item.entry for item in picture.items] == [entry for entry in CASE.entries if entry.new]


def test_by_agency_each_has_a_lane() -> None:
    picture = chronology(CASE, By.AGENCY)
    assert [[dot.entry.agencies for dot in lane.dots] for lane in picture.lanes] == [
        [(agency.code,)] * 2 for agency in CASE.agencies
    ]


@by_each
def test_no_two_signs_of_a_lane_touch(by: By) -> None:
    close = replace(CASE, entries=tuple(replace(e, on=dt.date(2025, 1, 1 + e.number % 3)) for e in CASE.entries))
    picture = chronology(close, by)
    for lane in picture.lanes:
        for n, dot in enumerate(lane.dots):
            assert lane.top <= dot.y - picture.dot
            assert dot.y + picture.dot <= lane.bottom
            for other in lane.dots[:n]:
                assert abs(dot.x - other.x) >= picture.side or abs(dot.y - other.y) >= picture.side


@pytest.mark.parametrize("fresh", [1, 8, 19, 38])
def test_from_afar_the_newest_are_told_in_the_room_there_is_and_all_are_on_the_strip(fresh: int) -> None:
    known = replace(CASE, entries=tuple(replace(e, new=e.number > 38 - fresh) for e in CASE.entries))
    picture = digest(known)
    assert [dot.entry.number for dot in picture.lanes[0].dots] == list(range(1, 39))
    assert [item.entry.number for item in picture.items] == list(range(39 - fresh, 39))
    assert picture.text == SCREEN.text
    if fresh <= 8:
        assert picture.height <= ROOM


@by_each
def test_nothing_known_gives_an_empty_picture(by: By) -> None:
    assert words_of(chronology(NOBODY, by)) == []
    assert digest(NOBODY).items == ()


@by_each
def test_a_case_of_history_alone_has_its_place_on_the_line(by: By) -> None:
    old = Known(CASE.people, agencies=CASE.agencies, entries=tuple(replace(e, earlier=True) for e in CASE.entries[:3]))
    assert len(chronology(old, by).items) == 3
