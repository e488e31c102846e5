from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from casestudy.pictures.known import Known
from casestudy.pictures.network import HALF, SCREEN, TABLE, Measures, contacts, network
from tests.casestudy.pictures.families import NOBODY, THREE_PARTNERS, made_up
from tests.casestudy.pictures.families import contacts as made_up_contacts

CASES = {n: made_up_contacts(n, made_up(n).people[:12], n % 28) for n in range(40)}
any_case = pytest.mark.parametrize("known", CASES.values(), ids=[f"made up {n}" for n in CASES])


@any_case
@pytest.mark.parametrize("measures", [TABLE, SCREEN], ids=["table", "screen"])
def test_nothing_stands_on_anything_and_everything_is_inside(known: Known, measures: Measures) -> None:
    picture = network(known, measures)
    services = [service.box for service in picture.services]
    assert [pair for pair in combinations(services, 2) if pair[0].meets(pair[1])] == []
    symbols = [member.box for member in picture.members]
    assert [box for box in services if any(box.meets(symbol) for symbol in symbols)] == []
    assert [pair for pair in combinations(symbols, 2) if pair[0].meets(pair[1])] == []
    for box in (*services, *symbols):
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= picture.width
        assert box.bottom <= picture.height


@any_case
def test_there_is_a_line_for_each_pair_that_met_from_the_services_edge_to_the_persons(known: Known) -> None:
    picture = network(known)
    counts, _fresh = contacts(known)
    assert {(line.agency.code, line.person.key): line.count for line in picture.contacts} == counts
    boxes = {service.agency.code: service.box for service in picture.services}
    people = {member.person.key: (member.x, member.y) for member in picture.members}
    for line in picture.contacts:
        box = boxes[line.agency.code]
        assert box.left - 0.1 <= line.start[0] <= box.right + 0.1
        assert box.top - 0.1 <= line.start[1] <= box.bottom + 0.1
        x, y = people[line.person.key]
        assert abs(line.end[0] - x) <= HALF + 4
        assert abs(line.end[1] - y) <= HALF + 4


def test_a_line_is_thicker_the_more_contacts_there_were() -> None:
    picture = network(CASES[27])
    by_count = {line.count: line.thickness for line in picture.contacts}
    assert len(by_count) > 1
    assert sorted(by_count.values()) == [by_count[count] for count in sorted(by_count)]


def test_an_agency_is_new_only_when_all_of_its_contacts_are() -> None:
    known = CASES[5]
    assert [service.new for service in network(known).services] == [False] * 5
    only_new = replace(known, entries=tuple(entry for entry in known.entries if entry.new))
    assert [service.new for service in network(only_new).services] == [True] * 5


def test_whoever_nobody_has_met_is_in_the_picture_all_the_same() -> None:
    picture = network(THREE_PARTNERS)
    assert [member.person.key for member in picture.members] == [person.key for person in THREE_PARTNERS.people]
    assert picture.contacts == ()


def test_nobody_gives_an_empty_picture() -> None:
    assert network(NOBODY).members == ()
