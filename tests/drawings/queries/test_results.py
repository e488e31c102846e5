from __future__ import annotations

from collections.abc import Callable

import pytest

from drawings.actions.coding import settle
from drawings.agreement import alpha
from drawings.queries.results import results_of, sheet_of, tags_of, together
from tests.coded import find, handed_in, say
from tests.factories import first_table, make_coder, make_roadshow
from workshops import mix
from workshops.actions.care import hide
from workshops.mix import TableMix
from workshops.models import Roadshow, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_knows_who_sat_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mix, "_sources", [])


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=3)


@pytest.fixture
def coders(roadshow: Roadshow) -> list[Staff]:
    return [make_coder(roadshow, f"coder{n}@example.org") for n in range(3)]


# What three coders find in five drawings; nothing: they have not coded it.
HAND_MADE = [
    ("trust", "trust", ""),
    ("trust fear", "fear", ""),
    ("fear", "fear", "fear risk"),
    ("risk", "", "risk"),
    ("leadership", "", ""),
]


def code_by_hand(roadshow: Roadshow, coders: list[Staff]) -> None:
    for found in HAND_MADE:
        drawing = handed_in(first_table(roadshow))
        for coder, codes in zip(coders, found, strict=True):
            if codes:
                find(coder, drawing, *codes.split())


def test_alpha_over_what_is_stored_is_alpha_of_the_table_made_by_hand(roadshow: Roadshow, coders: list[Staff]) -> None:
    code_by_hand(roadshow, coders)
    for each in results_of(roadshow).agreement:
        by_hand = alpha([[each.code.name in codes.split() for codes in found if codes] for found in HAND_MADE])
        assert each.alpha == by_hand, each.code.name
    known = {each.code.name: each.alpha for each in results_of(roadshow).agreement}
    # Nine pairable values, three of them present; one pair of two differs: 1 - (9 - 1) * 2 / (81 - 9 - 36).
    assert known["trust"] == pytest.approx(5 / 9)
    assert known["leadership"] is None


def test_a_change_that_ended_does_not_count(roadshow: Roadshow, coders: list[Staff]) -> None:
    code_by_hand(roadshow, coders)
    before = results_of(roadshow).agreement
    drawing = results_of(roadshow).sheets[0].drawing
    find(coders[0], drawing, "risk")
    assert results_of(roadshow).agreement != before
    find(coders[0], drawing, "trust")
    assert results_of(roadshow).agreement == before


def test_it_says_how_much_is_coded_and_how_much_of_it_twice(roadshow: Roadshow, coders: list[Staff]) -> None:
    code_by_hand(roadshow, coders)
    handed_in(first_table(roadshow), "fear")
    found = results_of(roadshow)
    assert (len(found.sheets), found.coded, found.twice, found.twice_per_cent) == (6, 5, 4, 67)
    assert [(str(coder), of_coder.of) for coder, of_coder in found.coders] == [
        ("coder0@example.org", 5),
        ("coder1@example.org", 3),
        ("coder2@example.org", 2),
    ]


def test_where_coders_differ_nothing_counts_until_they_settle(roadshow: Roadshow, coders: list[Staff]) -> None:
    alike, apart = handed_in(first_table(roadshow)), handed_in(first_table(roadshow))
    for drawing, codes in ((alike, ("fear", "fear")), (apart, ("fear", "trust"))):
        for coder, name in zip(coders, codes, strict=False):
            find(coder, drawing, name)
    before = results_of(roadshow)
    assert (before.agreed.of, before.unsettled) == (1, 1)
    assert [sheet.drawing for sheet in before.disagreements] == [apart]
    settle(apart, coders[0], codes=["risk"], reason="We talked.", seen=0)
    after = results_of(roadshow)
    assert (after.agreed.of, after.agreed.counts["risk"], after.unsettled) == (2, 1, 0)
    assert [coding.codes for coding in sheet_of(apart).codings] == [["fear"], ["trust"]], "the originals stay"
    assert after.agreement == before.agreement


def test_tables_count_as_one_source_and_one_that_said_nothing_is_missing(roadshow: Roadshow) -> None:
    first, second = handed_in(first_table(roadshow), "fear", "trust"), handed_in(first_table(roadshow))
    say(second, **{"factor.risk": ""})
    assert tags_of([first, second]) == {first.pk: frozenset({"fear", "trust"})}
    assert (results_of(roadshow).delegates.of, results_of(roadshow).delegates.counts["fear"]) == (1, 1)


def test_what_is_hidden_counts_nowhere(roadshow: Roadshow, coders: list[Staff]) -> None:
    drawing = handed_in(first_table(roadshow), "fear")
    find(coders[0], drawing, "fear")
    hide(roadshow, drawing.item, actor="Ana")
    found = results_of(roadshow)
    assert (found.sheets, found.agreed.of, found.delegates.of) == ((), 0, 0)


def test_counts_by_table_stand_in_the_order_of_the_tables(roadshow: Roadshow, coders: list[Staff]) -> None:
    for number in (3, 1):
        find(coders[0], handed_in(roadshow.tables.get(number=number)), "fear")
    assert [(group.name, group.agreed.counts["fear"]) for group in results_of(roadshow).by_table] == [
        ("Table 1", 1),
        ("Table 3", 1),
    ]


def test_while_nobody_knows_who_sat_where_there_are_no_such_counts(roadshow: Roadshow) -> None:
    handed_in(first_table(roadshow), "fear")
    assert (results_of(roadshow).by_agency_type, results_of(roadshow).by_job_level) == ([], [])


def test_once_an_app_knows_drawings_count_for_everybody_at_their_table(roadshow: Roadshow, coders: list[Staff]) -> None:
    mix.register(
        lambda _roadshow: {
            1: TableMix({"Police": 3, "Health": 1}, {"Director": 1}),
            2: TableMix({"Health": 2, "Housing": 0}),
            9: TableMix({"Nobody's": 1}),
        }
    )
    for number, name in ((1, "fear"), (2, "trust")):
        find(coders[0], handed_in(roadshow.tables.get(number=number)), name)
    found = results_of(roadshow)
    assert {group.name: (group.agreed.of, group.agreed.counts["fear"]) for group in found.by_agency_type} == {
        "Police": (1, 1),
        "Health": (2, 1),
    }
    assert [(group.name, group.agreed.of) for group in found.by_job_level] == [("Director", 1)]


def test_roadshows_together_are_counted_as_one(roadshow: Roadshow, coders: list[Staff]) -> None:
    other = make_roadshow()
    for each in (roadshow, other):
        find(coders[0], handed_in(first_table(each), "risk"), "fear")
    whole = together([results_of(roadshow), results_of(other)])
    assert (len(whole.sheets), whole.agreed.counts["fear"], whole.delegates.counts["risk"]) == (2, 2, 2)
    assert [(str(coder), of_coder.of) for coder, of_coder in whole.coders] == [("coder0@example.org", 2)]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_it_takes_as_many_queries_for_one_as_for_three(
    count: int, roadshow: Roadshow, coders: list[Staff], django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(count):
        drawing = handed_in(first_table(roadshow), "fear")
        find(coders[0], drawing, "fear")
        find(coders[1], drawing, "trust")
    with django_assert_num_queries(7):  # type: ignore[attr-defined]
        found = results_of(roadshow)
        _ = found.agreement, found.coders, found.by_table, found.chart
