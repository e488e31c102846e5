"""The page of cases: packs in and out, versions, and who runs which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casestudy.actions.packs import import_case
from casestudy.actions.reveals import attach_case, reveal
from casestudy.models import CaseRun, CaseStudy, Draft, Person
from casestudy.pack import Pack, read_pack
from tests.casestudy.pack.test_files import made
from tests.factories import SMALL_PACK, make_organiser, make_roadshow, signed_in, write_pack
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> Client:
    return signed_in(make_organiser())


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return read_pack(write_pack(tmp_path / "small"))


@pytest.fixture
def case(pack: Pack) -> CaseStudy:
    return import_case(pack)[0]


@pytest.fixture
def second(tmp_path: Path) -> CaseStudy:
    texts = SMALL_PACK | {"stages/1.md": SMALL_PACK["stages/1.md"] + "And more.\n"}
    return import_case(read_pack(write_pack(tmp_path / "second", texts)))[0]


def handed_in(organiser: Client, content: bytes, name: str = "case.zip") -> Any:
    file = SimpleUploadedFile(name, content, "application/zip")
    return organiser.post(reverse("import-case"), {"file": file}, follow=True)


def test_a_pack_is_imported_once(organiser: Client, tmp_path: Path) -> None:
    content = made(tmp_path / "case.zip").read_bytes()
    assert "A small case, version 1, is imported." in words(handed_in(organiser, content).text)
    again = words(handed_in(organiser, content).text)
    assert "A small case, version 1, was here already, so nothing was changed." in again
    assert CaseStudy.objects.count() == 1


def test_what_is_worth_a_look_is_counted(organiser: Client, tmp_path: Path) -> None:
    letter = SMALL_PACK["documents/E1.md"] + "Ring 0191 498 2231 or 0191 498 2232.\n"
    page = handed_in(organiser, made(tmp_path / "case.zip", {"documents/E1.md": letter}).read_bytes())
    assert "2 things are worth a look" in words(page.text)


def test_a_pack_with_problems_is_refused_with_the_place_of_each(organiser: Client, tmp_path: Path) -> None:
    chronology = SMALL_PACK["chronology.yaml"].replace("held_by: [SCH]", "held_by: [POL]", 1)
    path = made(tmp_path / "case.zip", {"chronology.yaml": chronology, "../out.md": "x"})
    page = handed_in(organiser, path.read_bytes(), name="משפחה 🦊.zip")
    assert page.status_code == 400
    read = words(page.text)
    assert "2 problems in משפחה 🦊.zip. Nothing was stored." in read
    assert "chronology.yaml:6: events.0.held_by.0: unknown agency: POL" in read
    assert "../out.md: this name leads out of the pack" in read
    assert (CaseStudy.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"no ZIP", b"PK\x05\x06" + bytes(18), b""])
def test_what_is_no_pack_is_refused_in_words(organiser: Client, content: bytes) -> None:
    page = handed_in(organiser, content)
    assert page.status_code == 400
    assert "othing was stored" in words(page.text)
    assert not CaseStudy.objects.exists()


def test_no_file_at_all_is_refused_in_words(organiser: Client) -> None:
    page = organiser.post(reverse("import-case"))
    assert (page.status_code, "Choose a file first." in page.text) == (400, True)


def test_exported_and_imported_it_is_the_same_version(organiser: Client, case: CaseStudy) -> None:
    answer = organiser.get(reverse("export-case", args=[case.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="small-1.zip"'
    assert "was here already" in words(handed_in(organiser, answer.content).text)
    assert CaseStudy.objects.get() == case


def test_the_page_says_which_roadshow_runs_which_version(organiser: Client, case: CaseStudy, second: CaseStudy) -> None:
    attach_case(make_roadshow(city="Leeds"), case)
    attach_case(make_roadshow(city="York"), second)
    page = words(organiser.get(reverse("cases")).text)
    newest, oldest = page.index("Version 2"), page.index("Version 1")
    assert newest < page.index("Run by York.") < oldest < page.index("Run by Leeds.")


def test_a_copy_is_a_draft(organiser: Client, case: CaseStudy) -> None:
    answer = organiser.post(reverse("begin-draft", args=[case.pk]))
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("draft", args=[draft.pk])
    assert (draft.based_on, draft.made_by) == (case, "organiser@example.org")


@pytest.mark.parametrize(("name", "method"), [("export-case", "GET"), ("case-events", "GET"), ("begin-draft", "POST")])
def test_a_version_of_a_shape_that_is_no_longer_read_is_said_to_be(
    organiser: Client, case: CaseStudy, name: str, method: str
) -> None:
    case.people.update(symbol="square")
    organiser.generic(method, reverse(name, args=[case.pk]))
    page = organiser.get(reverse("cases"))
    assert "A small case, version 1, was stored in a shape that is no longer read here." in words(page.text)


@pytest.mark.parametrize("name", ["export-case", "case-events"])
def test_what_is_not_there_is_not_there(organiser: Client, name: str) -> None:
    assert organiser.get(reverse(name, args=[99])).status_code == 404


def test_a_script_in_every_field_is_shown_as_text(organiser: Client, tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    texts = {
        name: text.replace("A small case", script)
        .replace("The story", script)
        .replace("Letter of", script)
        .replace("Anna Small", script)
        .replace("Fact 1", script)
        for name, text in SMALL_PACK.items()
    }
    case, _new = import_case(read_pack(write_pack(tmp_path, texts)))
    organiser.post(reverse("begin-draft", args=[case.pk]))
    draft = Draft.objects.get()
    pages = [reverse("cases"), reverse("draft", args=[draft.pk]), reverse("draft-preview", args=[draft.pk, 1])]
    pages += [
        reverse("draft-part", args=[draft.pk, kind, part["id"]])
        for kind, part in (
            ("people", draft.content["case"]["people"][0]),
            ("stages", draft.content["stages"][0]),
            ("documents", draft.content["documents"][0]),
            ("events", draft.content["chronology"]["events"][0]),
        )
    ]
    for page in pages:
        text = organiser.get(page).text
        assert script not in text
        assert "alert(1)" in text, page


# Which version a roadshow runs


def choose(organiser: Client, run: CaseRun, case: CaseStudy) -> str:
    page = organiser.post(reverse("choose-case", args=[run.roadshow.slug]), {"case": case.pk}, follow=True)
    return words(page.text)


def test_a_roadshow_may_have_a_newer_version_before_its_case_begins(
    organiser: Client, case: CaseStudy, second: CaseStudy
) -> None:
    run = attach_case(make_roadshow(city="Leeds"), case)
    assert "Leeds runs A small case, version 2." in choose(organiser, run, second)
    run.refresh_from_db()
    assert run.case == second


def test_a_roadshow_that_has_seen_a_stage_keeps_its_version(
    organiser: Client, case: CaseStudy, second: CaseStudy
) -> None:
    run = attach_case(make_roadshow(city="Leeds"), case)
    reveal(run, stage=1, actor="Ana")
    said = choose(organiser, run, second)
    assert "The room has seen a stage of A small case already, so Leeds stays with version 1." in said
    run.refresh_from_db()
    assert run.case == case
