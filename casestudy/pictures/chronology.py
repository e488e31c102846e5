"""The chronology: what happened when, as a list by date, or on lanes: one for each person, or for each agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from casestudy.pictures import lettering
from casestudy.pictures.known import EXPECTED, WEEK, Entry, Known
from casestudy.pictures.legend import Legend, Sign, legend
from casestudy.pictures.timescale import Scale, Tick

MARGIN = 16.0
LINE = 1.3
# Days between two entries from which on the time between them is told.
LONG = 6 * WEEK
NOBODY = "Nobody we know yet"
FRESH, ALL = "New in this stage", "What has happened"


class By(StrEnum):
    """How the chronology is arranged."""

    DATE = "date"
    PERSON = "person"
    AGENCY = "agency"


@dataclass(frozen=True)
class Measures:
    """Sizes. `label`: the room left of entries and lanes; `dot`: half the size of an entry's sign.

    `beside`: an entry's date stands beside its words, and not in front of them.
    """

    width: float = 836.0
    label: float = 158.0
    text: float = 16.0
    dot: float = 12.5
    beside: bool = True


TABLE = Measures()


@dataclass(frozen=True)
class Words:
    """A line of words with its foot at `y`, beginning at `x`."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Item:
    """An entry with its words: when, who held it, what, about whom. `gap`: the time since the entry before, if long."""

    entry: Entry
    x: float
    y: float
    when: tuple[Words, ...]
    held: tuple[Words, ...]
    fact: tuple[Words, ...]
    about: tuple[Words, ...]
    bottom: float
    gap: Words | None = None


@dataclass(frozen=True)
class Dot:
    """An entry's sign on a lane."""

    entry: Entry
    x: float
    y: float


@dataclass(frozen=True)
class Lane:
    """Everything about one person, or of one agency. `new`: some of it belongs to the newest stage."""

    label: tuple[Words, ...]
    left: float
    right: float
    top: float
    bottom: float
    dots: tuple[Dot, ...]
    new: bool


@dataclass(frozen=True)
class Chronology:
    """The whole picture, ready to draw."""

    width: float
    height: float
    text: float
    dot: float
    items: tuple[Item, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    heading: Words | None
    legend: Legend

    @property
    def side(self) -> float:
        """How long a side of an entry's square sign is."""
        return 2 * self.dot

    @property
    def lanes_bottom(self) -> float:
        """Where the lowest lane ends."""
        return max((lane.bottom for lane in self.lanes), default=0.0)


def chronology(known: Known, by: By = By.DATE, measures: Measures = TABLE, *, told: bool = True) -> Chronology:
    """Return the picture of what happened when, in the arrangement asked for.

    Under lanes the newest stage's entries are told in words, unless they are `told` elsewhere.
    """
    lanes, ticks = lanes_of(known, by, measures) if by != By.DATE else ((), ())
    top = max((lane.bottom for lane in lanes), default=0.0) + MARGIN
    fresh = [entry for entry in known.entries if entry.new]
    shown = (fresh if lanes and fresh else list(known.entries)) if told else []
    heading = Words(MARGIN, top + measures.text, FRESH if fresh else ALL) if lanes and shown else None
    items = list_of(known, shown, top + (measures.text * 2 if heading else 0), measures, gaps=not lanes)
    foot = items[-1].bottom if items else top
    signs = legend(_signs(known), left=MARGIN, top=foot, right=measures.width - MARGIN, size=measures.text)
    height = signs.bottom + 6
    return Chronology(measures.width, height, measures.text, measures.dot, items, lanes, ticks, heading, signs)


def lanes_of(known: Known, by: By, measures: Measures) -> tuple[tuple[Lane, ...], tuple[Tick, ...]]:
    """Return a lane for each person or agency under one line of time, and its marks."""
    left, right = MARGIN + measures.label, measures.width - MARGIN
    scale = Scale.of(known.entries, left, right)
    if scale is None:
        return (), ()
    lanes: list[Lane] = []
    top = MARGIN + measures.text * 1.6
    for name, entries in _told_by(known, by):
        lanes.append(lane_of(name, entries, scale, top, measures))
        top = lanes[-1].bottom
    return tuple(lanes), tuple(scale.ticks(measures.text))


def lane_of(name: str, entries: Sequence[Entry], scale: Scale, top: float, measures: Measures) -> Lane:
    """Return a lane with its entries' signs; where two would touch, the later one goes into a row of its own."""
    words = lettering.wrapped(name, measures.label - 10, measures.text, 3)
    step = 2 * measures.dot + 3
    ends: list[float] = []  # of each row, where its last sign is
    dots = []
    for entry in entries:
        x = scale.at(entry)
        row = next((n for n, end in enumerate(ends) if end + step <= x), len(ends))
        ends[row : row + 1] = [x]
        dots.append(Dot(entry, x, top + 8 + measures.dot + row * step))
    high = max(len(ends) * step, len(words) * measures.text * LINE, step) + 12
    first = top + high / 2 - (len(words) - 1) / 2 * measures.text * LINE + measures.text * 0.35
    label = tuple(Words(MARGIN, first + n * measures.text * LINE, line) for n, line in enumerate(words))
    new = any(entry.new for entry in entries)
    return Lane(label, scale.left, scale.right, top, top + high, tuple(dots), new)


def list_of(known: Known, entries: Sequence[Entry], top: float, measures: Measures, *, gaps: bool) -> tuple[Item, ...]:
    """Return entries one under another; with `gaps`, the long times between them are told."""
    items: list[Item] = []
    before: Entry | None = None
    for entry in entries:
        gap = _gap(before, entry) if gaps else ""
        words = Words(MARGIN + measures.label, top + measures.text * 0.9, gap) if gap else None
        top += measures.text * 1.7 if gap else 0
        items.append(item_of(known, entry, (MARGIN, top), measures, gap=words))
        top, before = items[-1].bottom, entry
    return tuple(items)


def item_of(
    known: Known,
    entry: Entry,
    place: tuple[float, float],
    measures: Measures,
    *,
    right: float = 0.0,
    gap: Words | None = None,
) -> Item:
    """Return an entry's words, wrapped up to `right` (0: the picture's edge), under one another."""
    x, top = place
    text_x = x + measures.label
    room = (right or measures.width - MARGIN) - text_x
    size, step = measures.text, measures.text * LINE
    foot = top + size

    def lines(words: str, size: float = size) -> tuple[Words, ...]:
        nonlocal foot
        placed = tuple(
            Words(text_x, foot + n * step, line) for n, line in enumerate(lettering.wrapped(words, room, size))
        )
        foot += len(placed) * step
        return placed

    head = held_by(known, entry)
    held = lines(head if measures.beside else f"{entry.when} · {head}", size * 1.04)
    fact = lines(entry.fact)
    concerns = lines(f"About {about(known, entry)}") if entry.people else ()
    dates: tuple[str, ...] = ()
    if measures.beside:
        dates = lettering.wrapped(entry.when, measures.label - 2 * measures.dot - 22, size, 3)
        dates = (*dates, "new") if entry.new else dates
    when = tuple(Words(x, top + size + n * step, line) for n, line in enumerate(dates))
    bottom = max(foot, top + size + len(when) * step) - step + size * 1.35
    return Item(entry, text_x - measures.dot - 10, top + size * 0.65, when, held, fact, concerns, bottom, gap)


def _told_by(known: Known, by: By) -> list[tuple[str, list[Entry]]]:
    if by == By.PERSON:
        return [
            (person.name or EXPECTED, [entry for entry in known.entries if person.key in entry.people])
            for person in known.people
        ]
    return [
        (agency.name, [entry for entry in known.entries if agency.code in entry.agencies]) for agency in known.agencies
    ]


def held_by(known: Known, entry: Entry) -> str:
    """Return the names of the agencies that held an entry."""
    names = {agency.code: agency.name for agency in known.agencies}
    return " and ".join(names[code] for code in entry.agencies)


def about(known: Known, entry: Entry) -> str:
    """Return the names of the people whom an entry is about."""
    people = known.by_key
    return ", ".join(people[key].name or EXPECTED for key in entry.people)


def _gap(before: Entry | None, entry: Entry) -> str:
    if before is None or before.earlier:
        return ""
    weeks = (entry.on - before.on).days // WEEK
    return f"{weeks} weeks later" if weeks * WEEK >= LONG else ""


def _signs(known: Known) -> list[Sign]:
    signs = [Sign("entry", "something that happened")] if known.entries else []
    return [*signs, Sign("entry-new", "new in this stage")] if any(entry.new for entry in known.entries) else signs
