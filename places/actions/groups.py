"""What a coordinator does with a group's places: name them, give some back; and what happens when time is up."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from places.actions.booking import Details, one_at_a_time
from places.actions.holders import forget_giver
from places.actions.holding import give_up, lock, name_until
from places.actions.mail import queue
from places.actions.noting import show_later
from places.models import Booking, Claim, ClaimState, Ending, Group, HandOver, Mail, MailKind, Places
from places.notice import NOTICE
from places.queries.days import has_begun
from places.queries.groups import standing_in
from places.queries.proposals import is_used, proposal_of, proposed_and_held, proposed_until
from places.queries.waiting import ahead
from places.spelling import mailbox

# What somebody who is named hears, by how far their place has come.
_SAYING = {
    ClaimState.CONFIRMED.value: MailKind.PLACE,
    ClaimState.OFFERED.value: MailKind.OFFER,
    ClaimState.WAITING.value: MailKind.WAITING,
}


class NamedAlreadyError(Exception):
    """This place has a name by now, or is gone. Nothing was changed."""


class TheirsByNowError(Exception):
    """Whoever is named has used their link, or the time for naming is over. Nothing was changed."""


@transaction.atomic
def name_place(booking: Booking, details: Details) -> None:
    """Say who takes a group's place. They hear of it by mail, with a link of their own. Raises NamedAlreadyError.

    Whoever has asked before is only proposed the place, in that mail: they choose, and the coordinator, to whom it
    looks like any other, does not find out.
    """
    one_at_a_time([booking.programme_id])
    standing = Claim.objects.filter(booking=booking).exclude(state=ClaimState.ENDED)
    # So that it is not given back as unnamed in this moment.
    locked = lock(standing.values_list("roadshow", flat=True))
    key = mailbox(details.email)
    is_known = Booking.objects.filter(programme=booking.programme_id, email_key=key).exists()
    claim = standing.first()
    named = claim and Booking.objects.filter(pk=booking.pk, email="").update(
        name=details.name,
        email=details.email,
        email_key="" if is_known else key,
        job_level=details.job_level,
        locality=details.locality,
    )
    if claim is None or not named:
        raise NamedAlreadyError
    if is_known:
        HandOver.objects.create(claim=claim, name=details.name, email=details.email, email_key=key)
    show_later(locked[claim.roadshow_id].roadshow, [claim.pk])
    queue(_SAYING[claim.state], claim=claim)


@transaction.atomic
def take_name_back(booking: Booking) -> None:
    """Let a group's place have no name again, so that it can be named anew: an address may have been mistyped.

    Whoever was named hears of it, if a mail to them has gone; their link and ticket are void. It can be done until they
    have used their link, while the group may still name, and comes out alike where the place is only proposed to them.
    Raises TheirsByNowError.
    """
    one_at_a_time([booking.programme_id])
    standing = ahead(Claim.objects.filter(booking=booking, booking__group__name_by__gt=timezone.now()))
    # So that nobody takes or hands on the place in this moment.
    locked = lock(standing.values_list("roadshow", flat=True))
    claim = standing.exclude(booking__email="").first()
    if claim is None or is_used(claim):
        raise TheirsByNowError
    _part_from(claim)
    nobody = dict.fromkeys(("name", "email", "email_key", "job_level", "locality", "privacy_notice"), "")
    Booking.objects.filter(pk=booking.pk).update(**nobody, edition=F("edition") + 1)
    Claim.objects.filter(pk=claim.pk).update(asked_again_at=None)
    if claim.offered_until:
        name_until([booking.group_id], claim.offered_until)
    show_later(locked[claim.roadshow_id].roadshow, [claim.pk])


def _part_from(claim: Claim) -> None:
    """Keep nothing of whoever is named for a place, end that it is proposed to them, and tell them if they may know."""
    named, proposal, knows = claim.booking, proposal_of(claim), _may_know(claim.booking)
    forget_giver(named.email, named)
    named.earlier.update(later=None)  # Where else they were is theirs alone.
    if proposal:
        proposal.delete()
    if knows and named.group:
        queue(
            MailKind.HANDED_OVER,
            claim=claim,
            to=named.email,
            name=named.name,
            by=named.group.coordinator,
            proposed=proposal is not None,
        )


def _may_know(named: Booking) -> bool:
    """Whether a mail may have reached whoever is named. What was sent long ago is not kept."""
    mails = Mail.objects.filter(to=named.email, booking=named)
    unread = mails.filter(Q(tries=0) | Q(given_up_at__isnull=False), sent_at=None)
    return unread.count() < mails.count() or not mails.exists()


def open_page(named: Booking) -> None:
    """Keep which privacy notice somebody could read who was named, once they open their own page."""
    if not named.privacy_notice:
        Booking.objects.filter(pk=named.pk, edition=named.edition, privacy_notice="").update(privacy_notice=NOTICE)


@transaction.atomic
def give_back(group: Group, how_many: int, *, actor: str) -> int:
    """Give back so many of a group's places that nobody is named for, those that wait first; return how many."""
    return _end_unnamed(_lock(group), group, Ending.CANCELLED, actor, how_many)


def return_unnamed() -> int:
    """Give back every place whose group has not named it in time, or named it for nobody who took it; return how many.

    The coordinator hears of the first alone: the others go as if whoever was named had given them up. Once the day has
    begun nothing is given back: whoever comes is let in, named or not, and doors give on what is not claimed.
    """
    late = Group.objects.filter(
        name_by__lte=timezone.now(),
        roadshow__held_on__gte=timezone.localdate(),
        bookings__email="",
        bookings__claims__ending="",
    )
    in_time = [group for group in late.select_related("roadshow").distinct() if not has_begun(group.roadshow)]
    passed = [each for each in proposed_and_held() if proposed_until(each) <= timezone.now()]
    passed = [each for each in passed if not has_begun(each.claim.roadshow)]
    return sum(_return(group) for group in in_time) + sum(_pass_on(each) for each in passed)


@transaction.atomic
def _return(group: Group) -> int:
    places = _lock(group)
    if Group.objects.filter(pk=group.pk, name_by__gt=timezone.now()).exists():
        return 0  # It was offered a place in this moment, and with that has longer to name.
    ended = _end_unnamed(places, group, Ending.UNNAMED, "its deadline")
    if ended:
        queue(MailKind.ENDED, group=group, places=ended)
    return ended


@transaction.atomic
def _pass_on(hand_over: HandOver) -> int:
    """Let a place that was proposed and not taken go to who is next."""
    locked = lock([hand_over.claim.roadshow_id])
    still = list(proposed_and_held().filter(pk=hand_over.pk))
    for each in still:
        give_up(locked[each.claim.roadshow_id], [each.claim], Ending.EXPIRED, actor="its deadline")
        queue(MailKind.OFFER_PASSED, claim=each.claim)
    return len(still)


def _lock(group: Group) -> Places:
    return lock([group.roadshow_id])[group.roadshow_id]


def _end_unnamed(places: Places, group: Group, ending: Ending, actor: str, how_many: int | None = None) -> int:
    """End claims that nobody is named for, but of none who is in the room already."""
    unnamed = ahead(standing_in(group).filter(booking__email="")).exclude(attendance__came_at__isnull=False)
    # "waiting" comes after "confirmed" and "offered" in the alphabet.
    claims = list(unnamed.order_by("-state", "-arrival")[:how_many])
    give_up(places, claims, ending, actor=actor)
    return len(claims)
