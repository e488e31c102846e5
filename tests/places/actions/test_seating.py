"""Seating people: by plan, by hand, at the scan; mended in few moves, and brought back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from live.room import Delivery
from places.actions import seating as verbs
from places.actions.holders import cancel
from places.actions.reasons import WantsReasonError
from places.actions.seating import ChangedMeanwhileError, FullTableError, GoneError
from places.models import Booking, ClaimState, SeatingPlan, SeatingRule, SeatingSettings
from places.queries.seating import seated_in
from tests.factories import make_roadshow
from tests.seated import claim, claim_for, come, make_room, not_in, scanned, sit, sitting, table
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db

COLLEAGUES = ("Ann council", "Ben council", "Cas trust", "Dot trust")


def set_tables(roadshow: Roadshow, chairs: int = 8, **said: object) -> None:
    plain = {"at_the_door": True, "step_free": (), "own": {}}
    verbs.set_tables(roadshow, chairs=chairs, **plain | said)  # type: ignore[arg-type]


def rule(roadshow: Roadshow, kind: str, one: str, other: str) -> SeatingRule:
    pair = {"one": claim(roadshow, one).booking, "other": claim(roadshow, other).booking}
    return verbs.add_rule(roadshow, kind=kind, **pair, reason="They asked for it.", actor="Ana")


# Plans


def test_a_plan_seats_everybody_among_others() -> None:
    roadshow = make_room(*COLLEAGUES)
    plan = verbs.make_plan(roadshow, actor="Ana")
    at = sitting(roadshow)
    assert at["Ann"] != at["Ben"]
    assert at["Cas"] != at["Dot"]
    assert (plan.number, plan.kind, plan.made_by, plan.moves) == (1, "plan", "Ana", [])
    assert plan.seats == {claim(roadshow, name).pk: number for name, number in at.items()}


def test_only_those_who_have_a_place_are_seated() -> None:
    roadshow = make_room(*COLLEAGUES)
    roadshow.claims.filter(booking__name="Ann").update(state=ClaimState.WAITING)
    cancel(claim(roadshow, "Ben"), actor="Ben")
    verbs.make_plan(roadshow, actor="Ana")
    assert {name for name, number in sitting(roadshow).items() if number} == {"Cas", "Dot"}


def test_whoever_is_locked_stays_in_a_new_plan() -> None:
    roadshow = make_room(*COLLEAGUES)
    sit(roadshow, Ann=2, Ben=2)
    for name in ("Ann", "Ben"):
        verbs.lock(claim(roadshow, name), locked=True)
    verbs.make_plan(roadshow, actor="Ana")
    assert (sitting(roadshow)["Ann"], sitting(roadshow)["Ben"]) == (2, 2)


def test_a_new_plan_says_whom_it_moves() -> None:
    roadshow = make_room("Ann council", "Ben council")
    sit(roadshow, Ann=1, Ben=1)
    plan = verbs.make_plan(roadshow, actor="Ana")
    assert [(before, after) for _claim, before, after in plan.moves] == [(1, 2)]


def test_needs_and_rules_are_heeded() -> None:
    roadshow = make_room("Ann a", "Ben b", "Cas c", "Dot d", tables=2)
    come(roadshow, "Eve e", step_free=True)
    set_tables(roadshow, step_free={2})
    rule(roadshow, "together", "Ann", "Eve")
    rule(roadshow, "apart", "Ann", "Ben")
    verbs.make_plan(roadshow, actor="Ana")
    at = sitting(roadshow)
    assert (at["Eve"], at["Ann"], at["Ben"]) == (2, 2, 1)


def test_those_who_shared_a_table_at_an_earlier_date_are_kept_apart() -> None:
    roadshow = make_room("Ann a", "Ben b", "Cas c", "Dot d")
    day = timezone.localdate() - dt.timedelta(days=9)
    before = make_roadshow(tables=2, held_on=day, programme=roadshow.programme)
    for name, number in (("Ann", 1), ("Cas", 1), ("Ben", 2), ("Dot", 2)):
        old = claim_for(claim(roadshow, name).booking, before)
        type(old).objects.filter(pk=old.pk).update(table=table(before, number))
    verbs.make_plan(roadshow, actor="Ana")
    assert sitting(roadshow)["Ann"] != sitting(roadshow)["Cas"]
    assert sitting(roadshow)["Ben"] != sitting(roadshow)["Dot"]
    assert len(seated_in(roadshow).met) == 2
    # Where the door was used, only who came has met anybody.
    before.claims.filter(booking__name__in=["Ann", "Dot", "Ben"]).update(seated_at=timezone.now())
    assert len(seated_in(roadshow).met) == 1


def test_an_earlier_plan_is_brought_back_for_those_who_still_come() -> None:
    roadshow = make_room(*COLLEAGUES)
    first = verbs.make_plan(roadshow, actor="Ana")
    as_planned = sitting(roadshow)
    sit(roadshow, Ann=1, Ben=1, Cas=1, Dot=1)
    cancel(claim(roadshow, "Dot"), actor="Dot")
    plan = verbs.bring_back(SeatingPlan.objects.get(pk=first.pk), actor="Ana")
    assert sitting(roadshow) == as_planned | {"Dot": 1}
    assert (plan.number, plan.kind) == (2, "back")


def test_a_plan_that_somebody_overtakes_is_made_anew_and_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    roadshow = make_room(*COLLEAGUES)
    tries: list[int] = []

    def meddle(_room: object) -> dict[int, int]:
        tries.append(1)
        SeatingSettings.objects.update_or_create(roadshow=roadshow, defaults={"edition": len(tries)})
        return {}

    monkeypatch.setattr(verbs, "plan", meddle)
    with pytest.raises(ChangedMeanwhileError):
        verbs.make_plan(roadshow, actor="Ana")
    assert (len(tries), SeatingPlan.objects.count()) == (3, 0)


# By hand


def test_somebody_is_moved_by_hand_and_taken_from_every_table() -> None:
    roadshow = make_room("Ann")
    ann = claim(roadshow, "Ann")
    assert verbs.seat(ann, table(roadshow, 2))
    assert not verbs.seat(ann, table(roadshow, 2))
    verbs.lock(ann, locked=True)
    assert verbs.seat(ann, None)
    assert sitting(roadshow) == {"Ann": None}
    assert not claim(roadshow, "Ann").table_locked


def test_nobody_is_moved_to_a_table_without_a_free_chair() -> None:
    roadshow = make_room("Ann", "Ben")
    set_tables(roadshow, chairs=1)
    sit(roadshow, Ben=2)
    with pytest.raises(FullTableError):
        verbs.seat(claim(roadshow, "Ann"), table(roadshow, 2))
    set_tables(roadshow, chairs=1, own={2: 2})
    assert verbs.seat(claim(roadshow, "Ann"), table(roadshow, 2))


def test_two_change_places_also_where_both_tables_are_full() -> None:
    roadshow = make_room("Ann", "Ben")
    set_tables(roadshow, chairs=1)
    sit(roadshow, Ann=1, Ben=2)
    verbs.swap(claim(roadshow, "Ann"), claim(roadshow, "Ben"))
    assert sitting(roadshow) == {"Ann": 2, "Ben": 1}


def test_whoever_has_no_place_any_more_is_not_seated() -> None:
    roadshow = make_room("Ann", "Ben")
    ann = claim(roadshow, "Ann")
    cancel(ann, actor="Ann")
    for press in (
        lambda: verbs.seat(ann, table(roadshow, 1)),
        lambda: verbs.swap(claim(roadshow, "Ben"), ann),
        lambda: verbs.lock(ann, locked=True),
        lambda: verbs.lock(claim(roadshow, "Ben"), locked=True),  # Nowhere to be locked to.
    ):
        with pytest.raises(GoneError):
            press()


# Rules


def test_a_rule_needs_a_reason() -> None:
    roadshow = make_room("Ann", "Ben")
    pair = {"one": claim(roadshow, "Ann").booking, "other": claim(roadshow, "Ben").booking}
    with pytest.raises(WantsReasonError):
        verbs.add_rule(roadshow, kind="apart", **pair, reason=" ", actor="Ana")
    with pytest.raises(IntegrityError, match="a_rule_for_two"), transaction.atomic():
        verbs.add_rule(roadshow, kind="apart", one=pair["one"], other=pair["one"], reason="?", actor="Ana")


def test_of_two_people_one_thing_is_true_at_a_time() -> None:
    roadshow = make_room("Ann", "Ben")
    rule(roadshow, "apart", "Ann", "Ben")
    last = rule(roadshow, "together", "Ben", "Ann")
    assert seated_in(roadshow).rules == [last]
    verbs.remove_rule(roadshow, last)
    assert seated_in(roadshow).rules == []


def test_a_rule_ends_when_one_of_the_two_hands_their_place_to_somebody_else() -> None:
    roadshow = make_room("Ann", "Ben")
    rule(roadshow, "apart", "Ann", "Ben")
    Booking.objects.filter(name="Ann").update(edition=2)
    assert seated_in(roadshow).rules == []


# At the scan


def test_whoever_comes_in_sits_where_it_is_best_then_whatever_the_plan_said() -> None:
    roadshow = make_room(*COLLEAGUES)
    sit(roadshow, Ann=1, Ben=1, Cas=2, Dot=2)
    for name in ("Ann", "Ben", "Cas", "Dot"):
        scanned(claim(roadshow, name))
    at = sitting(roadshow)
    assert at["Ann"] != at["Ben"]
    assert at["Cas"] != at["Dot"]


def test_of_tables_that_are_equally_good_the_planned_one_is_taken() -> None:
    roadshow = make_room("Ann a", "Ben b", tables=5)
    sit(roadshow, Ann=4, Ben=3)
    assert scanned(claim(roadshow, "Ann")) == table(roadshow, 4)
    assert scanned(claim(roadshow, "Ben")) == table(roadshow, 3)


def test_where_plans_are_kept_everybody_sits_as_planned_and_only_the_others_are_placed() -> None:
    roadshow = make_room(*COLLEAGUES)
    set_tables(roadshow, at_the_door=False)
    sit(roadshow, Ann=1, Ben=1)
    for name in ("Ann", "Ben", "Cas"):
        scanned(claim(roadshow, name))
    at = sitting(roadshow)
    assert (at["Ann"], at["Ben"], at["Cas"]) == (1, 1, 2)


def test_where_plans_are_kept_whoever_walks_in_takes_no_chair_of_somebody_planned() -> None:
    roadshow = make_room("Ann a", "Ben b", "Cas c")
    set_tables(roadshow, chairs=2, at_the_door=False)
    sit(roadshow, Ann=1, Ben=1, Cas=2)
    come(roadshow, "Dot d")
    for name in ("Dot", "Ann", "Ben", "Cas"):
        scanned(claim(roadshow, name))
    assert sitting(roadshow) == {"Ann": 1, "Ben": 1, "Cas": 2, "Dot": 2}


def test_a_companion_who_comes_first_takes_a_table_that_both_can_reach() -> None:
    roadshow = make_room("Cara trust", "Dee trust")
    come(roadshow, "Wil home", step_free=True)
    set_tables(roadshow, step_free=[1])
    rule(roadshow, "together", "Wil", "Cara")
    for name in ("Dee", "Cara", "Wil"):
        scanned(claim(roadshow, name))
    assert (sitting(roadshow)["Cara"], sitting(roadshow)["Wil"]) == (1, 1)
    assert seated_in(roadshow).certificate.broken == ()


def test_a_lock_holds_at_the_door() -> None:
    roadshow = make_room("Ann a", "Ben a")
    sit(roadshow, Ann=1, Ben=1)
    verbs.lock(claim(roadshow, "Ben"), locked=True)
    scanned(claim(roadshow, "Ann"))
    assert scanned(claim(roadshow, "Ben")) == table(roadshow, 1)


def test_a_second_scan_gives_the_same_table_and_taking_it_back_expects_them_again() -> None:
    roadshow = make_room("Ann", tables=3)
    ann = claim(roadshow, "Ann")
    first = scanned(ann)
    came = claim(roadshow, "Ann").seated_at
    assert scanned(ann) == first
    assert claim(roadshow, "Ann").seated_at == came
    not_in(ann)
    assert not seated_in(roadshow).has_begun


def test_who_holds_no_place_gets_no_table() -> None:
    roadshow = make_room("Ann")
    ann = claim(roadshow, "Ann")
    cancel(ann, actor="Ann")
    assert scanned(ann) is None


# Mending


def test_mending_seats_whoever_came_since_and_moves_no_more_than_may_be() -> None:
    roadshow = make_room(*COLLEAGUES)
    sit(roadshow, Ann=1, Ben=1, Cas=2, Dot=2)
    come(roadshow, "Eve other")
    plan = verbs.repair_plan(roadshow, most=2, actor="Ana")
    assert plan is not None
    assert len(plan.moves) == 2
    assert sitting(roadshow)["Eve"]
    assert seated_in(roadshow).certificate.organisation.actual == 0
    assert verbs.repair_plan(roadshow, most=2, actor="Ana") is None
    assert SeatingPlan.objects.count() == 1


def test_once_people_have_come_in_only_they_are_counted_and_moved() -> None:
    roadshow = make_room(*COLLEAGUES)
    set_tables(roadshow, at_the_door=False)
    sit(roadshow, Ann=1, Ben=1, Cas=1, Dot=2)
    for name in ("Ann", "Ben", "Cas"):
        scanned(claim(roadshow, name))
    seated = seated_in(roadshow)
    assert seated.certificate.people == 3
    plan = verbs.repair_plan(roadshow, most=4, actor="Ana")
    assert plan is not None
    assert plan.moves
    assert sitting(roadshow)["Dot"] == 2


def test_a_new_plan_leaves_those_alone_who_sit_already() -> None:
    roadshow = make_room(*COLLEAGUES)
    first = scanned(claim(roadshow, "Ann"))
    verbs.make_plan(roadshow, actor="Ana")
    at = sitting(roadshow)
    assert first is not None
    assert at["Ann"] == first.number != at["Ben"]


# Who hears of it


def test_every_change_tells_the_open_pages_its_edition_and_nothing_else(
    delivered: list[Delivery], django_capture_on_commit_callbacks: object
) -> None:
    roadshow = make_room("Ann")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        verbs.seat(claim(roadshow, "Ann"), table(roadshow, 1))
    (topic, _after, text) = delivered[-1].texts[0]
    assert topic == "seating"
    assert 'data-edition=\\"1\\"' in text
    assert "Ann" not in text
