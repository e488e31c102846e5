from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drawings.models import Coding, Drawing
from drawings.queries.coding import progress_of
from tests.coded import find, handed_in, looked
from tests.factories import first_table, make_coder, make_roadshow, signed_in
from tests.pages import words
from workshops.actions.care import hide
from workshops.models import Roadshow, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow()


@pytest.fixture
def coder(roadshow: Roadshow) -> Staff:
    return make_coder(roadshow)


@pytest.fixture
def client(coder: Staff) -> Client:
    return signed_in(coder)


def page_of(drawing: Drawing) -> str:
    return reverse("code-drawing", args=[drawing.table.roadshow.slug, drawing.pk])


def ticked(html: str) -> list[str]:
    return re.findall(r'name="codes" value="([^"]+)"[^>]* checked', html)


def seen(html: str) -> str:
    [found] = re.findall(r'name="seen" value="([^"]+)"', html)
    return str(found)


# The list


def test_the_list_says_how_far_one_has_come_and_leads_to_the_next(client: Client, roadshow: Roadshow) -> None:
    drawings = [handed_in(first_table(roadshow), title=f"Title {n}") for n in range(3)]
    coder = Staff.objects.get()
    find(coder, drawings[0], "fear", "trust")
    html = client.get(reverse("coding", args=[roadshow.slug])).content.decode()
    assert "You have coded 1 of 3." in words(html)
    assert "Title 0 Trust, Fear" in words(html)
    following = progress_of(roadshow, coder).waiting[0].drawing
    assert re.findall(r'id="next" href="([^"]+)"', html) == [page_of(following)]


def test_an_empty_list_says_what_to_do_meanwhile(client: Client, roadshow: Roadshow) -> None:
    assert "There is nothing to code yet" in words(client.get(reverse("coding", args=[roadshow.slug])).content.decode())


def test_after_the_last_the_list_leads_to_what_was_found(client: Client, roadshow: Roadshow, coder: Staff) -> None:
    find(coder, handed_in(first_table(roadshow)), "fear")
    html = client.get(reverse("coding", args=[roadshow.slug])).content.decode()
    assert 'id="next"' not in html
    assert "See what was found" in html


# A drawing


def test_a_drawing_comes_with_its_words_and_eight_codes_none_of_them_ticked(client: Client, roadshow: Roadshow) -> None:
    drawing = handed_in(first_table(roadshow), "fear", title="A leaking boat", shows="We row apart.")
    html = client.get(page_of(drawing)).content.decode()
    assert "A leaking boat" in html
    assert "We row apart." in html
    assert re.findall(r'data-key="(\d)"', html) == [str(n) for n in range(1, 9)]
    assert ticked(html) == []
    assert html.count("Not when:") == 8


def test_saving_stores_it_and_goes_to_the_next_and_after_the_last_to_the_list(
    client: Client, roadshow: Roadshow, coder: Staff
) -> None:
    for _ in range(2):
        handed_in(first_table(roadshow))
    first, second = [item.drawing for item in progress_of(roadshow, coder).items]
    answers = [
        client.post(page_of(each), {"codes": ["trust", "fear"], "note": "", "seen": "0"})["Location"]
        for each in (first, second)
    ]
    assert answers == [page_of(second), reverse("coding", args=[roadshow.slug])]
    assert [coding.codes for coding in Coding.objects.all()] == [["trust", "fear"]] * 2
    assert "Stored: Trust, Fear." in words(client.get(answers[1]).content.decode())


def test_from_htmx_the_page_goes_on_the_same_way(client: Client, roadshow: Roadshow) -> None:
    drawing = handed_in(first_table(roadshow))
    answer = client.post(page_of(drawing), {"codes": ["risk"], "seen": "0"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("coding", args=[roadshow.slug]))


def test_what_one_coded_is_shown_again_and_a_change_keeps_its_history(
    client: Client, roadshow: Roadshow, coder: Staff
) -> None:
    drawing = handed_in(first_table(roadshow))
    find(coder, drawing, "risk", note="A wall.")
    html = client.get(page_of(drawing)).content.decode()
    assert ticked(html) == ["risk"]
    assert "A wall." in html
    client.post(page_of(drawing), {"codes": ["fear"], "note": "", "seen": seen(html)})
    assert [(c.codes, c.ended_at is None) for c in Coding.objects.all()] == [(["risk"], False), (["fear"], True)]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_in_a_second_tab_one_is_told_and_what_was_chosen_there_stays_to_be_saved(
    headers: dict[str, str], client: Client, roadshow: Roadshow
) -> None:
    drawing = handed_in(first_table(roadshow))
    handed_in(first_table(roadshow))
    for _tab in range(2):
        client.get(page_of(drawing))
    client.post(page_of(drawing), {"codes": ["risk"], "note": "First tab", "seen": "0"})
    answer = client.post(page_of(drawing), {"codes": ["fear"], "note": "Second tab", "seen": "0"}, headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "in another tab you coded this drawing as Risk, with the note “First tab”" in words(html)
    assert (ticked(html), "Second tab" in html) == (["fear"], True)
    assert Coding.objects.get(ended_at=None).codes == ["risk"]
    client.post(page_of(drawing), {"codes": ["fear"], "note": "Second tab", "seen": seen(html)}, headers=headers)
    assert Coding.objects.get(ended_at=None).codes == ["fear"]
    assert Coding.objects.count() == 2


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ([], "Choose at least one code."),
        (["other"], "Say in the note what the other factor is."),
        (["not-culture", "fear"], "Not culture says that none of the others applies."),
    ],
)
def test_what_cannot_be_stored_is_told_and_stays(
    codes: list[str], says: str, client: Client, roadshow: Roadshow
) -> None:
    answer = client.post(page_of(handed_in(first_table(roadshow))), {"codes": codes, "note": "", "seen": "0"})
    assert answer.status_code == 400
    assert says in words(answer.content.decode())
    assert sorted(ticked(answer.content.decode())) == sorted(codes)
    assert not Coding.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_a_drawing_that_is_taken_away_meanwhile_is_told_and_not_shown(
    headers: dict[str, str], client: Client, roadshow: Roadshow
) -> None:
    drawing = handed_in(first_table(roadshow), title="A real name")
    hide(roadshow, drawing.item, actor="Ana")
    assert client.get(page_of(drawing)).status_code == 404
    answer = client.post(page_of(drawing), {"codes": ["fear"], "note": "My note", "seen": "0"}, headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "this drawing was withdrawn or taken off every screen meanwhile" in words(html)
    assert ("A real name" in html, "My note" in html) == (False, True)


def test_a_withdrawn_drawing_is_said_to_be_gone(client: Client, roadshow: Roadshow) -> None:
    drawing = handed_in(first_table(roadshow), withdrawn_at=timezone.now())
    answer = client.get(page_of(drawing))
    assert answer.status_code == 404
    assert "This drawing is not shown any more" in words(answer.content.decode())


def test_who_has_looked_sees_what_they_coded_and_cannot_change_it(
    client: Client, roadshow: Roadshow, coder: Staff
) -> None:
    drawing = handed_in(first_table(roadshow))
    stands = find(coder, drawing, "risk")
    looked(coder, roadshow)
    html = client.get(page_of(drawing)).content.decode()
    assert 'data-action="code"' not in html
    assert "what you coded stays: Risk" in words(html)
    answer = client.post(page_of(drawing), {"codes": ["fear"], "note": "", "seen": str(stands.pk)})
    assert answer.status_code == 409
    assert "Nothing was stored: you have seen what others found" in words(answer.content.decode())


def test_a_drawing_in_words_shows_them_as_the_drawing(client: Client, roadshow: Roadshow) -> None:
    drawing = handed_in(first_table(roadshow), kind="words", shows="It is like shouting under water.")
    html = client.get(page_of(drawing)).content.decode()
    assert html.count("It is like shouting under water.") == 1
    assert 'class="drawing__words"' in html


def test_the_codebook_says_of_every_code_when_it_applies_and_when_not(client: Client, roadshow: Roadshow) -> None:
    html = client.get(reverse("codebook", args=[roadshow.slug])).content.decode()
    assert len(re.findall(r'data-code="', html)) == 8
    assert html.count("Not when:") == 8
