"""A roadshow may be given another version of its case, but only before anybody has seen anything of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.actions import reveals
from casestudy.actions.packs import import_case
from casestudy.actions.reveals import BegunError, OutOfTurnError
from casestudy.kinds import CHOSEN
from casestudy.models import CaseRun, CaseStudy, Part, Parts, Reveal
from casestudy.pack import read_pack
from live.models import Event
from tests.factories import SMALL_PACK, write_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(tmp_path: Path) -> CaseStudy:
    """Return another version of the case."""
    texts = SMALL_PACK | {"stages/1.md": SMALL_PACK["stages/1.md"] + "And more.\n"}
    return import_case(read_pack(write_pack(tmp_path / "other", texts)))[0]


def test_another_version_takes_the_place_of_one_that_nobody_has_seen(run: CaseRun, other: CaseStudy) -> None:
    assert reveals.change_case(run, other, actor="Ana")
    run.refresh_from_db()
    assert run.case == other
    assert not reveals.change_case(run, other, actor="Ana")
    event = Event.objects.get(kind=CHOSEN)
    assert event.payload == {"case": "A small case", "version": 2}


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_version_that_the_room_has_seen_stays_even_if_it_was_taken_back(
    run: CaseRun, other: CaseStudy, withdrawn: bool
) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    if withdrawn:
        reveals.withdraw(run, stage=1, actor="Ana")
    before = run.case
    with pytest.raises(BegunError):
        reveals.change_case(run, other, actor="Ana")
    run.refresh_from_db()
    assert run.case == before


def test_parts_of_the_former_version_are_taken_back(run: CaseRun, other: CaseStudy) -> None:
    CaseRun.objects.update(parts=Parts.TABLES)
    table, agency = run.roadshow.tables.get(number=1), run.case.agencies.get(code="GP")
    Part.objects.create(run=run, table=table, order=0, agency=agency)
    reveals.change_case(run, other, actor="Ana")
    run.refresh_from_db()
    assert (run.parts, run.hands.count()) == ("", 0)


def test_a_console_that_reveals_the_former_version_is_told_that_it_is_late(run: CaseRun, other: CaseStudy) -> None:
    stale = CaseRun.objects.select_related("case").get(pk=run.pk)
    reveals.change_case(run, other, actor="Ana")
    with pytest.raises(OutOfTurnError):
        reveals.reveal(stale, stage=1, actor="Ben")
    assert not Reveal.objects.exists()
