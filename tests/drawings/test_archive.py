from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from pytest_django import Settings

from drawings.archive import archive
from drawings.queries.wall import entries_of
from tests.factories import first_table, make_roadshow
from tests.showing import pictured, shown
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow(settings: Settings, tmp_path: object) -> Roadshow:
    """Return a roadshow with four pictures."""
    settings.MEDIA_ROOT = str(tmp_path)
    roadshow = make_roadshow()
    for seed in range(4):
        pictured(shown(first_table(roadshow)), seed=seed)
    return roadshow


def test_it_is_sent_picture_by_picture_and_not_as_a_whole(roadshow: Roadshow) -> None:
    entries = entries_of(roadshow)
    largest = max(entry.drawing.picture.file.size for entry in entries if entry.drawing.picture)
    parts = list(archive(entries, found=True))
    assert len(parts) == len(entries) + 2
    assert max(map(len, parts)) < largest + 4_000
    assert len(ZipFile(io.BytesIO(b"".join(parts))).namelist()) == 2 + 2 * len(entries)


def test_a_picture_whose_file_is_gone_does_not_keep_the_others_back(roadshow: Roadshow) -> None:
    entries = entries_of(roadshow)
    lost = entries[1].drawing.picture
    assert lost is not None
    lost.file.storage.delete(str(lost.file.name))
    names = ZipFile(io.BytesIO(b"".join(archive(entries, found=True)))).namelist()
    assert len([name for name in names if name.startswith("pictures/")]) == len(entries) - 1
