"""What a mail server that was away for days lets go out afterwards: nothing that is not true any more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.actions.booking import book
from places.actions.holders import cancel, offer_to_colleague
from places.actions.mail import queue
from places.actions.waiting import sweep
from places.links import booking_token
from places.mail.writing import OutdatedError, written
from places.models import Claim, Mail, MailKind
from tests.booked import NOTICE, ask_for, claim_of, details, make_dates, make_group, make_places
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db

BASE = "https://roadshow.example.org"


def _yesterday(claim: Claim) -> None:
    Roadshow.objects.filter(pk=claim.roadshow_id).update(held_on=timezone.localdate() - dt.timedelta(days=1))


@pytest.mark.parametrize("kind", [MailKind.PLACE, MailKind.RECONFIRM, MailKind.HAND_OVER])
def test_after_the_day_nobody_is_written_to_about_a_place_on_it(kind: MailKind) -> None:
    claim = ask_for(make_places(1))
    if kind == MailKind.HAND_OVER:
        offer_to_colleague(claim, name="Bea Example", email="bea@example.org")
    elif kind == MailKind.RECONFIRM:
        queue(kind, claim=claim)
    mail = Mail.objects.get(kind=kind)
    assert written(mail, BASE)
    _yesterday(claim)
    with pytest.raises(OutdatedError):
        written(mail, BASE)


def test_after_the_day_nothing_is_offered_to_people_or_groups() -> None:
    places = make_places(2)
    zoe, yan = ask_for(places, "Zoe"), ask_for(places, "Yan")
    ask_for(places, "Ann")
    make_group(places, 1)
    for each in (zoe, yan):
        cancel(each, actor="Olu")
    mails = list(Mail.objects.filter(kind="offer"))
    assert {mail.to for mail in mails if written(mail, BASE)} == {"ann@example.org", "cy@example.org"}
    _yesterday(zoe)
    for mail in mails:
        with pytest.raises(OutdatedError):
            written(mail, BASE)


def test_whoever_lets_an_offer_pass_and_waits_elsewhere_is_led_to_where_they_can_ask() -> None:
    one, two = make_dates(1, 1)
    ask_for(one, "Zoe")
    yan = ask_for(two, "Yan")
    book([one.roadshow, two.roadshow], details("Ann"), privacy_notice=NOTICE)
    cancel(yan, actor="Yan")
    Claim.objects.filter(state="offered").update(offered_until=timezone.now())
    sweep()
    ann = claim_of(one, "ann@example.org")
    said = str(written(Mail.objects.get(kind="offer-passed"), BASE).body)
    assert f"{BASE}/bookings/{booking_token(ann.booking)}/" in said
    assert "ask for another date" in said
    assert "/book/" not in said
