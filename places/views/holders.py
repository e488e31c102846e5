"""What somebody does with the place that they have or wait for: by the link in their mail, without an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from places.access import booking_of, hand_over_of, own_claim, ticket_holder
from places.actions import holders, waiting
from places.actions.groups import open_page
from places.actions.holders import FrozenError, NoPlaceError
from places.actions.waiting import OfferPassedError
from places.fairness import Standing
from places.forms.booking import HandOverForm, NeedsForm, TakeForm
from places.links import booking_token
from places.mail.calendar import calendar_file
from places.mail.ticket import ticket_svg
from places.models import Booking, Claim, ClaimState, HandOver, Needs
from places.notice import NOTICE
from places.queries.attendance import CAME, became
from places.queries.dates import Availability, claims_of, held_of, open_dates
from places.queries.days import has_begun, is_over
from places.queries.keeping import days_for
from places.queries.proposals import proposed_until
from places.queries.waiting import standing_of
from workshops.access import roadshow_for_all
from workshops.links import base_address

FROZEN = "So near the day only the organisers can change this. Nothing was changed. You can still give the place up."
NO_PLACE = "You have no place here any more that this could be done with. Nothing was changed."
CHANGED = "Where you stand has changed meanwhile, so this could not be done. Nothing was changed by it."
PASSED = "This place is not on offer to you any more: the time was up, or you let it go. It went to who is next."


@require_GET
@never_cache
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """Show a booking: where it stands, why there, and what can be done with it. A ticket shows the day alone."""
    ticket = ticket_holder(token)
    if ticket is not None:
        return render(request, "places/ticket.html", {"claim": ticket, "roadshow": ticket.roadshow})
    found = booking_of(request, token)
    open_page(found)
    return _page(request, found)


@require_POST
@never_cache
def act(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Accept, decline, leave, cancel or say that one comes."""
    found = booking_of(request, token)
    if verb not in VERBS:
        raise Http404
    claim = own_claim(found, request.POST.get("claim", ""))
    does, done, had_been = VERBS[verb]
    try:
        if does(claim, found):
            messages.success(request, done)
        else:
            messages.info(request, had_been)
    except OfferPassedError:
        messages.error(request, PASSED)
    return redirect("booking", token)


@require_POST
@never_cache
def hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """Write to a colleague that they can have the place."""
    found = booking_of(request, token)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _page(request, found, hand_over_form=form)
    claim = own_claim(found, request.POST.get("claim", ""))
    try:
        holders.offer_to_colleague(claim, **form.cleaned_data)
    except (FrozenError, NoPlaceError) as error:
        messages.error(request, FROZEN if isinstance(error, FrozenError) else NO_PLACE)
    else:
        name = form.cleaned_data["name"]
        messages.success(request, f"A mail goes to {name}. The place stays yours until they take it.")
    return redirect("booking", token)


@require_POST
@never_cache
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Have a place on another date instead; what is held or waited for is kept until then."""
    found = booking_of(request, token)
    claim = own_claim(found, request.POST.get("claim", ""))
    slugs = {places.roadshow.slug for places in open_dates(found.programme_id)} - {claim.roadshow.slug}
    if not (slug := request.POST.get("to", "")):
        messages.error(request, "Choose a date first. Nothing was changed.")
        return redirect("booking", token)
    if slug not in slugs:
        messages.error(request, "This date cannot be booked any more. Nothing was changed; choose another.")
        return redirect("booking", token)
    try:
        other = holders.move(claim, roadshow_for_all(slug), actor=str(found))
    except (FrozenError, NoPlaceError) as error:
        messages.error(request, FROZEN if isinstance(error, FrozenError) else CHANGED)
    else:
        messages.success(request, _moved_words(other))
    return redirect("booking", token)


@require_POST
@never_cache
def needs(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what somebody needs from now on; emptied, nothing is kept."""
    found = booking_of(request, token)
    form = NeedsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, needs_form=form)
    said = form.needs()
    holders.change_needs(found, said)
    messages.success(request, "Your needs are stored." if said else "Nothing about your needs is kept any more.")
    return redirect("booking", token)


@require_GET
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give the entry for a calendar."""
    claim = _held(booking_of(request, token))
    link = request.build_absolute_uri(reverse("booking", args=[token]))
    response = HttpResponse(calendar_file(claim, link), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="roadshow.ics"'
    return response


@require_GET
@never_cache
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Draw the ticket's code."""
    claim = _held(booking_of(request, token))
    return HttpResponse(ticket_svg(claim, base_address(request)), content_type="image/svg+xml")


@require_http_methods(["GET", "POST"])
@never_cache
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Take a place that a colleague hands over."""
    handed = hand_over_of(request, token)
    roadshow = handed.claim.roadshow
    if handed.claim.state == ClaimState.WAITING:
        return _refused(request, "take_later", handed)
    form = TakeForm(request.POST or None)
    try:
        holders.to_be_had(handed.claim)
        if form.is_valid():
            claim = holders.take_from_colleague(handed, job_level=form.cleaned_data["level"], privacy_notice=NOTICE)
            messages.success(request, "The place is yours. A mail with your ticket is on its way.")
            return redirect("booking", booking_token(Booking.objects.get(pk=claim.booking_id)))
    except NoPlaceError:
        return _refused(request, "taken", handed)
    except FrozenError:
        return _refused(request, "take_frozen", handed)
    context = {"handed": handed, "roadshow": roadshow, "form": form, "days": days_for(roadshow.programme)}
    if handed.is_proposal and handed.claim.holds:
        context["until"] = proposed_until(handed)
    return render(request, "places/take.html", context, status=400 if form.is_bound else 200)


def _refused(request: HttpRequest, page: str, handed: HandOver) -> HttpResponse:
    """Say why a place that is handed over cannot be taken, to whoever looks and to whoever presses."""
    context = {"handed": handed, "roadshow": handed.claim.roadshow}
    return render(request, f"places/{page}.html", context, status=409 if request.method == "POST" else 200)


@dataclass(frozen=True)
class Shown:
    """A claim as its holder sees it: how far it has come, and where it stands while it waits."""

    claim: Claim
    status: str
    standing: Standing | None


def _shown(claim: Claim) -> Shown:
    waits = claim.state == ClaimState.WAITING
    return Shown(claim, _status(claim), standing_of(claim, claim.roadshow.places) if waits else None)


def _status(claim: Claim) -> str:
    """Return how far a claim has come, in the words on which others rely."""
    if became(claim) in CAME:
        return "attended"
    if claim.state == ClaimState.CONFIRMED and is_over(claim.roadshow):
        return "over"
    return "cancelled" if claim.state == ClaimState.ENDED else claim.state


def _page(
    request: HttpRequest,
    found: Booking,
    *,
    hand_over_form: HandOverForm | None = None,
    needs_form: NeedsForm | None = None,
) -> HttpResponse:
    asked_for = [_shown(claim) for claim in claims_of(found.pk)]
    if not asked_for:
        raise Http404
    first = asked_for[0]
    claim = first.claim
    held = next((each.claim for each in asked_for if each.status == ClaimState.CONFIRMED), None)
    standing = {each.claim.roadshow_id for each in asked_for if each.claim.state != ClaimState.ENDED}
    others = [places for places in open_dates(found.programme_id) if places.pk not in standing]
    context = {
        "booking": found,
        "token": booking_token(found),
        "claim": claim,
        "roadshow": claim.roadshow,
        "status": first.status,
        "standing": first.standing,
        "has_begun": has_begun(claim.roadshow),
        "is_over": is_over(claim.roadshow),
        "asked_for": asked_for[1:],
        "others": [Availability(places, timezone.now()) for places in others],
        "days": days_for(found.programme),
        "held": held,
        "handing": held and held.hand_overs.filter(taken_at=None, ended_at=None).first(),
        "hand_over_form": hand_over_form or HandOverForm(auto_id="id_hand_over_%s"),
        "needs_form": needs_form or NeedsForm(initial=_initial(found)),
    }
    return render(request, "places/booking.html", context, status=400 if hand_over_form or needs_form else 200)


def _initial(found: Booking) -> dict[str, object]:
    needs = Needs.objects.filter(booking=found).first()
    if needs is None:
        return {}
    return {
        "access_needs": needs.access,
        "dietary_needs": needs.diet,
        "step_free": needs.step_free,
        "needs_consent": True,
    }


def _held(found: Booking) -> Claim:
    """Return the claim by which a booking has a place."""
    held = held_of(claims_of(found.pk))
    if held is None:
        raise Http404
    return held


def _moved_words(other: Claim) -> str:
    if other.state == ClaimState.CONFIRMED:
        return f"You have a place at {other.roadshow} now. What you had or waited for at other dates has ended."
    if other.state == ClaimState.OFFERED:
        return f"A place at {other.roadshow} is kept for you: take it, or let it go."
    return f"There is no place for you at {other.roadshow} now, so you wait there as well. What you have stays yours."


Does = Callable[[Claim, Booking], bool]
# What each press does, what is said then, and what where it had been done before.
VERBS: dict[str, tuple[Does, str, str]] = {
    "accept": (
        lambda claim, who: waiting.accept(claim, actor=str(who)),
        "The place is yours. A mail with your ticket is on its way.",
        "You had taken this place already; it is yours.",
    ),
    "decline": (
        lambda claim, who: waiting.decline(claim, actor=str(who)),
        "Somebody else can have the place now. Thank you for saying so.",
        "Nothing was on offer here any more, so nothing was changed.",
    ),
    "leave": (
        lambda claim, who: waiting.leave(claim, actor=str(who)),
        "You are no longer on this list.",
        "You did not wait here any more, so nothing was changed.",
    ),
    "cancel": (
        lambda claim, who: holders.cancel(claim, actor=str(who)),
        "You gave your place up, so that somebody else can have it. Thank you for saying so.",
        "You had given this up before, or the door has let you in by now, so nothing was changed.",
    ),
    "coming": (
        lambda claim, _who: holders.reconfirm(claim),
        "Thank you. We expect you.",
        "You have no place here any more, so nothing was changed.",
    ),
}
