"""Every mail says what is true when it is sent, with the links, ticket and calendar entry that belong to it."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import zxingcpp
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from PIL import Image

from places.actions.booking import wait
from places.actions.door import admit
from places.actions.groups import name_place, return_unnamed, take_name_back
from places.actions.holders import cancel, move, offer_to_colleague, take_from_colleague
from places.actions.holding import lock
from places.actions.places import set_places
from places.actions.releasing import release_unclaimed
from places.actions.waiting import accept, decline_for_all, end_lists_of_past_days, sweep
from places.links import booking_token
from places.mail.calendar import uid
from places.mail.sending import send_due
from places.mail.writing import OutdatedError, written
from places.models import Booking, Claim, Group, Mail, MailKind, Places
from places.queries.tickets import claim_by_ticket
from tests.booked import NOTICE, ask_for, begun, claim_of, details, make_dates, make_group, make_places, note
from tests.factories import make_programme, make_roadshow
from tests.mailed import BASE, entries, letter, parts
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


def test_a_place_comes_with_ticket_and_calendar_entry() -> None:
    claim = ask_for(make_places(1))
    mail = letter("place")
    assert f"{BASE}/bookings/{booking_token(claim.booking)}/" in mail.body
    assert mail.subject.startswith(f"Your place: {claim.roadshow.city}")
    found = parts(mail)
    assert set(found) == {"text/plain", "text/html", "image/png", "text/calendar"}
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(found["image/png"])))
    assert code.text.startswith(f"{BASE}/bookings/")
    assert claim_by_ticket(code.text) == claim


def test_who_waits_reads_their_position_why_and_every_date() -> None:
    programme = make_programme()
    day = timezone.localdate() + dt.timedelta(days=20)
    one = make_places(2, roadshow=make_roadshow(programme=programme, held_on=day), most_of_one=1)
    ask_for(one, "Ann")
    ask_for(one, "Ben")
    body = letter("waiting", "ben@example.org").body
    assert "You are number 1 on the list: your organisation has as many places" in body
    assert f"{BASE}/places/order/" in body
    assert "text/calendar" not in parts(letter("waiting", "ben@example.org"))


def offered() -> tuple[Places, Claim]:
    places = make_places(1)
    ann, ben = ask_for(places, "Ann"), ask_for(places, "Ben")
    cancel(ann, actor="Ann")
    ben.refresh_from_db()
    return places, ben


def test_an_offer_says_until_when() -> None:
    _places, ben = offered()
    assert ben.offered_until
    mail = letter("offer", "ben@example.org")
    assert f"{timezone.localtime(ben.offered_until):%H:%M}" in mail.subject
    assert "kept for you" in mail.body


def test_what_is_not_true_any_more_is_not_said() -> None:
    _places, ben = offered()
    accept(ben, actor="Ben")
    for kind in ("offer", "waiting"):
        with pytest.raises(OutdatedError):
            letter(kind, "ben@example.org")
    assert letter("place", "ben@example.org")


def test_an_offer_that_passed_says_how_to_ask_again() -> None:
    places, ben = offered()
    Claim.objects.filter(pk=ben.pk).update(offered_until=timezone.now())
    sweep()
    assert f"{BASE}/roadshows/{places.roadshow.slug}/book/" in letter("offer-passed", "ben@example.org").body


def test_whom_the_day_left_without_a_place_is_told_so() -> None:
    places = make_places(0)
    ask_for(places)
    Roadshow.objects.filter(pk=places.pk).update(held_on=timezone.localdate() - dt.timedelta(days=1))
    end_lists_of_past_days()
    assert letter("ended").subject.startswith("No place: ")
    assert "We remember that you missed it" in letter("ended").body
    assert "If you are on your way" not in letter("ended").body


def test_who_has_a_place_and_wished_for_another_date_in_vain_is_promised_nothing() -> None:
    one, two = make_dates(0, 1)
    move(ask_for(two), one.roadshow, actor="Ann")
    Roadshow.objects.filter(pk=one.pk).update(held_on=timezone.localdate() - dt.timedelta(days=1))
    end_lists_of_past_days()
    words = letter("ended").body
    assert "What you have at another date stays as it is." in words
    assert "We remember" not in words


def test_whom_the_beginning_left_without_a_place_is_told_so_on_the_day_itself() -> None:
    _places, ben = offered()
    begun(ben.roadshow.places, minutes=1)
    Claim.objects.filter(pk=ben.pk).update(offered_until=timezone.now())
    sweep()
    words = letter("ended", "ben@example.org").body
    assert "was not taken before the day had begun. If you are on your way, come" in words
    assert "You gave" not in words


def test_whose_place_was_given_on_reads_why_and_that_they_may_come() -> None:
    places = make_places(1)
    claim = ask_for(places)
    ask_for(places, "Ben")
    begun(places, minutes=17)
    admit(claim_of(places, "ben@example.org"), note("k"))
    mail = letter("ended")
    assert mail.subject.startswith("Your place went on")
    assert "You were not there 17 minutes after the beginning, so your place went to somebody who waited" in mail.body
    assert "If you are on your way, come: you have a place if one is free." in mail.body
    assert entries(mail) == {uid(claim): "CANCELLED"}
    set_places(places.roadshow, capacity=2)
    admit(claim, note("l"))
    with pytest.raises(OutdatedError):
        letter("ended")


def test_whoever_comes_in_from_the_room_hears_that_the_other_date_ended() -> None:
    here, there = make_dates(1, 1)
    cy = ask_for(here, "Cy")
    begun(here, minutes=20)
    admit(cy, note("k"))
    had = ask_for(there)
    wait(had.booking, lock([here.pk])[here.pk])
    admit(had.booking.claims.get(roadshow=here.pk), note("l"))
    set_places(here.roadshow, capacity=2)
    release_unclaimed(here.roadshow, by="Ana")
    assert "You have a place at another date now" in letter("ended").body
    assert entries(letter("ended")) == {uid(had): "CANCELLED"}


def test_who_was_named_in_a_group_whose_coordinator_lets_all_go_reads_who_did() -> None:
    group = make_group(places := make_places(0), 2, together=True)
    name_place(group.bookings.all()[0], details("Ann"))
    set_places(places.roadshow, capacity=2)
    decline_for_all(group.bookings.get(email="").claims.get(), actor="Cy Example")
    assert "Cy Example let go what was offered to all of the group" in letter("ended").body


def test_to_whom_such_a_place_was_only_proposed_keeps_what_they_have_and_reads_so() -> None:
    own, places = make_dates(1, 0)
    ask_for(own, "Ann")
    group = make_group(places, 2, together=True)
    name_place(group.bookings.all()[0], details("Ann"))
    set_places(places.roadshow, capacity=2)
    decline_for_all(group.bookings.get(email="").claims.get(), actor="Cy Example")
    said = letter("ended").body
    assert "the place that was proposed to you is not to be had any more" in said
    assert "/bookings/" not in said
    assert "/hand-overs/" not in said


def test_who_is_taken_off_reads_the_reason() -> None:
    cancel(ask_for(make_places(1)), actor="Olu", reason="Booked twice.", by_holder=False)
    assert "The reason: Booked twice." in letter("ended").body


def test_a_hand_over_goes_to_the_colleague_and_is_void_when_it_was_called_back() -> None:
    claim = ask_for(make_places(1))
    handed = offer_to_colleague(claim, name="Bea Example", email="bea@example.org")
    assert f"{BASE}/hand-overs/" in letter("hand-over", "bea@example.org").body
    assert letter("hand-over", "bea@example.org").subject.startswith("Ann Example wants you to have a place")
    take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    with pytest.raises(OutdatedError):
        letter("hand-over", "bea@example.org")
    told = letter("handed-over")
    assert "Bea Example took the place" in told.body
    assert "/bookings/" not in told.body


def test_who_asked_before_is_told_how_it_stands() -> None:
    places = make_places(1)
    ask_for(places)
    ask_for(places)
    assert "This is how it stands: booked." in letter("known").body
    assert "To change it, or to ask for another date:" in letter("known").body


def test_who_has_a_place_and_asks_again_is_told_of_that_and_not_of_what_they_wait_for() -> None:
    full, two = make_dates(1, 5)
    ask_for(full, "Zoe")
    for name in ("Cas", "Dee", "Eve"):
        ask_for(two, name)
    move(ask_for(two), full.roadshow, actor="Ann")
    ask_for(full)
    assert "This is how it stands: booked." in letter("known").body


def test_a_groups_mails_go_to_its_coordinator_with_the_groups_link() -> None:
    places = make_places(2)
    group = make_group(places, 3)
    body = letter("group", "cy@example.org").body
    assert "2 places for Sample Council are reserved. 1 waits on the list" in body
    assert f"{BASE}/groups/" in body
    Group.objects.filter(pk=group.pk).update(name_by=timezone.now())
    return_unnamed()
    assert "3 of your group's places had no name" in letter("ended", "cy@example.org").body


def test_a_group_that_books_on_the_day_is_promised_no_time_at_which_places_go_back() -> None:
    make_group(make_places(2, ahead=0), 2, ahead=1)
    body = letter("group", "cy@example.org").body
    assert "Name who comes. Whoever you name" in body
    assert "On the day itself whoever comes for a reserved place is let in, named or not." in body


def test_a_name_is_text_in_every_part_of_a_mail() -> None:
    claim = ask_for(make_places(1))
    Booking.objects.filter(pk=claim.booking_id).update(name="Ann <b>& Co</b>")
    mail = letter("place")
    assert "Dear Ann <b>& Co</b>," in mail.body
    html = parts(mail)["text/html"].decode()
    assert "Dear Ann &lt;b&gt;&amp; Co&lt;/b&gt;," in html


def test_a_mail_has_one_name_however_often_it_is_sent() -> None:
    ask_for(make_places(1))
    mail = Mail.objects.get()
    first, second = written(mail, BASE), written(mail, BASE)
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"] == mail.message_id


@pytest.mark.parametrize("kind", MailKind.values)
def test_every_kind_of_mail_has_a_subject_and_reads_as_plain_text(kind: str) -> None:
    one, two = make_dates(1, 1)
    claim = ask_for(one)
    if kind in ("waiting", "offer", "ended", "offer-passed"):
        ask_for(two, "Zoe")
        claim = move(claim, two.roadshow, actor="Ann")
    states = {"offer": "offered", "ended": "ended"}
    until = timezone.now() if kind == "offer" else None
    if kind in states:
        end = {"ending": "left", "ended_at": timezone.now()} if kind == "ended" else {}
        Claim.objects.filter(pk=claim.pk).update(state=states[kind], offered_until=until, **end)
    facts: dict[str, object] = {"words": "Bring a coat.", "colleague": "Bea"}
    was = {"city": "York", "venue": "The Barn", "address": "", "held_on": "2026-01-09", "starts_at": "09:00"}
    facts |= {"was": was} if kind == "changed" else {}
    if kind == "hand-over":
        facts["hand_over"] = offer_to_colleague(claim, name="Bea", email="b@example.org").pk
    group = make_group(make_places(3)) if kind.startswith("group") else None
    mail = Mail.objects.create(
        kind=kind, to="ann@example.org", claim=claim, booking=claim.booking, group=group, facts=facts
    )
    sent = written(mail, BASE)
    assert sent.subject
    assert "\n" not in sent.subject
    assert "{" not in sent.body
    assert not re.search(r"\n{3,}|[ \t]\n|None|&#|&amp;", str(sent.body))


def offers_to_give_up(mail: EmailMultiAlternatives) -> bool:
    assert "If it was not you," in mail.body
    return "open the link and give them up" in mail.body


def test_only_a_mail_whose_link_leads_to_something_speaks_of_giving_it_up() -> None:
    places = make_places(2)
    claim = ask_for(places)
    handed = offer_to_colleague(claim, name="Bea Example", email="bea@example.org")
    group = make_group(places, 1)
    name_place(group.bookings.get(), details("Cas"))
    assert offers_to_give_up(letter("place"))
    assert offers_to_give_up(letter("group", "cy@example.org"))
    send_due()
    take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    take_name_back(group.bookings.get())
    assert not offers_to_give_up(letter("handed-over")), "the giver has nothing left"
    assert not offers_to_give_up(letter("handed-over", "cas@example.org")), "nor has whoever was named"
    assert offers_to_give_up(letter("place", "bea@example.org"))
    cancel(Claim.objects.get(pk=claim.pk), actor="Bea")
    assert not offers_to_give_up(letter("ended", "bea@example.org"))


def test_a_giver_who_keeps_another_date_can_give_that_up() -> None:
    one, two = make_dates(1, 0)
    claim = ask_for(one)
    wait(claim.booking, lock([two.pk])[two.pk], rank=2)
    handed = offer_to_colleague(claim, name="Bea Example", email="bea@example.org")
    take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    assert offers_to_give_up(letter("handed-over"))
