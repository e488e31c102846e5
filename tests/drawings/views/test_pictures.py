from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from drawings.models import Drawing
from tests.factories import first_table, make_facilitator, make_roadshow, seated, signed_in
from tests.photographed import photographed
from workshops.actions.care import hide, show_again
from workshops.models import RoadshowState

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing() -> Drawing:
    return photographed(first_table(make_roadshow()), shown=True, released_at=timezone.now())


@pytest.fixture
def client(drawing: Drawing) -> Client:
    return seated(drawing.table)


def address(drawing: Drawing, size: str = "large") -> str:
    return reverse("drawing-picture", args=[drawing.picture_id, size])


def on_screen(drawing: Drawing, size: str = "large") -> str:
    screen = drawing.table.roadshow.screens.get()
    return reverse("screen-picture", args=[screen.token, drawing.picture_id, size])


@pytest.mark.parametrize("size", ["large", "small"])
def test_it_is_sent_as_a_picture_and_as_nothing_else(client: Client, drawing: Drawing, size: str) -> None:
    for where in (address(drawing, size), on_screen(drawing, size)):
        response = client.get(where)
        assert response.status_code == 200
        assert Image.open(io.BytesIO(response.content)).format == "JPEG"
        assert {name: response[name] for name in HEADERS} == HEADERS


HEADERS = {
    "Content-Type": "image/jpeg",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": 'inline; filename="drawing.jpg"',
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("size", ["", "huge", "file", "..", "large.jpg"])
def test_no_other_size_exists(client: Client, drawing: Drawing, size: str) -> None:
    assert client.get(f"/drawings/pictures/{drawing.picture_id}/{size}/").status_code == 404


def test_hidden_it_answers_the_screen_as_if_absent_until_it_is_shown_again(drawing: Drawing) -> None:
    roadshow = drawing.table.roadshow
    hide(roadshow, item=drawing.item, actor="Ana")
    assert Client().get(on_screen(drawing)).status_code == 404
    show_again(roadshow, item=drawing.item, actor="Ana")
    assert Client().get(on_screen(drawing)).status_code == 200


def test_the_link_of_another_roadshows_screen_shows_nothing(drawing: Drawing) -> None:
    other = make_roadshow().screens.get()
    where = reverse("screen-picture", args=[other.token, drawing.picture_id, "large"])
    assert Client().get(where).status_code == 404


def test_a_table_whose_roadshow_is_closed_sees_nothing_and_its_facilitator_does(
    client: Client, drawing: Drawing
) -> None:
    roadshow = drawing.table.roadshow
    roadshow.state = RoadshowState.CLOSED
    roadshow.save()
    assert client.get(address(drawing)).status_code == 404
    assert signed_in(make_facilitator(roadshow)).get(address(drawing)).status_code == 200


def test_a_file_that_is_gone_is_absent_and_no_fault(client: Client, drawing: Drawing) -> None:
    assert drawing.picture is not None
    default_storage.delete(str(drawing.picture.file.name))
    assert client.get(address(drawing)).status_code == 404
    assert client.get(address(drawing, "small")).status_code == 200


def test_the_folder_of_the_files_has_no_address(client: Client, drawing: Drawing) -> None:
    assert drawing.picture is not None
    name = str(drawing.picture.file.name)
    assert Path(drawing.picture.file.path).exists()
    for where in (f"/media/{name}", f"/{name}", f"/static/{name}", f"/static/../media/{name}"):
        assert client.get(where).status_code == 404
