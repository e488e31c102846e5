"""What follows for those who come when an organiser changes where or when a roadshow is."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from places.actions.holding import lock, name_until, offer_free
from places.actions.mail import one_for_each, queue
from places.deadlines import offer_until
from places.models import Claim, ClaimState, Group, Mail, MailKind, Places
from places.queries.days import LATE, begins
from workshops.models import Roadshow
from workshops.whereabouts import Whereabouts


def follow(roadshow: Roadshow, was: Whereabouts) -> None:
    """Write to everybody who has a place, is offered one or waits, and let what is due by the day follow it.

    It needs a transaction. Nobody hears of a day that is over or has begun, before and after the change.
    """
    began = timezone.make_aware(dt.datetime.combine(was.held_on, was.starts_at))
    if max(began, begins(roadshow)) <= timezone.now():
        return
    places = lock([roadshow.pk]).get(roadshow.pk)
    if places is None:
        return
    if was.held_on != roadshow.held_on:
        _follow_day(places)
    _tell(places, was)


def _follow_day(places: Places) -> None:
    """Let offers stand as long as those that are made now, groups name in time, and everybody be asked anew."""
    offer_free(places)  # What has passed by the old day has passed.
    standing = Claim.objects.filter(roadshow=places.pk).exclude(state=ClaimState.ENDED)
    begin = begins(places.roadshow)
    until = offer_until(timezone.localtime(), begin)
    offered = standing.filter(state=ClaimState.OFFERED)
    offered.update(offered_until=until)
    standing.filter(state=ClaimState.CONFIRMED).update(asked_again_at=None, reconfirmed_at=None)
    latest = max(begin - LATE, until)
    Group.objects.filter(roadshow=places.pk, name_by__gt=latest).update(name_by=latest)
    name_until(offered.filter(booking__email="").values_list("booking__group", flat=True), until)


def _tell(places: Places, was: Whereabouts) -> None:
    """Queue one mail for everybody. Where one from an earlier change still waits, it says all at once instead."""
    standing = Claim.objects.filter(roadshow=places.pk).exclude(state=ClaimState.ENDED).select_related("booking__group")
    unsent = Mail.objects.filter(kind=MailKind.CHANGED, claim__roadshow=places.pk, tries=0, sent_at=None)
    earlier = {(mail.to, mail.group_id): mail for mail in unsent}
    known = {
        "city": was.city,
        "venue": was.venue,
        "address": was.address,
        "held_on": f"{was.held_on:%Y-%m-%d}",
        "starts_at": f"{was.starts_at:%H:%M}",
    }
    for claim in one_for_each(standing.order_by("arrival")):
        mail = queue(MailKind.CHANGED, claim=claim, was=known)
        before = mail and earlier.get((mail.to, mail.group_id))
        # Not one that a worker has taken meanwhile: that may say less.
        if mail and before and Mail.objects.filter(pk=before.pk, tries=0).delete()[0]:
            mail.facts = before.facts
            mail.save(update_fields=["facts"])
