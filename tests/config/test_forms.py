"""After a refused form the first field that is wrong has the focus, and all of them are linked from the top."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from tests.booked import make_places
from tests.pages import words

pytestmark = pytest.mark.django_db


class Choosing(forms.Form):
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    name = forms.CharField()


def focused(html: str) -> list[str]:
    return re.findall(r'<(?:input|select|textarea)[^>]*name="(\w+)"[^>]* autofocus', html)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ({"locality": ""}, "name"),
        ({"name": "Ann Example", "email": "ann@example.org"}, "organisation"),
        ({"name": "Ann Example", "email": "ann", "step_free": "on"}, "email"),
    ],
)
def test_the_first_wrong_field_in_the_order_of_the_page_has_the_focus(
    client: Client, said: dict[str, str], first: str
) -> None:
    page = client.post(reverse("book", args=[make_places(1).roadshow.slug]), said).text
    assert focused(page) == [first]
    assert focused(page) == re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', page)[:1]


def test_what_is_wrong_is_linked_from_the_top(client: Client) -> None:
    said = {"name": "Ann Example", "email": "ann", "organisation": "Sample Council", "agency": "health"}
    page = client.post(reverse("book", args=[make_places(1).roadshow.slug]), said).text
    told = page.partition('role="alert">')[2].partition("</p>")[0]
    assert words(told).startswith("Nothing was stored yet. Look at what is marked, and send it once more:")
    assert re.findall(r'href="#(\w+)"', told) == ["id_email", "id_level"]
    assert all(f'id="{linked}"' in page for linked in ("id_email", "id_level"))


def test_a_form_that_nobody_sent_takes_no_focus(client: Client) -> None:
    assert focused(client.get(reverse("book", args=[make_places(1).roadshow.slug])).text) == []


def test_a_group_of_choices_takes_no_focus_and_leaves_none_to_a_later_field() -> None:
    form = Choosing({})
    assert form.errors
    assert focused(str(form)) == []
