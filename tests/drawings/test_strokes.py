from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from drawings.forms.marks import MOST_POINTS
from drawings.strokes import COLOURS, HEIGHT, WIDTH, WIDTHS, Stroke, raster, standing, svg

CASES = json.loads((Path(__file__).parent / "strokes.json").read_text())
SCRIPT = Path("static/js/pad/strokes.js").read_text()
PATH = re.compile(r'<path d="([^"]*)" stroke="([^"]*)" stroke-width="([^"]*)"/>')


def after(marks: list[dict[str, Any]]) -> list[Stroke]:
    return standing((mark["number"], mark["op"]) for mark in marks)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_same_marks_are_the_same_curves_here_and_in_the_browser(case: dict[str, Any]) -> None:
    paths = [[colour, width, path] for path, colour, width in PATH.findall(svg(after(case["marks"])))]
    assert paths == case["paths"]


def test_colours_and_limits_are_those_of_the_browser() -> None:
    assert dict(re.findall(r'  (\w+): "(#\w{6})"', SCRIPT)) == COLOURS
    assert (f"WIDTH = {WIDTH};" in SCRIPT, f"HEIGHT = {HEIGHT};" in SCRIPT) == (True, True)
    assert f"MOST_POINTS = {MOST_POINTS:_};" in SCRIPT


def test_an_svg_is_a_file_of_its_own_without_styles_and_scripts() -> None:
    drawn = svg(after(CASES[3]["marks"]))
    root = ET.fromstring(drawn)  # noqa: S314 -- ours
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "rect", "g", "path"}
    assert "style" not in drawn


def test_nothing_drawn_is_an_empty_paper() -> None:
    assert PATH.findall(svg([])) == []
    assert raster([], 100).getcolors() == [(100 * 75, (255, 255, 255))]


def test_a_picture_shows_a_stroke_where_it_is_and_as_wide_as_it_is() -> None:
    across = Stroke(COLOURS["red"], 100, ((100, 300, 500), (900, 300, 500)))
    picture = raster([across], 1000)
    assert picture.size == (1000, 750)
    red, white = (194, 48, 28), (255, 255, 255)
    places = [(500, 300), (500, 255), (500, 345), (55, 300), (500, 245), (500, 355), (45, 300)]
    assert [picture.getpixel(place) for place in places] == [red] * 4 + [white] * 3


def test_an_eraser_shows_in_a_picture_too() -> None:
    across = {"tool": "pen", "colour": "black", "width": 26, "points": [100, 300, 500, 900, 300, 500]}
    down = {"tool": "eraser", "colour": "black", "width": 26, "points": [500, 100, 500, 500, 600, 500]}
    picture = raster(standing([(1, {"stroke": across}), (2, {"stroke": down})]), 1000)
    assert picture.getpixel((500, 300)) == (255, 255, 255)
    assert picture.getpixel((300, 300)) == (28, 36, 48)


def test_a_busy_drawing_of_2000_strokes_becomes_a_picture_in_seconds() -> None:
    points = tuple((100.0 + 5 * n, 100.0 + n * n % 37, 500.0) for n in range(40))
    began = time.process_time()
    raster([Stroke(COLOURS["blue"], WIDTHS[1], points)] * 2_000, 1_600)
    assert time.process_time() - began < 20
