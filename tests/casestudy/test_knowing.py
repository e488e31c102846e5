from __future__ import annotations

import datetime as dt
import random

import pytest

from casestudy.knowing import Known, ToldLine, points_known, weigh
from casestudy.schema import Told


def day(number: int) -> dt.date:
    return dt.date(2026, 1, 1) + dt.timedelta(days=number - 1)


def told(agency: str, how: str, on: int | None = None) -> ToldLine:
    return ToldLine(agency, Told(how), None if on is None else day(on))


SCHOOL_ONLY = Known("E1", day(1), 3, ("SCH",))


# One event


@pytest.mark.parametrize(("on", "points"), [(0, 0), (1, 3), (2, 3)])
def test_who_holds_an_event_knows_all_of_it_from_its_day_on(on: int, points: int) -> None:
    assert points_known(SCHOOL_ONLY, "SCH", day(on)) == points


def test_who_neither_holds_it_nor_was_told_knows_nothing() -> None:
    assert points_known(SCHOOL_ONLY, "GP", day(9)) == 0


@pytest.mark.parametrize(
    ("how", "on", "expected"),
    [
        ("yes", None, {1: 5, 9: 5}),
        ("yes", 4, {1: 0, 3: 0, 4: 5}),
        ("no", None, {1: 0, 9: 0}),
        ("no", 4, {9: 0}),
        ("part", None, {1: 2, 9: 2}),
        ("part", 4, {3: 0, 4: 2}),
        ("late", 4, {1: 0, 3: 0, 4: 5, 9: 5}),
        ("late", None, {1: 0, 9: 0}),
    ],
)
def test_what_somebody_knows_who_was_told(how: str, on: int | None, expected: dict[int, int]) -> None:
    event = Known("E1", day(1), 5, ("SCH",), (told("GP", how, on),))
    assert {when: points_known(event, "GP", day(when)) for when in expected} == expected


@pytest.mark.parametrize(("weight", "half"), [(0, 0), (1, 0), (2, 1), (3, 1), (9, 4)])
def test_a_part_is_half_rounded_down(weight: int, half: int) -> None:
    event = Known("E1", day(1), weight, ("SCH",), (told("GP", "part"),))
    assert points_known(event, "GP", day(1)) == half


def test_of_two_lines_about_one_agency_the_better_one_holds_on_each_day() -> None:
    event = Known("E1", day(1), 4, ("SCH",), (told("GP", "part"), told("GP", "late", 3)))
    assert [points_known(event, "GP", day(on)) for on in (1, 2, 3)] == [2, 2, 4]


def test_who_holds_it_knows_it_whatever_the_key_says() -> None:
    event = Known("E1", day(1), 4, ("SCH",), (told("SCH", "no"),))
    assert points_known(event, "SCH", day(1)) == 4


# A case counted by hand: the school holds 2, the practice 2, the police 3; nobody tells anybody in time.

CASE = [
    Known("E1", day(1), 2, ("SCH",), (told("GP", "no"),)),
    Known("E2", day(5), 2, ("GP",), (told("SCH", "part"),)),
    Known("E3", day(8), 3, ("POL",), (told("SCH", "late", 20), told("GP", "no"))),
    Known("E4", day(30), 1, ("POL",)),
    Known("E5", day(40), 0, ("POL", "GP")),
]


def test_a_case_counted_by_hand() -> None:
    found = weigh(CASE, enough=7, outcome="E5")
    assert [(m.on, m.alone["SCH"], m.alone["GP"], m.alone["POL"], m.together) for m in found.moments] == [
        (day(1), 2, 0, 0, 2),
        (day(5), 3, 2, 0, 4),
        (day(8), 3, 2, 3, 7),
        (day(20), 6, 2, 3, 7),
        (day(30), 6, 2, 4, 8),
    ]
    assert (found.together_on, found.days_together) == (day(8), 32)
    assert (found.alone_on, found.days_alone, found.alone) == (None, None, [])


def test_one_agency_may_have_enough_by_itself_later() -> None:
    found = weigh(CASE, enough=6, outcome="E5")
    assert (found.together_on, found.alone_on, found.alone) == (day(8), day(20), ["SCH"])
    assert (found.days_together, found.days_alone) == (32, 20)


def test_all_together_may_never_have_enough() -> None:
    found = weigh(CASE, enough=9, outcome="E5")
    assert (found.together_on, found.days_together, found.alone_on) == (None, None, None)


def test_the_outcome_itself_counts_for_nothing() -> None:
    heavy = [*CASE[:-1], Known("E5", day(40), 9, ("POL",))]
    assert weigh(heavy, enough=9, outcome="E5").together_on is None


def test_what_came_after_the_outcome_counts_for_nothing() -> None:
    after = [*CASE, Known("E6", day(41), 9, ("SCH",))]
    assert weigh(after, enough=9, outcome="E5") == weigh(CASE, enough=9, outcome="E5")


def test_what_else_happened_on_its_day_counts() -> None:
    found = weigh([*CASE, Known("E6", day(40), 1, ("SCH",))], enough=9, outcome="E5")
    assert (found.together_on, found.days_together) == (day(40), 0)


def test_a_case_without_a_threshold_has_days_and_no_findings() -> None:
    found = weigh(CASE)
    assert len(found.moments) == 6
    assert (found.outcome_on, found.together_on, found.alone_on, found.days_together) == (None, None, None, None)


def test_no_events_no_moments() -> None:
    assert weigh([], enough=1, outcome="E1").moments == ()


# A slow oracle, which walks through every single day with a notebook for each agency


def walked(events: list[Known], enough: int, outcome: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the first days with enough together and alone, found by noting who learns what as the days go by."""
    end = next(event.on for event in events if event.ref == outcome)
    codes = {code for event in events for code in (*event.held_by, *(line.agency for line in event.told))}
    notebooks: dict[str, dict[str, int]] = {code: {} for code in codes}
    table: dict[str, int] = {}
    together = alone = None
    today = min(event.on for event in events)
    while today <= end:
        for event in (event for event in events if event.ref != outcome):
            if event.on == today:
                table[event.ref] = event.weight
                for code in event.held_by:
                    notebooks[code][event.ref] = event.weight
            for line in event.told:
                heard = line.on if line.on and line.on > event.on else event.on
                if (heard == today and line.told in ("yes", "part")) or (
                    line.told == "late" and line.on and heard == today
                ):
                    gained = event.weight if line.told != "part" else (event.weight - event.weight % 2) // 2
                    book = notebooks[line.agency]
                    book[event.ref] = max(gained, book.get(event.ref, 0))
        if together is None and sum(table.values()) >= enough:
            together = today
        if alone is None and any(sum(book.values()) >= enough for book in notebooks.values()):
            alone = today
        today += dt.timedelta(days=1)
    return together, alone


def a_case(seed: int) -> list[Known]:
    chance = random.Random(seed)
    codes = ["SCH", "GP", "HV", "POL"]
    events = []
    for n in range(chance.randint(1, 12)):
        on = chance.randint(1, 60)
        held = tuple(chance.sample(codes, chance.randint(1, 2)))
        others = [code for code in codes if code not in held]
        lines = tuple(
            told(
                code,
                how := chance.choice(["yes", "no", "part", "late"]),
                chance.choice([None, on + chance.randint(0, 30)]) if how != "yes" else None,
            )
            for code in chance.choices(others, k=chance.randint(0, 3))
        )
        events.append(Known(f"E{n}", day(on), chance.randint(0, 5), held, lines))
    return [*events, Known("END", day(chance.randint(40, 70)), chance.randint(0, 3), ("SCH",))]


@pytest.mark.parametrize("seed", range(200))
def test_on_any_case_the_count_agrees_with_walking_through_every_day(seed: int) -> None:
    events = a_case(seed)
    enough = random.Random(seed + 1).randint(1, 15)
    found = weigh(events, enough=enough, outcome="END")
    assert (found.together_on, found.alone_on) == walked(events, enough, "END")


def test_control_the_random_cases_reach_every_kind_of_finding() -> None:
    findings = [weigh(a_case(seed), enough=6, outcome="END") for seed in range(200)]
    kinds = {(f.together_on is None, f.alone_on is None, f.alone_on == f.together_on) for f in findings}
    assert kinds >= {(True, True, True), (False, True, False), (False, False, True), (False, False, False)}


def test_pooling_never_comes_after_any_single_agency() -> None:
    for seed in range(200):
        found = weigh(a_case(seed), enough=5, outcome="END")
        assert all(moment.most_alone <= moment.together for moment in found.moments)
