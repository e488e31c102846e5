"""The packs of the shipped case as whoever unfolds them reads them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pypdf import PdfReader

from casestudy.markdown import blocks
from casestudy.models import CaseRun, CaseStudy, Stage
from tests.pages import is_for_screen_readers, sheets
from workshops.paper import Audience, pack

pytestmark = pytest.mark.django_db

ADDRESS = "http://192.0.2.9:8000"
A4 = (595, 842)


def squeezed(text: str) -> str:
    """Return `text` without white space: where a line ends is the printer's affair."""
    return "".join(text.split())


@dataclass(frozen=True)
class Printed:
    """A pack as it comes from the press, and what each of its sheets says."""

    pdf: bytes
    sheets: list[str]

    @property
    def text(self) -> str:
        """Everything that it says, on one line without white space."""
        return squeezed("".join(self.sheets))


def made(run: CaseRun, audience: Audience) -> Printed:
    pdf = pack(run.roadshow, audience, ADDRESS)
    return Printed(pdf, sheets(pdf))


@pytest.fixture(scope="module")
def kept() -> dict[Audience, Printed]:
    """Return where the packs of the shipped case are kept, which take seconds to print and to read."""
    return {}


Packs = Callable[[Audience], Printed]


@pytest.fixture
def packs(walsh_run: CaseRun, kept: dict[Audience, Printed]) -> Packs:
    """Return how to get a pack of the shipped case: printed for whoever looks at it first, and kept for the others."""

    def printed(audience: Audience) -> Printed:
        if audience not in kept:
            kept[audience] = made(walsh_run, audience)
        return kept[audience]

    return printed


def pieces(parsed: Any) -> Iterator[str]:
    """Yield every paragraph, item and cell of parsed Markdown as one text."""
    if isinstance(parsed, list) and parsed and all("text" in part for part in parsed):
        yield "".join(run["text"] for run in parsed)
    elif isinstance(parsed, list):
        for part in parsed:
            yield from pieces(part)
    elif isinstance(parsed, dict):
        for part in parsed.values():
            yield from pieces(part)


def told_to_tables(stage: Stage) -> Iterator[str]:
    yield from (stage.title, stage.span, stage.content_note, stage.pause)
    yield from pieces(blocks(stage.narrative))
    for document in stage.documents.all():
        yield from (document.title, document.agency.name, document.dated)
        yield from pieces(blocks(document.body))


def kept_from_tables(case: CaseStudy) -> Iterator[str]:
    """Yield every text of the key and of the facilitator's notes."""
    for stage in case.stages.all():
        yield stage.room_picture
        yield from stage.facilitator_notes
        yield from stage.expected_discussion
    for event in case.events.all():
        yield from (event.vulnerability, event.key.made_sense)
        yield from (told.note for told in event.key.told.all())
    for item in case.history.all():
        yield item.key_note


def missing(texts: Iterator[str], printed: str) -> list[str]:
    return [text for text in texts if squeezed(text) not in printed]


def test_the_tables_pack_holds_every_stage_whole(walsh_run: CaseRun, packs: Packs) -> None:
    printed = packs(Audience.TABLES).text
    for stage in walsh_run.case.stages.all():
        assert missing(told_to_tables(stage), printed) == []
    assert missing(iter([walsh_run.case.banner]), printed) == []


def test_the_tables_pack_holds_nothing_of_the_key_or_the_notes(walsh_run: CaseRun, packs: Packs) -> None:
    printed = packs(Audience.TABLES).text
    kept = [text for text in kept_from_tables(walsh_run.case) if text]
    assert missing(iter(kept), printed) == kept
    assert [
        words for words in ("told late", "not told", "told in part", "Why it made sense.") if squeezed(words) in printed
    ] == []


def test_control_the_facilitators_pack_holds_all_of_that(walsh_run: CaseRun, packs: Packs) -> None:
    printed = packs(Audience.FACILITATOR).text
    assert missing(kept_from_tables(walsh_run.case), printed) == []
    assert missing(iter(["told late", "not told", "told in part", "Why it made sense."]), printed) == []


def test_the_script_has_every_content_note_to_read_out(walsh_run: CaseRun, packs: Packs) -> None:
    printed = packs(Audience.FACILITATOR).text
    notes = (note for stage in walsh_run.case.stages.all() for note in (stage.content_note, stage.pause))
    assert missing(notes, printed) == []


@pytest.mark.parametrize("audience", Audience)
def test_a_pack_is_a4_and_fit_for_a_screen_reader(packs: Packs, audience: Audience) -> None:
    pdf = packs(audience).pdf
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    assert {(round(box.width), round(box.height)) for box in boxes} == {A4}
    assert is_for_screen_readers(pdf)


def test_every_stage_and_every_answer_sheet_begins_on_a_sheet_of_its_own(packs: Packs) -> None:
    pages = packs(Audience.TABLES).sheets
    covers = [n for n, text in enumerate(pages, start=1) if "Leave this closed" in text]
    answers = [n for n, text in enumerate(pages, start=1) if "What we think now" in text]
    assert (len(covers), len(answers)) == (8, 8)
    assert {n % 2 for n in covers + answers} == {1}


def test_an_answer_sheet_asks_for_no_names_and_allows_blanks(packs: Packs) -> None:
    pages = packs(Audience.TABLES).sheets
    answers = [" ".join(text.split()) for text in pages if "What we think now" in text]
    for words in ("No real families, no colleagues' names.", "You may leave anything blank", "Table"):
        assert [words in text.replace("\u2019", "'") for text in answers] == [True] * 8


def test_what_an_author_wrote_is_never_markup(run: CaseRun) -> None:
    written = '#eval("1 + 1") $x^2$ @ref <label> // no comment #read("/etc/passwd")'
    run.case.stages.filter(number=1).update(narrative=written, title=written, content_note=written)
    printed = made(run, Audience.TABLES).text
    assert printed.count(squeezed(written)) >= 3


def test_a_name_that_no_font_can_write_does_not_stop_the_pack(run: CaseRun) -> None:
    run.case.stages.filter(number=1).update(title="Before \u0378 after")
    assert "Before" in made(run, Audience.TABLES).text


def test_a_roadshow_without_a_case_has_a_pack_all_the_same(run: CaseRun) -> None:
    roadshow = run.roadshow
    run.delete()
    first, *_others = sheets(pack(roadshow, Audience.TABLES, ADDRESS))
    assert [name in first for name in ("Table cards", "Drawing sheet", "Stage 1")] == [True, True, False]
