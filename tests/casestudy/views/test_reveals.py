from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from casestudy.actions import reveals
from casestudy.models import CaseRun, Reveal
from live.models import Log
from live.room import Delivery
from tests.factories import make_facilitator, make_organiser, make_roadshow, make_run, seated, signed_in
from tests.pages import words
from tests.together import together
from workshops.models import Roadshow, Staff
from workshops.topics import EVERYBODY

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def console(run: CaseRun) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(run.roadshow))


def address(name: str, run: CaseRun, *more: object) -> str:
    return reverse(name, args=[run.roadshow.slug, *more])


def state(run: CaseRun) -> tuple[int, int, int]:
    """Return where the room is, how far its log is, and how many reveals there were."""
    run.refresh_from_db()
    return run.stage, Log.objects.get(pk=run.roadshow.log_id).head, run.reveals.count()


def test_a_plain_press_reveals_and_leads_back_to_the_console(console: Client, run: CaseRun) -> None:
    answer = console.post(address("reveal", run), {"stage": "1", "key": "press"})
    assert (answer.status_code, answer.headers["location"]) == (302, address("console", run))
    assert state(run) == (1, 1, 1)
    assert Reveal.objects.get().revealed_by == "facilitator@example.org"


def test_a_press_reads_each_thing_once_for_all_the_topics_that_it_is_drawn_for(
    console: Client,
    run: CaseRun,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(43), django_capture_on_commit_callbacks(execute=True):
        console.post(address("reveal", run), {"stage": "1", "key": "press"}, headers=HTMX)
    (push,) = delivered
    assert [topic for topic, _after, _text in push.texts] == list(EVERYBODY)


def test_a_press_with_scripts_is_answered_with_no_words_when_all_went_well(console: Client, run: CaseRun) -> None:
    answer = console.post(address("reveal", run), {"stage": "1", "key": "press"}, headers=HTMX)
    assert (answer.status_code, answer.text.strip()) == (200, "")


def test_a_plain_press_withdraws(console: Client, run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    answer = console.post(address("withdraw", run), {"stage": "1"})
    assert answer.status_code == 302
    assert state(run) == (0, 2, 1)
    assert Reveal.objects.get().withdrawn_by == "facilitator@example.org"


def test_the_forms_of_the_page_can_be_posted_without_scripts(run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    client = signed_in(make_organiser(), Client(enforce_csrf_checks=True))
    page = client.get(address("console", run)).text
    for action, stage in (("reveal", 2), ("withdraw", 2)):
        (form,) = re.findall(rf'<form[^>]*data-action="{action}".*?</form>', page, re.DOTALL)
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', form))
        assert client.post(re.findall(r' action="([^"]+)"', form)[0], fields).status_code == 302
        page = client.get(address("console", run)).text
        assert state(run)[0] == (stage if action == "reveal" else stage - 1)


def test_control_a_press_without_its_token_changes_nothing(run: CaseRun) -> None:
    client = signed_in(make_organiser(), Client(enforce_csrf_checks=True))
    assert client.post(address("reveal", run), {"stage": "1"}).status_code == 403
    assert state(run) == (0, 0, 0)


def test_a_press_that_is_repeated_is_answered_as_the_first_time(console: Client, run: CaseRun) -> None:
    answers = [console.post(address("reveal", run), {"stage": "1", "key": "press"}, headers=HTMX) for _ in range(3)]
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert state(run) == (1, 1, 1)


def test_the_slower_of_two_is_told_what_the_faster_one_did(console: Client, run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    # Nine in the evening in London, and eight by the clock of the database.
    Reveal.objects.update(revealed_at=dt.datetime(2026, 7, 1, 20, 0, tzinfo=dt.UTC))
    told = "Stage 1: The beginning is what the room has now, revealed by Ana at 21:00. Your press changed nothing."
    with_scripts = console.post(address("reveal", run), {"stage": "1", "key": "slower"}, headers=HTMX)
    plain = console.post(address("reveal", run), {"stage": "1", "key": "slower"})
    assert (with_scripts.status_code, words(with_scripts.text)) == (409, told)
    assert plain.status_code == 409
    assert told in words(plain.text)
    assert "Reveal stage 2 to every table" in plain.text  # the console as it is now, not as it was
    assert state(run) == (1, 1, 1)


def test_who_presses_on_an_empty_room_is_told_so(console: Client, run: CaseRun) -> None:
    answer = console.post(address("withdraw", run), {"stage": "1"}, headers=HTMX)
    assert (answer.status_code, words(answer.text)) == (
        409,
        "The room has no stage now. Your press changed nothing.",
    )


def test_there_is_nothing_after_the_last_stage(console: Client, run: CaseRun) -> None:
    for number in (1, 2, 3):
        reveals.reveal(run, stage=number, actor="Ana")
    page = console.get(address("console", run)).text
    assert 'data-action="reveal"' not in page
    assert "Every stage has been revealed" in page
    assert console.post(address("reveal", run), {"stage": "4", "key": "press"}).status_code == 409


ODD = {
    "nothing": b"",
    "no number": b"stage=one",
    "zero": b"stage=0",
    "negative": b"stage=-1",
    "a fraction": b"stage=1.5",
    "far too large": b"stage=" + b"9" * 400,
    "as large as a form may be": b"stage=" + b"9" * 900_000,
    "NUL": b"stage=1%00",
    "NUL in the key": b"stage=1&key=a%00b",
    "a long key": b"stage=1&key=" + b"k" * 65,
    "lone surrogate": b"stage=%ED%A0%80",
    "no UTF-8": b"stage=%FF%FE",
    "emoji": "stage=🦊".encode(),
    "right to left": "stage=שלום".encode(),
    "too many fields": b"&".join(b"f%d=1" % n for n in range(2000)),
    "1 MB": b"stage=1&key=" + b"k" * 1024 * 1024,
}


@pytest.mark.parametrize("name", ["reveal", "withdraw"])
@pytest.mark.parametrize("kind", ODD)
def test_a_press_that_makes_no_sense_is_refused_in_words(console: Client, run: CaseRun, name: str, kind: str) -> None:
    if (name, kind) in {("withdraw", "NUL in the key"), ("withdraw", "a long key")}:
        reveals.reveal(run, stage=1, actor="Ana")
    before = state(run)
    answer = console.post(address(name, run), ODD[kind], content_type="application/x-www-form-urlencoded")
    assert answer.status_code == (413 if kind == "1 MB" else 400)
    assert "</html>" in answer.text
    assert state(run) == before


@pytest.mark.parametrize("key", ["🦊", "שלום", "' OR 1=1", "{{ key }}", "k" * 64])
def test_whatever_a_key_is_it_marks_a_press(console: Client, run: CaseRun, key: str) -> None:
    for _ in range(2):
        assert console.post(address("reveal", run), {"stage": "1", "key": key}, headers=HTMX).status_code == 200
    assert state(run) == (1, 1, 1)


def test_a_digit_of_another_script_is_a_digit(console: Client, run: CaseRun) -> None:
    console.post(address("reveal", run), {"stage": "١"})  # noqa: RUF001 -- an Arabic 1
    assert state(run)[0] == 1


@pytest.mark.parametrize("name", ["reveal", "withdraw"])
def test_nothing_is_changed_by_following_a_link(console: Client, run: CaseRun, name: str) -> None:
    assert console.get(address(name, run)).status_code == 405
    assert state(run) == (0, 0, 0)


@pytest.mark.parametrize("name", ["reveal", "withdraw"])
def test_a_roadshow_without_a_case_has_nothing_to_press(name: str) -> None:
    roadshow = make_roadshow()
    client = signed_in(make_organiser())
    assert client.post(reverse(name, args=[roadshow.slug]), {"stage": "1"}).status_code == 404


def strangers(run: CaseRun) -> dict[str, Client]:
    """Return browsers that have nothing to do with this console."""
    nobody = Staff.objects.create_user("nobody@example.org")
    return {
        "a passer-by": Client(),
        "a table": seated(run.roadshow.tables.get(number=1)),
        "somebody without a role": signed_in(nobody),
        "another facilitator": signed_in(make_facilitator(make_roadshow(), "other@example.org")),
    }


@pytest.mark.parametrize("who", ["a passer-by", "a table", "somebody without a role", "another facilitator"])
def test_strangers_neither_move_the_room_nor_look_ahead(run: CaseRun, who: str) -> None:
    client = strangers(run)[who]
    answers = [client.post(address(name, run), {"stage": "1"}) for name in ("reveal", "withdraw")]
    answers.append(client.get(address("stage-preview", run, 1)))
    assert {answer.status_code for answer in answers} == ({302} if who in {"a passer-by", "a table"} else {404})
    assert all("stage 1 is told" not in answer.text for answer in answers)
    assert state(run) == (0, 0, 0)


def test_looking_ahead_does_not_move_the_room(console: Client, run: CaseRun) -> None:
    page = console.get(address("stage-preview", run, 3))
    assert page.status_code == 200
    assert "The story of stage 3 is told here." in page.text
    assert "Somebody wrote this in stage 3." in page.text
    assert state(run) == (0, 0, 0)


@pytest.mark.parametrize("number", [0, 4, 99999999999999999999])
def test_there_is_no_preview_of_a_stage_that_is_not_there(console: Client, run: CaseRun, number: int) -> None:
    assert console.get(address("stage-preview", run, number)).status_code == 404


@pytest.mark.parametrize("shown", [1, 3])
def test_a_tables_page_costs_the_same_however_much_is_shown(
    run: CaseRun, shown: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, shown + 1):
        reveals.reveal(run, stage=number, actor="Ana")
    client = seated(run.roadshow.tables.get(number=1))
    client.get(reverse("table"))  # From now on the stages' own HTML is kept.
    with django_assert_num_queries(18):
        page = client.get(reverse("table")).text
    assert page.count("<article") == shown


# Two facilitators at once


def consoles(roadshow: Roadshow) -> tuple[Client, Client]:
    emails = ("ana@example.org", "ben@example.org")
    ana, ben = (signed_in(make_facilitator(roadshow, email)) for email in emails)
    return ana, ben


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_two_who_press_at_once_get_one_reveal_and_one_explanation(headers: dict[str, str]) -> None:
    run = make_run()
    ana, ben = consoles(run.roadshow)
    answers = together(
        lambda: ana.post(address("reveal", run), {"stage": "1", "key": "ana"}, headers=headers),
        lambda: ben.post(address("reveal", run), {"stage": "1", "key": "ben"}, headers=headers),
    )
    assert sorted(answer.status_code for answer in answers) == [200 if headers else 302, 409]
    (slower,) = (answer for answer in answers if answer.status_code == 409)
    by = Reveal.objects.get().revealed_by
    assert f"Stage 1: The beginning is what the room has now, revealed by {by} at" in words(slower.text)
    assert state(run) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_press_that_arrives_twice_at_once_is_answered_twice_alike() -> None:
    run = make_run()
    ana, _ben = consoles(run.roadshow)
    press = {"stage": "1", "key": "the same press"}
    answers = together(*[lambda: ana.post(address("reveal", run), press, headers=HTMX)] * 2)
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert state(run) == (1, 1, 1)
