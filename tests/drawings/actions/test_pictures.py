from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from drawings.actions.pictures import SMALL, Made, Prints
from drawings.models import Drawing, Picture, PictureKind
from tests.changes import PowerCutError, half_way
from tests.coded import handed_in
from tests.factories import first_table, make_roadshow
from tests.photographed import jpeg, photo, photographed
from workshops.models import Roadshow
from workshops.tokens import new_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing() -> Drawing:
    return handed_in(first_table(make_roadshow()))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def keep(drawing: Drawing, *made: Made, sent: str = "") -> list[Picture]:
    with Prints() as prints, transaction.atomic():
        return prints.keep(drawing, made, sent=sent)


def plain() -> Made:
    return Made(PictureKind.PAD, jpeg(photo((80, 60))), 80, 60)


def made(kind: PictureKind = PictureKind.PLAIN) -> Made:
    return Made(kind, jpeg(photo((1600, 1200))), 1600, 1200)


def test_a_picture_is_kept_large_and_small_and_stands_for_its_drawing(drawing: Drawing) -> None:
    content = jpeg(photo((1600, 1200)))
    [picture] = keep(drawing, Made(PictureKind.PAD, content, 1600, 1200))
    assert Drawing.objects.get().picture == picture
    assert Path(picture.file.path).read_bytes() == content
    assert Image.open(io.BytesIO(Path(picture.small.path).read_bytes())).size == (SMALL, SMALL * 3 // 4)


def test_the_names_of_its_files_are_random_and_say_nothing(drawing: Drawing) -> None:
    [picture] = keep(drawing, plain())
    for name in (picture.file.name, picture.small.name):
        folder, number, own = str(name).split("/")
        assert (folder, number, len(own)) == ("drawings", str(drawing.pk), len(new_token()) + len(".jpg"))
    assert picture.file.name != picture.small.name


def test_the_last_of_several_stands_for_the_drawing(drawing: Drawing) -> None:
    pictures = keep(drawing, made(PictureKind.PLAIN), made(PictureKind.PAPER))
    assert Drawing.objects.get().picture == pictures[1]


def test_where_a_row_is_refused_no_file_is_left(drawing: Drawing, media: Path) -> None:
    keep(drawing, made(), sent="a")
    before = files(media)
    with pytest.raises(Exception, match="UNIQUE"):
        keep(drawing, made(PictureKind.PAPER), made(), sent="a")
    assert files(media) == before
    assert Picture.objects.count() == 1


def test_where_the_disk_is_full_neither_file_nor_row_is_left(
    drawing: Drawing, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = default_storage.save
    names: list[str] = []

    def save(name: str, content: object, **more: object) -> str:
        if len(names) == 1:
            raise OSError(28, "No space left on device")
        names.append(saved(name, content, **more))  # type: ignore[arg-type]
        return names[-1]

    monkeypatch.setattr(default_storage._wrapped, "save", save)  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="No space left"):
        keep(drawing, plain())
    assert (files(media), Picture.objects.count(), Drawing.objects.get().picture) == ([], 0, None)


def test_where_something_fails_after_they_were_kept_no_file_of_them_is_left(drawing: Drawing, media: Path) -> None:
    keep(drawing, plain())
    before = files(media)

    def fail_afterwards() -> None:
        with Prints() as prints, transaction.atomic():
            prints.keep(drawing, [plain()])
            prints.keep(drawing, [made()])
            raise PowerCutError

    with pytest.raises(PowerCutError):
        fail_afterwards()
    assert len(before) == 2
    assert (files(media), Picture.objects.count()) == (before, 1)


@pytest.mark.django_db(transaction=True)
def test_files_go_with_their_rows_and_not_before(media: Path) -> None:
    drawing = photographed(first_table(make_roadshow()))
    assert len(files(media)) == 4
    half_way(lambda roadshow: roadshow.delete(), drawing.table.roadshow)
    assert len(files(media)) == 4
    Roadshow.objects.get().delete()
    assert files(media) == []
