"""How far coders agree: Krippendorff's alpha for nominal data, with missing values. Pure.

Source: K. Krippendorff, Content Analysis (4th edition, 2018), chapter 12; the coincidence matrix as in Hayes and
Krippendorff, "Answering the call for a standard reliability measure for coding data" (2007).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import permutations

Value = Hashable

# From here up it is reliable; from here up at least good for tentative conclusions.
RELIABLE, TENTATIVE = 0.800, 0.667


def alpha(units: Iterable[Sequence[Value]]) -> float | None:
    """Return alpha of nominal data; None where it cannot be computed.

    `units` holds for each unit the values that coders gave it, missing ones left out; a unit with fewer than two
    cannot be compared and does not count. 1.0 is full agreement, 0.0 what chance would bring, and less is worse
    than that. Without two different values in all there is nothing to tell apart: not computable.
    """
    coincidences: defaultdict[tuple[Value, Value], float] = defaultdict(float)
    for values in units:
        if len(values) > 1:
            for pair in permutations(values, 2):
                coincidences[pair] += 1 / (len(values) - 1)
    totals: defaultdict[Value, float] = defaultdict(float)
    for (value, _other), weight in coincidences.items():
        totals[value] += weight
    n = sum(totals.values())
    expected = n * n - sum(total * total for total in totals.values())
    if len(totals) < 2:  # noqa: PLR2004 -- two values are the least that can differ
        return None
    observed = sum(weight for (value, other), weight in coincidences.items() if value != other)
    return 1 - (n - 1) * observed / expected


def alphas(codings: Mapping[str, Mapping[str, frozenset[str]]], codes: Iterable[str]) -> dict[str, float | None]:
    """Return for each code alpha over present or absent.

    `codings` holds for each coder what they gave each unit they have coded; the others count as missing.
    """
    units = sorted({unit for of_coder in codings.values() for unit in of_coder})
    return {
        code: alpha([[code in coded[unit] for coded in codings.values() if unit in coded] for unit in units])
        for code in codes
    }


def verdict(value: float | None) -> str:
    """Return what may be concluded from alpha, in words. The limits are those of Krippendorff (2004)."""
    if value is None:
        return "Not computable: no variation"
    if value >= RELIABLE:
        return "Reliable"
    return "Tentative conclusions only" if value >= TENTATIVE else "Not reliable"
