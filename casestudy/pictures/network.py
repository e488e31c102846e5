"""The network: the family in the middle, the services round it, and a line for whoever has met whom.

After Hartman's ecomap. A line is as thick as there were contacts, and from two on it has the number written on it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casestudy.pictures import lettering
from casestudy.pictures.known import EXPECTED, Agency, Known, Person
from casestudy.pictures.legend import SIGN, Legend, Sign, legend
from casestudy.pictures.outline import Box
from casestudy.pictures.ring import ROUND, Card, Point, on_frame, on_ring, turned
from casestudy.pictures.signs import SYMBOLS
from casestudy.pictures.ways import Way, along, bent

HALF = 20.0
MARGIN = 14.0
LINE = 1.15
THIN, THICKER, THICKEST = 2.0, 1.75, 9.0
# Where on its way from the agency a line has its number: the first place that is free.
# Numbers keep this far apart, from middle to middle.
NUMBER = 24.0
ALONG = (0.3, 0.4, 0.5, 0.22, 0.6, 0.7)


@dataclass(frozen=True)
class Measures:
    """Sizes of the parts, and of the ways between them. `flat`: how much wider than high the family is at first.

    `growth`: how a ring grows while there is no room on it; `power`: how much of a rectangle a ring of many is
    (see `ring`); with a `frame` they stand along its sides.
    """

    text: float = 16.0
    card: float = 122.0
    card_lines: int = 4
    least_card: float = 56.0
    gap: float = 11.0
    person: float = 114.0
    flat: float = 0.95
    power: float = 3.2
    way: tuple[float, float] = (24.0, 32.0)
    growth: tuple[float, float] = (1.024, 1.036)
    frame: tuple[float, float] | None = None


TABLE = Measures()
# Low, and out to the edges, so that its text is large from afar.
SCREEN = Measures(
    text=18.0,
    card=204.0,
    card_lines=2,
    least_card=47.0,
    gap=5.0,
    person=130.0,
    flat=1.6,
    way=(30.0, 14.0),
    growth=(1.04, 1.04),
    frame=(1000.0, 464.0),
)
# So many cards stand better along sides than on a circle.
MANY = 8


@dataclass(frozen=True)
class Words:
    """A line of words; `x` is its middle, `y` its foot."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Member:
    """Somebody of the family: a symbol with the name under it."""

    person: Person
    shape: str
    x: float
    y: float
    name: tuple[Words, ...]
    box: Box

    @property
    def under(self) -> Box:
        """The ground of the name, where the press cannot put any round letters."""
        return Box(self.box.left, self.y + HALF + 3, self.box.right, self.box.bottom)


@dataclass(frozen=True)
class Service:
    """An agency on the ring. `new`: all of its contacts belong to the newest stage."""

    agency: Agency
    box: Box
    name: tuple[Words, ...]
    new: bool


@dataclass(frozen=True)
class Contact:
    """The line from an agency to somebody, round whoever stands in between, with where its number is written.

    `bend`: the point towards which the line leans; `fresh`: how many of the contacts belong to the newest stage.
    """

    agency: Agency
    person: Person
    start: Point
    bend: Point
    end: Point
    count: int
    fresh: int
    number: Point

    @property
    def thickness(self) -> float:
        """How thick the line is, in units."""
        return min(THIN + THICKER * (self.count - 1), THICKEST)


@dataclass(frozen=True)
class Network:
    """The whole picture, ready to draw."""

    width: float
    height: float
    text: float
    half: float
    family: Box
    members: tuple[Member, ...]
    services: tuple[Service, ...]
    contacts: tuple[Contact, ...]
    legend: Legend


def network(known: Known, measures: Measures = TABLE) -> Network:
    """Return the picture of who has met whom. Nobody known gives an empty one."""
    counts, fresh = contacts(known)
    at, rooms, inner = _family(known, measures)
    cards = {agency.code: _card(agency, measures) for agency in known.agencies}
    wishes = {agency.code: _angle(agency, counts, at) for agency in known.agencies}
    ring = _services(wishes, inner, rooms, {code: size for code, (size, _lines) in cards.items()}, measures)
    boxes = {code: _box(ring[code], cards[code][0], measures.gap) for code in ring}
    everything = [*boxes.values(), inner]
    left, top = min(box.left for box in everything) - MARGIN, min(box.top for box in everything) - MARGIN
    right, bottom = max(box.right for box in everything) + MARGIN, max(box.bottom for box in everything) + MARGIN

    def moved(box: Box) -> Box:
        return Box(box.left - left, box.top - top, box.right - left, box.bottom - top)

    members = tuple(_member(p, (at[p.key][0] - left, at[p.key][1] - top), measures) for p in known.people)
    services = tuple(
        _service(agency, moved(boxes[agency.code]), cards[agency.code][1], measures, _is_new(agency, counts, fresh))
        for agency in known.agencies
    )
    lines = _lines(members, services, moved(inner), counts, fresh)
    signs = legend(
        _signs(known, lines, measures), left=MARGIN, top=bottom - top, right=right - left, size=measures.text
    )
    return Network(
        right - left, signs.bottom + 6, measures.text, HALF, moved(inner), members, services, tuple(lines), signs
    )


Pairs = Mapping[tuple[str, str], int]


def contacts(known: Known) -> tuple[Pairs, Pairs]:
    """Return how often each agency has met each person, and how often of that in the newest stage."""
    every = [(code, key, entry.new) for entry in known.entries for code in entry.agencies for key in entry.people]
    return (
        Counter((code, key) for code, key, _new in every),
        Counter((code, key) for code, key, new in every if new),
    )


def _is_new(agency: Agency, counts: Pairs, fresh: Pairs) -> bool:
    return all(fresh.get(pair) == count for pair, count in counts.items() if pair[0] == agency.code)


def _family(known: Known, measures: Measures) -> tuple[dict[str, Point], list[Box], Box]:
    """Return where everybody stands round the middle, the room of each, and that of the family."""
    words = max((len(_name(person, measures)) for person in known.people), default=1)
    high = 2 * HALF + words * measures.text * LINE + 14
    cards = [Card(measures.person, high) for _ in known.people]
    places = (
        on_ring(cards, (high * 0.6 * measures.flat, high * 0.6), measures.growth) if len(cards) > 1 else [(0.0, 0.0)]
    )
    at = {person.key: place for person, place in zip(known.people, places, strict=False)}
    across = max((abs(x) for x, _y in places), default=0.0) + measures.person / 2 + 10
    up = max((abs(y) for _x, y in places), default=0.0) + high / 2 + 6
    half = measures.person / 2
    rooms = [Box(x - half, y - high / 2, x + half, y + high / 2) for x, y in at.values()]
    return at, rooms, Box(-across, -up, across, up)


def _card(agency: Agency, measures: Measures) -> tuple[Card, tuple[str, ...]]:
    """Return the size of an agency's card with the gap round it, and the lines on it."""
    lines = lettering.wrapped(agency.name, measures.card - 16, measures.text, measures.card_lines)
    high = max(measures.least_card, len(lines) * measures.text * LINE + 6)
    return Card(measures.card + measures.gap, high + measures.gap), lines


def _box(place: Point, card: Card, gap: float) -> Box:
    half_width, half_height = (card.width - gap) / 2, (card.height - gap) / 2
    return Box(place[0] - half_width, place[1] - half_height, place[0] + half_width, place[1] + half_height)


def _services(
    wishes: Mapping[str, float], inner: Box, rooms: Sequence[Box], sizes: Mapping[str, Card], measures: Measures
) -> dict[str, Point]:
    """Return where each agency stands, near the angle that it wishes: the side of the people whom it has met."""
    ordered = sorted(wishes, key=lambda code: (wishes[code] + math.pi / 2) % (2 * math.pi))
    tallest = max((card.height for card in sizes.values()), default=0.0)
    least = (inner.right + measures.card / 2 + measures.way[0], inner.bottom + tallest / 2 + measures.way[1])
    if measures.frame and len(ordered) > MANY:
        card = Card(measures.card + measures.gap, tallest)
        frame = (max(measures.frame[0], 2 * least[0] + card.width), max(measures.frame[1], 2 * least[1] + card.height))
        places = on_frame(len(ordered), card, frame)
        ordered = _moved_on(ordered, turned([wishes[code] for code in ordered], places))
    else:
        power = measures.power if len(ordered) > MANY else ROUND
        first = on_ring([sizes[code] for code in ordered], least, measures.growth, power, rooms)
        ordered = _moved_on(ordered, turned([wishes[code] for code in ordered], first))
        places = on_ring([sizes[code] for code in ordered], least, measures.growth, power, rooms)
    return dict(zip(ordered, places, strict=True))


def _moved_on(codes: list[str], by: int) -> list[str]:
    """Return codes so that each comes `by` places later, the last ones first."""
    return [codes[(n - by) % len(codes)] for n in range(len(codes))]


def _angle(agency: Agency, counts: Pairs, at: Mapping[str, Point]) -> float:
    met = [(at[key], count) for (code, key), count in counts.items() if code == agency.code and key in at]
    return math.atan2(sum(y * n for (_x, y), n in met), sum(x * n for (x, _y), n in met))


def _name(person: Person, measures: Measures) -> tuple[str, ...]:
    name = EXPECTED if person.expected else person.name
    return lettering.wrapped(name, measures.person - 4, measures.text, 2)


def _member(person: Person, place: Point, measures: Measures) -> Member:
    lines = _name(person, measures)
    x, y = place[0], place[1] - len(lines) * measures.text * LINE / 2
    foot = y + HALF + measures.text * LINE
    name = tuple(Words(x, foot + n * measures.text * LINE, line) for n, line in enumerate(lines))
    half = max(HALF, max((lettering.width(line, measures.text) for line in lines), default=0.0) / 2)
    box = Box(x - half, y - HALF, x + half, name[-1].y + 6 if name else y + HALF)
    return Member(person, "pregnancy" if person.expected else person.symbol.value, x, y, name, box)


def _service(agency: Agency, box: Box, lines: Sequence[str], measures: Measures, new: bool) -> Service:  # noqa: FBT001
    first = (box.top + box.bottom) / 2 - (len(lines) - 1) / 2 * measures.text * LINE + measures.text * 0.35
    name = tuple(
        Words((box.left + box.right) / 2, first + n * measures.text * LINE, line) for n, line in enumerate(lines)
    )
    return Service(agency, box, name, new)


def _lines(
    members: Sequence[Member], services: Sequence[Service], family: Box, counts: Pairs, fresh: Pairs
) -> list[Contact]:
    """Return the lines, the thinnest first, so that thick ones do not lie under them."""
    drawn: list[Contact] = []
    taken: list[Point] = []
    heart = _middle(family)
    boxes = [*(member.box for member in members), *(service.box for service in services)]
    for service in services:
        start = _edge_of_box(service.box, heart)
        for member in members:
            pair = (service.agency.code, member.person.key)
            if pair not in counts:
                continue
            others = [box for box in boxes if box not in (member.box, service.box)]
            way = bent(start, (member.x, member.y), others)
            end = _edge_of_circle((member.x, member.y), way[1])
            number = _free((start, way[1], end), taken) if counts[pair] > 1 else start
            taken += [number] if counts[pair] > 1 else []
            drawn.append(
                Contact(service.agency, member.person, start, way[1], end, counts[pair], fresh.get(pair, 0), number)
            )
    return sorted(drawn, key=lambda contact: (contact.count, contact.fresh))


def _edge_of_circle(middle: Point, towards: Point) -> Point:
    away = math.dist(middle, towards) or 1.0
    part = (HALF + 3) / away
    return middle[0] + (towards[0] - middle[0]) * part, middle[1] + (towards[1] - middle[1]) * part


def _edge_of_box(box: Box, towards: Point) -> Point:
    middle = _middle(box)
    across, up = towards[0] - middle[0], towards[1] - middle[1]
    parts = [box.width / 2 / abs(across) if across else math.inf, box.height / 2 / abs(up) if up else math.inf]
    part = min(*parts, 1.0)
    return middle[0] + across * part, middle[1] + up * part


def _middle(box: Box) -> Point:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _free(way: Way, taken: Sequence[Point]) -> Point:
    """Return the first place along a line where its number stands on no other."""
    places = [along(way, part) for part in ALONG]
    return next((place for place in places if all(math.dist(place, t) > NUMBER for t in taken)), places[0])


def _signs(known: Known, lines: Sequence[Contact], measures: Measures) -> list[Sign]:
    """Return the signs in use; from afar only those of lines, for the family's picture explains the others."""
    signs: list[Sign] = []
    if measures.frame is None:
        used = {person.symbol for person in known.people if not person.expected}
        signs = [Sign(symbol.value, words) for symbol, words in SYMBOLS.items() if symbol in used]
        signs += [Sign("pregnancy", "pregnancy")] if any(person.expected for person in known.people) else []
    if lines:
        signs.append(Sign("contact-line", "one contact", f"M0 0 H{SIGN:.0f}"))
    if any(line.count > 1 for line in lines):
        signs.append(Sign("contact", "this many contacts"))
    if any(line.fresh for line in lines):
        signs.append(Sign("contact-new", "with a new contact", f"M0 0 H{SIGN:.0f}"))
    return signs
