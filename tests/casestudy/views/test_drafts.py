"""Editing a draft in the browser, by plain forms."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from casestudy import drafting
from casestudy.actions.drafts import begin_draft
from casestudy.actions.packs import import_case
from casestudy.drafting import KINDS
from casestudy.forms.drafts import FORMS
from casestudy.forms.drafts.base import Several
from casestudy.models import CaseStudy, Draft
from casestudy.pack import read_pack
from casestudy.queries.drafts import lists_of
from tests.casestudy.pack.test_pictures import drawn
from tests.casestudy.test_spreadsheet import GOOD, book
from tests.factories import make_organiser, signed_in, write_pack
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> Client:
    return signed_in(make_organiser())


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    case, _new = import_case(read_pack(write_pack(tmp_path)))
    return begin_draft(case, actor="Ana")


def part(draft: Draft, kind: str, n: int = 0) -> dict[str, Any]:
    draft.refresh_from_db()
    return dict(drafting.parts(draft.content, KINDS[kind])[n])


def form_of(draft: Draft, kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser would send of a form that nobody has touched."""
    form = FORMS[kind](part=said, content=draft.content, lists=lists_of(draft))
    fields = {bound.html_name: bound.value() for bound in form}
    for rows in form.row_sets.values():
        fields |= {bound.html_name: bound.value() for bound in rows.management_form}
        fields |= {bound.html_name: bound.value() for row in rows for bound in row}
    for name, field in form.fields.items():
        fields[name] = field.prepare_value(fields[name])
        if isinstance(field, Several):  # a browser sends them in the order of the page
            fields[name] = [value for value, _words in lists_of(draft)[field.of] if value in (fields[name] or [])]
    return {name: value for name, value in fields.items() if value not in (None, [])}


def address(draft: Draft, kind: str, n: int = 0, name: str = "draft-part") -> str:
    return reverse(name, args=[draft.pk, kind, part(draft, kind, n)["id"]])


def saved(organiser: Client, draft: Draft, kind: str, n: int = 0, /, **changes: Any) -> Any:
    fields = form_of(draft, kind, part(draft, kind, n)) | changes
    return organiser.post(address(draft, kind, n), fields)


FILLED = ["stages", "documents", "events", "history", "people", "agencies"]


@pytest.mark.parametrize("kind", FILLED)
def test_a_form_that_is_saved_untouched_changes_nothing_that_is_said(
    organiser: Client, draft: Draft, kind: str
) -> None:
    assert saved(organiser, draft, kind).status_code == 302
    assert organiser.post(reverse("publish-draft", args=[draft.pk])).status_code == 302
    assert CaseStudy.objects.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_case_is_saved_untouched_part_by_part(organiser: Client, walsh: Any, kind: str) -> None:
    draft = begin_draft(import_case(walsh)[0], actor="Ana")
    for n, _part in list(enumerate(drafting.parts(draft.content, KINDS[kind])))[:3]:
        assert saved(organiser, draft, kind, n).status_code == 302
    organiser.post(reverse("publish-draft", args=[draft.pk]))
    assert CaseStudy.objects.count() == 1


def test_the_case_itself_too(organiser: Client, draft: Draft) -> None:
    fields = form_of(draft, "case", drafting.itself(draft.content))
    assert organiser.post(reverse("draft-itself", args=[draft.pk]), fields).status_code == 302
    threshold = {"threshold_points": "3", "threshold_words": "Enough", "threshold_outcome": "E3"}
    fields = form_of(draft, "case", drafting.itself(draft.content)) | threshold | {"concern_for": ["anna"]}
    organiser.post(reverse("draft-itself", args=[draft.pk]), fields)
    draft.refresh_from_db()
    assert draft.content["case"]["threshold"] == {"points": 3, "words": "Enough", "outcome": "E3"}
    assert draft.content["case"]["concern_for"] == ["anna"]


def test_a_change_is_saved_and_said(organiser: Client, draft: Draft) -> None:
    answer = saved(organiser, draft, "stages", title="Another beginning", text="One.\r\n\r\nTwo.")
    assert answer["Location"] == reverse("draft", args=[draft.pk]) + f"#part-{part(draft, 'stages')['id']}"
    assert (part(draft, "stages")["title"], part(draft, "stages")["text"]) == ("Another beginning", "One.\n\nTwo.")
    assert "“Stage 1: The beginning” is saved." in words(organiser.get(answer["Location"]).text)


def test_notes_are_a_list_with_an_empty_line_between(organiser: Client, draft: Draft) -> None:
    saved(organiser, draft, "stages", facilitator_notes="One.\r\nStill one.\r\n\r\n\r\nTwo.")
    assert part(draft, "stages")["facilitator_notes"] == ["One.\nStill one.", "Two."]


def test_what_is_invalid_stays_in_the_form_with_words(organiser: Client, draft: Draft) -> None:
    before = draft.content
    answer = saved(organiser, draft, "people", name="x" * 200, key="Not A Key")
    assert answer.status_code == 400
    read = words(answer.text)
    assert "Nothing was stored yet." in read
    assert 'value="Not A Key"' in answer.text
    draft.refresh_from_db()
    assert draft.content == before


def test_the_schema_speaks_at_the_field_that_it_means(organiser: Client, draft: Draft) -> None:
    answer = saved(organiser, draft, "agencies", code="no code")
    error = re.findall(r'id="id_code_error">(.*?)</p>', answer.text)
    assert "Ensure this value has at most 6 characters" in error[0] or "String should match" in error[0]
    answer = saved(organiser, draft, "events", made_sense="")
    assert "made_sense: why it made sense at the time" in words(answer.text)


def test_half_a_threshold_and_half_a_line_are_asked_for_the_rest(organiser: Client, draft: Draft) -> None:
    fields = form_of(draft, "case", drafting.itself(draft.content)) | {"threshold_points": "3"}
    page = organiser.post(reverse("draft-itself", args=[draft.pk]), fields).text
    assert 'id="id_threshold_words_error">This field is missing.' in page
    page = saved(organiser, draft, "events", **{"told-1-agency": "SCH"}).text
    assert "Choose one, or empty the whole line." in page


def test_lines_of_the_key_are_added_changed_and_taken_out(organiser: Client, draft: Draft) -> None:
    late = {"told-1-agency": "SCH", "told-1-told": "late", "told-1-on": "2026-03-05", "told-1-note": "By post"}
    saved(organiser, draft, "events", **late)
    assert part(draft, "events")["key"]["told"] == [
        {"agency": "GP", "told": "no"},
        {"agency": "SCH", "told": "late", "on": "2026-03-05", "note": "By post"},
    ]
    saved(organiser, draft, "events", **{"told-0-agency": "", "told-0-told": ""})
    assert [told["agency"] for told in part(draft, "events")["key"]["told"]] == ["SCH"]


def test_a_part_is_added(organiser: Client, draft: Draft) -> None:
    fields = {"key": "cleo", "name": "Cleo", "role": "Friend", "symbol": "other", "first_stage": "2"}
    answer = organiser.post(reverse("add-draft-part", args=[draft.pk, "people"]), fields)
    assert answer.status_code == 302
    assert {name: value for name, value in part(draft, "people", 2).items() if name != "id"} == {
        **fields,
        "first_stage": 2,
    }


def test_couples_and_households_are_added(organiser: Client, draft: Draft) -> None:
    rows = {"marks-TOTAL_FORMS": "2", "marks-INITIAL_FORMS": "0", "marks-0-kind": "close", "marks-0-stage": "2"}
    couple = {"people": ["anna", "bea"], "state": "together", "first_stage": "1"} | rows
    organiser.post(reverse("add-draft-part", args=[draft.pk, "couples"]), couple)
    home = {"name": "Home", "people": ["anna"], "first_stage": "1"}
    organiser.post(reverse("add-draft-part", args=[draft.pk, "households"]), home)
    assert part(draft, "couples")["marks"] == [{"kind": "close", "stage": 2}]
    assert part(draft, "households")["people"] == ["anna"]
    one = organiser.post(reverse("add-draft-part", args=[draft.pk, "couples"]), couple | {"people": ["anna"]})
    assert one.status_code == 400


def test_the_second_of_two_reads_what_the_first_saved_and_keeps_their_own(organiser: Client, draft: Draft) -> None:
    fields = form_of(draft, "stages", part(draft, "stages"))
    saved(organiser, draft, "stages", title="By Ana", pause="Breathe.")
    answer = organiser.post(address(draft, "stages"), fields | {"title": "By Ben"})
    assert answer.status_code == 409
    read = words(answer.text)
    assert "Somebody else changed this meanwhile. Nothing of yours was stored yet" in read
    assert "By Ana" in read
    assert "Breathe." in read
    assert 'value="By Ben"' in answer.text
    assert part(draft, "stages")["title"] == "By Ana"
    seen = re.findall(r'name="seen" value="([^"]*)"', answer.text)[0]
    assert organiser.post(address(draft, "stages"), fields | {"title": "By Ben", "seen": seen}).status_code == 302
    assert part(draft, "stages")["title"] == "By Ben"


def test_what_was_taken_out_meanwhile_can_be_added_anew_with_what_was_typed(organiser: Client, draft: Draft) -> None:
    fields = form_of(draft, "events", part(draft, "events")) | {"fact": "Typed long."}
    where = address(draft, "events")
    organiser.post(address(draft, "events", name="remove-draft-part"))
    answer = organiser.post(where, fields)
    assert answer.status_code == 409
    assert "Somebody else took this out meanwhile." in words(answer.text)
    assert "Typed long." in answer.text
    action = re.findall(r'<form class="form form--wide" method="post" action="([^"]+)"', answer.text)[0]
    assert organiser.post(action, fields).status_code == 302
    assert part(draft, "events")["fact"] == "Typed long."


def test_moved_up_and_down(organiser: Client, draft: Draft) -> None:
    answer = organiser.post(address(draft, "stages", 0, "move-draft-part"), {"step": "1"})
    assert answer.status_code == 302
    assert [part(draft, "stages", n)["title"] for n in (0, 1)] == ["The middle", "The beginning"]
    assert organiser.post(address(draft, "stages", 0, "move-draft-part"), {"step": "9"}).status_code == 400


def test_taken_out_and_put_back(organiser: Client, draft: Draft) -> None:
    pk = part(draft, "events")["id"]
    page = organiser.post(address(draft, "events", name="remove-draft-part"), follow=True)
    assert "The event is taken out." in words(page.text)
    assert part(draft, "events")["ref"] == "E2"
    organiser.post(reverse("put-back-draft-part", args=[draft.pk, pk]))
    assert part(draft, "events")["ref"] == "E1"


def test_a_stage_that_is_not_empty_is_not_taken_out(organiser: Client, draft: Draft) -> None:
    page = organiser.post(address(draft, "stages", name="remove-draft-part"))
    assert page.status_code == 409
    assert "Stage 1 still holds 1 documents, 1 events." in words(page.text)


def test_what_is_wrong_leads_to_where_it_can_be_mended(organiser: Client, draft: Draft) -> None:
    saved(organiser, draft, "people", parents=["anna"])
    page = organiser.get(reverse("draft", args=[draft.pk])).text
    assert "1 thing to mend before it can be published" in words(page)
    link = f'<a href="{address(draft, "people")}">Anna Small, parents</a>: anna is their own parent'
    assert link in page
    refused = organiser.post(reverse("publish-draft", args=[draft.pk]))
    assert refused.status_code == 409
    assert "so nothing was published" in words(refused.text)


def test_publishing_makes_a_version(organiser: Client, draft: Draft) -> None:
    saved(organiser, draft, "stages", title="Another beginning")
    page = organiser.post(reverse("publish-draft", args=[draft.pk]), follow=True)
    assert "A small case, version 2, is published; roadshows keep what they have." in words(page.text)


def test_a_draft_is_thrown_away_by_its_title(organiser: Client, draft: Draft) -> None:
    where = reverse("discard-draft", args=[draft.pk])
    assert "The word to type is A small case." in words(organiser.post(where, {"word": "yes"}).text)
    assert Draft.objects.exists()
    organiser.post(where, {"word": "A small case"})
    assert not Draft.objects.exists()


# Previews


def test_a_stage_is_seen_as_a_table_an_agency_and_a_screen_have_it(organiser: Client, draft: Draft) -> None:
    where = reverse("draft-preview", args=[draft.pk, 1])
    table, agency, screen = (organiser.get(f"{where}?as={name}").text for name in ("table", "SCH", "screen"))
    assert ("The story of stage 1" in table, "Somebody wrote this in stage 1" in table) == (True, True)
    assert ("The story of stage 1" in agency, "Somebody wrote this in stage 1" in agency) == (False, True)
    assert ("The story of stage 1" in screen, "stage 1 of 3" in words(screen)) == (False, True)
    assert organiser.get(f"{where}?as=GP").status_code == 404
    assert organiser.get(reverse("draft-preview", args=[draft.pk, 4])).status_code == 404


def test_a_preview_shows_what_was_just_saved(organiser: Client, draft: Draft) -> None:
    where = reverse("draft-preview", args=[draft.pk, 1])
    organiser.get(where)
    saved(organiser, draft, "stages", text="Told anew.")
    assert "Told anew." in organiser.get(where).text


# Files


def test_a_picture_is_added_shown_and_taken_out(organiser: Client, draft: Draft) -> None:
    where = reverse("draft-pictures", args=[draft.pk])
    file = SimpleUploadedFile("anything.jpg", drawn("JPEG"), "image/jpeg")
    organiser.post(where, {"name": "map", "file": file})
    assert [picture.name for picture in draft.pictures.all()] == ["map.webp"]
    saved(organiser, draft, "documents", picture="map.webp", picture_words="A map.")
    preview = organiser.get(reverse("draft-preview", args=[draft.pk, 1])).text
    assert f'src="{reverse("draft-picture", args=[draft.pk, "map.webp"])}"' in preview
    assert 'alt="A map."' in preview
    organiser.post(reverse("remove-draft-picture", args=[draft.pk, "map.webp"]))
    assert "there is no such picture" in organiser.get(reverse("draft", args=[draft.pk])).text


@pytest.mark.parametrize("content", [b"<svg/>", b"x" * 5 * 1024 * 1024])
def test_what_is_no_picture_is_refused(organiser: Client, draft: Draft, content: bytes) -> None:
    file = SimpleUploadedFile("map.png", content, "image/png")
    answer = organiser.post(reverse("draft-pictures", args=[draft.pk]), {"name": "map", "file": file})
    assert answer.status_code == 400
    assert "Nothing was stored: " in words(answer.text)
    assert not draft.pictures.exists()


def test_events_go_out_and_in_as_a_spreadsheet(organiser: Client, draft: Draft) -> None:
    content = organiser.get(reverse("draft-events", args=[draft.pk])).content
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names[0] == "Events"
    file = SimpleUploadedFile("events.xlsx", content)
    page = organiser.post(reverse("draft-sheet", args=[draft.pk]), {"file": file}, follow=True)
    assert "The spreadsheet is in: 4 facts, 0 of them new." in words(page.text)
    organiser.post(reverse("publish-draft", args=[draft.pk]))
    assert CaseStudy.objects.count() == 1


def test_a_spreadsheet_with_a_problem_changes_nothing(organiser: Client, draft: Draft) -> None:
    before = draft.content
    file = SimpleUploadedFile("events.xlsx", book(GOOD | {"Stage": "soon"}).getvalue())
    answer = organiser.post(reverse("draft-sheet", args=[draft.pk]), {"file": file})
    assert answer.status_code == 400
    assert "sheet Events, row 2, column Stage" in words(answer.text)
    draft.refresh_from_db()
    assert draft.content == before


def test_what_a_spreadsheet_leaves_out_can_be_put_back(organiser: Client, draft: Draft) -> None:
    file = SimpleUploadedFile("events.xlsx", book(GOOD | {"Ref": "E1"}).getvalue())
    page = organiser.post(reverse("draft-sheet", args=[draft.pk]), {"file": file}, follow=True)
    assert "3 that it did not have are taken out, and can be put back below." in words(page.text)
    draft.refresh_from_db()
    assert len(draft.content["removed"]) == 3
