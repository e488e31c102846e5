"""The wall: what tables drew, on the room's screens, once a facilitator has released it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from drawings import layout
from drawings.codebook import CODEBOOK
from drawings.fields import IDEAS
from drawings.layout import SQUARE, WIDE, Grid
from drawings.models import Grouping
from drawings.queries.wall import Entry, shown_entries, wall_of
from live.kinds import Reading
from workshops import screens
from workshops.models import Activity, ActivityKind, Roadshow
from workshops.queries.day import day_of
from workshops.screens import View
from workshops.seen import mark_of


@dataclass(frozen=True)
class Density:
    """How a wall of up to `most` drawings is labelled: the label's height in rem, and how long words may be."""

    name: str
    most: int
    label: float
    letters: int
    picture: str


DENSITIES = (
    Density("few", 8, 2.8, 420, "large"),
    Density("some", 30, 1.5, 180, "small"),
    Density("many", 10_000, 0.0, 60, "small"),
)
IN_GROUPS = Density("many", 10_000, 0.0, 40, "small")
LARGE = Density("large", 1, 0.0, 640, "large")
# Words so long are set in letters of that size, as the stylesheet has it; longer ones in the smallest.
FITS = (16, 40, 80, 150, 260)

# Where a drawing stands of which its table has not said what it is about.
UNSAID = "Not said yet"


@dataclass(frozen=True)
class Tile:
    """A drawing as it stands on the wall. `mark` changes with everything that can be seen of it."""

    id: str
    entry: Entry
    picture: str
    words: str
    density: str

    @property
    def fit(self) -> int:
        """In which size of letters its words are set, 1 the largest."""
        return 1 + sum(len(self.words) > most for most in FITS)

    @property
    def mark(self) -> str:
        """A mark by which a page knows that it has this tile as it is."""
        return mark_of(*sorted(self.entry.said.items()), self.picture, self.density)


def connect() -> None:
    """Let screens show the wall, and lead with it while the room draws."""
    screens.register(View("wall", "The wall of drawings", draw_wall, _leads))


def draw_wall(roadshow: Roadshow, _pin: str, reading: Reading) -> SafeString:
    """Draw what is on the wall: one drawing large, or all of them, sorted as the console says."""
    found = reading.once(shown_entries, roadshow)
    wall = reading.once(wall_of, roadshow.pk)
    large = found[0] if len(found) == 1 else next((each for each in found if each.drawing.pk == wall.shown_id), None)
    token = _token(roadshow)
    turn = reading.once(day_of, roadshow).turn
    context: dict[str, Any] = {"roadshow": roadshow, "count": len(found)}
    context["turn"] = turn if turn and turn.activity.kind == ActivityKind.DRAW else None
    if large is not None:
        context |= {"tile": _tile(large, LARGE, token), "idea": _idea(large)}
    elif wall.grouping:
        context["strips"] = _strips(found, Grouping(wall.grouping), token)
        context["repeats"] = wall.grouping == Grouping.FACTOR
    elif found:
        density = _density(len(found))
        context |= {"tiles": [_tile(entry, density, token) for entry in found], "density": density.name}
        context |= _grids(len(found), density)
    return render_to_string("drawings/wall/_wall.html", context)


def _grids(count: int, density: Density) -> dict[str, Grid]:
    wide, square = (layout.arrange(count, space, label=density.label) for space in (WIDE, SQUARE))
    return {"wide": wide, "square": square}


def _density(count: int) -> Density:
    return next(density for density in DENSITIES if count <= density.most)


def _tile(entry: Entry, density: Density, token: str, *, group: str = "") -> Tile:
    drawing = entry.drawing
    picture = drawing.picture_id and reverse("screen-picture", args=[token, drawing.picture_id, density.picture])
    words = "" if picture else Truncator(entry.shows or entry.alt).chars(density.letters)
    return Tile(f"tile-{drawing.pk}{group}", entry, picture or "", words, density.name)


def _token(roadshow: Roadshow) -> str:
    """Return a token by which pictures of the wall are fetched; those of all screens open the same ones."""
    return roadshow.screens.values_list("token", flat=True)[0]


# Groups

_FACTORS = [(code.name, code.word) for code in CODEBOOK]


def groups_of(found: Sequence[Entry], grouping: Grouping) -> list[tuple[str, list[Entry]]]:
    """Return the wall's drawings by factor or idea, each with its words, empty ones left out.

    A drawing stands with every factor that its table found in it; with none, at the end.
    """
    said: Callable[[Entry], list[str]] = _factors_said if grouping == Grouping.FACTOR else _idea_said
    kinds = _FACTORS if grouping == Grouping.FACTOR else list(IDEAS)
    groups = [(words, [each for each in found if name in said(each)]) for name, words in kinds]
    groups.append((UNSAID, [each for each in found if not said(each)]))
    return [(words, within) for words, within in groups if within]


def _factors_said(entry: Entry) -> list[str]:
    return [code.name for code in entry.factors]


def _idea_said(entry: Entry) -> list[str]:
    return [entry.idea] if entry.idea else []


def _idea(entry: Entry) -> str:
    """Return an idea in words: the table's own, where it has one."""
    return entry.said.get("own-idea") or dict(IDEAS).get(entry.idea, "")


def _strips(found: Sequence[Entry], grouping: Grouping, token: str) -> list[list[dict[str, Any]]]:
    groups = groups_of(found, grouping)
    return [
        [
            {
                "words": groups[place.index][0],
                "place": place,
                "tiles": [_tile(each, IN_GROUPS, token, group=f"-{place.index}") for each in groups[place.index][1]],
            }
            for place in row
        ]
        for row in layout.strips([len(within) for _words, within in groups])
    ]


def _leads(roadshow: Roadshow, activity: Activity | None, reading: Reading) -> bool:
    """Whether the room draws, and something is on its wall."""
    drawing = activity is not None and activity.kind == ActivityKind.DRAW
    return drawing and bool(reading.once(shown_entries, roadshow))
