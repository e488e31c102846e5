from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from live import kinds
from live.hub import hub
from live.room import Delivery
from tests.factories import first_table, join, make_organiser, make_roadshow, seated, signed_in
from tests.pages import frames, regions, without_tokens
from workshops.actions import room as actions
from workshops.actions.screens import choose_view
from workshops.fragments import room as fragments
from workshops.fragments.devices import ASK_AGAIN
from workshops.models import Roadshow, RoadshowState
from workshops.topics import CONSOLES, EVERYBODY, TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


def console(roadshow: Roadshow) -> str:
    client = signed_in(make_organiser())
    return without_tokens(client.get(reverse("console", args=[roadshow.slug])).text)


@pytest.mark.parametrize("kind", fragments.ROOM_KINDS + fragments.ROOM_STATE_KINDS)
def test_every_kind_is_drawn(roadshow: Roadshow, kind: str) -> None:
    assert kinds.render(kinds.Notice(roadshow.log_id, 1, kind, CONSOLES, {})) != ""


def test_a_pushed_room_is_the_room_on_the_page(
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    device = join(first_table(roadshow)).device
    join(first_table(roadshow))
    with django_capture_on_commit_callbacks(execute=True):
        actions.rotate_code(first_table(roadshow), actor="Ana")
        actions.remove_device(device, actor="Ana")
    page = console(roadshow)
    for push in delivered:
        room, lately = frames(push)[CONSOLES].split('<section id="lately"')
        assert room.startswith('<section id="room"')
        assert room in page
    assert f'<section id="lately"{lately}' in page  # of the last push: each adds what was done


def test_a_pushed_state_is_the_state_on_the_page(
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_roadshow(roadshow, actor="Ana")
    (push,) = delivered
    drawn = frames(push)
    assert set(drawn) == set(EVERYBODY)
    page = console(roadshow)
    assert [topic for topic, html in drawn.items() if html.endswith(ASK_AGAIN)] == [TABLES]
    for html in drawn.values():
        state = regions(html)["roadshow-state"].removesuffix(ASK_AGAIN).strip()
        assert state.startswith('<p id="roadshow-state"')
        assert state in page


def test_a_pushed_room_holds_nobodys_token(roadshow: Roadshow) -> None:
    assert "csrfmiddlewaretoken" not in fragments.room(roadshow)


def test_a_change_of_presence_is_shown_to_consoles_as_it_is_now(roadshow: Roadshow, delivered: list[Delivery]) -> None:
    fragments.presence_changed(roadshow.log_id)
    (push,) = delivered
    assert push.seq is None
    assert frames(push) == {CONSOLES: fragments.room(roadshow)}
    assert frames(push)[CONSOLES] in console(roadshow)


def test_a_change_of_presence_that_nobody_watches_is_not_drawn(
    roadshow: Roadshow, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    deliveries: list[Delivery] = []
    monkeypatch.setattr(hub, "offer", deliveries.append)
    with django_assert_num_queries(0):
        fragments.presence_changed(roadshow.log_id)
    assert deliveries == []


def test_presence_in_a_log_without_a_roadshow_is_nobodys_business(delivered: list[Delivery]) -> None:
    fragments.presence_changed(999)
    assert delivered == []


def test_codes_stand_on_consoles_and_on_screens_that_say_how_to_join_and_nowhere_else(
    roadshow: Roadshow, client: Client
) -> None:
    own, other = (table.code for table in roadshow.tables.prefetch_related("codes"))
    table_page = seated(first_table(roadshow)).get(reverse("table")).text
    screen = roadshow.screens.get()
    joining = client.get(reverse("screen", args=[screen.token])).text
    choose_view(screen, shows="activity", actor="Ana")
    screen_page = client.get(reverse("screen", args=[screen.token])).text
    console_page = console(roadshow)
    for code in (own, other):
        assert code not in table_page
        assert code not in screen_page
        assert code in console_page
        assert code in joining


def test_a_room_that_was_planned_is_drawn_as_planned() -> None:
    planned = make_roadshow(state=RoadshowState.PLANNED)
    notice = kinds.Notice(planned.log_id, 1, "roadshow-opened", CONSOLES, {})
    assert 'data-state="planned"' in fragments.draw_state(notice)
