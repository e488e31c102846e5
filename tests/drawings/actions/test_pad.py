from __future__ import annotations

import pytest

from drawings.actions import pad
from drawings.actions.drawings import MOST, DrawingClosedError, TooManyError, hand_in, withdraw
from drawings.actions.pad import FullError, NotYoursError, OtherMarkError, put_marks
from drawings.models import Drawing, DrawingKind, Mark
from tests.drawings.drawn import begun, device_at, drawn, stroke
from tests.factories import first_table, make_activity, make_roadshow, start
from workshops.actions.hold import freeze, resume
from workshops.models import ActivityKind, Device, Roadshow
from workshops.tokens import new_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return device_at(first_table(roadshow))


def numbers(drawing: Drawing) -> list[int]:
    return list(drawing.marks.values_list("number", flat=True))


def test_marks_are_stored_once_however_often_they_are_sent(device: Device) -> None:
    drawing = begun(device)
    marks = {1: stroke(), 2: {"undo": 1}}
    assert [put_marks(device, key=drawing.key, marks=marks).new for _ in range(2)] == [2, 0]
    put = put_marks(device, key=drawing.key, marks={2: {"undo": 1}, 3: stroke(7)})
    assert (put.new, put.last, numbers(drawing)) == (1, 3, [1, 2, 3])
    assert drawing.marks.get(number=3).op == stroke(7)


def test_a_drawing_that_nobody_began_is_begun_by_its_marks(device: Device) -> None:
    key = new_token()
    drawing = put_marks(device, key=key, marks={1: stroke()}).drawing
    assert (drawing.key, drawing.kind, drawing.device, drawing.number) == (key, DrawingKind.PAD, device, 1)


def test_another_mark_of_the_same_number_is_refused_with_the_last_number_and_nothing_is_stored(device: Device) -> None:
    drawing = drawn(device)
    with pytest.raises(OtherMarkError) as refusal:
        put_marks(device, key=drawing.key, marks={1: stroke(7), 2: stroke()})
    assert (refusal.value.last, numbers(drawing)) == (1, [1])


def test_only_the_device_that_began_it_draws_on_it(device: Device) -> None:
    drawing = drawn(device)
    with pytest.raises(NotYoursError):
        put_marks(device_at(device.table), key=drawing.key, marks={2: stroke()})
    assert numbers(drawing) == [1]


@pytest.mark.parametrize("kind", [DrawingKind.WORDS, DrawingKind.PHOTO])
def test_there_is_no_paper_in_a_drawing_of_another_kind(device: Device, kind: DrawingKind) -> None:
    with pytest.raises(NotYoursError):
        put_marks(device, key=begun(device, kind).key, marks={1: stroke()})


def test_the_same_key_at_another_table_is_another_drawing(device: Device, roadshow: Roadshow) -> None:
    drawing = drawn(device)
    other = put_marks(device_at(roadshow.tables.get(number=2)), key=drawing.key, marks={1: stroke()}).drawing
    assert other.pk != drawing.pk


def test_what_was_handed_in_or_withdrawn_takes_no_more_marks_and_says_so(device: Device) -> None:
    for verb, words in ((hand_in, "handed in"), (withdraw, "withdrawn")):
        drawing = drawn(device)
        verb(drawing, actor="Table 1")
        with pytest.raises(DrawingClosedError, match=words):
            put_marks(device, key=drawing.key, marks={2: stroke()})
        # An answer that was lost on its way is given again.
        assert put_marks(device, key=drawing.key, marks={1: stroke()}).new == 0


def test_a_room_that_is_held_takes_marks_when_it_goes_on(device: Device, roadshow: Roadshow) -> None:
    drawing = drawn(device)
    freeze(roadshow, actor="Ana")
    with pytest.raises(DrawingClosedError) as refusal:
        put_marks(device, key=drawing.key, marks={2: stroke()})
    assert refusal.value.held
    resume(roadshow, actor="Ana")
    assert put_marks(device, key=drawing.key, marks={2: stroke()}).new == 1


def test_once_something_else_has_the_room_nothing_is_drawn_any_more(device: Device, roadshow: Roadshow) -> None:
    start(make_activity(roadshow, kind=ActivityKind.DRAW))
    drawing = drawn(device)
    start(make_activity(roadshow))
    with pytest.raises(DrawingClosedError, match="went on") as refusal:
        put_marks(device, key=drawing.key, marks={2: stroke()})
    assert not refusal.value.held


def test_a_paper_holds_so_many_marks(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pad, "MOST_MARKS", 2)
    drawing = drawn(device)
    put_marks(device, key=drawing.key, marks={2: stroke()})
    with pytest.raises(FullError):
        put_marks(device, key=drawing.key, marks={3: stroke()})
    assert numbers(drawing) == [1, 2]


def test_a_paper_holds_so_many_characters(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = drawn(device)
    monkeypatch.setattr(pad, "MOST_CHARACTERS", 200)
    with pytest.raises(FullError):
        put_marks(device, key=drawing.key, marks={2: stroke(points=[1, 2, 500] * 50)})
    assert numbers(drawing) == [1]


def test_a_table_that_began_as_many_as_it_may_begins_no_other_by_a_mark(device: Device) -> None:
    for _ in range(MOST):
        begun(device)
    with pytest.raises(TooManyError):
        put_marks(device, key=new_token(), marks={1: stroke()})
    assert not Mark.objects.exists()
