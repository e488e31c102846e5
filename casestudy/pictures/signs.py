"""What the legend of a genogram has to explain: the signs that this family's picture uses, in a lasting order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casestudy.pictures import strokes
from casestudy.pictures.kinship import MOST_PARENTS, Union
from casestudy.pictures.known import Known, age
from casestudy.pictures.legend import SIGN, Sign
from casestudy.pictures.relations import MARK_SHAPES, PARENTS, SLASHES
from casestudy.schema import CoupleState, MarkKind, Symbol

SYMBOLS = {
    Symbol.MALE: "man or boy",
    Symbol.FEMALE: "woman or girl",
    Symbol.OTHER: "another gender",
    Symbol.UNKNOWN: "gender not known",
    Symbol.PET: "pet",
}
COUPLES = {
    CoupleState.MARRIED: "married",
    CoupleState.TOGETHER: "partners",
    CoupleState.LIVING_TOGETHER: "partners who live together",
    CoupleState.SEPARATED: "married, now apart",
    CoupleState.DIVORCED: "divorced",
    CoupleState.ENDED: "partners once, no longer",
}
MARKS = {
    MarkKind.CLOSE: "close",
    MarkKind.HOSTILE: "hostile",
    MarkKind.ABUSE: "abuse",
    MarkKind.CUT_OFF: "cut off",
}
PARENTS_WORDS = "parents of a child"
_LINE = ((0.0, 0.0), (SIGN, 0.0))


def signs_of(known: Known, unions: Sequence[Union]) -> list[Sign]:
    """Return the signs in use: people first, then what is told of them, then lines and homes."""
    return [*_people(known), *_lines(known, unions), *_rest(known)]


def _people(known: Known) -> Iterator[Sign]:
    used = {person.symbol for person in known.people if not person.expected}
    yield from (Sign(symbol.value, words) for symbol, words in SYMBOLS.items() if symbol in used)
    if any(person.expected for person in known.people):
        yield Sign("pregnancy", "pregnancy")
    if any(person.dead for person in known.people):
        yield Sign("dead", "died")
    if any(age(person, known.on).startswith("~") for person in known.people):
        yield Sign("about", "about")


def _lines(known: Known, unions: Sequence[Union]) -> Iterator[Sign]:
    couples = [union.couple for union in unions if union.couple]
    for state, words in COUPLES.items():
        if any(couple.state == state for couple in couples):
            count = SLASHES.get(state, 0)
            yield Sign(state.value, words, strokes.straight(_LINE), strokes.slashes(_LINE, count) if count else "")
    if any(union.couple is None and len(union.parents) == MOST_PARENTS for union in unions):
        yield Sign(PARENTS, PARENTS_WORDS, strokes.straight(_LINE))
    marks = {mark.kind for couple in couples for mark in couple.marks}
    yield from (Sign(kind.value, words, MARK_SHAPES[kind](_LINE)) for kind, words in MARKS.items() if kind in marks)
    if known.households:
        yield Sign("home", "live together")


def _rest(known: Known) -> Iterator[Sign]:
    relations = [new for couple in known.couples for new in (couple.new, *(mark.new for mark in couple.marks))]
    if any(person.new for person in known.people) or any(relations):
        yield Sign("new", "new in this stage")
