"""Pictures of a case reach whoever has the document that shows them, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from casestudy.actions import reveals
from casestudy.actions.packs import import_case
from casestudy.actions.reveals import attach_case
from casestudy.models import CaseRun, Part, Parts, Reveal
from casestudy.pack import read_pack
from tests.casestudy.pack.test_pictures import with_picture
from tests.factories import (
    first_table,
    make_facilitator,
    make_observer,
    make_organiser,
    make_roadshow,
    seated,
    signed_in,
)
from workshops.models import RoadshowState

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path: Path) -> CaseRun:
    """Return a case whose first stage has a letter of the school with a picture."""
    case, _new = import_case(read_pack(with_picture(tmp_path)))
    return attach_case(make_roadshow(), case)


@pytest.fixture
def table(run: CaseRun) -> Client:
    return seated(first_table(run.roadshow))


def address(run: CaseRun, name: str = "map.webp") -> str:
    return reverse("case-picture", args=[run.case_id, name])


def status(client: Client, run: CaseRun) -> int:
    return client.get(address(run)).status_code


def test_it_is_sent_as_a_picture_and_nothing_else(run: CaseRun, table: Client) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    answer = table.get(address(run))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    assert answer.content == bytes(run.case.pictures.get().content)


def test_a_table_has_it_while_its_stage_is_revealed(run: CaseRun, table: Client) -> None:
    assert status(table, run) == 404
    reveals.reveal(run, stage=1, actor="Ana")
    assert status(table, run) == 200
    reveals.withdraw(run, stage=1, actor="Ana")
    assert status(table, run) == 404


def test_the_document_shows_it_with_its_words(run: CaseRun, table: Client) -> None:
    assert address(run) not in table.get(reverse("table")).text
    reveals.reveal(run, stage=1, actor="Ana")
    page = table.get(reverse("table")).text
    assert f'src="{address(run)}" width="40" height="30" alt="A map of the town."' in page


def test_other_rooms_and_shut_rooms_have_nothing(run: CaseRun, table: Client) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    assert status(seated(first_table(make_roadshow())), run) == 404
    assert status(Client(), run) == 404
    run.roadshow.state = RoadshowState.CLOSED
    run.roadshow.save()
    assert status(table, run) == 404


def test_staff_see_it_beforehand_and_observers_with_the_room(run: CaseRun) -> None:
    organiser = signed_in(make_organiser())
    facilitator = signed_in(make_facilitator(run.roadshow))
    other = signed_in(make_facilitator(make_roadshow(), "other@example.org"))
    observer = signed_in(make_observer(run.roadshow))
    assert [status(one, run) for one in (organiser, facilitator, other, observer)] == [200, 200, 404, 404]
    reveals.reveal(run, stage=1, actor="Ana")
    assert [status(one, run) for one in (other, observer)] == [404, 200]


def test_while_parts_are_given_out_only_its_agency_has_it(run: CaseRun, table: Client) -> None:
    CaseRun.objects.update(parts=Parts.TABLES)
    reveals.reveal(run, stage=1, actor="Ana")
    part = Part.objects.create(
        run=run, table=first_table(run.roadshow), order=0, agency=run.case.agencies.get(code="GP")
    )
    assert status(table, run) == 404
    part.agency = run.case.agencies.get(code="SCH")
    part.save()
    assert status(table, run) == 200
    part.delete()
    assert status(table, run) == 404
    Reveal.objects.update(pooled_at=run.case.imported_at, pooled_by="Ana")
    assert status(table, run) == 200


def test_of_two_devices_at_a_table_only_the_one_that_plays_its_agency_has_it(run: CaseRun, table: Client) -> None:
    other = seated(first_table(run.roadshow))
    CaseRun.objects.update(parts=Parts.DEVICES)
    reveals.reveal(run, stage=1, actor="Ana")
    for order, code in enumerate(("GP", "SCH")):
        agency = run.case.agencies.get(code=code)
        Part.objects.create(run=run, table=first_table(run.roadshow), order=order, agency=agency)
    assert (status(table, run), status(other, run)) == (404, 200)


@pytest.mark.parametrize("name", ["other.webp", "map.png", "..", "מפה 🦊"])
def test_what_is_not_there_is_not_there(run: CaseRun, name: str) -> None:
    assert signed_in(make_organiser()).get(address(run, name)).status_code == 404
