"""Pictures are part of a snapshot, and come back with it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from pytest_django import Settings

from drawings.models import Drawing, Picture
from tests.factories import first_table, make_roadshow
from tests.photographed import photographed
from workshops.actions import snapshots
from workshops.actions.rehearsals import begin_rehearsal, throw_away
from workshops.actions.snapshots import SnapshotFailedError, take_snapshot
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return tmp_path


@pytest.fixture
def rehearsal() -> Roadshow:
    return begin_rehearsal(make_roadshow(), actor="Ana")


def archive_of(snapshot: Path) -> Path:
    return snapshot.with_name(snapshot.name.replace(".json.gz", ".files.zip"))


def stored() -> dict[str, bytes]:
    """Return every stored file of a picture by its name."""
    names = [name for pair in Picture.objects.values_list("file", "small") for name in pair]
    return {name: Path(default_storage.path(name)).read_bytes() for name in names}


def test_what_was_thrown_away_comes_back_with_its_pictures(rehearsal: Roadshow, data: Path) -> None:
    photographed(first_table(rehearsal))
    photographed(first_table(make_roadshow()))  # another one's, which is left alone
    before = stored()
    snapshot = throw_away(rehearsal, word=rehearsal.city, actor="Ana")
    assert len(stored()) == 4
    assert len([path for path in (data / "media").rglob("*") if path.is_file()]) == 4
    with zipfile.ZipFile(archive_of(snapshot)) as archive:
        archive.extractall(data / "media")  # as `python -m zipfile -e` does
    call_command("loaddata", str(snapshot), verbosity=0)
    assert stored() == before
    assert Drawing.objects.get(table__roadshow__slug=rehearsal.slug).picture is not None


def test_a_roadshow_without_files_has_no_archive(rehearsal: Roadshow) -> None:
    assert not archive_of(take_snapshot(rehearsal, why="a test", actor="Ana")).exists()


def test_a_file_that_is_gone_does_not_keep_the_others_from_being_kept(rehearsal: Roadshow) -> None:
    photographed(first_table(rehearsal))
    gone = Picture.objects.first()
    assert gone is not None
    default_storage.delete(str(gone.small.name))
    with zipfile.ZipFile(archive_of(take_snapshot(rehearsal, why="a test", actor="Ana"))) as archive:
        assert len(archive.namelist()) == 3


def test_where_the_archive_cannot_be_written_nothing_is_thrown_away(
    rehearsal: Roadshow, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    photographed(first_table(rehearsal))
    monkeypatch.setattr(snapshots, "_pack", full)
    with pytest.raises(SnapshotFailedError):
        throw_away(rehearsal, word=rehearsal.city, actor="Ana")
    assert len(stored()) == 4
    assert list((data / "snapshots").iterdir()) == []
