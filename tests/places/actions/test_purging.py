"""Everything goes when its time is over, not before; counts without names stay."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from places.actions import purging
from places.actions.booking import NeedsSaid
from places.actions.holders import cancel, change_needs
from places.actions.purging import UnfitTimeError, keep_for, purge, purge_today
from places.actions.reasons import WantsReasonError
from places.models import (
    Admission,
    Attendance,
    Booking,
    Claim,
    Group,
    HandOver,
    Kept,
    Mail,
    Needs,
    NeedsReading,
    Places,
    Retention,
)
from places.queries.attendance import review_of
from places.queries.keeping import held_by
from tests.attended import came, day_over, had_place, missed
from tests.booked import ask_for, counted, make_places
from tests.factories import make_organiser, make_roadshow

pytestmark = pytest.mark.django_db
USUAL = {"needs": 7, "notes": 30, "mail": 30, "readings": 365, "contacts": 365}


@pytest.fixture(autouse=True)
def mail_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


@pytest.fixture
def day() -> Places:
    """Return a day of which something of every kind is kept."""
    places = day_over()
    ann = came(places, "Ann", "09:10", organisation="North Police", agency_type="police", job_level="manager")
    had_place(places, "Ben")
    missed(places, "Cleo")
    change_needs(ann.booking, NeedsSaid(diet="No nuts"))
    at = timezone.make_aware(dt.datetime.combine(places.roadshow.held_on, dt.time(12)))
    reading = NeedsReading.objects.create(roadshow=places.roadshow, staff=make_organiser(), at=at)
    Mail.objects.all().delete()
    Mail.objects.create(kind="place", to="ann@example.org", booking=ann.booking, claim=ann, sent_at=reading.at)
    return places


def kept() -> dict[str, int]:
    return {
        "needs": Needs.objects.count(),
        "notes": Admission.objects.count(),
        "mail": Mail.objects.count(),
        "readings": NeedsReading.objects.count(),
        "contacts": Booking.objects.count(),
    }


@pytest.mark.parametrize("what", list(USUAL))
def test_each_thing_goes_on_its_own_day_and_not_a_day_earlier(day: Places, what: str) -> None:
    last_day = day.roadshow.held_on + dt.timedelta(days=USUAL[what] - 1)
    there = kept()[what]
    assert purge(last_day)[what] == 0
    assert kept()[what] == there
    assert purge(last_day + dt.timedelta(days=1))[what] == there
    assert kept()[what] == 0


def test_counts_stay_when_names_are_gone(day: Places) -> None:
    before = review_of(day.roadshow)
    known = before.total.became, {row.name: row.became for row in before.by_agency}
    assert before.curve
    quarters = before.curve.quarters
    purge(day.roadshow.held_on + dt.timedelta(days=365))
    assert not Booking.objects.exists()
    assert not Claim.objects.exists()
    assert not Attendance.objects.exists()
    after = review_of(day.roadshow)
    assert (after.total.became, {row.name: row.became for row in after.by_agency}) == known
    assert after.curve
    assert after.curve.quarters == quarters


def test_purged_twice_nobody_is_counted_twice(day: Places) -> None:
    total = review_of(day.roadshow).total.total
    on = day.roadshow.held_on + dt.timedelta(days=365)
    purge(on)
    assert sum(purge(on).values()) == 0
    assert review_of(day.roadshow).total.total == total


def test_who_is_booked_for_a_date_to_come_is_kept_with_what_they_need(day: Places) -> None:
    held_on = timezone.localdate() + dt.timedelta(days=300)
    later = make_places(5, roadshow=make_roadshow(programme=day.roadshow.programme, held_on=held_on))
    had_place(later, "Ann", organisation="North Police", agency_type="police")
    purge(day.roadshow.held_on + dt.timedelta(days=40))
    assert Needs.objects.count() == 1
    assert Booking.objects.filter(name="Ann Example").exists()


def test_whoever_asked_for_the_later_date_first_is_kept_until_that_is_over_too() -> None:
    later = day_over(ago=1)
    had_place(later, "Ann")
    earlier = day_over(ago=90, programme=later.roadshow.programme)
    for name in ("Ben", "Cleo", "Ann"):  # So that the earlier date stands after the later one.
        change_needs(had_place(earlier, name).booking, NeedsSaid(diet="No nuts"))
    keep_for(later.roadshow.programme, Kept.CONTACTS, 60, reason="Shorter suits us.", actor="Ana")
    purge(timezone.localdate())
    assert [(each.name, each.needs.diet) for each in Booking.objects.all()] == [("Ann Example", "No nuts")]


def test_what_was_offered_to_a_colleague_goes_with_the_mails(day: Places) -> None:
    ben = Claim.objects.get(booking__name="Ben Example")
    HandOver.objects.create(claim=ben, name="Bea Example", email="bea@example.org", email_key="bea@example.org")
    purge(day.roadshow.held_on + dt.timedelta(days=29))
    assert HandOver.objects.exists()
    assert purge(day.roadshow.held_on + dt.timedelta(days=30))["mail"] == 2
    assert not HandOver.objects.exists()


def test_a_mail_that_could_not_be_sent_goes_like_those_that_were(day: Places) -> None:
    Mail.objects.update(sent_at=None, given_up_at=F("sent_at"))
    purge(day.roadshow.held_on + dt.timedelta(days=29))
    assert Mail.objects.exists()
    purge(day.roadshow.held_on + dt.timedelta(days=30))
    assert not Mail.objects.exists()


def test_who_cancelled_early_is_not_kept_until_long_after_the_day() -> None:
    places = make_places(2, ahead=300)
    ann = ask_for(places, "Ann")
    change_needs(ann.booking, NeedsSaid(diet="No nuts"))
    cancel(ann, actor="Ann")
    purge(timezone.localdate() + dt.timedelta(days=7))
    assert not Needs.objects.exists()
    assert Booking.objects.count() == 1
    purge(timezone.localdate() + dt.timedelta(days=365))
    assert not Booking.objects.exists()


def test_places_and_claims_still_agree_when_names_are_gone(day: Places) -> None:
    purge(day.roadshow.held_on + dt.timedelta(days=365))
    assert counted(day) == (0, 0)


def test_mail_that_waits_is_kept_however_old(day: Places) -> None:
    Mail.objects.update(sent_at=None)
    purge(day.roadshow.held_on + dt.timedelta(days=100))
    assert Mail.objects.count() == 1


def test_an_organiser_keeps_something_longer_for_a_reason_and_it_goes_then(day: Places) -> None:
    programme = day.roadshow.programme
    keep_for(programme, Kept.NEEDS, 20, reason="A complaint is being looked into.", actor="Ana")
    purge(day.roadshow.held_on + dt.timedelta(days=19))
    assert Needs.objects.exists()
    purge(day.roadshow.held_on + dt.timedelta(days=20))
    assert not Needs.objects.exists()


def test_nothing_is_kept_longer_without_a_reason_or_for_ever(day: Places) -> None:
    programme = day.roadshow.programme
    with pytest.raises(WantsReasonError):
        keep_for(programme, Kept.NEEDS, 20, reason=" ", actor="Ana")
    with pytest.raises(UnfitTimeError) as error:
        keep_for(programme, Kept.NEEDS, 31, reason="Just in case", actor="Ana")
    assert error.value.most == 30
    with pytest.raises(UnfitTimeError):
        keep_for(programme, Kept.NEEDS, 0, reason="No longer than they must be.", actor="Ana")


def test_nothing_goes_before_its_day_is_over_whatever_was_decided_once(day: Places, mail_folder: Path) -> None:
    for what in Kept:
        Retention.objects.create(programme=day.roadshow.programme, what=what, days=0, reason="Once allowed.", by="Ana")
    (mail_folder / "one.log").write_bytes(b"To: ann@example.org\n\nHello\n")
    before, held_on = kept(), day.roadshow.held_on
    os.utime(
        mail_folder / "one.log",
        (noon := timezone.make_aware(dt.datetime.combine(held_on, dt.time(12))).timestamp(), noon),
    )
    assert sum(purge(held_on).values()) == 0
    assert kept() == before
    assert {holding.next_goes for holding in held_by(day.roadshow.programme)} == {held_on + dt.timedelta(days=1)}
    purge(held_on + dt.timedelta(days=1))
    assert sum(kept().values()) == 0
    assert not (mail_folder / "one.log").exists()


def test_only_counting_deletes_nothing_and_says_the_same(day: Places, mail_folder: Path) -> None:
    (mail_folder / "one.log").write_bytes(b"To: ann@example.org\n\nHello\n")
    on = day.roadshow.held_on + dt.timedelta(days=365)
    before = kept()
    said = purge(on, only_count=True)
    assert kept() == before
    assert (mail_folder / "one.log").exists()
    assert said == purge(on) | {purging.MAIL_FILES: 0}
    assert not (mail_folder / "one.log").exists()


def test_an_empty_group_goes_with_its_last_booking_and_not_before(day: Places) -> None:
    group = Group.objects.create(
        programme=day.roadshow.programme, roadshow=day.roadshow, coordinator="Coco Example", email="coco@example.org",
        email_key="coco@example.org", organisation="North Police", agency_type="police",
        name_by=timezone.now(), privacy_notice="2026-11",
    )  # fmt: skip
    Booking.objects.filter(name="Ann Example").update(group=group)
    purge(day.roadshow.held_on + dt.timedelta(days=364))
    assert Group.objects.exists()
    purge(day.roadshow.held_on + dt.timedelta(days=365))
    assert not Group.objects.exists()


def test_the_worker_does_it_once_a_day(day: Places) -> None:
    cache.clear()
    day.roadshow.held_on = timezone.localdate() - dt.timedelta(days=400)
    day.roadshow.save()
    assert purge_today() > 0
    assert purge_today() == 0


def test_what_is_held_is_said_with_the_day_on_which_it_goes(day: Places) -> None:
    held = {holding.what: holding for holding in held_by(day.roadshow.programme)}
    assert {what.value: each.held for what, each in held.items()} == kept()
    assert held[Kept.NEEDS].next_goes == day.roadshow.held_on + dt.timedelta(days=7)
    purge(day.roadshow.held_on + dt.timedelta(days=365))
    assert all(each.held == 0 and each.next_goes is None for each in held_by(day.roadshow.programme))


def test_a_purge_that_failed_is_tried_again_the_same_day(day: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    day.roadshow.held_on = timezone.localdate() - dt.timedelta(days=400)
    day.roadshow.save()
    monkeypatch.setattr(purging, "purge", _fails)
    with pytest.raises(OSError, match="away"):
        purge_today()
    monkeypatch.setattr(purging, "purge", purge)
    assert purge_today() > 0
    assert cache.get(f"places.purged.{timezone.localdate()}")


def _fails(_today: dt.date) -> dict[str, int]:
    raise OSError("The database is away.")
