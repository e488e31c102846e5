from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.actions import packs
from casestudy.actions.packs import import_case
from casestudy.actions.reveals import attach_case
from casestudy.models import CaseStudy, ChronologyEvent, Document, EventKey, Person, ToldStatus
from casestudy.pack import Pack, read_pack
from tests.factories import SMALL_PACK, make_roadshow, write_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return read_pack(write_pack(tmp_path / "pack"))


@pytest.fixture
def changed_pack(tmp_path: Path) -> Pack:
    files = SMALL_PACK | {"stages/1.md": SMALL_PACK["stages/1.md"].replace("told here", "told better")}
    return read_pack(write_pack(tmp_path / "changed", files))


def stored() -> list[int]:
    return [model.objects.count() for model in (CaseStudy, Person, Document, ChronologyEvent, EventKey, ToldStatus)]


def test_everything_of_a_pack_is_stored(pack: Pack) -> None:
    case, new = import_case(pack)
    assert (new, case.version, case.title) == (True, 1, "A small case")
    assert [stage.title for stage in case.stages.all()] == ["The beginning", "The middle", "The end"]
    assert [(person.key, person.order, person.first_stage) for person in case.people.all()] == [
        ("anna", 0, 1),
        ("bea", 1, 2),
    ]
    assert [agency.code for agency in case.agencies.all()] == ["SCH", "GP"]
    assert [(d.stage.number, d.title) for d in Document.objects.order_by("stage__number")] == [
        (n, f"Letter of stage {n}") for n in (1, 2, 3)
    ]
    event = case.events.get(ref="E2")
    assert (event.reveal_stage, event.concerns, event.key.barrier) == (2, ["anna"], "trust")
    assert [(told.agency.code, told.told) for told in event.key.told.all()] == [("GP", "no")]
    assert case.history.get().when == "Early 2025"


def test_importing_the_same_pack_again_changes_nothing(pack: Pack) -> None:
    case, _new = import_case(pack)
    before = stored()
    assert import_case(pack) == (case, False)
    assert stored() == before


def test_a_changed_pack_is_the_next_version_and_the_old_one_stays(pack: Pack, changed_pack: Pack) -> None:
    first, _new = import_case(pack)
    second, new = import_case(changed_pack)
    assert (new, first.version, second.version) == (True, 1, 2)
    assert first.stages.get(number=1).narrative == "The story of stage 1 is told here."
    assert second.stages.get(number=1).narrative == "The story of stage 1 is told better."


def test_an_old_version_that_comes_again_is_still_the_old_one(pack: Pack, changed_pack: Pack) -> None:
    first, _new = import_case(pack)
    import_case(changed_pack)
    assert import_case(pack) == (first, False)


def test_a_roadshow_keeps_its_version(pack: Pack, changed_pack: Pack) -> None:
    roadshow = make_roadshow()
    first, _new = import_case(pack)
    run = attach_case(roadshow, first)
    second, _new = import_case(changed_pack)
    assert attach_case(roadshow, second) == run
    run.refresh_from_db()
    assert run.case == first
    assert attach_case(make_roadshow(), second).case == second


def test_a_pack_that_cannot_be_stored_leaves_nothing(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "_store_chronology", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_case(pack)
    assert stored() == [0] * 6
