from __future__ import annotations

import datetime as dt
import io

import pytest
import segno
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_roadshow
from workshops import sheets
from workshops.models import Activity, ActivityKind, Roadshow, SupportContact

pytestmark = pytest.mark.django_db

ADDRESS = "http://192.0.2.9:8000"


def qr(link: str) -> str:
    drawing = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawing, kind="svg", border=0)
    return drawing.getvalue().decode()


def plan(roadshow: Roadshow, order: int, minutes: int, **fields: object) -> Activity:
    plain = {"title": f"Part {order}", "kind": ActivityKind.PLAIN}
    return Activity.objects.create(roadshow=roadshow, order=order, minutes=minutes, **plain | fields)


def test_a_card_holds_name_code_and_the_address_that_joins() -> None:
    roadshow = make_roadshow(tables=2, city="Leeds", held_on=dt.date(2026, 3, 2))
    codes = [table.code for table in roadshow.tables.all()]
    assert sheets.cards(roadshow, ADDRESS) == {
        "where": "Leeds, 2 March 2026",
        "link": f"{ADDRESS}/join/",
        "tables": [
            {"name": f"Table {n}", "code": code, "qr": qr(f"{ADDRESS}/join/{code}/")} for n, code in enumerate(codes, 1)
        ],
    }


@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_the_same_whatever_the_size_of_the_room(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roadshow = make_roadshow(tables=count)
    with django_assert_num_queries(2):
        sheets.cards(roadshow, ADDRESS)


def test_the_support_card_says_whom_to_turn_to_in_their_order() -> None:
    roadshow = make_roadshow(safeguarding_lead="Ann", safeguarding_reach="07700 900123", quiet_room="Room 3")
    SupportContact.objects.create(roadshow=roadshow, order=2, name="Second", reach="116 123")
    SupportContact.objects.create(roadshow=roadshow, order=1, name="First", reach="the desk", hint="until five")
    assert sheets.support(roadshow, ADDRESS) == {
        "lead": "Ann",
        "reach": "07700 900123",
        "quiet_room": "Room 3",
        "contacts": [
            {"name": "First", "reach": "the desk", "hint": "until five"},
            {"name": "Second", "reach": "116 123", "hint": ""},
        ],
    }


def test_the_day_has_planned_times_and_what_stands_beside_each_part() -> None:
    roadshow = make_roadshow(starts_at=dt.time(9, 30))
    plan(roadshow, 1, 45, title="Draw", kind=ActivityKind.DRAW, prompts="Ask this\n\n and this ", notes="One\nTwo")
    plan(roadshow, 2, 75, title="The case", wellbeing="Pause first.")
    day = sheets.day(roadshow, ADDRESS)
    assert day["starts"] == "09:30"
    assert day["activities"] == [
        {
            "title": "Draw",
            "starts": "09:30",
            "ends": "10:15",
            "minutes": 45,
            "prompts": ["Ask this", "and this"],
            "notes": ["One", "Two"],
            "wellbeing": "",
            "left_out": False,
        },
        {
            "title": "The case",
            "starts": "10:15",
            "ends": "11:30",
            "minutes": 75,
            "prompts": [],
            "notes": [],
            "wellbeing": "Pause first.",
            "left_out": False,
        },
    ]


def test_what_is_left_out_today_says_so_and_what_was_removed_is_not_there() -> None:
    roadshow = make_roadshow()
    plan(roadshow, 1, 10, skipped_at=timezone.now(), skipped_by="ann")
    plan(roadshow, 2, 10, removed_at=timezone.now())
    plan(roadshow, 3, 10)
    activities = sheets.day(roadshow, ADDRESS)["activities"]
    assert [(each["title"], each["left_out"]) for each in activities] == [("Part 1", True), ("Part 3", False)]


def test_a_day_that_goes_past_midnight_has_times_all_the_same() -> None:
    roadshow = make_roadshow(starts_at=dt.time(23, 30))
    plan(roadshow, 1, 45)
    (activity,) = sheets.day(roadshow, ADDRESS)["activities"]
    assert (activity["starts"], activity["ends"]) == ("23:30", "00:15")
