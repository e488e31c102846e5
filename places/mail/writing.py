"""Writing a mail at the moment at which it is sent, from what is true then."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from email.mime.image import MIMEImage
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from places.links import booking_token, group_token, hand_over_token
from places.mail.calendar import calendar_file
from places.mail.ticket import ticket_png
from places.models import GIVEN_ON, Booking, Claim, ClaimState, Group, HandOver, Mail, MailKind
from places.queries.dates import is_behind
from places.queries.days import begins, is_over
from places.queries.groups import gives_back, is_its_own, places_of, standing_in
from places.queries.people import who_missed
from places.queries.proposals import proposal_of, proposed_until
from places.queries.waiting import ahead, standing_of
from workshops.models import Roadshow
from workshops.whereabouts import Whereabouts, whereabouts_of


class OutdatedError(Exception):
    """What the mail was to say is not true any more; there is nothing to send."""


_MINUTE = dt.timedelta(minutes=1)
_CALENDAR = "text/calendar; method=PUBLISH"
# What a claim must be for a mail about it still to be true.
_STILL = {
    MailKind.PLACE: (ClaimState.CONFIRMED,),
    MailKind.OFFER: (ClaimState.OFFERED,),
    MailKind.WAITING: (ClaimState.WAITING,),
    MailKind.HAND_OVER: (ClaimState.CONFIRMED,),
    MailKind.RECONFIRM: (ClaimState.CONFIRMED,),
    MailKind.ENDED: (ClaimState.ENDED,),
    MailKind.CHANGED: (ClaimState.WAITING, ClaimState.OFFERED, ClaimState.CONFIRMED),
}
# What says something of a day that is to come.
_AHEAD = (MailKind.PLACE, MailKind.OFFER, MailKind.HAND_OVER, MailKind.RECONFIRM)
# What says that somebody has a place, or waits: whom it is only proposed to reads other words.
_OF_A_PLACE = (MailKind.PLACE, MailKind.WAITING, MailKind.RECONFIRM)
# What brings an entry for the calendar, or changes it.
_BRINGING = (MailKind.PLACE, MailKind.CHANGED, MailKind.ENDED, MailKind.HANDED_OVER)


def written(mail: Mail, base: str) -> EmailMultiAlternatives:
    """Return a mail, its links behind `base`, the address of this server. Raises OutdatedError."""
    claim = _claim_of(mail)
    if claim and _is_outdated(mail, claim):
        raise OutdatedError
    context = _context(mail, claim, base)
    is_proposal = context["proposal"] is not None
    template = "proposed" if is_proposal and mail.kind in _OF_A_PLACE else mail.kind
    subject, _blank, text = render_to_string(f"places/mail/{template}.txt", context).strip().partition("\n")
    text = f"{_tidy(text)}\n"
    linked = "https?:/" if mail.kind == MailKind.NOTICE else re.escape(base)  # What an organiser wrote, or we did.
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    letter = EmailMultiAlternatives(" ".join(subject.split()), text, to=[mail.to], headers=headers)
    has_ticket = mail.kind == MailKind.PLACE and claim is not None and not (mail.group_id or is_proposal)
    paragraphs = [_with_links(part, linked) for part in text.strip().split("\n\n")]
    parts = {"subject": letter.subject, "paragraphs": paragraphs, "ticket": has_ticket}
    letter.attach_alternative(render_to_string("places/mail/letter.html", parts), "text/html")
    if claim and has_ticket:
        _attach_ticket(letter, claim, base)
    if claim and not (mail.group_id or is_proposal):
        _attach_entries(letter, mail, claim, context)
    return letter


def _is_outdated(mail: Mail, claim: Claim) -> bool:
    """Whether what a mail was to say of a claim is not true any more. A group's claim is one of several."""
    if mail.kind in _AHEAD and is_over(claim.roadshow):
        return True
    return not mail.group_id and claim.state not in _STILL.get(MailKind(mail.kind), ClaimState.values)


def _claim_of(mail: Mail) -> Claim | None:
    claims = Claim.objects.select_related("booking__group", "roadshow__programme", "roadshow__places")
    return claims.filter(pk=mail.claim_id).first() if mail.claim_id else None


def _context(mail: Mail, claim: Claim | None, base: str) -> dict[str, Any]:
    context: dict[str, Any] = {"claim": claim, "group": mail.group, "proposal": None, **mail.facts}
    context |= {"base": base, "link": "", "order_link": base + reverse("place-order")}
    if claim:
        context |= _of_claim(mail, claim, base)
    if mail.group:
        context |= _of_group(mail, mail.group, base)
    if own := _OF_KIND.get(MailKind(mail.kind)):
        context |= own(mail, base)
    return context | {"to_give_up": _is_to_give_up(context)}


def _is_to_give_up(context: Mapping[str, Any]) -> bool:
    """Whether the link leads to something that whoever did not ask for it can give up."""
    claim = context["claim"]
    has_ended = claim is not None and (claim.state == ClaimState.ENDED or is_over(claim.roadshow))
    return bool(context["link"]) and context["proposal"] is None and not has_ended


def _of_claim(mail: Mail, claim: Claim, base: str) -> dict[str, Any]:
    about = {"roadshow": claim.roadshow, "name": mail.facts.get("name") or claim.booking.name} | _linked(claim, base)
    if claim.state == ClaimState.WAITING:
        about |= {"standing": standing_of(claim, claim.roadshow.places), "dates": _dates(claim)}
    return about


def _of_group(mail: Mail, group: Group, base: str) -> dict[str, Any]:
    link = base + reverse("group", args=[group_token(group)])
    offered = {"claim": _offered_to(group)} if mail.kind == MailKind.OFFER else {}
    return {"link": link, "name": group.coordinator} | _counted(group) | offered


def _linked(claim: Claim, base: str) -> dict[str, Any]:
    """Return the link that opens a place for its holder, or that lets whoever it is only proposed to take it."""
    if (proposal := proposal_of(claim)) is None:
        return {"link": base + reverse("booking", args=[booking_token(claim.booking)])}
    link = base + reverse("hand-over", args=[hand_over_token(proposal)])
    return {"link": link, "proposal": proposal, "until": proposed_until(proposal)}


def _dates(claim: Claim) -> list[Claim]:
    """Return every date for which somebody waits, as they ranked them."""
    waiting = Claim.objects.filter(booking=claim.booking_id, state=ClaimState.WAITING)
    return list(waiting.select_related("roadshow").order_by("rank"))


def _counted(group: Group) -> dict[str, Any]:
    standing = list(standing_in(group).select_related("booking"))
    return {
        "held": sum(claim.state == ClaimState.CONFIRMED for claim in standing),
        "waiting": sum(claim.state == ClaimState.WAITING for claim in standing),
        "offered": sum(claim.state == ClaimState.OFFERED and is_its_own(claim) for claim in standing),
        "unnamed": sum(not claim.booking.email for claim in standing),
        "gives_back": gives_back(group),
        "roadshow": group.roadshow,
    }


def _offered_to(group: Group) -> Claim:
    """Return one of the places that are on offer to a coordinator, the first that goes on."""
    offered = places_of(group).filter(state=ClaimState.OFFERED).select_related("booking")
    claim = next((each for each in offered.order_by("offered_until") if is_its_own(each)), None)
    if claim is None:
        raise OutdatedError
    return claim


def _handed(mail: Mail, base: str) -> dict[str, Any]:
    open_now = HandOver.objects.filter(pk=mail.facts.get("hand_over"), taken_at=None, ended_at=None)
    hand_over = open_now.select_related("claim__booking__group").first()
    if hand_over is None:
        raise OutdatedError
    link = base + reverse("hand-over", args=[hand_over_token(hand_over)])
    return {"hand_over": hand_over, "giver": hand_over.giver, "link": link, "name": hand_over.name}


def _kept(mail: Mail, base: str) -> dict[str, Any]:
    """Return the link to what somebody has beside a place that is not theirs any more; none, where that was all."""
    kept = Booking.objects.filter(pk=mail.facts.get("keeps")).first()
    link = base + reverse("booking", args=[booking_token(kept)]) if kept else ""
    return {"link": link, "proposal": None}  # What becomes of the place since is somebody else's.


def _changed(mail: Mail, _base: str) -> dict[str, Any]:
    """Return how a roadshow was before it was changed. Raises OutdatedError where nobody need know any more."""
    facts = mail.facts["was"]
    day, begins = dt.date.fromisoformat(facts["held_on"]), dt.time.fromisoformat(facts["starts_at"])
    was = Whereabouts(facts["city"], facts["venue"], facts["address"], day, begins)
    roadshow = Roadshow.objects.select_related("programme").get(claims=mail.claim_id)
    if was == whereabouts_of(roadshow) or (mail.group and not _counted(mail.group)["unnamed"]):
        raise OutdatedError
    return {"roadshow": roadshow, "was": was}


def _reminded(mail: Mail, _base: str) -> dict[str, Any]:
    """Raise OutdatedError where nothing is left to name, or the time for it is over."""
    group = mail.group
    if group and not (_counted(group)["unnamed"] and gives_back(group) and group.name_by > timezone.now()):
        raise OutdatedError
    return {}


def _placed(mail: Mail, _base: str) -> dict[str, Any]:
    """Return the places that ended because somebody has this one."""
    ended = Claim.objects.filter(pk__in=mail.facts.get("ended", ()), state=ClaimState.ENDED)
    return {"instead_of": list(ended.select_related("roadshow__programme"))}


def _passed(mail: Mail, _base: str) -> dict[str, Any]:
    """Return whether somebody whose offer has passed has anything left: then they ask for other dates by their link."""
    left = ahead(Claim.objects.filter(booking=mail.booking_id)).select_related("attendance")
    return {"has_more": any(not is_behind(claim) for claim in left)}


def _ended(mail: Mail, _base: str) -> dict[str, Any]:
    """Return how long after the beginning a place went on, whether one may still come, and whether a miss counts.

    Raises OutdatedError where somebody without a place when the day had begun has come after all.
    """
    claim = mail.claim
    if claim is None or claim.ended_at is None:
        return {}
    standing = Claim.objects.filter(booking=claim.booking_id, roadshow=claim.roadshow_id)
    if claim.ending in GIVEN_ON and standing.exclude(state=ClaimState.ENDED).exists():
        raise OutdatedError
    is_today = claim.roadshow.held_on == timezone.localdate() and not is_over(claim.roadshow)
    minutes = (claim.ended_at - begins(claim.roadshow)) // _MINUTE
    return {"minutes": minutes, "is_today": is_today, "counts": bool(who_missed([claim.booking.person]))}


_OF_KIND: Mapping[MailKind, Callable[[Mail, str], dict[str, Any]]] = {
    MailKind.GROUP_REMINDER: _reminded,
    MailKind.PLACE: _placed,
    MailKind.ENDED: _ended,
    MailKind.OFFER_PASSED: _passed,
    MailKind.HAND_OVER: _handed,
    MailKind.HANDED_OVER: _kept,
    MailKind.CHANGED: _changed,
}


def _attach_entries(letter: EmailMultiAlternatives, mail: Mail, claim: Claim, context: Mapping[str, Any]) -> None:
    """Attach the entry of a place that somebody may have in their calendar, and of those that ended for its sake."""
    if mail.kind in _BRINGING and claim.confirmed_at and not context.get("proposed"):
        entry = calendar_file(claim, context["link"], gone=mail.kind == MailKind.HANDED_OVER)
        letter.attach("roadshow.ics", entry.decode(), _CALENDAR)
    for other in context.get("instead_of", ()):
        letter.attach("cancelled.ics", calendar_file(other, context["link"], gone=True).decode(), _CALENDAR)


def _attach_ticket(letter: EmailMultiAlternatives, claim: Claim, base: str) -> None:
    picture = MIMEImage(ticket_png(claim, base), "png")
    picture.add_header("Content-ID", "<ticket>")
    picture.add_header("Content-Disposition", "inline", filename="ticket.png")
    letter.attach(picture)


def _with_links(text: str, linked: str) -> SafeString:
    """Return text for a page in which addresses that begin as `linked` are links.

    No others are: whoever types a name or an organisation chooses what stands in mails to people they do not know.
    """
    address = re.compile(rf"({linked}/\S*[\w/])")  # Whatever ends a sentence after it is not of it.
    parts = (('<a href="{0}">{0}</a>' if address.fullmatch(part) else "{}", part) for part in address.split(text))
    return format_html_join("", "{}", ((format_html(shape, part),) for shape, part in parts))


def _tidy(text: str) -> str:
    """Return paragraphs with one blank line between, whatever the template left out of them."""
    paragraphs = (" \n".join(filter(None, (line.strip() for line in part.splitlines()))) for part in text.split("\n\n"))
    return "\n\n".join(filter(None, (part.replace(" \n", "\n").strip() for part in paragraphs)))
