from __future__ import annotations

from itertools import combinations

import pytest

from casestudy.pictures.genogram import HALF, SCREEN, TABLE, Genogram, Measures, genogram
from casestudy.pictures.kinship import unions_of
from casestudy.pictures.known import Known
from tests.casestudy.pictures.families import (
    ALONE_WITH_CARERS,
    CYCLE,
    EXPECTED,
    NAMED,
    NOBODY,
    THREE_PARTNERS,
    made_up,
)

FAMILIES = [*NAMED.values(), *map(made_up, range(60))]
IDS = [*NAMED, *(f"made up {n}" for n in range(60))]
any_family = pytest.mark.parametrize("known", FAMILIES, ids=IDS)


def places(picture: Genogram) -> dict[str, tuple[float, float]]:
    return {symbol.person.key: (symbol.x, symbol.y) for symbol in picture.symbols}


@any_family
@pytest.mark.parametrize("measures", [TABLE, SCREEN], ids=["table", "screen"])
def test_nobody_stands_on_anybody_and_everybody_is_inside(known: Known, measures: Measures) -> None:
    picture = genogram(known, measures)
    assert sorted(places(picture)) == sorted(person.key for person in known.people)
    boxes = [symbol.box for symbol in picture.symbols]
    assert [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])] == []
    assert all(box.left >= 0 and box.right <= picture.width and box.bottom <= picture.height for box in boxes)


@any_family
def test_every_line_ends_at_a_symbol_or_where_a_couples_children_leave_it(known: Known) -> None:
    picture = genogram(known)
    edges = [(x, y, HALF + 0.1) for x, y in places(picture).values()]
    for stroke in picture.strokes:
        (x, y) = stroke.ends[1]
        assert any(abs(x - sx) <= half and abs(y - sy) <= half for sx, sy, half in edges), stroke
        if stroke.kind != "child":
            x, y = stroke.ends[0]
            assert any(abs(x - sx) <= half and abs(y - sy) <= half for sx, sy, half in edges), stroke


# In a circle nobody is below everybody.
@pytest.mark.parametrize("known", [known for known in FAMILIES if known is not CYCLE])
def test_children_stand_below_their_parents(known: Known) -> None:
    where = places(genogram(known))
    for union in unions_of(known):
        assert all(where[child][1] > where[parent][1] for child in union.children for parent in union.parents)


def test_children_stand_left_to_right_the_eldest_first_under_each_of_three_partners() -> None:
    where = places(genogram(THREE_PARTNERS))
    assert [key for key, _ in sorted(where.items(), key=lambda at: at[1]) if key in {"eve", "tom", "bo"}] == [
        "eve",
        "tom",
        "bo",
    ]
    row = sorted((where[key][0], key) for key in ("ron", "leo", "kit", "cal"))
    assert [key for _x, key in row] == ["ron", "leo", "kit", "cal"]


@pytest.mark.parametrize("seed", range(60))
def test_brothers_and_sisters_stand_in_order_of_age(seed: int) -> None:
    known = made_up(seed)
    where = places(genogram(known))
    for union in unions_of(known):
        xs = [where[child][0] for child in union.children]
        assert xs == sorted(xs)


def test_what_stands_in_and_round_a_symbol() -> None:
    symbols = {symbol.person.key: symbol for symbol in genogram(THREE_PARTNERS).symbols}
    told = {
        key: (s.shape, s.age, [line.words for line in s.born], [line.words for line in s.died])
        for key, s in symbols.items()
    }
    assert told["kit"] == ("female", "27", ["14 Mar", "1998"], [])
    assert told["ron"] == ("male", "~30", ["1996"], [])
    assert told["bo"] == ("male", "20 wk", ["22 Sep", "2025"], ["11 Feb", "2026"])
    assert symbols["bo"].name[-1].words == "new"


def test_an_expected_child_has_neither_name_nor_age_nor_date() -> None:
    (baby,) = [symbol for symbol in genogram(EXPECTED).symbols if symbol.person.key == "baby"]
    assert (baby.shape, baby.age, baby.born, [line.words for line in baby.name]) == (
        "pregnancy",
        "",
        (),
        ["Expected baby"],
    )


def test_the_legend_explains_the_signs_in_use_and_no_others() -> None:
    def words(known: Known) -> list[str]:
        return [placed.sign.words for placed in genogram(known).legend.signs]

    assert words(ALONE_WITH_CARERS) == [
        "man or boy",
        "woman or girl",
        "another gender",
        "pet",
        "about",
        "live together",
    ]
    assert {"abuse", "hostile", "died", "married, now apart", "new in this stage"} <= set(words(THREE_PARTNERS))
    assert words(NOBODY) == []


@any_family
def test_a_home_is_round_those_who_live_there_and_nobody_else(known: Known) -> None:
    for home in genogram(known).homes:
        assert home.paths != ()
    picture = genogram(known)
    for home in picture.homes:
        for symbol in picture.symbols:
            inside = sum(_is_inside(path, symbol.x, symbol.y) for path in home.paths) % 2 == 1
            assert inside == (symbol.person.key in home.household.people)


def _is_inside(path: str, x: float, y: float) -> bool:
    """Whether a point is inside a closed path: a level ray from it crosses the path an odd number of times."""
    numbers = [float(part.lstrip("MLQ")) for part in path.removesuffix(" Z").split()]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    crossings = 0
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1
