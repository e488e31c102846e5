from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction

from drawings.actions import photos
from drawings.actions.drawings import DrawingClosedError, hand_in, withdraw
from drawings.actions.photos import LEAST_FREE, NoRoomError, choose, take_photo
from drawings.actions.pictures import Made
from drawings.kinds import BEGUN, PICTURED
from drawings.models import Drawing, DrawingKind, Picture, PictureKind
from live.models import Event
from tests.changes import half_way
from tests.factories import first_table, give_room, join, make_activity, make_roadshow
from tests.photographed import jpeg, photo
from workshops.actions.hold import freeze
from workshops.images import BadImageError
from workshops.models import ActivityKind, Device, Roadshow
from workshops.topics import own_table

pytestmark = pytest.mark.django_db

KEY = "a-key-of-22-characters"
ONE, OTHER = jpeg(photo((160, 120))), jpeg(photo((170, 120)))


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow()


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return join(first_table(roadshow)).device


@pytest.fixture(autouse=True)
def quick_darkroom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the darkroom take no time; what it does is tested where it stands."""

    def developed(content: bytes) -> list[Made]:
        return [Made(kind, content, 160, 120) for kind in (PictureKind.PLAIN, PictureKind.PAPER)]

    monkeypatch.setattr(photos, "_developed", developed)


def events(roadshow: Roadshow) -> list[str]:
    return list(Event.objects.filter(log=roadshow.log_id).order_by("seq").values_list("kind", flat=True))


def test_a_photo_becomes_a_drawing_with_both_pictures_and_the_paper_stands(device: Device) -> None:
    drawing = take_photo(device, key=KEY, content=ONE)
    assert (drawing.kind, drawing.device, drawing.key) == (DrawingKind.PHOTO, device, KEY)
    assert [picture.kind for picture in drawing.pictures.all()] == ["plain", "paper"]
    assert Drawing.objects.get().picture == drawing.pictures.get(kind="paper")


def test_the_same_photo_once_more_is_no_second_copy_and_tells_nobody(device: Device, roadshow: Roadshow) -> None:
    first = take_photo(device, key=KEY, content=ONE)
    told = events(roadshow)
    assert take_photo(device, key=KEY, content=ONE) == first
    assert (Drawing.objects.count(), Picture.objects.count(), events(roadshow)) == (1, 2, told)


def test_control_without_the_look_for_the_same_photo_there_would_be_more(device: Device, roadshow: Roadshow) -> None:
    take_photo(device, key=KEY, content=ONE)
    told = events(roadshow)
    take_photo(device, key=KEY, content=OTHER)
    assert events(roadshow) == [*told, PICTURED]


def test_the_same_photo_is_taken_as_stored_even_when_the_drawing_is_over(device: Device) -> None:
    """Its answer was lost on the way, and the device sends it again after the table has handed it in."""
    drawing = take_photo(device, key=KEY, content=ONE)
    hand_in(drawing, actor="Table 1")
    assert take_photo(device, key=KEY, content=ONE) == drawing


def test_another_photo_takes_the_place_of_the_first(device: Device) -> None:
    earlier = take_photo(device, key=KEY, content=ONE).picture_id
    drawing = take_photo(device, key=KEY, content=OTHER)
    assert Picture.objects.count() == 2
    assert drawing.picture_id != earlier
    assert Path(drawing.pictures.get(kind="plain").file.path).read_bytes() == OTHER


def test_a_bad_photo_begins_nothing(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_content: bytes) -> list[Made]:
        raise BadImageError("no")

    monkeypatch.setattr(photos, "_developed", refuse)
    with pytest.raises(BadImageError):
        take_photo(device, key=KEY, content=b"<svg/>")
    assert not Drawing.objects.exists()


def _handed_in(device: Device) -> None:
    hand_in(Drawing.objects.get(), actor=str(device))


def _withdrawn(device: Device) -> None:
    withdraw(Drawing.objects.get(), actor=str(device))


def _held(device: Device) -> None:
    freeze(device.table.roadshow, actor="Ana")


def _over(device: Device) -> None:
    for kind in (ActivityKind.DRAW, ActivityKind.BREAK):
        give_room(make_activity(device.table.roadshow, kind=kind))


def _other_kind(_device: Device) -> None:
    Drawing.objects.update(kind=DrawingKind.PAD)


CLOSED: dict[str, tuple[Callable[[Device], None], str]] = {
    "handed in": (_handed_in, "handed in"),
    "withdrawn": (_withdrawn, "was withdrawn"),
    "held": (_held, "The room is held"),
    "over": (_over, "The room went on"),
    "begun as something else": (_other_kind, "begun as “Drawn here”"),
}


@pytest.mark.parametrize("name", CLOSED)
def test_a_drawing_that_is_closed_takes_no_other_photo_and_no_choice(name: str, device: Device) -> None:
    close, words = CLOSED[name]
    drawing = take_photo(device, key=KEY, content=ONE)
    stands = drawing.picture_id
    close(device)
    with pytest.raises(DrawingClosedError, match=words) as error:
        take_photo(device, key=KEY, content=OTHER)
    assert error.value.held is (name == "held")
    with pytest.raises(DrawingClosedError, match=words):
        choose(device, drawing, PictureKind.PLAIN)
    assert (Picture.objects.count(), Drawing.objects.get().picture_id) == (2, stands)


def test_what_closes_while_the_darkroom_works_counts(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    take_photo(device, key=KEY, content=ONE)
    developed = photos._developed

    def slowly(content: bytes) -> list[Made]:
        _handed_in(device)
        return developed(content)

    monkeypatch.setattr(photos, "_developed", slowly)
    with pytest.raises(DrawingClosedError, match="handed in"):
        take_photo(device, key=KEY, content=OTHER)
    assert Path(Picture.objects.get(kind="plain").file.path).read_bytes() == ONE


def test_a_disk_that_is_nearly_full_takes_no_photo(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=LEAST_FREE - 1))
    with pytest.raises(NoRoomError):
        take_photo(device, key=KEY, content=ONE)
    assert not Drawing.objects.exists()


def test_a_choice_stands_and_tells_the_table_once(device: Device, roadshow: Roadshow) -> None:
    drawing = take_photo(device, key=KEY, content=ONE)
    told = events(roadshow)
    assert choose(device, drawing, PictureKind.PLAIN)
    assert choose(device, drawing, PictureKind.PLAIN)
    assert Drawing.objects.get().picture == drawing.pictures.get(kind="plain")
    assert events(roadshow) == [*told, PICTURED]


def test_a_picture_that_is_not_there_is_no_choice(device: Device) -> None:
    drawing = take_photo(device, key=KEY, content=ONE)
    assert not choose(device, drawing, PictureKind.PAD)


def test_only_the_own_table_is_told(device: Device, roadshow: Roadshow) -> None:
    take_photo(device, key=KEY, content=ONE)
    assert events(roadshow)[-2:] == [BEGUN, PICTURED]
    told = Event.objects.get(log=roadshow.log_id, kind=PICTURED)
    assert list(told.frames.values_list("topic", flat=True)) == [own_table(device.table_id)]
    assert told.payload == {"drawing": Drawing.objects.get().pk, "table": 1, "number": 1}


def test_half_way_nothing_is_stored_and_nobody_is_told(device: Device, roadshow: Roadshow) -> None:
    half_way(lambda _roadshow: take_photo(device, key=KEY, content=ONE), roadshow)
    assert (Drawing.objects.count(), Picture.objects.count(), BEGUN in events(roadshow)) == (0, 0, False)
    with transaction.atomic():
        take_photo(device, key=KEY, content=ONE)
    assert Picture.objects.count() == 2
