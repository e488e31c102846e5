from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from live.room import Delivery
from tests.factories import first_table, join, make_programme, make_roadshow
from tests.together import together
from workshops import kinds
from workshops.actions import room as actions
from workshops.codes import is_code
from workshops.helplines import HELPLINES
from workshops.models import Device, JoinCode, Roadshow, RoadshowState
from workshops.template_day import DAY
from workshops.topics import CONSOLES, DEVICES, EVERYBODY

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Change:
    """A verb, and what it should tell whom."""

    verb: Callable[[Roadshow], object]
    kind: str
    topics: tuple[str, ...]


def remove_its_device(roadshow: Roadshow) -> None:
    actions.remove_device(Device.objects.get(table__roadshow=roadshow), actor="Ana")


CHANGES = [
    Change(lambda roadshow: actions.open_roadshow(roadshow, actor="Ana"), "roadshow-opened", EVERYBODY),
    Change(lambda roadshow: actions.close_roadshow(roadshow, actor="Ana"), "roadshow-closed", EVERYBODY),
    Change(lambda roadshow: actions.rotate_code(first_table(roadshow), actor="Ana"), "code-rotated", (CONSOLES,)),
    Change(remove_its_device, "device-removed", (CONSOLES, DEVICES)),
    Change(lambda roadshow: actions.change_roadshow(roadshow, actor="Ana", tables=3), "tables-added", (CONSOLES,)),
]
every_change = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.kind)


class PowerCutError(Exception):
    """What stops a transaction half way."""


@pytest.fixture
def roadshow() -> Roadshow:
    """Return a planned roadshow with a device at table 1, so that every verb has something to change."""
    roadshow = make_roadshow()
    join(first_table(roadshow))
    Roadshow.objects.filter(pk=roadshow.pk).update(state=RoadshowState.PLANNED)
    return roadshow


@every_change
def test_a_change_is_announced_once_and_after_commit(
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    change: Change,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change.verb(roadshow)
        before_commit = list(delivered)
    assert before_commit == []
    assert [(push.seq, tuple(topic for topic, _after, _text in push.texts)) for push in delivered] == [
        (1, change.topics)
    ]
    event = roadshow.log.events.get()
    assert (event.seq, event.kind, event.actor) == (1, change.kind, "Ana")


def half_way(verb: Callable[[Roadshow], object], roadshow: Roadshow) -> None:
    with suppress(PowerCutError), transaction.atomic():
        verb(roadshow)
        raise PowerCutError


@every_change
def test_a_change_that_was_rolled_back_is_announced_to_nobody(
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    change: Change,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        half_way(change.verb, roadshow)
    roadshow.log.refresh_from_db()
    assert delivered == []
    assert roadshow.log.head == 0
    assert not roadshow.log.events.filter(kind=change.kind).exists()


def test_control_without_waiting_for_the_commit_a_rollback_would_be_announced(
    roadshow: Roadshow, delivered: list[Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.announce.transaction.on_commit", lambda push, *, robust: push())  # noqa: ARG005
    half_way(lambda room: actions.open_roadshow(room, actor="Ana"), roadshow)
    assert [push.seq for push in delivered] == [1]


def test_a_new_roadshow_has_numbered_tables_codes_and_a_screen() -> None:
    roadshow = make_roadshow(tables=3, state=RoadshowState.PLANNED)
    tables = list(roadshow.tables.prefetch_related("codes"))
    assert [table.number for table in tables] == [1, 2, 3]
    assert len({table.code for table in tables}) == 3
    assert all(is_code(table.code) for table in tables)
    assert roadshow.screens.count() == 1
    assert roadshow.log.head == 0


def test_a_roadshow_that_could_not_be_made_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = make_programme()
    monkeypatch.setattr(actions, "add_tables", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_roadshow(programme=programme)
    assert not programme.roadshows.exists()


def test_more_tables_go_on_after_the_last_number() -> None:
    roadshow = make_roadshow(tables=2)
    assert [table.number for table in actions.add_tables(roadshow, 2)] == [3, 4]


def test_a_code_that_is_taken_is_not_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = first_table(make_roadshow()).code
    fresh = iter([taken, taken, "ZZZ999"])
    monkeypatch.setattr(actions, "new_code", lambda: next(fresh))
    assert first_table(make_roadshow()).code == "ZZZ999"


def test_opening_an_open_roadshow_changes_nothing() -> None:
    roadshow = make_roadshow(state=RoadshowState.PLANNED)
    assert actions.open_roadshow(roadshow, actor="Ana")
    assert roadshow.is_open
    assert not actions.open_roadshow(roadshow, actor="Ben")
    assert roadshow.log.events.count() == 1


def test_without_a_safeguarding_lead_a_roadshow_stays_shut() -> None:
    roadshow = make_roadshow(state=RoadshowState.PLANNED, safeguarding_lead="")
    with pytest.raises(actions.NoSafeguardingLeadError):
        actions.open_roadshow(roadshow, actor="Ana")
    assert (roadshow.state, roadshow.log.events.count()) == (RoadshowState.PLANNED, 0)


def test_control_with_one_it_opens_however_old_the_page_is() -> None:
    roadshow = make_roadshow(state=RoadshowState.PLANNED, safeguarding_lead="")
    Roadshow.objects.filter(pk=roadshow.pk).update(safeguarding_lead="Sam Lead")
    assert actions.open_roadshow(roadshow, actor="Ana")
    assert roadshow.is_open


def test_a_practice_run_needs_no_safeguarding_lead() -> None:
    practice = make_roadshow(state=RoadshowState.PLANNED, safeguarding_lead="", rehearsal_of=make_roadshow())
    assert actions.open_roadshow(practice, actor="Ana")


def test_a_closed_roadshow_can_be_opened_again() -> None:
    roadshow = make_roadshow()
    actions.close_roadshow(roadshow, actor="Ana")
    assert not roadshow.is_open
    actions.open_roadshow(roadshow, actor="Ana")
    assert roadshow.is_open


def test_a_new_code_joins_and_the_old_one_says_that_it_is_retired() -> None:
    table = first_table(make_roadshow())
    device = join(table).device
    old = table.code
    new = actions.rotate_code(table, actor="Ana")
    assert actions.join_table(new.code).device.table == table
    with pytest.raises(actions.RetiredCodeError):
        actions.join_table(old)
    assert table.devices.get(number=1) == device


def test_a_table_has_one_live_code() -> None:
    table = first_table(make_roadshow())
    actions.rotate_code(table, actor="Ana")
    actions.rotate_code(table, actor="Ana")
    assert JoinCode.objects.filter(table=table).count() == 3
    assert JoinCode.objects.filter(table=table, retired_at=None).count() == 1


def test_a_code_that_never_was_joins_nothing() -> None:
    make_roadshow()
    with pytest.raises(actions.UnknownCodeError):
        actions.join_table("22222Z")


@pytest.mark.parametrize("state", [RoadshowState.PLANNED, RoadshowState.CLOSED])
def test_a_roadshow_that_is_not_open_lets_no_device_in(state: RoadshowState) -> None:
    roadshow = make_roadshow(state=state)
    with pytest.raises(actions.RoadshowShutError) as refusal:
        join(first_table(roadshow))
    assert refusal.value.roadshow == roadshow
    assert not Device.objects.exists()


def test_control_the_same_roadshow_open_lets_it_in() -> None:
    roadshow = make_roadshow(state=RoadshowState.CLOSED)
    actions.open_roadshow(roadshow, actor="Ana")
    assert join(first_table(roadshow)).device.number == 1


def test_a_device_that_comes_back_to_its_table_is_the_same_device() -> None:
    table = first_table(make_roadshow())
    joined = join(table)
    again = actions.join_table(table.code, token=joined.token)
    assert again == joined
    assert Device.objects.count() == 1


def test_a_device_that_goes_to_another_table_moves() -> None:
    roadshow = make_roadshow(tables=2)
    other = roadshow.tables.get(number=2)
    join(other)
    joined = join(first_table(roadshow))
    moved = actions.join_table(other.code, token=joined.token)
    assert (moved.device.pk, moved.token) == (joined.device.pk, joined.token)
    joined.device.refresh_from_db()
    assert (joined.device.table, joined.device.number) == (other, 2)


def test_a_device_of_another_roadshow_is_a_new_device_here() -> None:
    joined = join(first_table(make_roadshow()))
    here = actions.join_table(first_table(make_roadshow()).code, token=joined.token)
    assert here.device != joined.device
    assert here.token != joined.token


def test_a_removed_device_that_joins_again_is_a_new_device() -> None:
    table = first_table(make_roadshow())
    joined = join(table)
    assert actions.remove_device(joined.device, actor="Ana")
    assert actions.device_by_token(joined.token) is None
    again = actions.join_table(table.code, token=joined.token)
    assert again.device != joined.device
    assert again.device.number == 2


def test_removing_a_device_twice_announces_once() -> None:
    joined = join(first_table(make_roadshow()))
    assert actions.remove_device(joined.device, actor="Ana")
    assert not actions.remove_device(joined.device, actor="Ben")
    event = joined.device.table.roadshow.log.events.get()
    assert (event.actor, event.payload) == ("Ana", {"table": 1, "device": 1})


@pytest.mark.parametrize("token", ["", "no-such-token", "\x00", "🦊"])
def test_an_unknown_token_is_no_device(token: str) -> None:
    join(first_table(make_roadshow()))
    assert actions.device_by_token(token) is None


def test_a_token_is_stored_as_its_digest_only() -> None:
    joined = join(first_table(make_roadshow()))
    stored = Device.objects.values_list("token_digest", flat=True).get()
    assert joined.token != stored
    assert len(stored) == 64


@pytest.mark.django_db(transaction=True)
def test_a_whole_table_that_scans_its_card_at_the_same_moment_gets_a_number_each() -> None:
    table = first_table(make_roadshow())
    code = table.code
    joined = together(*[lambda: actions.join_table(code)] * 6)
    assert sorted(device.device.number for device in joined) == [1, 2, 3, 4, 5, 6]
    assert len({device.token for device in joined}) == 6


# Planning


def test_a_roadshow_is_planned_once_however_often_it_is_pressed() -> None:
    programme = make_programme()
    plan: dict[str, Any] = {"city": "Leeds", "venue": "The Sample Mill", "held_on": dt.date(2026, 3, 2), "tables": 4}
    first, again = (actions.plan_roadshow(programme, **plan) for _ in range(2))
    assert first == again
    assert (first.slug, first.state, first.tables.count()) == ("leeds", RoadshowState.PLANNED, 4)


def test_a_planned_roadshow_begins_with_the_templates_day_and_the_helplines() -> None:
    plan: dict[str, Any] = {"city": "Leeds", "venue": "The Sample Mill", "held_on": dt.date(2026, 3, 2), "tables": 4}
    roadshow = actions.plan_roadshow(make_programme(), starts_at=dt.time(8, 45), actor="Ana", **plan)
    assert [activity.words for activity in roadshow.activities.all()] == [activity.words for activity in DAY]
    assert [contact.name for contact in roadshow.contacts.all()] == [name for name, _reach in HELPLINES]
    assert (roadshow.starts_at, roadshow.safeguarding_lead) == (dt.time(8, 45), "")


@pytest.mark.parametrize(("starts_at", "announced"), [(dt.time(8), 1), (dt.time(9, 30), 0), (None, 0)])
def test_another_beginning_of_the_day_is_announced(starts_at: dt.time | None, announced: int) -> None:
    roadshow = make_roadshow(starts_at=dt.time(9, 30))
    actions.change_roadshow(roadshow, actor="Ana", tables=1, starts_at=starts_at)
    assert roadshow.starts_at == (starts_at or dt.time(9, 30))
    assert roadshow.log.events.filter(kind=kinds.ORDER).count() == announced


@pytest.mark.parametrize("other", [{"venue": "Elsewhere"}, {"held_on": dt.date(2026, 3, 3)}])
def test_another_day_or_venue_in_the_same_city_is_another_roadshow(other: dict[str, object]) -> None:
    programme = make_programme()
    plan: dict[str, Any] = {"city": "Leeds", "venue": "The Sample Mill", "held_on": dt.date(2026, 3, 2), "tables": 1}
    slugs = [actions.plan_roadshow(programme, **fields).slug for fields in (plan, plan | other)]
    assert slugs == ["leeds", "leeds-2"]


def test_a_programme_of_one_name_is_begun_once() -> None:
    first, again = (actions.begin_programme(name="Sharing", summary=summary) for summary in ("One", "Two"))
    assert first == again
    assert again.summary == "One"


@pytest.mark.parametrize(("name", "slug"), [("Šibenik", "sibenik"), ("東京", "programme"), ("x" * 90, "x" * 40)])
def test_whatever_a_programme_is_called_it_has_an_address(name: str, slug: str) -> None:
    assert actions.begin_programme(name=name).slug == slug


@pytest.mark.parametrize(("wanted", "added", "numbers"), [(2, 0, [1, 2]), (4, 2, [1, 2, 3, 4]), (0, 0, [1, 2])])
def test_a_change_adds_tables_and_never_takes_one_away(wanted: int, added: int, numbers: list[int]) -> None:
    roadshow = make_roadshow(tables=2)
    slug = roadshow.slug
    assert actions.change_roadshow(roadshow, actor="Ana", tables=wanted, city="York") == added
    assert (roadshow.city, roadshow.slug) == ("York", slug)
    assert [table.number for table in roadshow.tables.all()] == numbers
    assert roadshow.log.events.count() == (added > 0)
