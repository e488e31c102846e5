"""The waiting list: who is next is offered the place in the moment in which it becomes free."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.actions.booking import book
from places.actions.groups import name_place
from places.actions.holders import cancel, move
from places.actions.places import set_places
from places.actions.reasons import WantsReasonError
from places.actions.waiting import (
    OfferPassedError,
    accept,
    decline,
    decline_for_all,
    end_lists_of_past_days,
    leave,
    put_first,
    sweep,
)
from places.fairness import MISSED
from places.models import Claim, Mail, Places
from places.queries.attendance import NO_PLACE, became
from places.queries.dates import availability
from places.queries.waiting import standings
from tests.booked import (
    NOTICE,
    ask_for,
    begun,
    claim_of,
    counted,
    details,
    make_dates,
    make_group,
    make_places,
    states,
    two_full_dates,
)
from tests.factories import make_programme, make_roadshow
from workshops.models import Roadshow, RoadshowState

pytestmark = pytest.mark.django_db


def full(*names: str, **rules: object) -> tuple[Places, dict[str, Claim]]:
    """Return a roadshow of one place and the claims of those who ask for it, in order."""
    places = make_places(1, **rules)  # type: ignore[arg-type]
    return places, {name: ask_for(places, name, organisation=f"Org {name}") for name in names}


def let_pass(claim: Claim) -> None:
    """Let the end of an offer be over."""
    Claim.objects.filter(pk=claim.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))


def test_a_freed_place_is_offered_at_once_and_no_passer_by_gets_it() -> None:
    places, claims = full("Ann", "Ben", "Cas")
    cancel(claims["Ann"], actor="Ann")
    ask_for(places, "Passer")
    assert states(places) == {"Ann": "ended", "Ben": "offered", "Cas": "waiting", "Passer": "waiting"}
    assert counted(places) == (1, 2)
    assert Mail.objects.filter(kind="offer").values_list("to", flat=True).get() == "ben@example.org"


def test_an_offer_that_is_taken_is_a_place_and_taking_it_twice_is_harmless() -> None:
    places, claims = full("Ann", "Ben")
    cancel(claims["Ann"], actor="Ann")
    assert [accept(claims["Ben"], actor="Ben") for _n in range(2)] == [True, False]
    assert states(places)["Ben"] == "confirmed"
    assert counted(places) == (1, 0)


@pytest.mark.parametrize("verb", [decline, "pass"])
def test_an_offer_that_is_declined_or_passes_goes_to_the_next(verb: object) -> None:
    places, claims = full("Ann", "Ben", "Cas")
    cancel(claims["Ann"], actor="Ann")
    if callable(verb):
        verb(claims["Ben"], actor="Ben")
    else:
        let_pass(claims["Ben"])
        assert (sweep(), sweep()) == (1, 0)
    assert states(places) == {"Ann": "ended", "Ben": "ended", "Cas": "offered"}
    assert counted(places) == (1, 0)


def test_an_offer_cannot_be_taken_after_its_end() -> None:
    places, claims = full("Ann", "Ben", "Cas")
    cancel(claims["Ann"], actor="Ann")
    let_pass(claims["Ben"])
    with pytest.raises(OfferPassedError):
        accept(claims["Ben"], actor="Ben")
    assert states(places) == {"Ann": "ended", "Ben": "ended", "Cas": "offered"}  # In the moment of the refusal.
    assert set(Mail.objects.filter(kind__startswith="offer").values_list("kind", "to")) == {
        ("offer", "ben@example.org"), ("offer-passed", "ben@example.org"), ("offer", "cas@example.org"),
    }  # fmt: skip


def test_two_cancellations_free_two_places_for_two_people() -> None:
    places = make_places(2)
    claims = [ask_for(places, name) for name in ("Ann", "Ben", "Cas", "Dee", "Eve")]
    for claim in (claims[0], claims[0], claims[1]):
        cancel(claim, actor="them")
    assert states(places) == {"Ann": "ended", "Ben": "ended", "Cas": "offered", "Dee": "offered", "Eve": "waiting"}
    assert counted(places) == (2, 1)


def test_who_leaves_the_list_holds_nobody_up() -> None:
    places, claims = full("Ann", "Ben", "Cas")
    assert [leave(claims["Ben"], actor="Ben") for _n in range(2)] == [True, False]
    cancel(claims["Ann"], actor="Ann")
    assert states(places)["Cas"] == "offered"


def test_taking_a_place_ends_waiting_on_other_dates() -> None:
    one, two = make_dates(1, 1)
    first = ask_for(one, "Ann")
    ask_for(two, "Ben")
    book([one.roadshow, two.roadshow], details("Cas"), privacy_notice=NOTICE)
    cancel(first, actor="Ann")
    accept(one.roadshow.claims.get(booking__name="Cas Example"), actor="Cas")
    assert (states(one)["Cas"], states(two)["Cas"]) == ("confirmed", "ended")
    assert (counted(one), counted(two)) == ((1, 0), (1, 0))


def test_who_has_an_offer_for_one_date_is_not_offered_another_meanwhile() -> None:
    one, two, holders = two_full_dates()
    for claim in holders:
        cancel(claim, actor="them")
    assert (states(one)["Cas"], states(two)["Cas"]) == ("offered", "waiting")


def test_a_date_that_they_would_rather_have_is_offered_all_the_same() -> None:
    one, two, holders = two_full_dates()
    for claim in reversed(holders):
        cancel(claim, actor="them")
    assert (states(one)["Cas"], states(two)["Cas"]) == ("offered", "offered")
    ask_for(two, "Dan")
    accept(claim_of(one, "cas@example.org"), actor="Cas")
    assert (states(one)["Cas"], states(two)) == ("confirmed", {"Ben": "ended", "Cas": "ended", "Dan": "offered"})


def test_what_is_free_is_kept_for_who_has_an_offer_elsewhere_and_theirs_once_they_let_that_go() -> None:
    one, two, holders = two_full_dates()
    for claim in holders:
        cancel(claim, actor="them")
    assert counted(two) == (0, 1)
    shown = availability(two.roadshow)
    assert shown
    assert shown.words == "Waiting list, 1 waiting"
    assert ask_for(two, "Passer").state == "waiting"
    decline(claim_of(one, "cas@example.org"), actor="Cas")
    assert (sweep(), sweep()) == (1, 0)
    assert states(two) == {"Ben": "ended", "Cas": "offered", "Passer": "waiting"}


def test_who_is_named_for_a_place_of_a_group_lets_go_their_own_alone() -> None:
    places = make_places(0)
    group = make_group(places, 3, together=True)
    for name, booking in zip(("Ann", "Ben"), group.bookings.order_by("pk"), strict=False):
        name_place(booking, details(name))
    set_places(places.roadshow, capacity=3)
    assert decline(claim_of(places, "ann@example.org"), actor="Ann")
    assert sorted(claim.state for claim in places.roadshow.claims.all()) == ["ended", "offered", "offered"]
    assert decline_for_all(claim_of(places, "ben@example.org"), actor="Cy")
    assert counted(places) == (0, 0)
    assert list(Mail.objects.filter(kind="ended").values_list("to", flat=True)) == ["ben@example.org"]


def test_when_all_of_a_group_take_theirs_the_other_dates_are_free_for_others_and_count_right() -> None:
    here, there = make_dates(0, 1)
    group, holder = make_group(here, 2, together=True), ask_for(there, "Dan")
    for name, booking in zip(("Ann", "Ben"), group.bookings.order_by("pk"), strict=True):
        name_place(booking, details(name))
        move(claim_of(here, f"{name}@example.org"), there.roadshow, actor=name)
    ask_for(there, "Cas")
    cancel(holder, actor="Dan")
    set_places(here.roadshow, capacity=2)
    accept(claim_of(here, "ben@example.org"), actor="Ben")
    assert (counted(here), counted(there)) == ((2, 0), (1, 0))
    assert states(there) == {"Dan": "ended", "Ann": "ended", "Ben": "ended", "Cas": "offered"}


def test_what_members_of_a_group_ask_for_besides_is_offered_to_each_alone() -> None:
    one, two = make_dates(2, 1)
    group = make_group(one, 2, together=True)
    holder = ask_for(two, "Dan")
    for name, booking in zip(("Ann", "Ben"), group.bookings.order_by("pk"), strict=True):
        name_place(booking, details(name))
        assert move(claim_of(one, f"{name}@example.org"), two.roadshow, actor=name).state == "waiting"
    cancel(holder, actor="Dan")
    assert states(two) == {"Dan": "ended", "Ann": "offered", "Ben": "waiting"}


def test_once_the_day_has_begun_nothing_is_offered_and_what_was_has_been_missed() -> None:
    places, claims = full("Ann", "Ben", "Cas")
    cancel(claims["Ann"], actor="Ann")
    begun(places, minutes=1)
    let_pass(claims["Ben"])
    assert sweep() == 1
    assert (states(places), counted(places)) == ({"Ann": "ended", "Ben": "ended", "Cas": "waiting"}, (0, 1))
    ben = claim_of(places, "ben@example.org")
    assert (ben.ending, became(ben)) == ("missed", NO_PLACE)
    assert not Mail.objects.filter(to="cas@example.org", kind="offer").exists()


def test_once_the_doors_were_shut_before_the_day_began_nothing_is_offered_and_what_was_has_been_missed() -> None:
    places = make_places(2, ahead=0)
    ann, bea = ask_for(places, "Ann"), ask_for(places, "Bea")
    ben, _cas = ask_for(places, "Ben"), ask_for(places, "Cas")
    cancel(ann, actor="Ann")
    places.roadshow.state = RoadshowState.CLOSED
    places.roadshow.save()
    with pytest.raises(OfferPassedError):
        accept(ben, actor="Ben")
    cancel(bea, actor="Bea")
    assert sweep() == 0
    assert states(places) == {"Ann": "ended", "Bea": "ended", "Ben": "ended", "Cas": "waiting"}
    assert claim_of(places, "ben@example.org").ending == "missed"
    assert counted(places) == (0, 1)
    assert not Mail.objects.filter(to="cas@example.org", kind="offer").exists()


def test_who_is_put_first_stays_so_for_the_first_reason() -> None:
    _places, claims = full("Ann", "Ben")
    assert put_first(claims["Ben"], reason="Speaks for the only hospice.", actor="Olu")
    assert not put_first(claims["Ben"], reason="Asked twice.", actor="Ana")
    kept = Claim.objects.get(pk=claims["Ben"].pk)
    assert (kept.put_first_by, kept.put_first_reason) == ("Olu", "Speaks for the only hospice.")


def test_who_is_put_first_is_next_and_the_reason_is_kept() -> None:
    places, claims = full("Ann", "Ben", "Cas")
    assert put_first(claims["Cas"], reason=" Speaks for the only hospice. ", actor="Olu")
    cancel(claims["Ann"], actor="Ann")
    assert states(places) == {"Ann": "ended", "Ben": "waiting", "Cas": "offered"}
    kept = Claim.objects.get(pk=claims["Cas"].pk)
    assert (kept.put_first_by, kept.put_first_reason) == ("Olu", "Speaks for the only hospice.")


def test_nobody_is_put_first_without_a_reason() -> None:
    places, claims = full("Ann", "Ben")
    with pytest.raises(WantsReasonError):
        put_first(claims["Ben"], reason="  ", actor="Olu")
    assert not Claim.objects.get(pk=claims["Ben"].pk).put_first_at
    assert counted(places) == (1, 1)


def test_organisations_without_a_place_come_first_where_the_rules_say_so() -> None:
    places = make_places(2, new_first=True)
    ann = ask_for(places, "Ann", organisation="Big")
    ask_for(places, "Ben", organisation="Big")
    ask_for(places, "Cas", organisation="Big")
    ask_for(places, "Dee", organisation="Small")
    cancel(ann, actor="Ann")
    assert states(places) == {"Ann": "ended", "Ben": "confirmed", "Cas": "waiting", "Dee": "offered"}


def three_full_dates() -> tuple[Places, Places, Places]:
    """Return three dates of a place each, all taken, at which those who missed another come first."""
    one, two, three = (set_places(each.roadshow, capacity=1, missed_first=True) for each in make_dates(1, 1, 1))
    for places, name in ((one, "Xan"), (two, "Yves"), (three, "Zoe")):
        ask_for(places, name)
    return one, two, three


def let_the_day_pass(places: Places) -> None:
    """Let a roadshow have been yesterday."""
    Roadshow.objects.filter(pk=places.pk).update(held_on=timezone.localdate() - dt.timedelta(days=1))
    end_lists_of_past_days()


def in_line(places: Places) -> list[tuple[str, bool]]:
    """Return who waits, in the order in which they are served, and whether they read that they missed a date."""
    names = dict(Claim.objects.values_list("pk", "booking__name"))
    return [(names[each.waiter.claims[0]].partition(" ")[0], MISSED in each.why) for each in standings(places)]


def test_who_missed_one_of_several_dates_is_not_passed_by_who_asked_for_that_alone() -> None:
    one, two, _three = three_full_dates()
    ask_for(two, "Cas")
    book([one.roadshow, two.roadshow], details("Ann"), privacy_notice=NOTICE)
    ask_for(one, "Ben")
    let_the_day_pass(one)
    ask_for(two, "Ben")
    assert in_line(two) == [("Ann", True), ("Ben", True), ("Cas", False)]


def test_who_has_a_place_and_only_wished_for_another_date_has_missed_none() -> None:
    one, two, three = three_full_dates()
    ask_for(three, "Cas")
    move(claim_of(two, "yves@example.org"), one.roadshow, actor="Yves")
    let_the_day_pass(one)
    move(claim_of(two, "yves@example.org"), three.roadshow, actor="Yves")
    assert in_line(three) == [("Cas", False), ("Yves", False)]


def test_who_got_no_place_before_the_day_comes_first_on_a_later_date_where_the_rules_say_so() -> None:
    programme = make_programme()
    today = timezone.localdate()
    past = make_places(0, roadshow=make_roadshow(programme=programme, held_on=today, starts_at=dt.time(23, 59)))
    later = make_places(
        1, roadshow=make_roadshow(programme=programme, held_on=today + dt.timedelta(days=20)), missed_first=True
    )
    ask_for(past, "Ann")
    holder = ask_for(later, "Ben")
    ask_for(later, "Cas")
    Roadshow.objects.filter(pk=past.pk).update(held_on=today - dt.timedelta(days=1))
    assert (end_lists_of_past_days(), end_lists_of_past_days()) == (1, 0)
    assert counted(past) == (0, 0)
    assert list(Mail.objects.filter(kind="ended").values_list("to", flat=True)) == ["ann@example.org"]
    ask_for(later, "Ann")
    cancel(holder, actor="Ben")
    assert states(later) == {"Ben": "ended", "Cas": "waiting", "Ann": "offered"}
