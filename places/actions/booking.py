"""Asking for a place: for one date, or for any of several; alone, or for a group."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import connection, transaction
from django.utils import timezone

from places.actions.carrying import keep_past
from places.actions.holding import enter, hold, lock, offer_free
from places.actions.mail import queue
from places.desk import Desk
from places.models import Booking, Claim, ClaimState, Group, Mail, MailKind, Needs, Places
from places.queries.dates import in_view, is_behind
from places.queries.days import is_too_late
from places.queries.waiting import ahead, held_in, left_over, room_for
from places.spelling import mailbox, organisation, person
from workshops.models import Programme, Roadshow


class NotOpenError(Exception):
    """A roadshow takes no bookings now. Nothing was stored."""

    def __init__(self, roadshow: Roadshow) -> None:
        """Remember which."""
        super().__init__(roadshow.slug)
        self.roadshow = roadshow


@dataclass(frozen=True)
class Details:
    """Who somebody is, as they said it."""

    name: str
    email: str
    organisation: str
    agency_type: str
    job_level: str
    locality: str = ""


@dataclass(frozen=True)
class NeedsSaid:
    """What somebody needs, who agreed that it is kept."""

    access: str = ""
    diet: str = ""
    step_free: bool = False


@dataclass(frozen=True)
class Ask:
    """That somebody asks for a place at the first of `roadshows` that has one, or to wait for all, in that order."""

    roadshows: Sequence[Roadshow]
    details: Details
    privacy_notice: str
    needs: NeedsSaid | None = None

    @property
    def who(self) -> tuple[int, str]:
        """Programme and mailbox: nobody has more than one booking in a programme."""
        return self.roadshows[0].programme_id, mailbox(self.details.email)


def book(
    roadshows: Sequence[Roadshow], details: Details, *, privacy_notice: str, needs: NeedsSaid | None = None
) -> None:
    """Let somebody ask for a place at the first of `roadshows` that has one, or wait for all of them, in that order.

    Nothing is returned: what became of it goes to their mailbox alone, and a mailbox that asked before is told so
    there, so that nobody finds out who has booked. Raises NotOpenError.
    """
    if refusal := _desk.ask(Ask(roadshows, details, privacy_notice, needs)):
        raise refusal


@transaction.atomic
def book_all(asks: Sequence[Ask]) -> list[NotOpenError | None]:
    """Do for many what `book` does for one, in the order in which they asked; return who was refused, and why."""
    one_at_a_time(ask.who[0] for ask in asks)
    sitting = _Sitting(asks)
    refusals = [sitting.serve(ask) for ask in asks]
    sitting.write()
    return refusals


# When a date opens, hundreds ask in one second, and a commit that has to reach the disk takes longer than all the rest.
_desk = Desk(book_all)


class _Sitting:
    """What is decided for those who ask at the same moment: written all at once, once it is decided for all."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        """Lock the roadshows that are asked for. Whoever waits there already comes first."""
        self._places = lock(roadshow.pk for ask in asks for roadshow in ask.roadshows)
        for places in self._places.values():
            offer_free(places)
        self._left = {pk: left_over(places) for pk, places in self._places.items()}
        self._held = {pk: held_in(pk) for pk, places in self._places.items() if places.most_of_one}
        programmes, mailboxes = {ask.who[0] for ask in asks}, {ask.who[1] for ask in asks}
        known = Booking.objects.filter(programme__in=programmes, email_key__in=mailboxes)
        self._known = {(booking.programme_id, booking.email_key): booking for booking in known}
        self._claims: dict[tuple[int, str], list[Claim]] = {}
        self._needs: list[Needs] = []
        self._mails: list[Mail] = []

    def serve(self, ask: Ask) -> NotOpenError | None:
        """Decide what becomes of one who asks; return why they are refused, if they are."""
        try:
            all_places = [_open(self._places, roadshow) for roadshow in ask.roadshows]
        except NotOpenError as refusal:
            return refusal
        known = self._known.get(ask.who)
        own = in_view(ahead(known.claims.all()).select_related("attendance")) if known else []
        standing = [claim for claim in own if claim.roadshow in ask.roadshows or not is_behind(claim)]
        if standing := self._claims.get(ask.who) or standing:
            self._tell(MailKind.KNOWN, standing[0])
            return None
        # Until midnight they are who they are at the day where they sit, or whose doors have just been shut.
        booking = known if known and own else _described(known, ask.who[0], ask.details, ask.privacy_notice)
        claims = self._claims[ask.who] = self._take(booking, all_places) or [
            _claim(booking, places, rank) for rank, places in enumerate(all_places, start=1)
        ]
        self._tell(MailKind.PLACE if claims[0].holds else MailKind.WAITING, claims[0])
        if ask.needs:
            self._needs.append(Needs(booking=booking, **asdict(ask.needs)))
        return None

    def write(self) -> None:
        """Write down what was decided."""
        made = [claim for claims in self._claims.values() for claim in claims]
        bookings = {id(claim.booking): claim.booking for claim in made}.values()
        for booking in bookings:
            if booking.pk:
                booking.save()
        Booking.objects.bulk_create([booking for booking in bookings if not booking.pk])
        Needs.objects.bulk_create(self._needs)
        for places in self._places.values():
            enter(places, [claim for claim in made if claim.roadshow_id == places.pk])
        Mail.objects.bulk_create(self._mails)

    def _take(self, booking: Booking, all_places: Sequence[Places]) -> list[Claim]:
        """Let a booking hold the first place that is free for it; return that claim, or none."""
        for places in all_places:
            left, held = self._left[places.pk], self._held.get(places.pk, Counter())
            claim = _claim(booking, places)
            has_room = room_for(booking.organisation_key, places, left=left, held=held)
            if has_room and hold(places, [claim], ClaimState.CONFIRMED):
                self._left[places.pk] -= 1
                held[booking.organisation_key] += 1
                return [claim]
        return []

    def _tell(self, kind: MailKind, claim: Claim) -> None:
        booking = claim.booking
        self._mails.append(Mail(kind=kind, to=booking.email, booking=booking, claim=claim))


def wait(booking: Booking, places: Places, rank: int = 1) -> Claim:
    """Put a booking on a roadshow's waiting list. It needs the lock."""
    claim = _claim(booking, places, rank)
    enter(places, [claim])
    return claim


def _claim(booking: Booking, places: Places, rank: int = 1) -> Claim:
    """Return a claim that waits, and is not stored yet."""
    return Claim(booking=booking, roadshow=places.roadshow, rank=rank)


def _open(locked: dict[int, Places], roadshow: Roadshow) -> Places:
    """Return a roadshow's places if it takes bookings now."""
    places = locked.get(roadshow.pk)
    now = timezone.now()
    if places is None or places.closed_at or (places.opens_at and places.opens_at > now):
        raise NotOpenError(roadshow)
    if is_too_late(roadshow):
        raise NotOpenError(roadshow)
    return places


def one_at_a_time(programmes: Iterable[int]) -> None:
    """Let one mailbox ask once at a time, at whichever dates. SQLite has one writer at a time in any case."""
    if connection.features.has_select_for_update:
        rows = Programme.objects.filter(pk__in=set(programmes)).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))


def write_down(known: Booking | None, programme: Programme, details: Details, privacy_notice: str) -> Booking:
    """Store who comes without a booking. At the door nobody sees whether an address is theirs, so what stands stays.

    Somebody whose claims have all ended asks anew under the booking that they had. Else this day has one of its own,
    without the mailbox's key: needs said for another day, and a group's coordinator, have nothing to do with it.
    """
    is_theirs = known is not None and person(known.name) == person(details.name)
    if known is None or (is_theirs and not ahead(known.claims.all()).exists()):
        booking = _described(known, programme.pk, details, privacy_notice)
    else:
        booking = _described(None, programme.pk, details, privacy_notice)
        booking.email_key, booking.later = "", known if is_theirs else None
    booking.save()
    return booking


def _described(known: Booking | None, programme: int, details: Details, privacy_notice: str) -> Booking:
    """Return the booking of whoever asks, as it is to be stored."""
    if known:
        if known.group_id or any(getattr(known, name) != value for name, value in vars(details).items()):
            keep_past(known)
        Needs.objects.filter(booking=known).delete()  # They agreed to that for the day for which they asked then.
    booking = known or Booking(programme_id=programme, email_key=mailbox(details.email))
    for name, value in vars(details).items():
        setattr(booking, name, value)
    booking.group = None  # Whoever was named for a group once asks for themselves now.
    booking.organisation_key, booking.privacy_notice = organisation(details.organisation), privacy_notice
    booking.made_at = timezone.now()
    return booking


@dataclass(frozen=True)
class Coordinator:
    """Who reserves places for a group, as they said it."""

    name: str
    email: str
    organisation: str
    agency_type: str


@transaction.atomic
def book_group(
    roadshow: Roadshow,
    coordinator: Coordinator,
    size: int,
    *,
    together: bool,
    name_by: dt.datetime,
    privacy_notice: str,
) -> Group:
    """Reserve `size` unnamed places; `together`: all of them or none, else as many as there are, and the rest wait.

    A coordinator who has places there that are not named yet gets a mail about those instead. Raises NotOpenError.
    """
    places = _open(lock([roadshow.pk]), roadshow)
    known = Claim.objects.filter(
        roadshow=roadshow, booking__email="", booking__group__email_key=mailbox(coordinator.email)
    ).exclude(state=ClaimState.ENDED)
    standing = known.select_related("booking__group").first()
    if standing and standing.booking.group:
        queue(MailKind.KNOWN, claim=standing)
        return standing.booking.group
    group = Group.objects.create(
        programme=roadshow.programme,
        roadshow=roadshow,
        coordinator=coordinator.name,
        email=coordinator.email,
        email_key=mailbox(coordinator.email),
        organisation=coordinator.organisation,
        agency_type=coordinator.agency_type,
        together=together,
        name_by=name_by,
        privacy_notice=privacy_notice,
    )
    offer_free(places)
    bookings = Booking.objects.bulk_create([_unnamed(group) for _n in range(size)])
    claims = [Claim(booking=booking, roadshow=places.roadshow, together=together) for booking in bookings]
    free = room_for(organisation(group.organisation), places)
    enter(places, claims)
    if free and (free >= size or not together):
        hold(places, claims[:free], ClaimState.CONFIRMED)
    queue(MailKind.GROUP, group=group, claim=claims[0])
    return group


def _unnamed(group: Group) -> Booking:
    return Booking(
        programme=group.programme,
        group=group,
        organisation=group.organisation,
        organisation_key=organisation(group.organisation),
        agency_type=group.agency_type,
    )
