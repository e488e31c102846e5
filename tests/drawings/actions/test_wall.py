from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from drawings import kinds
from drawings.actions import wall
from drawings.actions.wall import NoConsentError, NotOnTheWallError, Released
from drawings.models import Drawing, Grouping, Wall
from drawings.queries.drawings import on_the_wall
from live.models import Event
from live.room import Delivery
from tests.changes import half_way
from tests.coded import handed_in, say
from tests.factories import first_table, make_roadshow
from tests.pages import frames
from workshops.actions.care import hide, show_again
from workshops.models import Roadshow
from workshops.topics import CONSOLES, EVERYBODY, SCREENS, own_table

pytestmark = pytest.mark.django_db

OWN = "table 1"
NONE = Released(0, more=0)


def waiting(roadshow: Roadshow, number: int = 1, **fields: object) -> Drawing:
    """Return a drawing that waits, and may be shown."""
    drawing = handed_in(roadshow.tables.get(number=number), **fields)  # type: ignore[arg-type]
    say(drawing, show="yes")
    return drawing


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


def only(roadshow: Roadshow) -> Drawing:
    return Drawing.objects.select_related("table__roadshow").get(table__roadshow=roadshow)


def let_wait(roadshow: Roadshow) -> None:
    waiting(roadshow)


def released(roadshow: Roadshow) -> None:
    wall.release(waiting(roadshow), actor="Ana")


def hidden(roadshow: Roadshow) -> None:
    released(roadshow)
    hide(roadshow, only(roadshow).item, actor="Ana")


@dataclass(frozen=True)
class Verb:
    """A verb, what must have happened before it, and what it tells whom."""

    name: str
    do: Callable[[Roadshow], object]
    kind: str
    topics: tuple[str, ...]
    before: Callable[[Roadshow], None]


VERBS = [
    Verb(
        "release",
        lambda room: wall.release(only(room), actor="Ana"),
        kinds.RELEASED,
        (OWN, CONSOLES, SCREENS),
        let_wait,
    ),
    Verb(
        "release all",
        lambda room: wall.release_all(room, [only(room).pk], actor="Ana"),
        kinds.RELEASED,
        (OWN, CONSOLES, SCREENS),
        let_wait,
    ),
    Verb(
        "take back",
        lambda room: wall.take_back(only(room), actor="Ana"),
        kinds.RELEASED,
        (OWN, CONSOLES, SCREENS),
        released,
    ),
    Verb(
        "show large",
        lambda room: wall.show_large(room, only(room), actor="Ana"),
        kinds.WALL,
        (CONSOLES, SCREENS),
        released,
    ),
    Verb(
        "sort",
        lambda room: wall.group_by(room, Grouping.FACTOR, actor="Ana"),
        kinds.WALL,
        (CONSOLES, SCREENS),
        released,
    ),
    Verb("hide", lambda room: hide(room, only(room).item, actor="Ana"), "item-hidden", (*EVERYBODY, OWN), released),
    Verb(
        "show again",
        lambda room: show_again(room, only(room).item, actor="Ana"),
        "item-shown",
        (*EVERYBODY, OWN),
        hidden,
    ),
]
each = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)


def told(roadshow: Roadshow, topics: tuple[str, ...]) -> list[str]:
    own = own_table(first_table(roadshow).pk)
    return [own if topic == OWN else topic for topic in topics]


@each
def test_it_is_told_once_to_those_whom_it_concerns_and_drawn_for_each(
    roadshow: Roadshow,
    verb: Verb,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    verb.before(roadshow)
    with django_capture_on_commit_callbacks(execute=True):
        verb.do(roadshow)
        assert delivered == [], "told before the commit"
    (push,) = delivered
    assert list(frames(push)) == told(roadshow, verb.topics)
    assert all(frames(push).values())
    newest = Event.objects.filter(log=roadshow.log_id).order_by("seq").last()
    assert newest is not None
    assert (newest.kind, newest.actor) == (verb.kind, "Ana")


@each
def test_half_way_nothing_is_told_and_nothing_is_changed(
    roadshow: Roadshow,
    verb: Verb,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    verb.before(roadshow)
    before = state(roadshow)
    with django_capture_on_commit_callbacks(execute=True):
        half_way(verb.do, roadshow)
    assert (delivered, state(roadshow)) == ([], before)


def state(roadshow: Roadshow) -> list[object]:
    walls = list(Wall.objects.values_list("shown", "grouping"))
    hidden = list(roadshow.hidings.values_list("item", "shown_at"))
    return [list(Drawing.objects.values_list("released_at", "released_by")), walls, hidden]


# Release


def test_nothing_is_on_the_wall_before_it_is_released(roadshow: Roadshow) -> None:
    drawing = waiting(roadshow)
    before = on_the_wall(roadshow)
    assert wall.release(drawing, actor="Ana")
    drawing.refresh_from_db()
    assert (before, on_the_wall(roadshow), drawing.released_by) == ([], [drawing], "Ana")


def test_without_consent_nothing_is_released_by_either_press(roadshow: Roadshow) -> None:
    drawing = handed_in(first_table(roadshow))
    with pytest.raises(NoConsentError):
        wall.release(drawing, actor="Ana")
    assert wall.release_all(roadshow, [drawing.pk], actor="Ana") == NONE
    assert on_the_wall(roadshow) == []


def test_consent_taken_back_takes_it_off_and_given_again_brings_it_back(roadshow: Roadshow) -> None:
    drawing = waiting(roadshow)
    wall.release(drawing, actor="Ana")
    say(drawing, show="")
    without = on_the_wall(roadshow)
    say(drawing, show="yes")
    assert (without, on_the_wall(roadshow)) == ([], [drawing])


def test_a_second_press_changes_nothing_and_is_not_told(roadshow: Roadshow) -> None:
    drawing = waiting(roadshow)
    wall.release(drawing, actor="Ana")
    before = state(roadshow), Event.objects.count()
    assert not wall.release(drawing, actor="Ben")
    assert (state(roadshow), Event.objects.count()) == before


@pytest.mark.parametrize("gone", ["withdrawn", "hidden", "not handed in"])
def test_what_is_gone_meanwhile_is_not_released(roadshow: Roadshow, gone: str) -> None:
    drawing = waiting(roadshow)
    if gone == "withdrawn":
        Drawing.objects.update(withdrawn_at=timezone.now())
    elif gone == "hidden":
        hide(roadshow, drawing.item, actor="Ben")
    else:
        Drawing.objects.update(handed_in_at=None)
    assert not wall.release(drawing, actor="Ana")
    assert wall.release_all(roadshow, [drawing.pk], actor="Ana") == NONE
    assert on_the_wall(roadshow) == []


def test_all_are_released_in_one_event_which_every_table_hears_that_has_one(
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    drawings = [waiting(roadshow, number) for number in (1, 2, 2)]
    not_shown = handed_in(first_table(roadshow), title="Not to be shown")
    others = waiting(make_roadshow())
    seen = [each.pk for each in (*drawings, not_shown, others)]
    with django_capture_on_commit_callbacks(execute=True):
        assert wall.release_all(roadshow, seen, actor="Ana") == Released(3, more=0)
    (push,) = delivered
    own = [own_table(table.pk) for table in roadshow.tables.all()]
    assert list(frames(push)) == [*own, CONSOLES, SCREENS]
    assert on_the_wall(roadshow) == drawings


def test_what_came_in_since_somebody_looked_waits_and_is_counted(roadshow: Roadshow) -> None:
    seen = [waiting(roadshow, number) for number in (1, 2)]
    waiting(roadshow)
    handed_in(first_table(roadshow), title="Not to be shown")
    released = wall.release_all(roadshow, [each.pk for each in seen], actor="Ana")
    assert (released, on_the_wall(roadshow)) == (Released(2, more=1), seen)


def test_what_is_taken_back_waits_again(roadshow: Roadshow) -> None:
    released(roadshow)
    drawing = only(roadshow)
    assert wall.take_back(drawing, actor="Ana")
    assert not wall.take_back(drawing, actor="Ana")
    before = on_the_wall(roadshow)
    assert (before, wall.release_all(roadshow, [drawing.pk], actor="Ana").count) == ([], 1)


# How it shows


def shows(roadshow: Roadshow) -> tuple[int | None, str]:
    found = Wall.objects.get(roadshow=roadshow)
    return found.shown_id, found.grouping


def test_one_is_shown_large_and_then_all_again_sorted_as_before(roadshow: Roadshow) -> None:
    released(roadshow)
    drawing = only(roadshow)
    wall.group_by(roadshow, Grouping.IDEA, actor="Ana")
    wall.show_large(roadshow, drawing, actor="Ana")
    large = shows(roadshow)
    wall.show_large(roadshow, None, actor="Ana")
    assert (large, shows(roadshow)) == ((drawing.pk, "idea"), (None, "idea"))


def test_sorting_shows_all_again(roadshow: Roadshow) -> None:
    released(roadshow)
    wall.show_large(roadshow, only(roadshow), actor="Ana")
    wall.group_by(roadshow, Grouping.FACTOR, actor="Ana")
    assert shows(roadshow) == (None, "factor")


def test_what_is_not_on_the_wall_is_not_shown_large(roadshow: Roadshow) -> None:
    drawing = waiting(roadshow)
    with pytest.raises(NotOnTheWallError):
        wall.show_large(roadshow, drawing, actor="Ana")
    assert not Wall.objects.exists()


def test_what_was_taken_back_is_not_large_when_it_comes_again(roadshow: Roadshow) -> None:
    released(roadshow)
    wall.show_large(roadshow, only(roadshow), actor="Ana")
    wall.take_back(only(roadshow), actor="Ana")
    wall.release(only(roadshow), actor="Ana")
    assert shows(roadshow) == (None, "")
