"""The family as a genogram: symbols in generations, lines of couples and children, homes, and the legend.

Conventions: square male, circle female, diamond pet, "?" unknown, triangle pregnancy, X died, age inside, birth
above left, death above right, children left to right with the eldest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from casestudy.pictures import lettering, outline
from casestudy.pictures.kinship import MOST_PARENTS, Union, rows_of, unions_of
from casestudy.pictures.known import EXPECTED, Household, Known, Person, age, day
from casestudy.pictures.legend import Legend, legend
from casestudy.pictures.outline import Box
from casestudy.pictures.places import drop, places
from casestudy.pictures.relations import Stroke, couple_strokes, descent_strokes
from casestudy.pictures.signs import signs_of

HALF = 28.0
MARGIN = 24.0
LINE = 1.25  # of the text's size, from line to line
# Between the lines of couples who do not stand side by side, and between the bars over their children.
LANE, BAR = 20.0, 10.0
# Narrower than this the legend would be a long column.
LEAST_WIDTH = 560.0


@dataclass(frozen=True)
class Measures:
    """How far things stand apart. `pitch`: from symbol to symbol in a row; `names`: lines of each at most.

    `beside`: how wide a legend is that stands beside the family; 0 when it stands below.
    """

    pitch: float = 150.0
    text: float = 16.0
    names: int = 2
    gap: float = 30.0
    beside: float = 0.0


TABLE = Measures()
# Wide and low, so that its text is large from afar.
SCREEN = Measures(pitch=176.0, text=19.0, gap=10.0, beside=310.0)


@dataclass(frozen=True)
class Line:
    """A line of words; `x` is its middle, `y` its foot."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Symbol:
    """Somebody's symbol with its words. `x`, `y`: its middle; `box`: all the room that it takes."""

    person: Person
    shape: str
    x: float
    y: float
    age: str
    born: tuple[Line, ...]
    died: tuple[Line, ...]
    name: tuple[Line, ...]
    box: Box

    @property
    def under(self) -> Box:
        """The ground of the name, where the press cannot put any round letters."""
        return Box(self.box.left + 6, self.y + HALF + 3, self.box.right - 6, self.box.bottom)


@dataclass(frozen=True)
class Home:
    """A household's outline, in one piece or several, and where its name stands."""

    household: Household
    paths: tuple[str, ...]
    label: Line


@dataclass(frozen=True)
class Genogram:
    """The whole picture, ready to draw."""

    width: float
    height: float
    half: float
    text: float
    symbols: tuple[Symbol, ...]
    strokes: tuple[Stroke, ...]
    homes: tuple[Home, ...]
    legend: Legend


def genogram(known: Known, measures: Measures = TABLE) -> Genogram:
    """Return the family's picture. Nobody known gives an empty one."""
    unions = unions_of(known)
    blocks = rows_of(known, unions)
    where = places(known, blocks, unions, measures.pitch)
    rows = [sorted((key for block in row for key in block.people), key=where.__getitem__) for row in blocks]
    needed = max(where.values(), default=0.0) + measures.pitch + 2 * MARGIN
    width = max(needed, LEAST_WIDTH)
    where = {key: x + (width - needed + measures.pitch) / 2 + MARGIN for key, x in where.items()}
    tops, below = _heights(known, rows, unions, where, measures)
    symbols = {
        key: _symbol(known, key, where[key], tops[n] + _above(measures) + HALF, measures)
        for n, row in enumerate(rows)
        for key in row
    }
    middles = {key: (symbol.x, symbol.y) for key, symbol in symbols.items()}
    strokes = _strokes(rows, unions, middles, below, measures.pitch)
    homes = tuple(_home(home, rows, symbols, below, measures) for home in known.households)
    foot = max((below[-1] if rows else 0.0, *(home.label.y for home in homes)))
    left, top = (width, MARGIN) if measures.beside else (MARGIN, foot + 12)
    width += measures.beside
    signs = legend(signs_of(known, unions), left=left, top=top, right=width - MARGIN, size=measures.text)
    ordered = tuple(symbols[key] for row in rows for key in row)
    height = max(foot, signs.bottom) + 8
    return Genogram(width, height, HALF, measures.text, ordered, tuple(strokes), homes, signs)


def _above(measures: Measures) -> float:
    """Return how much room the dates above a symbol take."""
    return 2 * measures.text * LINE + 6


def _heights(
    known: Known,
    rows: Sequence[Sequence[str]],
    unions: Sequence[Union],
    where: dict[str, float],
    measures: Measures,
) -> tuple[list[float], list[float]]:
    """Return the top of each row, and from where on there is room for lines below its words."""
    people = known.by_key
    tops, below, top = [], [], MARGIN
    for row in rows:
        words = max(len(_words(people[key], measures)) for key in row)
        tops.append(top)
        below.append(top + _above(measures) + 2 * HALF + words * measures.text * LINE + 10)
        own = [union for union in unions if union.parents[0] in row]
        around = sum(_is_apart(union, where, measures.pitch) for union in own)
        bars = sum(bool(union.children) for union in own)
        top = below[-1] + measures.gap + LANE * around + BAR * max(0, bars - 1)
    return tops, below


def _is_apart(union: Union, where: dict[str, float], pitch: float) -> bool:
    """Whether a couple's line has to go round people who stand between them."""
    xs = [where[key] for key in union.parents]
    return max(xs) - min(xs) > pitch * 1.5


def _words(person: Person, measures: Measures) -> list[str]:
    """Return the lines that stand under a symbol."""
    name = EXPECTED if person.expected else person.name
    lines = lettering.wrapped(name, measures.pitch - 16, measures.text, measures.names)
    return [*lines, *(["new"] if person.new else [])]


def _symbol(known: Known, key: str, x: float, y: float, measures: Measures) -> Symbol:
    person = known.by_key[key]
    size, half = measures.text, measures.pitch / 2 - 8
    words = _words(person, measures)
    foot = y + HALF + size * LINE
    name = tuple(Line(x, foot + n * size * LINE, line) for n, line in enumerate(words))
    box = Box(x - half, y - HALF - _above(measures), x + half, foot + (len(words) - 1) * size * LINE + 6)
    shape = "pregnancy" if person.expected else person.symbol.value
    born = "" if person.expected else day(person.born, person.born_year)
    dates = [_dates(words, at, y - HALF - 8, size) for words, at in ((born, x - 7), (day(person.died), x + 7))]
    return Symbol(person, shape, x, y, age(person, known.on), dates[0], dates[1], name, box)


def _dates(words: str, x: float, foot: float, size: float) -> tuple[Line, ...]:
    """Return a date in two lines, day and month over the year; a year alone in one."""
    lines = words.rsplit(" ", 1)
    up = size * LINE
    return tuple(Line(x, foot - (len(lines) - 1 - n) * up, line) for n, line in enumerate(lines) if line)


def _strokes(
    rows: Sequence[Sequence[str]],
    unions: Sequence[Union],
    middles: dict[str, tuple[float, float]],
    below: Sequence[float],
    pitch: float,
) -> list[Stroke]:
    """Return every line, row by row; those that go round somebody lie below the names, the shorter ones higher."""
    where = {key: x for key, (x, _y) in middles.items()}
    strokes: list[Stroke] = []
    for n, row in enumerate(rows):
        own = [union for union in unions if union.parents[0] in row]
        apart = sorted((u for u in own if _is_apart(u, where, pitch)), key=lambda u: _length(u, where))
        lanes = {union: below[n] + 12 + LANE * lane for lane, union in enumerate(apart)}
        starts: dict[Union, float] = {}
        for union in own:
            if len(union.parents) == MOST_PARENTS:
                strokes += couple_strokes(union, middles, lanes.get(union), HALF)
            starts[union] = lanes.get(union, middles[union.parents[0]][1] + (HALF if len(union.parents) == 1 else 0))
        with_children = [union for union in own if union.children]
        first = below[n] + LANE * len(apart) + 8
        for lane, union in enumerate(sorted(with_children, key=lambda u: drop(u, where, pitch))):
            start = (drop(union, where, pitch), starts[union])
            strokes += descent_strokes(union, start, middles, first + BAR * lane, HALF)
    return strokes


def _length(union: Union, where: dict[str, float]) -> float:
    xs = [where[key] for key in union.parents]
    return max(xs) - min(xs)


def _home(
    household: Household,
    rows: Sequence[Sequence[str]],
    symbols: dict[str, Symbol],
    below: Sequence[float],
    measures: Measures,
) -> Home:
    """Return the outline round those of a household who are in the picture."""
    found = [_boxes(household, row, symbols, foot) for row, foot in zip(rows, below, strict=True)]
    joined = [box for boxes in found for box in boxes]
    for upper, lower in pairwise(found):
        joined += outline.bridges(upper, lower, measures.pitch / 2)
    paths = tuple(outline.path(corners) for corners in outline.loops(joined))
    lowest = max(joined, key=lambda box: box.bottom, default=Box(0, 0, 0, 0))
    label = Line(lowest.left + 4, lowest.bottom + measures.text * LINE, household.name)
    return Home(household, paths, label)


def _boxes(household: Household, row: Sequence[str], symbols: dict[str, Symbol], foot: float) -> list[Box]:
    """Return the room of a household's people in one row; those side by side share theirs."""
    boxes: list[Box] = []
    for n, key in enumerate(row):
        if key not in household.people:
            continue
        room = symbols[key].box
        box = Box(room.left, room.top - 4, room.right, foot)
        if boxes and row[n - 1] in household.people:
            box = Box(boxes.pop().left, box.top, box.right, foot)
        boxes.append(box)
    return boxes
