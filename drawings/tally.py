"""Counting what was found in drawings, and how far those who looked agree. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from drawings.agreement import alphas, verdict
from drawings.codebook import CODEBOOK, Code

Codes = frozenset[str]

# The name of the tables' own tags among the coders; no coder is called so: theirs are numbers.
DELEGATES = "delegates"


@dataclass(frozen=True)
class Found:
    """What was found in one drawing, and by whom. None: not said yet.

    `coders` holds what each coder found, by a name that is theirs in every drawing.
    """

    unit: int
    table: int
    delegates: Codes | None
    coders: Mapping[str, Codes]
    settled: Codes | None = None

    @property
    def differ(self) -> bool:
        """Whether coders found different things in it."""
        return len(set(self.coders.values())) > 1

    @property
    def agreed(self) -> Codes | None:
        """What counts: what was settled, or what every coder found; None while they differ or nobody has coded."""
        if self.settled is not None:
            return self.settled
        return None if self.differ else next(iter(self.coders.values()), None)


@dataclass(frozen=True)
class Tally:
    """In how many of `of` drawings each code was found."""

    of: int
    counts: Mapping[str, int]

    @property
    def rows(self) -> list[tuple[Code, int]]:
        """Each code of the codebook with its count."""
        return [(code, self.counts[code.name]) for code in CODEBOOK]


@dataclass(frozen=True)
class Group:
    """The drawings of some tables: what they found themselves, and what coders agree on."""

    name: str
    delegates: Tally
    agreed: Tally


@dataclass(frozen=True)
class CodeAgreement:
    """How far those who coded agree on one code, in `compared` drawings that two or more have coded."""

    code: Code
    compared: int
    alike: int
    alpha: float | None
    alpha_with_delegates: float | None

    @property
    def verdict(self) -> str:
        """What may be concluded from it."""
        return verdict(self.alpha)


def tally(found: Iterable[Codes | None]) -> Tally:
    """Count each code; what nobody has said yet is left out."""
    said = [codes for codes in found if codes is not None]
    return Tally(len(said), {code.name: sum(code.name in codes for codes in said) for code in CODEBOOK})


def grouped(found: Sequence[Found], tables: Mapping[str, Collection[int]]) -> list[Group]:
    """Return the drawings of each named set of tables, counted. A drawing counts in every set its table is in."""
    return [_group(name, [each for each in found if each.table in of_it]) for name, of_it in tables.items()]


def agreement(found: Sequence[Found]) -> list[CodeAgreement]:
    """Return for each code how far coders agree, and how far they and the tables themselves do."""
    coded = _by_coder(found)
    tagged = {str(each.unit): each.delegates for each in found if each.delegates is not None}
    names = [code.name for code in CODEBOOK]
    among, with_delegates = alphas(coded, names), alphas(coded | {DELEGATES: tagged}, names)
    pairs = [list(each.coders.values()) for each in found if len(each.coders) > 1]
    return [
        CodeAgreement(
            code,
            compared=len(pairs),
            alike=sum(len({code.name in codes for codes in given}) == 1 for given in pairs),
            alpha=among[code.name],
            alpha_with_delegates=with_delegates[code.name],
        )
        for code in CODEBOOK
    ]


def coded_by(found: Sequence[Found], coder: str) -> Tally:
    """Count what one coder found."""
    return tally(each.coders.get(coder) for each in found)


def _group(name: str, found: Sequence[Found]) -> Group:
    return Group(name, tally(each.delegates for each in found), tally(each.agreed for each in found))


def _by_coder(found: Sequence[Found]) -> dict[str, dict[str, Codes]]:
    coded: dict[str, dict[str, Codes]] = {}
    for each in found:
        for coder, codes in each.coders.items():
            coded.setdefault(coder, {})[str(each.unit)] = codes
    return coded
