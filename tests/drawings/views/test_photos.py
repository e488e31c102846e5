from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from drawings.actions.drawings import MOST, hand_in
from drawings.actions.pictures import Prints
from drawings.models import Drawing, DrawingKind, Picture
from tests.factories import first_table, make_roadshow, seated
from tests.pages import words
from tests.photographed import jpeg, photo
from workshops.actions.hold import freeze
from workshops.images import MOST_BYTES
from workshops.models import Table

pytestmark = pytest.mark.django_db

KEY = "a-key-of-22-characters"
PHOTO = jpeg(photo((320, 240)))


@pytest.fixture
def table() -> Table:
    return first_table(make_roadshow())


@pytest.fixture
def client(table: Table) -> Client:
    return seated(table)


def address(key: str = KEY) -> str:
    return reverse("drawing-photo", args=[key])


def file(content: bytes = PHOTO, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def send(client: Client, content: bytes = PHOTO, *, key: str = KEY, script: bool = True) -> tuple[int, object]:
    """Send a photo, by the page's script or by its plain form; return the status and what was said."""
    accept = "application/json" if script else "text/html"
    response = client.post(address(key), {"photo": file(content)}, headers={"Accept": accept})
    return response.status_code, response.json() if script else words(response.content.decode())


# Photos that come


def test_a_photo_that_the_script_sends_is_stored_and_its_card_comes_back(client: Client) -> None:
    status, answer = send(client)
    assert isinstance(answer, dict)
    assert (status, answer["stored"]) == (200, {"key": KEY})
    assert words(answer["html"]).startswith("Drawing 1 Straightened and brightened ✓ This one is used As it was taken")


def test_a_photo_of_the_plain_form_leads_to_the_page_with_both_pictures(client: Client) -> None:
    response = client.post(address(), {"photo": file()})
    assert (response.status_code, response["Location"]) == (302, address())
    html = client.get(address()).content.decode()
    assert len(re.findall(r"<img [^>]*data-picture=", html)) == 2
    assert re.findall(r'name="kind" value="(\w+)"', html) == ["plain"]


def test_sent_twice_it_is_stored_once(client: Client) -> None:
    assert [send(client)[0] for _ in range(2)] == [200, 200]
    assert (Drawing.objects.count(), Picture.objects.count()) == (1, 2)


def test_the_next_photo_of_the_page_is_another_drawing(client: Client) -> None:
    page = client.get(address()).content.decode()
    assert re.findall(r'data-photos="([^"]+)"', page) == [KEY]
    send(client)
    again, following = sorted(
        re.findall(r'data-photos="([^"]+)"', client.get(address()).content.decode()), key=lambda key: key != KEY
    )
    assert (again, len(following)) == (KEY, 22)
    assert send(client, key=following)[0] == 200
    assert Drawing.objects.count() == 2


def test_the_picture_that_somebody_chose_is_used(client: Client) -> None:
    send(client)
    where = reverse("choose-picture", args=[KEY])
    assert client.post(where, {"kind": "plain"})["Location"] == address()
    stands = Drawing.objects.get().picture
    assert stands is not None
    assert stands.kind == "plain"
    answer = client.post(where, {"kind": "paper"}, HTTP_ACCEPT="application/json").json()
    assert words(answer["html"]).startswith("Drawing 1 Straightened and brightened ✓ This one is used")


@pytest.mark.parametrize("kind", ["", "pad", "nonsense", "\x00"])
def test_what_is_no_choice_changes_nothing_and_says_so(client: Client, kind: str) -> None:
    send(client)
    response = client.post(reverse("choose-picture", args=[KEY]), {"kind": kind})
    assert response.status_code == 409
    assert "This picture is not there any more." in words(response.content.decode())


def test_what_another_kind_of_drawing_shows_is_not_chosen_here(client: Client, table: Table) -> None:
    Drawing.objects.create(table=table, key=KEY, number=1, kind=DrawingKind.PAD)
    assert client.post(reverse("choose-picture", args=[KEY]), {"kind": "plain"}).status_code == 404


# What is refused


@pytest.mark.parametrize("script", [True, False])
def test_each_refusal_says_why_with_its_own_status(client: Client, table: Table, script: bool) -> None:
    send(client)

    def said(content: bytes = PHOTO, key: str = KEY) -> tuple[int, str]:
        status, answer = send(client, content, key=key, script=script)
        return status, str(answer)

    def holds(answer: tuple[int, str], status: int, part: str) -> bool:
        return answer[0] == status and part in answer[1]

    other = jpeg(photo((330, 240)))
    assert holds(said(b"<svg/>", "another-key-of-22-char"), 422, "This is no picture that can be read here")
    assert holds(said(bytes(MOST_BYTES + 1)), 413, "more than 10 MB")
    hand_in(Drawing.objects.get(), actor="Table 1")
    assert holds(said(other), 409, "This drawing is handed in")
    Drawing.objects.bulk_create(
        Drawing(table=table, key=f"key-of-22-characters{n:02}", number=n, kind="pad") for n in range(2, MOST + 1)
    )
    assert holds(said(other, "one-key-more-of-22-cha"), 409, f"This table has begun {MOST} drawings")
    freeze(table.roadshow, actor="Ana")
    assert holds(said(other, "one-key-more-of-22-cha"), 423, "The room is held")


def test_a_form_without_a_photo_says_so(client: Client) -> None:
    response = client.post(address(), {})
    assert response.status_code == 400
    assert "No photo came along" in words(response.content.decode())


def test_a_full_disk_is_said_and_the_same_photo_may_come_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Prints, "keep", full)
        status, answer = send(client)
    assert (status, "disk is nearly full" in str(answer)) == (507, True)
    assert send(client)[0] == 200


@pytest.mark.parametrize("key", ["short", "x" * 21, "x" * 23, "x" * 200])
def test_what_is_no_key_is_no_address(client: Client, key: str) -> None:
    assert client.get(address(key)).status_code == 404


def test_a_drawing_of_another_table_is_neither_seen_nor_changed(table: Table) -> None:
    send(seated(table))
    elsewhere = seated(first_table(make_roadshow()))
    assert "Drawing 1" not in words(elsewhere.get(address()).content.decode())
    assert elsewhere.post(reverse("choose-picture", args=[KEY]), {"kind": "plain"}).status_code == 404
    send(elsewhere)  # the same key: a drawing of that table
    assert Drawing.objects.count() == 2


# The page


def test_the_page_says_what_not_to_photograph_and_who_sees_it(client: Client) -> None:
    text = words(client.get(address()).content.decode())
    assert "No real families" in text
    assert "Only this table sees the photo until you hand it in." in text


def test_without_scripts_there_is_a_form_with_a_button(client: Client) -> None:
    html = client.get(address()).content.decode()
    [form] = re.findall(r'<form class="photo-doors".*?</form>', html, re.DOTALL)
    assert 'enctype="multipart/form-data"' in form
    assert 'name="csrfmiddlewaretoken"' in form
    assert "data-without-scripts>Send</button>" in form


def test_what_is_handed_in_is_not_offered_again(client: Client) -> None:
    send(client)
    hand_in(Drawing.objects.get(), actor="Table 1")
    assert "Drawing 1" not in words(client.get(address()).content.decode())
