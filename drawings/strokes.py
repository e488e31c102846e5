"""What was done on the pad, and what that leaves on its paper: strokes, as SVG and as pixels. Pure.

The browser draws the same curves (static/js/pad/strokes.js); tests/drawings/strokes.json holds both to them.
A curve goes through the middles between its points and bends towards each point, so that it has no corners.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PIL import Image, ImageDraw

# Everything is measured in thousandths of the paper's width.
WIDTH, HEIGHT = 1000, 750
PAPER = "#ffffff"
COLOURS = {
    "black": "#1c2430",
    "red": "#c2301c",
    "yellow": "#e5a100",
    "green": "#2a7d46",
    "blue": "#1f5fbf",
    "purple": "#7b3fa0",
}
WIDTHS = (5, 11, 26)
# An eraser is a broad stroke in the paper's colour, so that a replay needs nothing else.
ERASER, ERASER_TIMES = "eraser", 2.5
TOOLS = ("pen", ERASER)
# Pressure changes the width in steps, so that a stroke is a few paths and not hundreds.
_LEVELS = 24
_SHARPER = 2  # drawn larger and then reduced, for smooth edges

Point = tuple[float, float, float]
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line on the paper: its colour as "#rrggbb", its width, and its points as x, y, pressure."""

    colour: str
    width: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a stroke that is equally wide: where it begins, and its curves as (towards, to)."""

    width: float
    start: Place
    curves: tuple[tuple[Place | None, Place], ...]


def standing(marks: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Stroke]:
    """Return the strokes that are on the paper after these marks (number, what was done), in order."""
    done = sorted(marks, key=lambda mark: mark[0])
    taken_back: set[int] = set()
    for _number, op in done:
        if "undo" in op:
            taken_back.add(op["undo"])
        elif "redo" in op:
            taken_back.discard(op["redo"])
    strokes: list[Stroke] = []
    for number, op in done:
        if number in taken_back:
            continue
        if "clear" in op:
            strokes = []
        elif "stroke" in op:
            strokes.append(_stroke(op["stroke"]))
    return strokes


def svg(strokes: Iterable[Stroke]) -> str:
    """Return the paper with its strokes as an SVG file of numbers and known colours, without styles or scripts."""
    paths = "".join(
        f'<path d="{_path(run)}" stroke="{stroke.colour}" stroke-width="{_number(run.width)}"/>'
        for stroke in strokes
        for run in runs(stroke)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{paths}</g></svg>'
    )


def raster(strokes: Iterable[Stroke], width: int) -> Image.Image:
    """Return the paper with its strokes as a picture that is `width` points wide."""
    height = width * HEIGHT // WIDTH
    larger = Image.new("RGB", (width * _SHARPER, height * _SHARPER), PAPER)
    draw = ImageDraw.Draw(larger)
    scale = width * _SHARPER / WIDTH
    # A stroke is a row of dabs so close together that its edge is smooth: Pillow's own broad lines have gaps in bends.
    for stroke in strokes:
        for run in runs(stroke):
            half = max(0.5, run.width * scale / 2)
            for x, y in _dabs(run, max(1, half / 4) / scale):
                draw.circle((round(x * scale), round(y * scale)), half, fill=stroke.colour)
    return larger.resize((width, height), Image.Resampling.LANCZOS)


def runs(stroke: Stroke) -> Iterator[Run]:
    """Return the stretches of a stroke."""
    for level, pieces in groupby(_pieces(stroke.points), key=lambda piece: piece[0]):
        curves = list(pieces)
        width = stroke.width * (0.4 + 1.2 * level / _LEVELS)
        yield Run(width, curves[0][1], tuple((towards, to) for _level, _start, towards, to in curves))


def _stroke(said: Mapping[str, Any]) -> Stroke:
    flat = said["points"]
    points = tuple(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
    if said["tool"] == ERASER:
        return Stroke(PAPER, said["width"] * ERASER_TIMES, points)
    return Stroke(COLOURS[said["colour"]], said["width"], points)


def _pieces(points: tuple[Point, ...]) -> Iterator[tuple[int, Place, Place | None, Place]]:
    """Return a stroke piece by piece: how wide, from where, bent towards which point if any, to where."""
    first, last = points[0], points[-1]
    if len(points) == 1:
        yield _level(first), first[:2], None, (first[0] + 0.1, first[1])  # A dot is a very short line.
        return
    start = first[:2]
    for n, point in enumerate(points[:-1]):
        middle = _middle(point, points[n + 1])
        yield _level(point), start, point[:2] if n else None, middle
        start = middle
    yield _level(last), start, None, last[:2]


def _level(point: Point) -> int:
    return math.floor(point[2] * _LEVELS / 1000 + 0.5)


def _middle(one: Point, two: Point) -> Place:
    return (one[0] + two[0]) / 2, (one[1] + two[1]) / 2


def _path(run: Run) -> str:
    said = [f"M{_place(run.start)}"]
    for towards, to in run.curves:
        said.append(f"Q{_place(towards)} {_place(to)}" if towards else f"L{_place(to)}")
    return "".join(said)


def _place(place: Place) -> str:
    return f"{_number(place[0])} {_number(place[1])}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _dabs(run: Run, step: float) -> Iterator[Place]:
    """Return places along a stretch, at most `step` apart."""
    start = run.start
    yield start
    for towards, to in run.curves:
        bend = towards or ((start[0] + to[0]) / 2, (start[1] + to[1]) / 2)
        steps = math.ceil((math.dist(start, bend) + math.dist(bend, to)) / step)
        for n in range(1, steps + 1):
            t = n / steps
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            yield a * start[0] + b * bend[0] + c * to[0], a * start[1] + b * bend[1] + c * to[1]
        start = to
