from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import make_programme, make_roadshow
from workshops import paper
from workshops.models import ActivityKind, Roadshow
from workshops.paper import Audience, Section
from workshops.typesetting import TEMPLATES

pytestmark = pytest.mark.django_db

ADDRESS = "http://192.0.2.9:8000"


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without the sections that the apps have registered."""
    monkeypatch.setattr(paper, "_sections", [])


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(
        tables=2,
        city="Leeds",
        venue="The Invented Hall",
        held_on=dt.date(2026, 3, 2),
        programme=make_programme(name="P"),
    )


def section(
    name: str,
    audience: Audience = Audience.TABLES,
    activity: ActivityKind = ActivityKind.CASE,
    data: Callable[[Roadshow, str], object] = lambda roadshow, address: {"at": f"{address} {roadshow.city}"},
) -> Section:
    return Section(name, audience, activity, "once", f"somewhere/{name}.typ", data)


def names(roadshow: Roadshow, audience: Audience = Audience.TABLES) -> list[str]:
    return [part.section.name for part in paper.parts_of(roadshow, audience, ADDRESS)]


@pytest.mark.usefixtures("empty")
def test_a_pack_follows_the_day_whatever_was_registered_first(roadshow: Roadshow) -> None:
    for activity in (ActivityKind.REQUESTS, ActivityKind.CASE, ActivityKind.ARRIVAL):
        paper.register(section(activity, activity=activity))
    assert names(roadshow) == ["arrival", "case", "requests"]


@pytest.mark.usefixtures("empty")
def test_sections_of_one_activity_stand_in_the_order_in_which_they_were_registered(roadshow: Roadshow) -> None:
    paper.register(section("stages"))
    paper.register(section("pictures"))
    assert names(roadshow) == ["stages", "pictures"]


@pytest.mark.usefixtures("empty")
def test_a_section_registered_twice_stands_once(roadshow: Roadshow) -> None:
    stages = section("stages")
    paper.register(stages)
    paper.register(stages)
    assert names(roadshow) == ["stages"]


@pytest.mark.usefixtures("empty")
def test_each_audience_gets_its_own_sections_only(roadshow: Roadshow) -> None:
    paper.register(section("stages"))
    paper.register(section("key", Audience.FACILITATOR))
    assert [names(roadshow, audience) for audience in Audience] == [["stages"], ["key"]]


@pytest.mark.usefixtures("empty")
def test_a_section_that_has_nothing_to_say_is_left_out(roadshow: Roadshow) -> None:
    paper.register(section("nothing", data=lambda _roadshow, _address: None))
    paper.register(section("blank", data=lambda _roadshow, _address: {}))
    assert names(roadshow) == ["blank"]


@pytest.mark.usefixtures("empty")
def test_a_pack_is_set_from_plain_data(roadshow: Roadshow, monkeypatch: pytest.MonkeyPatch) -> None:
    set_from: list[Any] = []
    monkeypatch.setattr(paper, "typeset", lambda *asked: set_from.append(asked))
    paper.register(section("stages"))
    paper.pack(roadshow, Audience.TABLES, ADDRESS)
    part = {"name": "stages", "copies": "once", "template": "/somewhere/stages.typ", "data": {"at": f"{ADDRESS} Leeds"}}
    data = {
        "audience": "tables",
        "programme": "P",
        "city": "Leeds",
        "venue": "The Invented Hall",
        "date": "Monday 2 March 2026",
        "tables": 2,
        "practice": False,
        "parts": [part],
    }
    assert set_from == [("workshops/paper/pack.typ", data)]


@pytest.mark.usefixtures("empty")
def test_a_practice_run_says_so(roadshow: Roadshow, monkeypatch: pytest.MonkeyPatch) -> None:
    set_from: list[Any] = []
    monkeypatch.setattr(paper, "typeset", lambda _template, data: set_from.append(data["practice"]))
    paper.pack(make_roadshow(rehearsal_of=roadshow), Audience.TABLES, ADDRESS)
    assert set_from == [True]


def test_every_section_that_the_apps_register_has_its_template() -> None:
    registered = paper._sections
    assert len(registered) == 11
    for each in registered:
        assert "#let section(part)" in (TEMPLATES / each.template).read_text(encoding="utf-8")


def test_no_template_asks_for_a_package_from_elsewhere() -> None:
    templates = list(TEMPLATES.rglob("*.typ"))
    assert len(templates) >= 9
    assert [path.name for path in templates if "@preview" in path.read_text(encoding="utf-8")] == []
