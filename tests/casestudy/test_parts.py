from __future__ import annotations

import random
from collections import Counter

import pytest

from casestudy.parts import Seats, hand_out

HOLDERS = ["SCH", "GP", "HV", "POL", "CSC"]


def at(number: int, *present: str, places: int = 1, taken: int | None = None) -> Seats:
    """Return a table with places, all of them taken unless `taken` says how many."""
    sitting = places if taken is None else taken
    return Seats(number, tuple(place < sitting for place in range(places)), frozenset(present))


def played(hands: dict[int, list[str]]) -> Counter[str]:
    return Counter(code for hand in hands.values() for code in hand)


def test_one_table_plays_the_agency_of_its_own_people() -> None:
    assert hand_out([at(1, "POL")], HOLDERS) == {1: ["POL"]}


def test_one_table_of_which_nobody_said_anything_plays_the_agency_that_matters_most() -> None:
    assert hand_out([at(1)], HOLDERS) == {1: ["SCH"]}


def test_nobody_ticked_anything_so_all_that_hold_something_are_played_in_turn() -> None:
    hands = hand_out([at(n) for n in range(1, 8)], HOLDERS)
    assert [hand[0] for hand in hands.values()] == ["SCH", "GP", "HV", "POL", "CSC", "SCH", "GP"]


def test_a_table_without_any_gets_one_of_the_rooms() -> None:
    assert hand_out([at(1), at(2, "POL", "CSC")], HOLDERS) == {1: ["CSC"], 2: ["POL"]}


def test_with_too_few_tables_those_present_are_played_first() -> None:
    tables = [at(1), at(2, "CSC"), at(3)]
    assert set(played(hand_out(tables, HOLDERS))) == {"CSC", "SCH", "GP"}


def test_with_tables_enough_every_holder_is_played_though_few_are_present() -> None:
    tables = [at(n, "HV") for n in range(1, 6)]
    assert played(hand_out(tables, HOLDERS)) == dict.fromkeys(HOLDERS, 1)


def test_the_table_with_the_only_officer_plays_the_police() -> None:
    tables = [at(1, "SCH", "GP"), at(2, "SCH"), at(3, "SCH", "GP", "POL")]
    assert hand_out(tables, HOLDERS) == {1: ["GP"], 2: ["SCH"], 3: ["POL"]}


def test_an_agency_that_holds_nothing_is_not_played_though_it_is_present() -> None:
    assert hand_out([at(1, "ZOO")], HOLDERS) == {1: ["SCH"]}


def test_tables_where_somebody_sits_are_served_before_empty_ones() -> None:
    tables = [at(1, taken=0), at(2, taken=0), at(3), at(4)]
    assert hand_out(tables, ["SCH", "GP"]) == {3: ["SCH"], 4: ["GP"], 1: ["SCH"], 2: ["GP"]}


def test_places_where_somebody_sits_are_served_before_empty_ones_of_the_same_table() -> None:
    tables = [at(1, places=3, taken=1), at(2, places=2)]
    hands = hand_out(tables, ["SCH", "GP", "HV"])
    assert sorted([hands[1][0], *hands[2]]) == ["GP", "HV", "SCH"]


def test_a_table_has_no_more_parts_than_there_are_holders_and_none_twice() -> None:
    assert hand_out([at(1, places=4)], ["SCH", "GP"]) == {1: ["SCH", "GP"]}


def test_where_nobody_holds_anything_there_is_nothing_to_give() -> None:
    assert hand_out([at(1, "SCH")], []) == {1: []}


def test_a_room_without_tables_gets_nothing() -> None:
    assert hand_out([], HOLDERS) == {}


def a_room(seed: int, tables: int) -> list[Seats]:
    chance = random.Random(seed)
    return [at(n, *chance.sample(HOLDERS, chance.randint(0, 3)), places=1) for n in range(1, tables + 1)]


@pytest.mark.parametrize("tables", [1, 2, 3, 5, 12, 40])
@pytest.mark.parametrize("seed", range(20))
def test_in_any_room_the_parts_are_even_and_those_present_come_first(seed: int, tables: int) -> None:
    room = a_room(seed, tables)
    hands = hand_out(room, HOLDERS)
    counts = [played(hands)[code] for code in HOLDERS]
    present = set().union(*(table.present for table in room))
    assert max(counts) - min(counts) <= 1
    assert all(counts) or tables < len(HOLDERS)
    least_present = min((played(hands)[code] for code in present), default=0)
    assert all(played(hands)[code] <= least_present for code in set(HOLDERS) - present) or not present
    assert hand_out(list(reversed(room)), HOLDERS).keys() == hands.keys()
    assert hand_out(room, HOLDERS) == hands, "the same room gets the same parts"


@pytest.mark.parametrize("seed", range(20))
def test_with_a_part_for_each_device_the_parts_are_even_and_never_twice_at_a_table(seed: int) -> None:
    chance = random.Random(seed)
    room = [at(n, *chance.sample(HOLDERS, 2), places=chance.randint(1, 5)) for n in range(1, 13)]
    hands = hand_out(room, HOLDERS)
    counts = played(hands).values()
    assert max(counts) - min(counts) <= 1
    assert all(len(set(hand)) == len(hand) for hand in hands.values())
    assert [len(hands[table.table]) for table in room] == [len(table.taken) for table in room]


def test_control_without_turns_the_parts_would_be_uneven() -> None:
    room = [at(n, "HV") for n in range(1, 13)]
    own_first = Counter(min(table.present) for table in room)
    assert max(own_first.values()) == 12
    assert max(played(hand_out(room, HOLDERS)).values()) == 3
