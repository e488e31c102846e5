from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from drawings import strokes as pad_strokes
from drawings.actions.drawings import (
    MOST,
    DrawingClosedError,
    NothingThereError,
    TooManyError,
    begin,
    hand_in,
    withdraw,
)
from drawings.actions.pad import put_marks
from drawings.kinds import BEGUN, HANDED_IN, WITHDRAWN
from drawings.models import Drawing, DrawingKind
from live.models import Event, Frame
from live.room import Delivery
from tests.changes import PowerCutError, half_way
from tests.coded import say
from tests.drawings.drawn import begun, device_at, drawn, stroke
from tests.factories import first_table, make_activity, make_roadshow, start
from tests.pages import frames
from workshops.actions.hold import freeze
from workshops.models import ActivityKind, Device, Roadshow
from workshops.tokens import new_token
from workshops.topics import CONSOLES, SCREENS, own_table

pytestmark = pytest.mark.django_db
KEY = "a" * 22


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow()


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return device_at(first_table(roadshow))


@pytest.fixture
def drawing(device: Device) -> Drawing:
    return drawn(device)


def draw_time(roadshow: Roadshow) -> None:
    start(make_activity(roadshow, kind=ActivityKind.DRAW))


def over(roadshow: Roadshow) -> None:
    draw_time(roadshow)
    start(make_activity(roadshow))


# Whom it is told to


Verb = Callable[[Drawing], object]
VERBS: list[tuple[Verb, str, tuple[str, ...]]] = [
    (lambda drawing: begin(drawing.device, key=KEY, kind=DrawingKind.WORDS), BEGUN, ()),  # type: ignore[arg-type]
    (lambda drawing: hand_in(drawing, actor="Table 1"), HANDED_IN, (CONSOLES,)),
    (lambda drawing: withdraw(drawing, actor="Table 1"), WITHDRAWN, (CONSOLES, SCREENS)),
]


@pytest.mark.parametrize(("verb", "kind", "topics"), VERBS)
def test_each_is_told_once_to_the_table_and_to_whom_it_concerns(
    verb: Verb, kind: str, topics: tuple[str, ...], drawing: Drawing
) -> None:
    for _ in range(2):
        verb(drawing)
    event = Event.objects.get(kind=kind, payload__number__gt=0 if kind != BEGUN else 1)
    told = set(Frame.objects.filter(event=event).values_list("topic", flat=True))
    assert told == {own_table(drawing.table_id), *topics}


@pytest.mark.parametrize("verb", [verb for verb, _kind, _topics in VERBS])
def test_half_way_nothing_happened_and_nobody_hears(
    verb: Verb,
    drawing: Drawing,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = Event.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        half_way(lambda _roadshow: verb(drawing), drawing.table.roadshow)
    assert (delivered, Event.objects.count(), Drawing.objects.count()) == ([], before, 1)
    stands = Drawing.objects.get()
    assert (stands.handed_in_at, stands.withdrawn_at, stands.picture) == (None, None, None)


@pytest.mark.parametrize("fails", [False, True])
def test_where_it_cannot_be_told_that_it_was_handed_in_no_picture_is_left_behind(
    drawing: Drawing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PowerCutError

    if fails:
        monkeypatch.setattr("drawings.actions.drawings.announce", fail)
        with pytest.raises(PowerCutError):
            hand_in(drawing, actor="Table 1")
    else:
        hand_in(drawing, actor="Table 1")
    assert len(list(tmp_path.rglob("*.jpg"))) == (0 if fails else 2)


def test_the_table_is_shown_what_became_of_it(
    drawing: Drawing, delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(drawing, actor="Table 1")
    (push,) = delivered
    assert 'data-state="handed-in"' in frames(push)[own_table(drawing.table_id)]


# Beginning


def test_begun_twice_is_begun_once_and_drawings_are_numbered_at_their_table(device: Device) -> None:
    one, again, two = (begin(device, key=key, kind=DrawingKind.PAD) for key in (KEY, KEY, new_token()))
    assert (one.pk, one.number, two.number) == (again.pk, 1, 2)


def test_a_table_begins_so_many_and_no_more(device: Device) -> None:
    first, *_others = [begun(device) for _ in range(MOST)]
    with pytest.raises(TooManyError):
        begun(device)
    assert begin(device, key=first.key, kind=DrawingKind.PAD) == first


@pytest.mark.parametrize("meanwhile", [over, lambda roadshow: freeze(roadshow, actor="Ana")])
def test_nothing_is_begun_while_the_room_is_held_or_after_the_drawing(
    device: Device, roadshow: Roadshow, meanwhile: Callable[[Roadshow], object]
) -> None:
    meanwhile(roadshow)
    with pytest.raises(DrawingClosedError):
        begun(device)


# Handing in


def test_a_pad_is_handed_in_with_a_picture_of_its_strokes(drawing: Drawing) -> None:
    assert hand_in(drawing, actor="Table 1")
    stands = Drawing.objects.get()
    assert stands.handed_in_at
    assert stands.picture
    assert (stands.picture.kind, stands.picture.width, stands.picture.height) == ("pad", 1600, 1200)
    with Image.open(stands.picture.file.path) as large, Image.open(stands.picture.small.path) as small:
        assert (large.format, large.size, small.size) == ("JPEG", (1600, 1200), (640, 480))
        dark = large.convert("RGB").getpixel((200, 200))
    assert max(dark) < 80  # type: ignore[arg-type]


def test_handed_in_twice_is_handed_in_once(drawing: Drawing) -> None:
    assert [hand_in(drawing, actor="Table 1") for _ in range(2)] == [True, False]
    assert drawing.pictures.count() == 1


def test_what_is_drawn_while_the_picture_is_made_is_in_it(
    drawing: Drawing, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pad_strokes.raster
    seen: list[int] = []

    def slow(strokes: list[object], width: int) -> Image.Image:
        seen.append(len(strokes))
        if len(seen) == 1:
            put_marks(device, key=drawing.key, marks={2: stroke(7)})
        return made(strokes, width)  # type: ignore[arg-type]

    monkeypatch.setattr("drawings.actions.drawings.raster", slow)
    hand_in(drawing, actor="Table 1")
    assert (seen, drawing.pictures.count()) == ([1, 2], 1)


@pytest.mark.parametrize(
    ("kind", "words"),
    [(DrawingKind.PAD, "on the paper"), (DrawingKind.PHOTO, "no photo"), (DrawingKind.WORDS, "what it shows")],
)
def test_nothing_is_not_handed_in_and_it_says_what_is_missing(device: Device, kind: DrawingKind, words: str) -> None:
    drawing = begun(device, kind)
    with pytest.raises(NothingThereError, match=words):
        hand_in(drawing, actor="Table 1")
    assert Drawing.objects.get().handed_in_at is None


def test_a_paper_on_which_everything_was_taken_back_is_empty(drawing: Drawing, device: Device) -> None:
    put_marks(device, key=drawing.key, marks={2: {"undo": 1}})
    with pytest.raises(NothingThereError):
        hand_in(drawing, actor="Table 1")


def test_words_alone_are_handed_in_without_a_picture(device: Device) -> None:
    drawing = begun(device, DrawingKind.WORDS)
    say(drawing, shows="A bridge.")
    assert hand_in(drawing, actor="Table 1")
    assert Drawing.objects.get().picture is None


def test_nothing_is_handed_in_while_the_room_is_held_or_after_the_drawing(drawing: Drawing, roadshow: Roadshow) -> None:
    freeze(roadshow, actor="Ana")
    with pytest.raises(DrawingClosedError) as refusal:
        hand_in(drawing, actor="Table 1")
    assert refusal.value.held
    over(roadshow)
    with pytest.raises(DrawingClosedError):
        hand_in(drawing, actor="Table 1")
    assert Drawing.objects.get().handed_in_at is None
    assert not drawing.pictures.exists()


def test_what_was_withdrawn_is_not_handed_in(drawing: Drawing) -> None:
    withdraw(drawing, actor="Table 1")
    assert not hand_in(drawing, actor="Table 1")


# Taking back


def test_a_table_takes_back_what_it_handed_in_once_and_it_is_kept(drawing: Drawing) -> None:
    hand_in(drawing, actor="Table 1")
    assert [withdraw(drawing, actor="Table 1") for _ in range(2)] == [True, False]
    stands = Drawing.objects.get()
    assert (stands.withdrawn_by, stands.marks.count(), stands.pictures.count()) == ("Table 1", 1, 1)


def test_it_is_taken_back_while_the_room_is_held_and_not_after_the_drawing(
    drawing: Drawing, roadshow: Roadshow
) -> None:
    freeze(roadshow, actor="Ana")
    assert withdraw(drawing, actor="Table 1")
    other = Drawing.objects.create(table=drawing.table, key=KEY, number=2, kind=DrawingKind.WORDS)
    over(roadshow)
    with pytest.raises(DrawingClosedError, match="Ask a facilitator"):
        withdraw(other, actor="Table 1")
