from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from live.models import Log
from tests.factories import first_table, join, make_roadshow
from tests.rehearsed import busy, rows
from workshops.actions import snapshots
from workshops.actions.snapshots import SnapshotFailedError, WrongWordError, require_word, take_snapshot
from workshops.models import Device, Roadshow, Table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Return where snapshots come to lie."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "snapshots"


def models_in(path: Path) -> Counter[str]:
    return Counter(row["model"] for row in json.loads(gzip.decompress(path.read_bytes())))


@pytest.mark.parametrize("typed", ["Leeds", " leeds ", "LEEDS"])
def test_the_word_may_be_typed_in_any_case(typed: str) -> None:
    require_word("Leeds", typed)


@pytest.mark.parametrize("typed", ["", "Leed", "Leeds!", "York"])
def test_another_word_is_refused(typed: str) -> None:
    with pytest.raises(WrongWordError) as refusal:
        require_word("Leeds", typed)
    assert refusal.value.word == "Leeds"


def test_it_lies_among_the_data_named_by_roadshow_and_time(folder: Path) -> None:
    path = take_snapshot(make_roadshow(slug="leeds"), why="a test", actor="Ana")
    assert path.parent == folder
    assert path.name.startswith("leeds-20")
    assert path.name.endswith(".json.gz")
    assert list(folder.iterdir()) == [path]


def test_it_holds_every_row_that_hangs_on_the_roadshow_and_no_other() -> None:
    roadshow = busy()
    other = make_roadshow()
    join(first_table(other))
    path = take_snapshot(roadshow, why="a test", actor="Ana")
    assert models_in(path) == Counter(row[0] for row in rows(roadshow))
    assert {"live.log", "live.event", "live.frame", "workshops.turn", "casestudy.reveal"} <= set(models_in(path))
    assert models_in(path)["workshops.roadshow"] == 1


def test_its_last_event_says_why_and_by_whom() -> None:
    roadshow = make_roadshow()
    take_snapshot(roadshow, why="the roadshow was to be deleted", actor="Ana")
    event = roadshow.log.events.get()
    assert (event.kind, event.actor) == ("snapshot-taken", "Ana")
    assert event.payload == {"why": "the roadshow was to be deleted"}
    assert not event.frames.exists()


def test_nothing_else_is_changed() -> None:
    roadshow = busy()
    before = rows(roadshow)
    take_snapshot(roadshow, why="a test", actor="Ana")
    new = set(rows(roadshow)) - set(before)
    assert {model for model, _pk, _fields in new} == {"live.event", "live.log"}


def test_it_puts_back_what_was_lost() -> None:
    roadshow = busy()
    path = take_snapshot(roadshow, why="a test", actor="Ana")
    before = rows(roadshow)
    log = roadshow.log
    epoch = log.epoch
    Roadshow.objects.filter(pk=roadshow.pk).delete()
    log.delete()
    call_command("loaddata", str(path), verbosity=0)
    assert rows(Roadshow.objects.get(slug=roadshow.slug)) == before
    assert Log.objects.get(pk=roadshow.log_id).epoch != epoch


def test_it_puts_back_what_was_changed_and_leaves_what_came_since() -> None:
    roadshow = busy()
    path = take_snapshot(roadshow, why="a test", actor="Ana")
    Roadshow.objects.filter(pk=roadshow.pk).update(venue="Elsewhere")
    since = join(first_table(roadshow)).device
    call_command("loaddata", str(path), verbosity=0)
    roadshow.refresh_from_db()
    assert roadshow.venue == "The Invented Hall"
    assert Device.objects.filter(pk=since.pk).exists()


@pytest.mark.parametrize("broken", ["NamedTemporaryFile", "gzip.open", "os.fsync"])
def test_one_that_cannot_be_written_says_so_and_leaves_no_half_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def no_space(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"workshops.actions.snapshots.{broken}", no_space)
    roadshow = make_roadshow()
    with pytest.raises(SnapshotFailedError, match="No space left on device"):
        take_snapshot(roadshow, why="a test", actor="Ana")
    assert list(folder.iterdir()) == []
    assert not roadshow.log.events.exists()


def test_control_taking_rows_the_fast_way_would_leave_some_out(monkeypatch: pytest.MonkeyPatch) -> None:
    roadshow = busy()
    monkeypatch.delattr(snapshots._Everything, "can_fast_delete")
    path = take_snapshot(roadshow, why="a test", actor="Ana")
    assert models_in(path)["live.frame"] == 0
    assert Table.objects.filter(roadshow=roadshow).count() > 0
