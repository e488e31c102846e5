"""What somebody sees and does by the link in their mail."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from places.actions.door import admit
from places.actions.groups import name_place
from places.actions.holders import NoPlaceError, move, offer_to_colleague
from places.actions.places import set_places
from places.actions.purging import keep_for
from places.links import booking_token, hand_over_token, ticket_of
from places.mail.ticket import ticket_svg
from places.models import Claim, HandOver, Kept, Needs, Places
from places.queries.tickets import claim_by_ticket
from tests.attended import came, day_over, had_place
from tests.booked import (
    ask_for,
    begun,
    claim_of,
    counted,
    details,
    make_dates,
    make_group,
    make_places,
    note,
    states,
)
from tests.factories import make_roadshow
from tests.pages import words
from workshops import throttle
from workshops.models import Roadshow, RoadshowState

pytestmark = pytest.mark.django_db


def link(claim: Claim) -> str:
    return f"/bookings/{booking_token(claim.booking)}/"


def seen(client: Client, claim: Claim) -> tuple[str, str]:
    """Return the status and position that a booking's page says."""
    page = client.get(link(claim)).content.decode()
    found = re.search(r'id="booking"[^>]* data-status="(\w+)" data-position="(\d*)"', page)
    assert found
    return found[1], found[2]


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def test_who_came_is_thanked_and_finds_their_certificate(client: Client) -> None:
    claim = came(day_over(), "Ann")
    assert seen(client, claim) == ("attended", "")
    assert client.get(f"{link(claim)}certificates/{claim.pk}.pdf").headers["content-type"] == "application/pdf"


def test_who_did_not_come_is_told_that_the_day_is_over_and_is_offered_nothing(client: Client) -> None:
    claim = had_place(day_over(), "Ann")
    assert seen(client, claim) == ("over", "")
    page = client.get(link(claim)).text
    assert "This day is over" in words(page)
    assert "ticket.svg" not in page
    assert "/cancel/" not in page


@pytest.mark.parametrize("wishes", [1, 2])
def test_who_came_to_one_date_has_page_ticket_and_entry_of_the_place_that_is_ahead(client: Client, wishes: int) -> None:
    before = day_over()
    had_place(before, "Zoe")
    past = came(before, "Ann")  # Who asked there as the second: at the other date they are the first.
    later = make_places(1, roadshow=make_roadshow(programme=before.roadshow.programme, held_on=in_days(30)))
    ahead = ask_for(later, "Ann")
    Claim.objects.filter(pk=ahead.pk).update(rank=wishes)
    assert seen(client, ahead) == ("confirmed", "")
    page = client.get(link(ahead)).text
    assert f"{link(ahead)}certificates/{past.pk}.pdf" in page
    assert page.count("/cancel/") == 1
    assert f"DTSTART;TZID=Europe/London:{in_days(30):%Y%m%d}" in client.get(f"{link(ahead)}roadshow.ics").text
    assert client.get(f"{link(ahead)}ticket.svg").content == ticket_svg(ahead, "http://testserver")
    assert claim_by_ticket(link(ahead)) == ahead


def test_the_page_says_for_how_long_things_are_kept_as_it_was_decided(client: Client) -> None:
    claim = ask_for(make_places(1), "Ann")
    assert "365 days after the day" in words(client.get(link(claim)).text)
    keep_for(claim.booking.programme, Kept.CONTACTS, 100, reason="Agreed.", actor="Olu")
    assert "100 days after the day" in words(client.get(link(claim)).text)


def press(client: Client, claim: Claim, verb: str, **said: str) -> str:
    response = client.post(f"{link(claim)}{verb}/", {"claim": claim.pk, **said}, follow=True)
    return words(response.content.decode())


@pytest.fixture
def dates() -> tuple[Places, Places]:
    one, two = make_dates(1, 1)
    return one, two


def test_a_place_is_given_up_offered_taken_and_every_page_says_so(client: Client) -> None:
    places = make_places(1)
    ann, ben, cas = (ask_for(places, name) for name in ("Ann", "Ben", "Cas"))
    assert [seen(client, claim) for claim in (ann, ben, cas)] == [("confirmed", ""), ("waiting", "1"), ("waiting", "2")]
    assert "so that somebody else can have it" in press(client, ann, "cancel")
    assert [seen(client, claim) for claim in (ann, ben, cas)] == [("cancelled", ""), ("offered", ""), ("waiting", "1")]
    assert "The place is yours." in press(client, ben, "accept")
    assert "it is yours" in press(client, ben, "accept")
    assert seen(client, ben) == ("confirmed", "")


def test_an_offer_that_has_passed_is_said_to_have_passed(client: Client) -> None:
    places = make_places(1)
    ann, ben, _cas = (ask_for(places, name) for name in ("Ann", "Ben", "Cas"))
    press(client, ann, "cancel")
    Claim.objects.filter(pk=ben.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))
    assert "not on offer to you any more" in press(client, ben, "accept")
    assert states(places) == {"Ann": "ended", "Ben": "ended", "Cas": "offered"}
    assert "nothing was changed" in press(client, ann, "cancel")


def test_why_somebody_stands_where_they_stand_is_said(client: Client) -> None:
    places = make_places(2, most_of_one=1)
    ask_for(places, "Ann")
    ben = ask_for(places, "Ben")
    page = words(client.get(link(ben)).content.decode())
    assert "You are number 1 on the waiting list: your organisation has as many places" in page


def test_declining_and_leaving(client: Client) -> None:
    places = make_places(1)
    ann, ben, cas = (ask_for(places, name) for name in ("Ann", "Ben", "Cas"))
    assert "no longer on this list" in press(client, cas, "leave")
    press(client, ann, "cancel")
    assert "Somebody else can have the place now" in press(client, ben, "decline")
    assert states(places) == {"Ann": "ended", "Ben": "ended", "Cas": "ended"}


def test_nobody_acts_on_anothers_claim(client: Client) -> None:
    places = make_places(2)
    ann, ben = ask_for(places, "Ann"), ask_for(places, "Ben")
    for claim in (str(ben.pk), "", "x", "9" * 30):
        assert client.post(f"{link(ann)}cancel/", {"claim": claim}).status_code == 404
    assert client.post(f"{link(ann)}destroy/", {"claim": ann.pk}).status_code == 404
    assert states(places) == {"Ann": "confirmed", "Ben": "confirmed"}


def test_opening_a_link_changes_nothing(client: Client) -> None:
    ann = ask_for(make_places(1), "Ann")
    for verb in ("cancel", "accept", "hand-over", "move", "needs"):
        assert client.get(f"{link(ann)}{verb}/").status_code == 405


def test_moving_to_a_full_date_keeps_the_place(client: Client, dates: tuple[Places, Places]) -> None:
    one, two = dates
    ann, _zoe = ask_for(one, "Ann"), ask_for(two, "Zoe")
    assert "stays yours" in press(client, ann, "move", to=two.roadshow.slug)
    assert (states(one)["Ann"], states(two)["Ann"]) == ("confirmed", "waiting")
    page = words(client.get(link(ann)).content.decode())
    assert "Your other dates" in page
    assert "You are number 1 on the waiting list" in page


def test_who_waits_asks_for_another_date_and_reads_before_what_will_happen(client: Client) -> None:
    one, two, three = make_dates(1, 1, 1)
    for places, name in ((one, "Zoe"), (two, "Yan")):
        ask_for(places, name)
    ann = ask_for(one, "Ann")
    page = client.get(link(ann)).text
    assert "Ask for another date, too" in words(page)
    assert re.findall(r'<option value="([^"]+)">[^<:]*: ([^<]+)<', page) == [
        (two.roadshow.slug, "Full: waiting list"),
        (three.roadshow.slug, "1 place left"),
    ]
    assert "you wait there as well" in press(client, ann, "move", to=two.roadshow.slug)
    assert f'value="{two.roadshow.slug}"' not in client.get(link(ann)).text
    assert "You have a place at" in press(client, ann, "move", to=three.roadshow.slug)
    assert "You have a place at" in press(client, ann, "move", to=three.roadshow.slug)
    assert seen(client, ann) == ("confirmed", "")
    assert [states(places)["Ann"] for places in (one, two, three)] == ["ended", "ended", "confirmed"]


def test_nobody_moves_to_where_nothing_can_be_booked(client: Client, dates: tuple[Places, Places]) -> None:
    ann = ask_for(dates[0], "Ann")
    assert "Choose a date first" in press(client, ann, "move", to="")
    for slug in ("nowhere", dates[0].roadshow.slug, make_places(1).roadshow.slug):
        assert "cannot be booked any more" in press(client, ann, "move", to=slug)


def test_a_colleague_takes_the_place_by_the_link_in_their_mail(client: Client) -> None:
    places = make_places(1)
    ann = ask_for(places, "Ann")
    said = {"name": "Bea Example", "email": "bea@example.org"}
    assert "A mail goes to Bea Example" in press(client, ann, "hand-over", **said)
    path = f"/hand-overs/{hand_over_token(HandOver.objects.get())}/"
    assert "Ann Example has a place on this day" in words(client.get(path).content.decode())
    page = client.post(path, {"level": "manager"}, follow=True)
    assert "The place is yours." in words(page.content.decode())
    assert states(places) == {"Bea": "confirmed"}
    assert client.get(link(ann)).status_code == 404
    assert client.get(path).status_code == 404


def test_a_hand_over_without_an_address_is_not_begun(client: Client) -> None:
    ann = ask_for(make_places(1), "Ann")
    response = client.post(f"{link(ann)}hand-over/", {"claim": ann.pk, "name": "Bea"})
    assert response.status_code == 400
    assert not HandOver.objects.exists()


def test_what_is_wrong_is_said_at_the_top_of_a_long_page(client: Client) -> None:
    claim = ask_for(make_places(1), "Ann")
    for path, said, place in (
        ("hand-over/", {"name": "Ben"}, "change-title"),
        ("needs/", {"step_free": "on"}, "needs-title"),
    ):
        page = client.post(f"{link(claim)}{path}", {"claim": claim.pk, **said}).text
        assert page.index(f'href="#{place}"') < page.index('id="booking"')
    assert "#change-title" not in client.get(link(claim)).text


def test_who_cannot_come_is_led_to_what_they_can_do_and_gives_nothing_up_by_one_press(client: Client) -> None:
    claim = ask_for(make_places(1), "Ann")
    Claim.objects.filter(pk=claim.pk).update(asked_again_at=timezone.now())
    asks, _and, rest = client.get(link(claim)).text.partition('id="change-title"')
    assert "/coming/" in asks
    assert 'href="#change-title"' in asks
    assert "/cancel/" not in asks
    assert "/cancel/" in rest


def test_frozen_bookings_say_so_and_can_still_be_given_up(client: Client) -> None:
    ann = ask_for(make_places(1, ahead=2, frozen_days=5), "Ann")
    assert "only the organisers can change this" in press(client, ann, "hand-over", name="B", email="b@example.org")
    assert "You gave your place up" in press(client, ann, "cancel")


def test_needs_are_changed_and_taken_back(client: Client) -> None:
    ann = ask_for(make_places(1), "Ann")
    assert "Your needs are stored." in press(client, ann, "needs", access_needs="A loop", needs_consent="on")
    assert "A loop" in client.get(link(ann)).content.decode()
    assert "Nothing about your needs is kept" in press(client, ann, "needs")
    assert not Needs.objects.exists()


def test_who_is_asked_says_that_they_come(client: Client) -> None:
    places = make_places(1)
    ann = ask_for(places, "Ann")
    Claim.objects.filter(pk=ann.pk).update(asked_again_at=timezone.now())
    assert "Are you coming?" in client.get(link(ann)).content.decode()
    assert "We expect you." in press(client, ann, "coming")
    assert "Are you coming?" not in client.get(link(ann)).content.decode()


def test_the_calendar_file_and_the_ticket_are_the_holders(client: Client) -> None:
    places = make_places(1)
    ann, ben = ask_for(places, "Ann"), ask_for(places, "Ben")
    file = client.get(f"{link(ann)}roadshow.ics")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(file.content).walk("VEVENT")[0]["STATUS"] == "CONFIRMED"
    assert client.get(f"{link(ann)}ticket.svg").content.startswith(b"<svg")
    assert [client.get(f"{link(ben)}{name}").status_code for name in ("roadshow.ics", "ticket.svg")] == [404, 404]


def test_a_photographed_ticket_says_the_day_and_no_name_and_changes_nothing(client: Client) -> None:
    ann = ask_for(make_places(1), "Ann")
    page = client.get(f"/bookings/{ticket_of(ann)}/").content.decode()
    assert "A ticket for" in page
    assert "Ann" not in page
    assert client.post(f"/bookings/{ticket_of(ann)}/cancel/", {"claim": ann.pk}).status_code == 404


@pytest.mark.parametrize("path", ["bookings/1-1.x", "groups/1-1.x", "hand-overs/1-1.x"])
def test_links_that_open_nothing_are_answered_alike_and_slowed_when_there_are_many(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for(make_places(1), "Ann")
    monkeypatch.setattr(throttle, "MAX_FAILURES", 2)
    answers = [client.get(f"/{path}/") for _n in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert len({answer.content for answer in answers}) == 1
    assert answers[2]["Retry-After"] == "1"


def test_a_right_link_is_never_slowed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = ask_for(make_places(1), "Ann")
    monkeypatch.setattr(throttle, "MAX_FAILURES", 0)
    assert client.get("/bookings/guess/").status_code == 429
    assert client.get(link(ann)).status_code == 200


def test_an_offer_that_a_colleague_gave_away_is_not_to_be_had(client: Client) -> None:
    places = make_places(1)
    ann = ask_for(places, "Ann")
    handed = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    press(client, ann, "cancel")
    path = f"/hand-overs/{hand_over_token(handed)}/"
    for response, status in ((client.get(path), 200), (client.post(path, {"level": "manager"}), 409)):
        assert response.status_code == status
        assert "not to be had any more" in words(response.text)
        assert "<form class" not in response.text
    assert claim_of(places, "ann@example.org").state == "ended"


def test_who_waits_reads_that_the_day_has_begun_and_where_to_go(client: Client) -> None:
    places = make_places(0)
    ann = ask_for(places, "Ann")
    assert "when a place is yours to have, we write" in client.get(link(ann)).text
    begun(places, minutes=5)
    assert "You can come to the door" in client.get(link(ann)).text
    Roadshow.objects.filter(pk=places.pk).update(state=RoadshowState.CLOSED)
    assert "The day is over, and no place became free" in client.get(link(ann)).text


def test_nobody_is_shown_or_moved_to_a_day_that_has_begun(client: Client) -> None:
    today, later = make_dates(1, 1, ahead=3)
    ann = ask_for(later, "Ann")
    begun(today, minutes=1)
    assert f'value="{today.roadshow.slug}"' not in client.get(link(ann)).text
    with pytest.raises(NoPlaceError):
        move(ann, today.roadshow, actor="Ann")
    assert counted(later) == (1, 0)


def test_a_place_that_still_waits_says_so_to_whom_it_is_named_for(client: Client) -> None:
    other, places = make_dates(1, 0)
    ask_for(other, "Ann")
    name_place(make_group(places, 1).bookings.get(), details("Ann"))
    path = f"/hand-overs/{hand_over_token(HandOver.objects.get())}/"
    for response, status in ((client.get(path), 200), (client.post(path, {"level": "manager"}), 409)):
        assert response.status_code == status
        assert "it still waits on the list" in words(response.text)
        assert "<form class" not in response.text
    assert counted(other) == (1, 0)


def test_who_was_to_have_a_place_and_comes_too_near_the_day_reads_who_still_has_it(client: Client) -> None:
    places = make_places(1)
    handed = offer_to_colleague(ask_for(places, "Ann"), name="Bea Example", email="bea@example.org")
    set_places(places.roadshow, capacity=1, frozen_days=40)
    path = f"/hand-overs/{hand_over_token(handed)}/"
    for response, status in ((client.get(path), 200), (client.post(path, {"level": "manager"}), 409)):
        assert response.status_code == status
        assert "only the organisers can change a booking" in words(response.text)
    assert states(places) == {"Ann": "confirmed"}


def test_who_is_in_by_now_reads_that_an_old_page_gave_nothing_up(client: Client) -> None:
    places = make_places(1)
    ann = ask_for(places, "Ann")
    admit(ann, note("k"))
    assert "or the door has let you in by now, so nothing was changed" in press(client, ann, "cancel")
    assert counted(places) == (1, 0)


def test_while_another_date_is_on_offer_the_place_can_be_used_as_ever(
    client: Client, dates: tuple[Places, Places]
) -> None:
    one, two = dates
    ann, zoe = ask_for(one, "Ann"), ask_for(two, "Zoe")
    move(ann, two.roadshow, actor="Ann")
    Claim.objects.filter(pk=ann.pk).update(asked_again_at=timezone.now())
    press(client, zoe, "cancel")
    assert seen(client, ann) == ("offered", "")
    page = client.get(link(ann)).text
    assert "stays yours unless you take the one that is offered" in words(page)
    assert page.count("ticket.svg") == page.count("roadshow.ics") == page.count("/cancel/") == 1
    assert "We expect you." in press(client, ann, "coming")
    assert "A mail goes to Bea" in press(client, ann, "hand-over", name="Bea Example", email="bea@example.org")
    assert "A mail went to Bea Example" in words(client.get(link(ann)).text)
    assert Claim.objects.get(pk=ann.pk).reconfirmed_at
