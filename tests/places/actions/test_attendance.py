"""Writing to people by what became of them: once each, and only to whom it is true of."""

from __future__ import annotations

import datetime as dt

import pytest

from places.actions.attendance import addressed, choose_advice, stop_advice, write_to
from places.models import Letter, Mail, MailKind, Overbooking, Places
from places.queries.attendance import NO_PLACE
from places.queries.history import advice_for, history_of
from tests.attended import came, cancelled, day_over, had_place, missed
from tests.booked import make_places
from tests.factories import make_programme, make_roadshow

pytestmark = pytest.mark.django_db
LETTER = {"subject": "Thank you", "words": "It was good that you came.", "actor": "Ana"}


@pytest.fixture
def day() -> Places:
    places = day_over()
    came(places, "Ann")
    had_place(places, "Ben")
    missed(places, "Cleo")
    Mail.objects.all().delete()
    return places


def test_a_letter_goes_to_those_of_whom_the_word_is_true(day: Places) -> None:
    letter = write_to(day.roadshow, ["attended", "walk-in"], key="k", **LETTER)
    [mail] = Mail.objects.all()
    assert (mail.kind, mail.to, letter.people) == (MailKind.NOTICE, "ann@example.org", 1)
    assert mail.facts == {"subject": "Thank you", "words": "It was good that you came."}


def test_pressed_twice_it_is_one_letter(day: Places) -> None:
    first = write_to(day.roadshow, ["attended"], key="k", **LETTER)
    assert write_to(day.roadshow, ["attended"], key="k", **LETTER) == first
    assert (Mail.objects.count(), Letter.objects.count()) == (1, 1)


def test_only_who_came_gets_the_link_to_a_certificate(day: Places) -> None:
    write_to(day.roadshow, ["attended", "no-show"], key="k", certificates="https://example.org", **LETTER)
    words = dict(Mail.objects.values_list("to", "facts__words"))
    assert "https://example.org/bookings/" in words["ann@example.org"]
    assert words["ben@example.org"] == LETTER["words"]


def test_who_has_a_place_at_another_date_is_not_told_that_they_got_none(day: Places) -> None:
    assert [line.claim.booking.name for line in addressed(day.roadshow, [NO_PLACE])] == ["Cleo Example"]
    other = make_places(3, roadshow=make_roadshow(programme=day.roadshow.programme))
    had_place(other, "Cleo")
    assert addressed(day.roadshow, [NO_PLACE]) == []


def test_whose_mailbox_is_not_known_gets_nothing_and_stops_nobody(day: Places) -> None:
    walked_in = came(day, "Wim")
    walked_in.booking.email = walked_in.booking.email_key = ""
    walked_in.booking.save()
    assert write_to(day.roadshow, ["attended"], key="k", **LETTER).people == 1


def test_advice_is_off_until_it_is_chosen_and_when_it_is_no_longer_wanted(day: Places) -> None:
    assert not Overbooking.objects.exists()
    choose_advice(day, 5, actor="Ana")
    choose_advice(day, 10, actor="Ana")
    assert Overbooking.objects.get().percent == 10
    stop_advice(day)
    assert not Overbooking.objects.exists()


def test_advice_for_a_date_comes_from_the_dates_before_it() -> None:
    programme = make_programme()
    for ago in (30, 20):
        past = day_over(30, ago=ago, programme=programme)
        for n in range(20):
            came(past, f"Ann{ago}x{n}")
        for n in range(5):
            had_place(past, f"Ben{ago}x{n}")
        cancelled(past, f"Cleo{ago}", days_before=1)
    to_come = make_places(20, roadshow=make_roadshow(programme=programme, held_on=dt.date(2099, 1, 1)))
    choose_advice(to_come, 5, actor="Ana")
    advice = advice_for(Overbooking.objects.get(), history_of(programme))
    assert advice
    assert (advice.days, advice.people) == (2, 50)
    assert 0 < advice.beyond < 10


def test_who_stayed_away_twice_is_named_and_whose_people_did() -> None:
    programme = make_programme()
    for ago in (30, 20):
        past = day_over(ago=ago, programme=programme)
        had_place(past, "Ben", organisation="North Police")
        cancelled(past, "Cleo", days_before=9)
        came(past, "Ann")
    history = history_of(programme)
    assert [(one.name, one.times, one.had) for one in history.people] == [("Ben Example", 2, 2)]
    assert [(one.name, one.times) for one in history.organisations] == [("North Police", 2)]
    assert [row.came for _roadshow, row in history.by_roadshow] == [1, 1]
    assert [(row.name, row.came, row.total) for row in history.by_agency] == [("Social care", 2, 6)]
