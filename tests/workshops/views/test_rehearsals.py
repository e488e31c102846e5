from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from live.room import Delivery
from live.tickets import issue
from tests.coded import handed_in
from tests.factories import (
    first_table,
    join,
    make_facilitator,
    make_organiser,
    make_roadshow,
    make_run,
    seated,
    signed_in,
)
from tests.pages import frames, words
from workshops.access import DEVICE_COOKIE
from workshops.actions import room
from workshops.actions.rehearsals import begin_rehearsal, throw_away
from workshops.models import Roadshow, RoadshowState, SignIn
from workshops.queries.room import subject_of

pytestmark = pytest.mark.django_db

BAND = "Rehearsal: nothing here counts"
ENDED = "Rehearsal, and it has ended."


@pytest.fixture(autouse=True)
def _snapshots_elsewhere(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def live() -> Roadshow:
    roadshow = make_roadshow(slug="leeds", city="Leeds", tables=2)
    make_run(roadshow)
    return roadshow


@pytest.fixture
def rehearsal(live: Roadshow) -> Roadshow:
    return begin_rehearsal(live, actor="Ana")


@pytest.fixture
def facilitator(live: Roadshow) -> Client:
    """Return the browser of the live roadshow's own facilitator."""
    return signed_in(make_facilitator(live))


def title(page: str) -> str:
    return words(re.findall(r"<title>(.*?)</title>", page)[0])


# Beginning, and going there


def test_a_press_begins_a_rehearsal_and_leads_to_its_console(facilitator: Client, live: Roadshow) -> None:
    answer = facilitator.post(reverse("begin-rehearsal", args=["leeds"]))
    assert answer.headers["location"] == reverse("console", args=["leeds-rehearsal"])
    assert Roadshow.objects.get(slug="leeds-rehearsal").rehearsal_of == live
    assert facilitator.get(answer.headers["location"]).status_code == 200


def test_another_press_leads_to_the_one_under_way(facilitator: Client, rehearsal: Roadshow) -> None:
    assert "Go to the rehearsal" in facilitator.get(reverse("console", args=["leeds"])).text
    answer = facilitator.post(reverse("begin-rehearsal", args=["leeds"]))
    assert answer.headers["location"] == reverse("console", args=[rehearsal.slug])


def test_on_a_rehearsals_console_none_can_be_begun(facilitator: Client, rehearsal: Roadshow) -> None:
    page = facilitator.get(reverse("console", args=[rehearsal.slug])).text
    assert 'data-action="rehearse"' not in page
    assert facilitator.post(reverse("begin-rehearsal", args=[rehearsal.slug])).status_code == 404


# It cannot be mistaken


def pages_of(roadshow: Roadshow, facilitator: Client) -> dict[str, str]:
    """Return every page that shows a roadshow to somebody."""
    slug, at_table = roadshow.slug, seated(first_table(roadshow))
    return {
        "console": facilitator.get(reverse("console", args=[slug])).text,
        "a table's card": facilitator.get(reverse("console-table", args=[slug, 1])).text,
        "cards": facilitator.get(reverse("cards", args=[slug])).text,
        "preview": facilitator.get(reverse("stage-preview", args=[slug, 1])).text,
        "table": at_table.get("/table/").text,
        "screen": Client().get(reverse("screen", args=[roadshow.screens.all()[0].token])).text,
    }


def test_every_page_of_a_rehearsal_says_so_in_its_body_title_and_band(facilitator: Client, rehearsal: Roadshow) -> None:
    for name, page in pages_of(rehearsal, facilitator).items():
        assert re.search(r"<body data-rehearsal\b", page), name
        assert title(page).startswith("Rehearsal · "), name
        assert BAND in words(page), name


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


def test_no_page_is_forgotten_whatever_is_added(facilitator: Client, rehearsal: Roadshow) -> None:
    known: dict[str, object] = {"slug": rehearsal.slug, "number": 1, "pk": rehearsal.screens.all()[0].pk}
    known |= {"audience": "tables", "name": "genogram", "key": handed_in(first_table(rehearsal)).key}
    at_table, seen = seated(first_table(rehearsal)), []
    for route in routes(get_resolver().url_patterns):
        path = str(route.pattern)
        if not path.startswith(("roadshows/<slug:slug>/", "table/")) or route.name == "roadshow":
            continue
        asks = facilitator if path.startswith("roadshows/") else at_table
        address = reverse(str(route.name), kwargs={name: known[name] for name in route.pattern.converters})
        answer = asks.get(address)
        if answer.status_code == 200 and "html" in answer.headers["content-type"] and "<body" in answer.text:
            seen.append(route.name)
            assert BAND in words(answer.text), address
            assert "data-rehearsal" in answer.text, address
    assert {"console", "cards", "console-table", "stage-preview", "table"} <= set(seen)


def test_no_page_of_the_live_roadshow_says_so(facilitator: Client, live: Roadshow, rehearsal: Roadshow) -> None:
    for name, page in pages_of(live, facilitator).items():
        assert "data-rehearsal" not in page, name
        assert "Rehearsal" not in title(page), name
        assert BAND not in words(page), name
        assert rehearsal.slug not in page, name


def test_every_card_of_a_rehearsal_carries_it(facilitator: Client, rehearsal: Roadshow) -> None:
    page = facilitator.get(reverse("cards", args=[rehearsal.slug])).text
    cards = re.findall(r'<li class="card-sheet">.*?</li>', page, re.DOTALL)
    assert [BAND in words(card) for card in cards] == [True, True]


def test_a_device_in_the_rehearsal_sees_so_where_codes_are_typed(rehearsal: Roadshow, live: Roadshow) -> None:
    in_rehearsal = "This device is at Table 1, Leeds, in the rehearsal."
    assert in_rehearsal in words(seated(first_table(rehearsal)).get("/join/").text)
    assert in_rehearsal not in words(seated(first_table(live)).get("/join/").text)


def test_a_device_that_comes_from_the_rehearsal_is_a_new_one_on_the_day(live: Roadshow, rehearsal: Roadshow) -> None:
    client = seated(first_table(rehearsal))
    client.get(reverse("join-code", args=[first_table(live).code]))
    assert "data-rehearsal" not in client.get("/table/").text
    assert (live.tables.filter(devices__number=1).count(), rehearsal.tables.filter(devices__number=1).count()) == (1, 1)


# Where it is shown, and where not


@pytest.mark.parametrize("path", ["/", "/roadshows/leeds/"])
def test_public_pages_never_show_a_rehearsal(client: Client, rehearsal: Roadshow, path: str) -> None:
    page = client.get(path).text
    assert "rehearsal" not in page.lower()
    assert page.count('data-roadshow="leeds"') == (path == "/")


def test_a_rehearsal_has_no_public_page(client: Client, rehearsal: Roadshow) -> None:
    assert client.get(reverse("roadshow", args=[rehearsal.slug])).status_code == 404


@pytest.mark.parametrize("name", ["staff", "organising"])
def test_staff_see_it_under_its_roadshow_and_marked(rehearsal: Roadshow, name: str) -> None:
    page = signed_in(make_organiser()).get(reverse(name)).text
    rows = re.findall(r'data-roadshow="([^"]+)"', page)
    assert rows == ["leeds"]
    assert (
        f'<a class="rehearsal-mark" href="{reverse("console", args=[rehearsal.slug])}">Rehearsal of Leeds</a>' in page
    )


def test_an_organiser_edits_the_roadshow_and_not_its_rehearsal(rehearsal: Roadshow) -> None:
    assert signed_in(make_organiser()).get(reverse("edit-roadshow", args=[rehearsal.slug])).status_code == 404


def test_staff_of_another_roadshow_see_nothing_of_it(rehearsal: Roadshow) -> None:
    stranger = signed_in(make_facilitator(make_roadshow(), "elsewhere@example.org"))
    assert stranger.get(reverse("console", args=[rehearsal.slug])).status_code == 404
    assert "rehearsal" not in stranger.get(reverse("staff")).text.lower()


# When the day itself has begun


@pytest.fixture
def ended(rehearsal: Roadshow, live: Roadshow) -> Roadshow:
    """Return yesterday's rehearsal on the day itself."""
    Roadshow.objects.filter(pk=live.pk).update(state=RoadshowState.PLANNED)
    room.open_roadshow(Roadshow.objects.get(pk=live.pk), actor="Ben")
    rehearsal.refresh_from_db()
    return rehearsal


def test_yesterdays_code_says_that_the_rehearsal_has_ended(client: Client, ended: Roadshow) -> None:
    answer = client.get(reverse("join-code", args=[first_table(ended).code]))
    assert answer.status_code == 403
    assert (
        "This code is from the rehearsal of Leeds, which has ended. "
        "Ask a facilitator for the card of the day itself, or type its code here."
    ) in words(answer.text)


def test_yesterdays_table_says_that_the_rehearsal_has_ended(rehearsal: Roadshow, live: Roadshow) -> None:
    client = seated(first_table(rehearsal))
    room.close_roadshow(rehearsal, actor="Ben")
    page = client.get("/table/")
    assert page.status_code == 403
    assert "The rehearsal of Leeds has ended" in words(page.text)
    assert ENDED in words(page.text)
    assert reverse("join") in page.text


def test_yesterdays_screen_says_that_the_rehearsal_has_ended(client: Client, ended: Roadshow) -> None:
    page = client.get(reverse("screen", args=[ended.screens.all()[0].token])).text
    assert re.search(r'<aside id="rehearsal"[^>]* data-ended>', page)
    assert f"{ENDED} Use the cards, links and screens of Leeds itself." in words(page)


def test_pages_that_are_open_hear_of_its_end(
    rehearsal: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        room.close_roadshow(rehearsal, actor="Ben")
    (closed,) = delivered
    for html in frames(closed).values():
        assert re.search(r'<aside id="rehearsal"[^>]* data-ended>', html)


def test_pages_of_the_live_roadshow_hear_of_no_rehearsal(
    live: Roadshow, delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        room.close_roadshow(live, actor="Ben")
    assert ["rehearsal" in html for html in frames(delivered[0]).values()] == [False] * 3


def test_an_ended_rehearsal_can_be_opened_again(facilitator: Client, ended: Roadshow) -> None:
    page = facilitator.get(reverse("console", args=[ended.slug])).text
    assert "Open the rehearsal again" in page
    facilitator.post(reverse("open-roadshow", args=[ended.slug]))
    ended.refresh_from_db()
    assert ended.is_open
    assert Roadshow.objects.get(slug="leeds").is_open


# Throwing it away


def test_it_is_thrown_away_once_its_city_was_typed(facilitator: Client, rehearsal: Roadshow) -> None:
    address = reverse("throw-away-rehearsal", args=[rehearsal.slug])
    assert (
        f'action="{address}" data-action="throw-away"' in facilitator.get(f"/roadshows/{rehearsal.slug}/console/").text
    )
    answer = facilitator.post(address, {"word": "leeds"})
    assert answer.headers["location"] == reverse("staff")
    told = words(facilitator.get(reverse("staff")).text)
    assert "The rehearsal of Leeds is thrown away. Its snapshot on the server: leeds-rehearsal-20" in told
    assert not Roadshow.objects.filter(pk=rehearsal.pk).exists()


@pytest.mark.parametrize("typed", [{}, {"word": ""}, {"word": "York"}, {"word": "x" * 300}])
def test_another_word_is_answered_in_words(facilitator: Client, rehearsal: Roadshow, typed: dict[str, str]) -> None:
    answer = facilitator.post(reverse("throw-away-rehearsal", args=[rehearsal.slug]), typed)
    assert answer.status_code == 400
    assert "The word to type is Leeds. Nothing was thrown away." in words(answer.text)
    assert Roadshow.objects.filter(pk=rehearsal.pk).exists()


def test_without_a_snapshot_it_stays_and_the_page_says_why(
    facilitator: Client, rehearsal: Roadshow, settings: Settings, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("")
    settings.DATA_DIR = in_the_way
    answer = facilitator.post(reverse("throw-away-rehearsal", args=[rehearsal.slug]), {"word": "Leeds"})
    assert answer.status_code == 503
    assert "The snapshot could not be written, so the rehearsal was not thrown away" in words(answer.text)
    assert Roadshow.objects.filter(pk=rehearsal.pk).exists()


def test_the_live_roadshow_has_no_such_button(facilitator: Client, live: Roadshow) -> None:
    assert 'data-action="throw-away"' not in facilitator.get(reverse("console", args=["leeds"])).text
    assert facilitator.post(reverse("throw-away-rehearsal", args=["leeds"]), {"word": "Leeds"}).status_code == 404
    assert Roadshow.objects.filter(pk=live.pk).exists()


def test_whatever_leads_to_a_rehearsal_that_is_gone_is_answered_in_words(
    facilitator: Client, rehearsal: Roadshow
) -> None:
    joined = join(first_table(rehearsal))
    device = Client()
    device.cookies[DEVICE_COOKIE] = joined.token
    code, screen = first_table(rehearsal).code, rehearsal.screens.all()[0].token
    throw_away(rehearsal, word="Leeds", actor="Ana")
    answers = {
        "No table has this code.": device.get(reverse("join-code", args=[code])),
        "This device is not at a table": device.get("/table/"),
        "This screen's link leads to nothing": Client().get(reverse("screen", args=[screen])),
        "This rehearsal is over": facilitator.get(reverse("console", args=[rehearsal.slug])),
    }
    assert [answer.status_code for answer in answers.values()] == [404, 401, 404, 404]
    for told, answer in answers.items():
        assert told in words(answer.text)
    assert '<html lang="en-GB" class="screen"' in answers["This screen's link leads to nothing"].text


def test_a_stranger_is_not_told_that_there_was_one(rehearsal: Roadshow) -> None:
    stranger = signed_in(make_facilitator(make_roadshow(), "elsewhere@example.org"))
    throw_away(rehearsal, word="Leeds", actor="Ana")
    answer = stranger.get(reverse("console", args=[rehearsal.slug]))
    assert "There is nothing at this address" in words(answer.text)


def test_tickets_of_a_rehearsal_that_is_gone_are_no_longer_good(client: Client, rehearsal: Roadshow) -> None:
    signed_in(make_organiser())
    device = join(first_table(rehearsal)).device
    subjects = [
        subject_of(device),
        f"staff:{SignIn.objects.get().pk}.{rehearsal.pk}",
        f"screen:{rehearsal.screens.all()[0].pk}",
    ]
    tickets = [issue(subject, rehearsal.log_id, ("tables",)) for subject in subjects]
    before = [client.get("/live/head/", {"ticket": ticket}).status_code for ticket in tickets]
    throw_away(rehearsal, word="Leeds", actor="Ana")
    after = [client.get("/live/head/", {"ticket": ticket}).status_code for ticket in tickets]
    assert (before, after) == ([200] * 3, [401] * 3)
