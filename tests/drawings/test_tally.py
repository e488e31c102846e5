from __future__ import annotations

import pytest

from drawings.agreement import alpha
from drawings.codebook import NAMES
from drawings.tally import Codes, Found, agreement, coded_by, grouped, tally

TRUST, FEAR, RISK = frozenset({"trust"}), frozenset({"fear"}), frozenset({"risk"})
BOTH = TRUST | FEAR


def found(
    unit: int, *coders: Codes | None, table: int = 1, delegates: Codes | None = None, settled: Codes | None = None
) -> Found:
    given = {str(n): codes for n, codes in enumerate(coders) if codes is not None}
    return Found(unit, table, delegates, given, settled)


@pytest.mark.parametrize(
    ("each", "counts"),
    [
        (found(1), None),
        (found(1, delegates=TRUST), None),
        (found(1, FEAR), FEAR),
        (found(1, FEAR, FEAR), FEAR),
        (found(1, FEAR, TRUST), None),
        (found(1, FEAR, BOTH), None),
        (found(1, FEAR, TRUST, settled=RISK), RISK),
        (found(1, FEAR, FEAR, settled=RISK), RISK),
    ],
    ids=["nobody", "its table", "one", "alike", "apart", "partly", "settled", "settled though alike"],
)
def test_what_counts_is_what_was_settled_or_what_all_coders_found(each: Found, counts: Codes | None) -> None:
    assert each.agreed == counts


def test_coders_who_differ_on_one_code_differ() -> None:
    pairs = ([FEAR, FEAR], [FEAR, BOTH], [FEAR])
    assert [found(1, *codes).differ for codes in pairs] == [False, True, False]


def test_each_code_is_counted_among_those_that_somebody_has_spoken_of() -> None:
    counted = tally([BOTH, TRUST, None, frozenset()])
    assert counted.of == 3
    assert {name: n for name, n in counted.counts.items() if n} == {"trust": 2, "fear": 1}
    assert tuple(counted.counts) == NAMES


def test_one_coder_is_counted_alone() -> None:
    sheets = [found(1, TRUST, FEAR), found(2, BOTH), found(3, None, FEAR)]
    assert [(coded_by(sheets, who).of, coded_by(sheets, who).counts["fear"]) for who in ("0", "1", "9")] == [
        (2, 1),
        (2, 2),
        (0, 0),
    ]


def test_a_drawing_counts_in_every_group_that_its_table_is_in() -> None:
    sheets = [found(1, TRUST, table=1, delegates=FEAR), found(2, TRUST, table=2), found(3, RISK, table=3)]
    groups = {group.name: group for group in grouped(sheets, {"Police": [1, 2], "Health": [2, 3], "Housing": []})}
    assert {name: (group.agreed.of, group.agreed.counts["trust"]) for name, group in groups.items()} == {
        "Police": (2, 2),
        "Health": (2, 1),
        "Housing": (0, 0),
    }
    assert (groups["Police"].delegates.of, groups["Police"].delegates.counts["fear"]) == (1, 1)


def test_agreement_is_alpha_over_what_coders_found_and_settling_changes_nothing_of_it() -> None:
    sheets = [found(1, TRUST, TRUST), found(2, BOTH, FEAR), found(3, FEAR, FEAR), found(4, RISK, None)]
    settled = [Found(s.unit, s.table, s.delegates, s.coders, FEAR) for s in sheets]
    by_code = {each.code.name: each for each in agreement(sheets)}
    by_hand = {"trust": [[1, 1], [1, 0], [0, 0], [0]], "fear": [[0, 0], [1, 1], [1, 1], [0]]}
    assert {name: by_code[name].alpha for name in by_hand} == {name: alpha(units) for name, units in by_hand.items()}
    assert agreement(settled) == agreement(sheets)


def test_agreement_says_how_many_drawings_were_compared_and_in_how_many_all_said_the_same() -> None:
    sheets = [found(1, TRUST, TRUST), found(2, BOTH, FEAR), found(3, RISK)]
    by_code = {each.code.name: (each.compared, each.alike) for each in agreement(sheets)}
    assert by_code["trust"] == (2, 1)
    assert by_code["fear"] == (2, 2)


def test_what_nobody_found_is_not_computable() -> None:
    [risk] = [each for each in agreement([found(1, TRUST, FEAR)]) if each.code.name == "risk"]
    assert (risk.alpha, risk.verdict) == (None, "Not computable: no variation")


def test_with_the_tables_each_is_one_more_coder_of_its_own_drawings() -> None:
    sheets = [found(1, TRUST, delegates=TRUST), found(2, FEAR, delegates=TRUST), found(3, FEAR)]
    [trust] = [each for each in agreement(sheets) if each.code.name == "trust"]
    assert trust.alpha is None, "no drawing was coded by two coders"
    assert trust.alpha_with_delegates == alpha([[1, 1], [0, 1], [0]])
