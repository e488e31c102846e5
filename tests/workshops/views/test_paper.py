from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_facilitator, make_organiser, make_roadshow, signed_in
from tests.pages import sheets, words
from workshops import panels
from workshops.actions.talk import park_question
from workshops.models import ParkedQuestion, Roadshow, Role, Staff, StaffRole
from workshops.panels import Place

pytestmark = pytest.mark.django_db

PAPER = "/roadshows/leeds/console/paper/"
PACKS = [f"{PAPER}tables.pdf", f"{PAPER}facilitator.pdf"]


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2, slug="leeds", city="Leeds")


@pytest.fixture
def console(roadshow: Roadshow) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(roadshow))


def send(client: Client, **fields: str) -> int:
    return client.post(f"{PAPER}questions/", {"table": "2", "text": "Who knew?", "key": "press-1"} | fields).status_code


def kept() -> list[tuple[str, int | None, bool, str]]:
    rows = ParkedQuestion.objects.select_related("table")
    return [(q.text, q.table.number if q.table else None, q.from_paper, q.asked_by) for q in rows]


def test_the_page_says_what_is_in_each_pack_and_how_often_to_print_it(console: Client) -> None:
    page = words(console.get(PAPER).text)
    for part in ("Table cards once", "Drawing sheet one for each person", "The day one for each facilitator"):
        assert part in page
    assert "There are 2 tables." in page


def test_the_page_leads_to_both_packs_and_the_console_to_the_page(console: Client) -> None:
    page = console.get(PAPER).text
    assert [f'href="{address}"' in page for address in PACKS] == [True, True]
    assert f'href="{PAPER}"' in console.get("/roadshows/leeds/console/").text


@pytest.mark.parametrize("audience", ["tables", "facilitator"])
def test_a_pack_opens_as_a_pdf_and_is_never_kept(console: Client, audience: str) -> None:
    answer = console.get(f"{PAPER}{audience}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'inline; filename="leeds-{audience}.pdf"'
    assert "no-store" in answer.headers["cache-control"]
    assert answer.content.startswith(b"%PDF-")


def test_the_cards_lead_to_where_the_facilitators_browser_is(console: Client, roadshow: Roadshow) -> None:
    answer = console.get(PACKS[0], headers={"host": "testserver"})
    text = "".join("".join(sheets(answer.content)).split())
    assert "http://testserver/join/" in text
    assert [table.code in text for table in roadshow.tables.all()] == [True, True]


def test_there_is_no_pack_for_anybody_else(console: Client) -> None:
    assert console.get(f"{PAPER}projector.pdf").status_code == 404


@pytest.mark.parametrize("address", [PAPER, *PACKS])
def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, roadshow: Roadshow, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("address", [PAPER, *PACKS])
def test_another_roadshows_paper_is_not_found(roadshow: Roadshow, address: str) -> None:
    elsewhere = signed_in(make_facilitator(make_roadshow()))
    assert elsewhere.get(address).status_code == 404


@pytest.mark.parametrize("address", [PAPER, *PACKS])
def test_an_observer_gets_no_paper(roadshow: Roadshow, address: str) -> None:
    observer = Staff.objects.create_user("observer@example.org")
    StaffRole.objects.create(user=observer, role=Role.OBSERVER, roadshow=roadshow)
    assert signed_in(observer).get(address).status_code == 404


@pytest.mark.parametrize("address", [PAPER, *PACKS])
def test_control_its_own_facilitator_and_any_organiser_get_it(console: Client, address: str) -> None:
    assert [client.get(address).status_code for client in (console, signed_in(make_organiser()))] == [200, 200]


def test_a_question_from_paper_is_parked_for_its_table_and_marked(console: Client) -> None:
    answer = console.post(f"{PAPER}questions/", {"table": "2", "text": " Who knew? ", "key": "press-1"})
    assert answer.headers["location"] == f"{PAPER}#typed-in"
    assert kept() == [("Who knew?", 2, True, "facilitator@example.org")]
    assert "from paper Table 2 · typed in by facilitator@example.org" in words(console.get(PAPER).text)


def test_a_question_without_a_table_is_parked_too(console: Client) -> None:
    assert send(console, table="") == 302
    assert kept() == [("Who knew?", None, True, "facilitator@example.org")]
    assert "No table was written down" in words(console.get(PAPER).text)


def test_the_same_press_twice_is_one_question(console: Client) -> None:
    assert [send(console), send(console)] == [302, 302]
    assert len(kept()) == 1


def test_two_papers_with_the_same_words_are_two_questions(console: Client) -> None:
    keys = re.findall(r'name="key" value="([^"]+)"', console.get(PAPER).text + console.get(PAPER).text)
    assert [send(console, key=key) for key in keys] == [302, 302]
    assert len(kept()) == 2


@pytest.mark.parametrize("table", ["3", "0", "one", "99999999999999999999"])
def test_a_table_that_is_not_there_is_refused_and_the_words_are_kept(console: Client, table: str) -> None:
    answer = console.post(f"{PAPER}questions/", {"table": table, "text": "Who <knew>?", "key": "press-1"})
    assert (answer.status_code, kept()) == (400, [])
    assert "There is no such table here." in answer.text
    assert "Who &lt;knew&gt;?</textarea>" in answer.text
    assert 'name="key" value="press-1"' in answer.text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("  ", "Type what is written on the paper."), ("x" * 501, "at most 500 signs, and this has 501")],
)
def test_a_question_is_neither_empty_nor_endless(console: Client, text: str, complaint: str) -> None:
    answer = console.post(f"{PAPER}questions/", {"table": "1", "text": text})
    assert (answer.status_code, kept()) == (400, [])
    assert complaint in answer.text


def test_a_table_of_another_roadshow_cannot_be_meant(console: Client) -> None:
    make_roadshow(tables=9)
    assert send(console, table="9") == 400
    assert kept() == []


def test_a_question_to_another_roadshow_is_not_found_and_changes_nothing(roadshow: Roadshow) -> None:
    assert send(signed_in(make_facilitator(make_roadshow()))) == 404
    assert kept() == []


def test_who_is_not_signed_in_types_nothing_in(client: Client, roadshow: Roadshow) -> None:
    assert send(client) == 302
    assert kept() == []


def test_following_the_link_of_the_form_changes_nothing(console: Client) -> None:
    assert console.get(f"{PAPER}questions/").status_code == 405


def test_the_form_can_be_posted_without_scripts_and_only_with_its_token(roadshow: Roadshow) -> None:
    client = signed_in(make_organiser(), Client(enforce_csrf_checks=True))
    (form,) = re.findall(r"<form.*?</form>", client.get(PAPER).text, re.DOTALL)
    (address,) = re.findall(r' action="([^"#]+)', form)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', form)) | {"text": "Who knew?"}
    assert client.post(address, fields).status_code == 302
    assert client.post(address, {"text": "Who knew?"}).status_code == 403
    assert len(kept()) == 1


def test_questions_that_tables_asked_themselves_are_not_in_the_list(console: Client, roadshow: Roadshow) -> None:
    park_question(roadshow, text="By tablet", actor="Table 1")
    page = console.get(PAPER).text
    assert ("By tablet" in page, "Questions typed in so far" in page) == (False, False)


def test_higher_apps_put_their_own_forms_on_the_page(console: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_blocks", {place: [] for place in Place})
    panels.register(Place.PAPER, lambda spot: SafeString(f"<i>{spot.roadshow.city} {len(spot.csrf_token) > 0}</i>"))
    assert "<i>Leeds True</i>" in console.get(PAPER).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_came_back(
    count: int, console: Client, roadshow: Roadshow, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        park_question(roadshow, text=f"Question {n}", actor="ann", table=roadshow.tables.first(), from_paper=True)
    with django_assert_num_queries(21):
        page = console.get(PAPER).text
    assert page.count("data-question=") == count


def test_the_address_of_a_pack_is_what_its_name_says(roadshow: Roadshow) -> None:
    assert [reverse("paper-pack", args=["leeds", who]) for who in ("tables", "facilitator")] == PACKS
