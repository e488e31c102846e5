"""The organisers' pages: observers and coders of a roadshow."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_coder, make_facilitator, make_observer, make_organiser, make_roadshow, signed_in
from workshops.models import Role, SignInLink, StaffRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """A browser in which an organiser is signed in."""
    return signed_in(make_organiser())


def words(response: Any) -> str:
    """Return what the page says, without its tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


# Observers


def test_an_observer_is_added_with_a_link_that_signs_them_in(client: Client) -> None:
    roadshow = make_roadshow()
    page = client.post(reverse("add-observer", args=[roadshow.slug]), {"email": "Obi@example.org"})
    assert f"obi@example.org , who now watches the {roadshow} roadshow" in words(page)
    [link] = re.findall(r'value="https?://[^/]+(/staff/link/[^"]+)"', page.content.decode())
    theirs = Client()
    theirs.get(link)
    assert theirs.get(reverse("observing", args=[roadshow.slug])).status_code == 200
    assert theirs.get(reverse("console", args=[roadshow.slug])).status_code == 404
    listed = client.get(reverse("edit-roadshow", args=[roadshow.slug])).content.decode()
    assert re.findall(r'data-observer="([^"]+)"', listed) == ["obi@example.org"]
    assert re.findall(r'data-staff="([^"]+)"', listed) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the e-mail address of the person."),
        ("obi", "This is no e-mail address. It looks like name@example.org."),
        ("organiser@example.org", "They run this roadshow, and so may watch it already. Nothing was changed."),
        ("fay@example.org", "They run this roadshow, and so may watch it already. Nothing was changed."),
    ],
)
def test_who_cannot_be_an_observer_is_said_and_nobody_is(typed: str, says: str, client: Client) -> None:
    roadshow = make_roadshow()
    make_facilitator(roadshow, "fay@example.org")
    response = client.post(reverse("add-observer", args=[roadshow.slug]), {"email": typed})
    assert response.status_code == 400
    assert says in words(response)
    assert 'id="id_observer_email_error"' in response.content.decode()
    assert SignInLink.objects.count() == 0


def test_a_facilitator_of_another_roadshow_may_watch_this_one(client: Client) -> None:
    roadshow = make_roadshow()
    elsewhere = make_facilitator(make_roadshow())
    client.post(reverse("add-observer", args=[roadshow.slug]), {"email": elsewhere.email})
    assert StaffRole.objects.get(user=elsewhere, roadshow=roadshow).role == Role.OBSERVER


def test_a_removed_observer_watches_no_longer(client: Client) -> None:
    roadshow = make_roadshow()
    observer = make_observer(roadshow)
    theirs = signed_in(observer)
    address = reverse("remove-observer", args=[roadshow.slug, observer.pk])
    for _ in range(2):
        page = client.post(address, follow=True)
    assert "Their notes are kept." not in words(page), "the second press removed nobody"
    assert theirs.get(reverse("observing", args=[roadshow.slug])).status_code == 404


# Coders


def test_a_coder_is_added_with_a_link_that_signs_them_in_to_code_and_to_nothing_else(client: Client) -> None:
    roadshow = make_roadshow()
    page = client.post(reverse("add-coder", args=[roadshow.slug]), {"email": "Cody@example.org"})
    assert f"cody@example.org , who now codes the drawings of the {roadshow} roadshow" in words(page)
    [link] = re.findall(r'value="https?://[^/]+(/staff/link/[^"]+)"', page.content.decode())
    theirs = Client()
    home = theirs.get(link, follow=True).content.decode()
    assert re.findall(r'data-(?:coded|watched|roadshow)="([^"]+)"', home) == [roadshow.slug]
    assert theirs.get(reverse("coding", args=[roadshow.slug])).status_code == 200
    for name in ("console", "observing", "running-order", "paper", "cards"):
        assert theirs.get(reverse(name, args=[roadshow.slug])).status_code == 404, name
    listed = client.get(reverse("edit-roadshow", args=[roadshow.slug])).content.decode()
    assert re.findall(r'data-coder="([^"]+)"', listed) == ["cody@example.org"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the e-mail address of the person."),
        ("organiser@example.org", "They are an organiser, and so may code in every roadshow already."),
        ("fay@example.org", "This roadshow is one that they run, so they know what its tables find."),
        ("obi@example.org", "This roadshow is one that they watch, so they know what its tables find."),
    ],
)
def test_who_cannot_be_a_coder_is_said_and_nobody_is(typed: str, says: str, client: Client) -> None:
    roadshow = make_roadshow()
    make_facilitator(roadshow, "fay@example.org")
    make_observer(roadshow, "obi@example.org")
    response = client.post(reverse("add-coder", args=[roadshow.slug]), {"email": typed})
    assert response.status_code == 400
    assert says in words(response)
    assert 'id="id_coder_email_error"' in response.content.decode()
    assert SignInLink.objects.count() == 0


def test_a_coder_is_not_made_an_observer_and_stays_a_coder(client: Client) -> None:
    roadshow = make_roadshow()
    make_coder(roadshow, "cody@example.org")
    response = client.post(reverse("add-observer", args=[roadshow.slug]), {"email": "cody@example.org"})
    assert "They code here, and must not know what the tables find. Nothing was changed." in words(response)
    assert StaffRole.objects.get(roadshow=roadshow).role == Role.CODER


def test_a_coder_who_is_to_run_the_roadshow_codes_it_no_longer(client: Client) -> None:
    roadshow = make_roadshow()
    coder = make_coder(roadshow)
    client.post(reverse("add-facilitator", args=[roadshow.slug]), {"email": coder.email})
    assert StaffRole.objects.get(roadshow=roadshow).role == Role.FACILITATOR
    assert signed_in(coder).get(reverse("coding", args=[roadshow.slug])).status_code == 404


def test_a_removed_coder_codes_no_longer(client: Client) -> None:
    roadshow = make_roadshow()
    coder = make_coder(roadshow)
    theirs = signed_in(coder)
    address = reverse("remove-coder", args=[roadshow.slug, coder.pk])
    told = [words(client.post(address, follow=True)) for _ in range(2)]
    assert ["What they coded is kept, and counts." in page for page in told] == [True, False]
    assert theirs.get(reverse("coding", args=[roadshow.slug])).status_code == 404
