from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from workshops import sample
from workshops import template_day as template
from workshops.helplines import HELPLINES
from workshops.models import Device, Programme, Roadshow, RoadshowState, Table

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)
CITIES = ["Manchester", "Newcastle", "London", "Bristol", "Birmingham"]


@pytest.fixture(autouse=True)
def _only_this_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "_steps", [])


def test_the_five_cities_come_in_their_order() -> None:
    programme = sample.load_sample(DAY)
    assert [roadshow.city for roadshow in programme.roadshows.order_by("order")] == CITIES
    assert [roadshow.city for roadshow in programme.roadshows.all()] == CITIES


def test_the_first_is_open_today_and_the_others_are_planned_for_later() -> None:
    first, *others = sample.load_sample(DAY).roadshows.order_by("order")
    assert (first.held_on, first.state) == (DAY, RoadshowState.OPEN)
    assert {roadshow.state for roadshow in others} == {RoadshowState.PLANNED}
    assert all(roadshow.held_on > DAY for roadshow in others)


def test_every_roadshow_has_its_tables_and_a_screen() -> None:
    for roadshow in sample.load_sample(DAY).roadshows.all():
        assert (roadshow.tables.count(), roadshow.screens.count()) == (sample.TABLES, 1)
    assert not Device.objects.exists()


def test_every_roadshow_has_its_day_and_a_support_card() -> None:
    for roadshow in sample.load_sample(DAY).roadshows.all():
        assert [activity.title for activity in roadshow.activities.all()] == [
            activity.title for activity in template.DAY
        ]
        assert roadshow.contacts.count() == len(HELPLINES)


def test_the_open_one_has_an_invented_safeguarding_lead() -> None:
    first, *others = sample.load_sample(DAY).roadshows.order_by("order")
    assert (first.safeguarding_lead, first.quiet_room) == (sample.CARE["safeguarding_lead"], sample.CARE["quiet_room"])
    assert "invented" in first.safeguarding_lead
    assert {roadshow.safeguarding_lead for roadshow in others} == {""}


def test_loading_it_again_leaves_everything_alone() -> None:
    sample.load_sample(DAY)
    Roadshow.objects.filter(slug="manchester").update(state=RoadshowState.CLOSED, venue="Somewhere better")
    before = list(Roadshow.objects.values())
    sample.load_sample(DAY + dt.timedelta(days=9))
    assert list(Roadshow.objects.values()) == before
    assert (Programme.objects.count(), Table.objects.count()) == (1, 5 * sample.TABLES)


def test_a_higher_app_adds_its_part_once() -> None:
    programmes: list[Programme] = []
    sample.register(programmes.append)
    sample.register(programmes.append)
    assert programmes == []
    programme = sample.load_sample(DAY)
    assert programmes == [programme]


def test_a_part_that_fails_leaves_nothing_behind() -> None:
    sample.register(lambda _programme: 1 / 0)  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        sample.load_sample(DAY)
    assert not Programme.objects.exists()


def test_the_command_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sample")
    assert capsys.readouterr().out == f"The sample programme is there: {', '.join(CITIES)}.\n"
