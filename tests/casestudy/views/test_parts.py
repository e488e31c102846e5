from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from casestudy.actions import parts as actions
from casestudy.actions import reveals
from casestudy.models import CaseRun, Parts, Reveal
from casestudy.queries.parts import hands_of, present_in
from live.models import Event
from tests.factories import first_table, make_facilitator, make_organiser, make_roadshow, seated, signed_in
from tests.pages import words
from workshops.models import AnswerChange

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def console(run: CaseRun) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(run.roadshow))


def address(name: str, run: CaseRun, *more: object) -> str:
    return reverse(name, args=[run.roadshow.slug, *more])


def give(run: CaseRun, mode: Parts = Parts.TABLES) -> None:
    actions.give_out(run, mode=mode, after=0, actor="Ana")


def hands(run: CaseRun) -> dict[int, list[str]]:
    return {table: [agency.code for agency in hand] for table, hand in hands_of(run).items()}


def test_one_press_gives_the_parts_out_and_leads_back_to_the_console(console: Client, run: CaseRun) -> None:
    answer = console.post(address("give-parts", run), {"mode": "tables", "after": "0"})
    assert (answer.status_code, answer.headers["location"]) == (302, address("console", run))
    assert hands(run) == {1: ["SCH"], 2: ["GP"]}


def test_parts_are_taken_back_and_given_out_as_before(console: Client, run: CaseRun) -> None:
    give(run)
    actions.change_hand(run, first_table(run.roadshow), ["GP"], was=["SCH"], actor="Ana")
    console.post(address("take-parts", run), {"after": "2"})
    run.refresh_from_db()
    assert run.parts == ""
    console.post(address("give-parts", run), {"mode": "tables", "after": "3", "as_before": "yes"})
    assert hands(run) == {1: ["GP"], 2: ["GP"]}


def test_the_slower_of_two_is_told_what_the_faster_one_did(console: Client, run: CaseRun) -> None:
    give(run)
    Event.objects.update(at=dt.datetime(2026, 7, 1, 20, 0, tzinfo=dt.UTC))
    answer = console.post(address("give-parts", run), {"mode": "devices", "after": "0"}, headers=HTMX)
    told = "Ana changed the parts at 21:00. Your press changed nothing; what holds now is shown here."
    assert (answer.status_code, told in words(answer.text)) == (409, True)


def test_pooling_and_its_undoing_by_the_consoles_buttons(console: Client, run: CaseRun) -> None:
    give(run)
    reveals.reveal(run, stage=1, actor="Ana")
    assert "Pool stage 1 at every table" in console.get(address("console", run)).text
    console.post(address("pool", run), {"stage": "1"})
    assert Reveal.objects.get().pooled_by == "facilitator@example.org"
    assert "Take the pooling back" in console.get(address("console", run)).text
    console.post(address("unpool", run), {"stage": "1"})
    assert Reveal.objects.get().pooled_at is None


def test_who_pools_what_was_pooled_is_told_by_whom(console: Client, run: CaseRun) -> None:
    give(run)
    reveals.reveal(run, stage=1, actor="Ana")
    actions.pool(run, stage=1, actor="Ben")
    Reveal.objects.update(pooled_at=dt.datetime(2026, 7, 1, 20, 0, tzinfo=dt.UTC))
    answer = console.post(address("pool", run), {"stage": "1"}, headers=HTMX)
    told = "Stage 1 was pooled by Ben at 21:00. Your press changed nothing."
    assert (answer.status_code, words(answer.text)) == (409, told)


@pytest.mark.parametrize("name", ["pool", "unpool"])
def test_without_parts_nothing_is_in_pieces(console: Client, run: CaseRun, name: str) -> None:
    answer = console.post(address(name, run), {"stage": "1"}, headers=HTMX)
    told = "Stage 1 is not in pieces now. Your press changed nothing."
    assert (answer.status_code, words(answer.text)) == (409, told)


@pytest.mark.parametrize("name", ["give-parts", "take-parts", "pool", "unpool"])
@pytest.mark.parametrize("odd", ["", "after=x&stage=x&mode=x", "after=-1&stage=0&mode=", "mode=tables%00&after=1e9"])
def test_a_press_that_says_nonsense_changes_nothing(console: Client, run: CaseRun, name: str, odd: str) -> None:
    content = "application/x-www-form-urlencoded"
    answer = console.post(address(name, run), odd, content_type=content, headers=HTMX)
    assert (answer.status_code, hands(run), Event.objects.count()) == (400, {}, 0)


# Changing one table


def test_one_tables_part_is_changed_by_select(console: Client, run: CaseRun) -> None:
    give(run)
    answer = console.post(address("change-part", run, 1), {"part": "GP", "was": "SCH"}, follow=True)
    assert "Table 1 plays The practice." in words(answer.text)
    assert hands(run) == {1: ["GP"], 2: ["GP"]}


def test_a_table_of_devices_gets_one_part_more(console: Client, run: CaseRun) -> None:
    give(run, Parts.DEVICES)
    console.post(address("change-part", run, 1), {"part": ["SCH", "GP", ""], "was": "SCH"})
    assert hands(run)[1] == ["SCH", "GP"]


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({"part": ["", ""], "was": "SCH"}, 400, "Choose at least one agency. Nothing was changed."),
        (
            {"part": ["GP", "GP"], "was": "SCH"},
            400,
            "The same agency stands here twice. Nothing was changed",
        ),
        ({"part": ["ZOO"], "was": "SCH"}, 400, "ZOO is not one of the available choices"),
        ({"part": ["GP"], "was": "GP"}, 409, "Ana changed the parts at"),
    ],
)
def test_a_change_that_cannot_be_says_why(
    console: Client, run: CaseRun, sent: dict[str, object], status: int, told: str
) -> None:
    give(run)
    answer = console.post(address("change-part", run, 1), sent)
    assert (answer.status_code, told in words(answer.text)) == (status, True)
    assert hands(run)[1] == ["SCH"]


def test_there_is_no_table_that_is_not_there(console: Client, run: CaseRun) -> None:
    assert console.post(address("change-part", run, 9), {"part": "GP"}).status_code == 404
    assert console.post(address("say-present", run, 9), {"agency": "GP"}).status_code == 404


def test_a_roadshow_without_a_case_has_no_parts() -> None:
    slug = make_roadshow().slug
    assert signed_in(make_organiser()).get(reverse("parts", args=[slug])).status_code == 404


def test_who_is_here_is_corrected_and_heeded(console: Client, run: CaseRun) -> None:
    answer = console.post(address("say-present", run, 1), {"agency": ["GP"]}, follow=True)
    assert "Who is at Table 1 was saved." in words(answer.text)
    assert present_in(run.roadshow) == {1: frozenset({"GP"})}
    assert "The tables say that these are here: The practice." in words(console.get(address("console", run)).text)
    assert console.post(address("say-present", run, 1), {"agency": ["ZOO"]}).status_code == 400


def test_a_correction_stands_as_the_tables_own_answer_with_its_history_and_twice_changes_nothing(
    console: Client, run: CaseRun
) -> None:
    for codes in (["GP"], ["SCH"], ["SCH"]):
        console.post(address("say-present", run, 1), {"agency": codes})
    assert present_in(run.roadshow) == {1: frozenset({"SCH"})}
    said = [(c.answer.field, c.value, c.seq) for c in AnswerChange.objects.order_by("seq", "answer__field")]
    assert said == [("case.present.GP", "yes", 1), ("case.present.GP", "", 2), ("case.present.SCH", "yes", 2)]


def test_the_forms_of_the_console_can_be_posted_without_scripts(run: CaseRun) -> None:
    client = signed_in(make_organiser(), Client(enforce_csrf_checks=True))
    assert client.post(address("give-parts", run), {"mode": "tables", "after": "0"}).status_code == 403
    page = client.get(address("console", run)).text
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    fields = {"mode": "tables", "after": "0", "csrfmiddlewaretoken": token}
    assert client.post(address("give-parts", run), fields).status_code == 302


# At the table


def test_a_device_reads_its_part_in_the_bar_and_at_the_head_of_the_case(run: CaseRun) -> None:
    give(run)
    page = seated(first_table(run.roadshow)).get(reverse("table")).text
    assert '<p id="part" class="bar__part">' in page
    assert words(page).count("Your part: The school") == 2


def test_without_parts_there_is_no_word_of_them(run: CaseRun) -> None:
    page = seated(first_table(run.roadshow)).get(reverse("table")).text
    assert ("Your part" in page, 'id="part"' in page) == (False, False)


def test_a_table_sees_its_concern_before_and_after_pooling(run: CaseRun) -> None:
    give(run)
    reveals.reveal(run, stage=1, actor="Ana")
    actions.pool(run, stage=1, actor="Ana")
    table = first_table(run.roadshow)
    for field, value in {"alone-SCH": "3", "alone-GP": "5", "concern": "7"}.items():
        table.answers.create(field=f"case.1.{field}.family.score", value=value, version=1)
    assert "Before pooling: 3, 5; together: 7" in words(seated(table).get(reverse("table")).text)
    other = seated(run.roadshow.tables.get(number=2)).get(reverse("table"))
    assert "Before pooling" not in other.text
