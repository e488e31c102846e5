from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudy.actions import reveals
from casestudy.fragments import answers
from casestudy.models import CaseRun, Part, Parts
from casestudy.queries import runs
from tests.casestudy.judged import answer, rate, reveal, with_children
from tests.factories import first_table, join, make_roadshow, seated
from tests.pages import words
from workshops.panels import Spot

pytestmark = pytest.mark.django_db

KEY = re.compile(r'name="Idempotency-Key" value="([\w-]+)"')


@pytest.fixture
def run(run: CaseRun) -> CaseRun:
    return with_children(run)


def page(run: CaseRun) -> str:
    """Return the answers column of table 1 as its page has it."""
    return answers.draw_answers(Spot(run.roadshow, "own-token", first_table(run.roadshow)))


def stage_of(html: str, stage: int) -> str:
    """Return the part of a column that belongs to a stage."""
    (section,) = re.findall(rf'<section id="answers-{stage}".*?</section>', html, re.DOTALL)
    return str(section)


def forms(html: str) -> list[str]:
    return re.findall(r'<form[^>]* data-action="([^"]+)"', html)


def names(html: str) -> set[str]:
    """Return the fields that can be answered, those of the pattern for more aside."""
    without = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    return set(re.findall(r'name="(case\.[^"~]+)"', without))


def said(html: str) -> list[str]:
    """Return the values that stand in a form: what is typed, chosen or ticked."""
    typed = re.findall(r"<textarea[^>]*>\n?(.+?)</textarea>", html)
    chosen = re.findall(r'value="([^"]*)"(?: checked| selected)', html)
    return [*typed, *filter(None, chosen)]


# What is asked


def test_before_the_case_begins_a_table_says_who_sits_there_and_nothing_else(run: CaseRun) -> None:
    assert (forms(page(run)), names(page(run))) == (["present"], {"case.present.SCH", "case.present.GP"})


def test_the_newest_stage_asks_for_concern_a_decision_and_notes(run: CaseRun) -> None:
    reveal(run, 2)
    asked = stage_of(page(run), 2)
    assert forms(page(run)) == ["concern", "share", "note"]
    rated = {f"case.2.concern.{who}.{what}" for who in ("family", "anna") for what in ("score", "confidence", "reason")}
    assert names(asked) == rated | {
        "case.2.share.SCH.when",
        "case.2.share.GP.when",
        "case.2.vulnerabilities",
        "case.2.unknown",
        "case.2.passed",
    }
    assert "No real families, no colleagues" in words(asked)


def test_every_agency_has_a_line_that_a_picture_can_lead_to(run: CaseRun) -> None:
    reveal(run, 1)
    assert re.findall(r'<li[^>]* id="(share-[^"]+)"', page(run)) == ["share-1-SCH", "share-1-GP"]


def test_more_is_asked_of_an_agency_about_which_something_is_decided(run: CaseRun) -> None:
    reveal(run, 1)
    answer(join(first_table(run.roadshow)).device, {"case.1.share.GP.when": "advice"})
    more = {name for name in names(page(run)) if ".share." in name and not name.endswith("when")}
    texts = {f"case.1.share.GP.{what}" for what in ("what", "whom", "why", "basis", "basis-words")}
    factors = {"trust", "fear", "risk", "relationships", "processes", "leadership"}
    assert more == texts | {f"case.1.share.GP.factor.{factor}" for factor in factors}


def test_the_pattern_for_more_holds_the_same_fields(run: CaseRun) -> None:
    reveal(run, 1)
    answer(join(first_table(run.roadshow)).device, {"case.1.share.GP.when": "advice"})
    html = page(run)
    (pattern,) = re.findall(r'<template id="share-more-1">(.*?)</template>', html, re.DOTALL)
    of_pattern = set(re.findall(r'name="(case[^"]+)"', pattern.replace(".CODE.", ".GP.")))
    shown = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    assert of_pattern == {n for n in re.findall(r'name="(case[^"]+)"', shown) if ".share.GP." in n and "when" not in n}


# What has been said


def test_a_page_holds_what_the_table_has_said_escaped_and_its_own_token(run: CaseRun) -> None:
    reveal(run, 1)
    evil = "<script>alert(1)</script> \N{BABY}"
    answer(
        join(first_table(run.roadshow)).device,
        {
            "case.1.concern.family.score": "7",
            "case.1.concern.family.confidence": "high",
            "case.1.share.GP.when": "now",
            "case.1.share.GP.factor.trust": "yes",
            "case.1.unknown": evil,
            "case.1.passed": "yes",
        },
    )
    html = page(run)
    assert "<script>" not in html
    assert said(html) == ["&lt;script&gt;alert(1)&lt;/script&gt; \N{BABY}", "7", "high", "now", "yes", "yes"]
    assert html.count('value="own-token"') == 3
    assert len(set(KEY.findall(html))) == 3


def test_a_table_sees_nothing_of_another_table(run: CaseRun) -> None:
    reveal(run, 1)
    answer(join(run.roadshow.tables.get(number=2)).device, {"case.1.unknown": "Only ours"})
    rate(run.roadshow.tables.get(number=2), 1, 9)
    assert "Only ours" not in page(run)
    assert "No number yet" in page(run)


def test_an_earlier_stage_is_read_and_not_changed(run: CaseRun) -> None:
    reveal(run, 1)
    device = join(first_table(run.roadshow)).device
    share = {"when": "not-yet", "what": "That she is hungry", "why": "They <see> her", "basis": "public-task"}
    answer(device, {f"case.1.share.GP.{what}": value for what, value in share.items()})
    rated = {"score": "7", "confidence": "medium", "reason": "Nobody has seen her"}
    answer(device, {f"case.1.concern.anna.{what}": value for what, value in rated.items()})
    answer(device, {"case.1.unknown": "Who feeds her?", "case.1.share.GP.factor.fear": "yes", "case.1.passed": "yes"})
    reveal(run, 2)
    then = stage_of(page(run), 1)
    assert (forms(then), "data-closed" in then) == ([], True)
    assert words(then) == (
        "What we said at stage 1 We passed on this stage. How worried we were Anna Small: 7 of 10, fairly sure"
        "Nobody has seen her Whom we would have told The practice: not yetWhat: That she is hungry"
        "Why, or why not yet: They <see> herIn the way: Fear"
        "What allows us to: It is part of our public task, such as keeping a child safe "
        "What we did not know yet Who feeds her?"
    )


def test_of_a_stage_without_a_word_the_record_says_so(run: CaseRun) -> None:
    reveal(run, 2)
    assert "This table said nothing of this stage." in words(stage_of(page(run), 1))


def test_once_the_key_is_open_every_stage_is_a_record(run: CaseRun) -> None:
    reveal(run, 2)
    run.key_opened_at = timezone.now()
    run.save(update_fields=["key_opened_at"])
    assert (forms(page(run)), page(run).count("data-closed")) == ([], 2)


# What is pushed


def test_a_reveal_brings_the_form_once_for_all_tables_without_values_or_token(run: CaseRun) -> None:
    reveal(run, 1)
    rate(first_table(run.roadshow), 1, 7)
    html = answers.answers_change(runs.case_at_a_glance(run), 1)
    assert forms(html) == ["concern", "share", "note"]
    assert (said(html), "csrfmiddlewaretoken" in html, KEY.findall(html)) == ([], False, [])
    lines = re.findall(r'data-lines="([^"]*)"', html)[0].split("\n")
    assert lines == [f"{agency.code} {agency.name}" for agency in run.case.agencies.all()]
    row = re.findall(r'<template id="share-row-1">(.*?)</template>', html, flags=re.DOTALL)[0]
    made = {name.replace("CODE", line.split()[0]) for name in names(row) for line in lines}
    assert names(html) | made == names(page(run))
    assert '<div id="answers-present" data-gone></div>' in html


def test_what_the_page_keeps_is_never_replaced_by_what_is_pushed(run: CaseRun) -> None:
    reveal(run, 1)
    for html in (answers.answers_change(runs.case_at_a_glance(run), 1), page(run)):
        assert re.findall(r'<section id="answers-1"[^>]* (data-keep)', html) == ["data-keep"]
    assert re.findall(r'<section id="answers"[^>]*(data-region data-merge)', page(run)) == ["data-region data-merge"]


def test_a_withdrawal_takes_the_form_away_and_brings_the_one_before_back(run: CaseRun) -> None:
    reveal(run, 2)
    reveals.withdraw(run, stage=2, actor="Ana")
    html = answers.answers_change(runs.case_at_a_glance(run), 2)
    assert '<div id="answers-2" data-gone></div>' in html
    assert (forms(html), "case.2." in html) == (["concern", "share", "note"], False)


def test_when_the_only_stage_is_withdrawn_a_table_can_say_again_who_sits_there(run: CaseRun) -> None:
    reveal(run, 1)
    reveals.withdraw(run, stage=1, actor="Ana")
    assert forms(answers.answers_change(runs.case_at_a_glance(run), 1)) == ["present"]


def test_a_late_frame_of_a_stage_that_has_closed_brings_no_form(run: CaseRun) -> None:
    reveal(run, 2)
    html = answers.answers_change(runs.case_at_a_glance(run), 1)
    assert (forms(html), "data-to-be-fetched" in html) == ([], True)


# Where parts are given out


@pytest.fixture
def parted(run: CaseRun) -> CaseRun:
    run.parts = Parts.TABLES
    run.save(update_fields=["parts"])
    table = first_table(run.roadshow)
    Part.objects.create(run=run, table=table, order=1, agency=run.case.agencies.get(code="SCH"))
    reveal(run, 1)
    return run


def column(run: CaseRun) -> str:
    device = join(first_table(run.roadshow)).device
    return answers.draw_answers(Spot(run.roadshow, "own-token", device.table, device))


def test_before_pooling_a_table_is_asked_what_its_own_agency_thinks(parted: CaseRun) -> None:
    html = column(parted)
    assert forms(html) == ["concern"]
    assert all(name.startswith("case.1.alone-SCH.") for name in names(html))
    assert "data-keep" not in re.findall(r'<section id="answers-1"[^>]*>', html)[0]


def test_before_pooling_all_tables_are_pushed_no_question_and_the_part_is_drawn_by_itself(parted: CaseRun) -> None:
    assert forms(answers.answers_change(runs.case_at_a_glance(parted), 1)) == []
    alone = answers.alone_forms(parted, 1, parted.case.agencies.get(code="SCH"))
    assert alone.startswith('<div id="alone-1">')
    assert (forms(alone), "csrfmiddlewaretoken" in alone) == (["concern"], False)


def test_after_pooling_everything_is_asked(parted: CaseRun) -> None:
    parted.reveals.update(pooled_at=timezone.now(), pooled_by="Ana")
    assert forms(column(parted)) == ["concern", "share", "note"]
    assert forms(answers.answers_change(runs.case_at_a_glance(parted), 1)) == ["concern", "share", "note"]


def test_what_an_agency_thought_alone_is_in_the_record(parted: CaseRun) -> None:
    answer(join(first_table(parted.roadshow)).device, {"case.1.alone-SCH.family.score": "2"})
    reveal(parted, 2)
    record = words(stage_of(column(parted), 1))
    assert "Before the pieces were put together The school, The family: 2 of 10" in record


# The whole page


def test_a_roadshow_without_a_case_asks_nothing() -> None:
    roadshow = make_roadshow()
    assert answers.draw_answers(Spot(roadshow, "", first_table(roadshow))) == ""


@pytest.mark.parametrize("does", ["concern", "share", "note"])
def test_each_form_can_be_posted_without_scripts_and_only_with_its_token(run: CaseRun, does: str) -> None:
    reveal(run, 1)
    client = Client(enforce_csrf_checks=True)
    client.cookies = seated(first_table(run.roadshow)).cookies
    html = client.get(reverse("table")).text
    (form,) = re.findall(rf'<form[^>]*data-action="{does}".*?</form>', html, re.DOTALL)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    name, value = {
        "concern": ("case.1.concern.family.score", "6"),
        "share": ("case.1.share.GP.when", "now"),
        "note": ("case.1.unknown", "Who feeds her?"),
    }[does]
    assert client.post(reverse("answer"), {name: value, "Idempotency-Key": "k" * 22}).status_code == 403
    assert client.post(reverse("answer"), fields | {name: value}).status_code == 302
    assert value in said(client.get(reverse("table")).text)
