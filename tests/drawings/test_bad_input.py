"""Hostile files at every door through which files come in: refused in words, no fault of the server, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casestudy.actions.drafts import begin_draft
from casestudy.models import CaseRun, DraftPicture
from drawings.actions import photos
from drawings.actions.pictures import Made
from drawings.darkroom import pictures
from drawings.models import Drawing, Picture, PictureKind
from tests.factories import first_table, make_organiser, make_roadshow, make_run, seated, signed_in
from tests.hostile import NAMES, PLANTED, bad_files, mutations, with_planted
from tests.pages import words
from workshops.images import encoded, opened
from workshops.tokens import new_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the darkroom be no program of its own: a few hundred of those would take minutes."""

    def developed(content: bytes) -> list[Made]:
        made = pictures(opened(content, 400), 400)
        return [Made(PictureKind(kind), encoded(image), *image.size) for kind, image in made.items()]

    monkeypatch.setattr(photos, "_developed", developed)


Door = Callable[[bytes, str], tuple[int, str]]


def _answered(client: Client, address: str, fields: dict[str, object], accept: str = "text/html") -> tuple[int, str]:
    response = client.post(address, fields, headers={"Accept": accept})
    return response.status_code, response.content.decode()


def _photo(accept: str) -> Door:
    client = seated(first_table(make_roadshow()))

    def send(content: bytes, name: str) -> tuple[int, str]:
        address = reverse("drawing-photo", args=[new_token()])
        return _answered(client, address, {"photo": SimpleUploadedFile(name, content)}, accept)

    return send


def _case(address: str, *, of_draft: bool = True) -> Door:
    organiser = make_organiser()
    draft = begin_draft(CaseRun.objects.select_related("case").get().case, actor="Ana")

    def send(content: bytes, name: str) -> tuple[int, str]:
        fields: dict[str, object] = {"name": "map", "file": SimpleUploadedFile(name, content)}
        return _answered(signed_in(organiser), reverse(address, args=[draft.pk] if of_draft else []), fields)

    return send


DOORS: dict[str, Callable[[], Door]] = {
    "a photo by the script": lambda: _photo("application/json"),
    "a photo by the plain form": lambda: _photo("text/html"),
    "a picture of a case": lambda: _case("draft-pictures"),
    "a spreadsheet of events": lambda: _case("draft-sheet"),
    "a case pack": lambda: _case("import-case", of_draft=False),
}


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> Door:
    make_run()
    return DOORS[request.param]()


@pytest.mark.parametrize("name", bad_files())
def test_what_is_no_picture_is_refused_in_words_and_leaves_nothing(name: str, door: Door, media: Path) -> None:
    status, said = door(bad_files()[name], "photo.png")
    # A case's picture that moves is taken as its first frame; nothing else here is one.
    taken = DraftPicture.objects.exists()
    assert taken <= (name == "a WebP that moves")
    # A script is told by the status alone, and never that a photo was taken.
    refused = {413, 422} if said.startswith("{") else {200, 400, 413, 422}
    assert status in ({302} if taken else refused)
    assert "Traceback" not in said
    assert taken or len(words(said)) > 40
    assert not Picture.objects.exists()
    assert not Drawing.objects.exists()
    assert not list(media.rglob("*.jpg"))


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_neither_used_nor_shown(name: str, media: Path) -> None:
    client = seated(first_table(make_roadshow()))
    address = reverse("drawing-photo", args=[new_token()])
    head = f'--x\r\nContent-Disposition: form-data; name="photo"; filename="{name or "a"}"\r\n\r\n'.encode()
    body = head + with_planted()["comment"] + b"\r\n--x--\r\n"
    response = client.post(
        address, body, content_type="multipart/form-data; boundary=x", headers={"Accept": "application/json"}
    )
    assert response.status_code in {200, 400}
    stored = [path for path in media.rglob("*") if path.is_file()]
    assert len(stored) == (4 if response.status_code == 200 else 0)
    assert all(path.suffix == ".jpg" and path.parent.parent == media / "drawings" for path in stored)
    assert "script>" not in response.content.decode()


@pytest.mark.parametrize("name", with_planted())
def test_nothing_that_was_planted_is_stored(name: str, media: Path) -> None:
    content = with_planted()[name]
    assert PLANTED in content
    assert _photo("application/json")(content, "photo.jpg")[0] == 200
    stored = [path.read_bytes() for path in media.rglob("*.jpg")]
    assert len(stored) == 4
    for each in stored:
        assert PLANTED not in each
        assert each.endswith(b"\xff\xd9")
        assert not any(mark in each for mark in (b"Exif\x00", b"ICC_PROFILE", b"http://ns.adobe.com", b"Comment"))


@pytest.mark.usefixtures("in_this_process")
def test_hundreds_of_damaged_pictures_are_stored_clean_or_refused_in_words(media: Path) -> None:
    """By a seed. Every mutation comes to a table of its own, so that none is refused for being one too many."""
    statuses = []
    for n, content in enumerate(mutations(300)):
        if n % 40 == 0:
            door = _photo("application/json")
        status, said = door(content, "photo.jpg")
        statuses.append(status)
        assert status in {200, 422}, (n, status, said)
    assert 30 < statuses.count(200) < 270
    stored = list(media.rglob("*.jpg"))
    assert len(stored) >= 2 * statuses.count(200)
    assert not any(PLANTED in path.read_bytes() for path in stored)
