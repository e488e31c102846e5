"""A coordinator's page: naming a group's places, giving some back, taking what is offered."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from places.access import group_claim, group_of, place_of
from places.actions import groups, waiting
from places.actions.groups import NamedAlreadyError, TheirsByNowError
from places.actions.waiting import NotTheirsError, OfferPassedError
from places.forms.booking import NamingForm
from places.links import group_token
from places.models import ClaimState, Group
from places.queries.groups import gives_back, is_its_own, standing_in
from places.queries.organising import refused_in
from places.queries.waiting import standing_of
from places.views.holders import PASSED

USED = (
    "This name cannot be taken back any more: they have used their link since, or the time for naming is over. "
    "Nothing was changed. They can give the place up or hand it on by their link; else ask the organisers."
)
THEIRS = "This place has a name by now, and who is named answers for it. Nothing was changed."
NAMED = "This place has a name by now, or went back to those who wait. Nothing was changed."


@require_GET
@never_cache
def group(request: HttpRequest, token: str) -> HttpResponse:
    """Show a group's places."""
    return _page(request, group_of(request, token))


@require_POST
@never_cache
def name(request: HttpRequest, token: str) -> HttpResponse:
    """Say who takes one of the places."""
    found = group_of(request, token)
    pk = request.POST.get("place", "")
    form = NamingForm(request.POST, auto_id=f"id_{pk}_%s")
    booking = place_of(found, pk)
    if not form.is_valid():
        return _page(request, found, form=form, naming=booking.pk)
    try:
        groups.name_place(booking, form.details())
        messages.success(request, f"{form.cleaned_data['name']} is named, and gets a mail with a link of their own.")
    except NamedAlreadyError:
        messages.error(request, NAMED)
    return redirect("group", token)


@require_POST
@never_cache
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Take a name back, so that the place can be named anew."""
    found = group_of(request, token)
    booking = place_of(found, request.POST.get("place", ""))
    try:
        groups.take_name_back(booking)
        messages.success(request, "This place has no name now. Name who comes.")
    except TheirsByNowError:
        messages.error(request, USED)
    return redirect("group", token)


@require_POST
@never_cache
def give_back(request: HttpRequest, token: str) -> HttpResponse:
    """Give back places that nobody is named for."""
    found = group_of(request, token)
    said = request.POST.get("places", "")
    how_many = int(said) if said.isdecimal() and len(said) < 4 else 0  # noqa: PLR2004 -- digits
    given = groups.give_back(found, how_many, actor=found.coordinator) if how_many else 0
    ending = "" if given == 1 else "s"
    messages.success(request, f"{given} place{ending} went back to those who wait." if given else "None went back.")
    return redirect("group", token)


@require_POST
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Take what is offered to the group, or let it go."""
    found = group_of(request, token)
    claim = group_claim(found, request.POST.get("claim", ""))
    taking = request.POST.get("answer") != "decline"
    try:
        verb = partial(waiting.accept, whole=True) if taking else waiting.decline_for_all
        if verb(claim, actor=found.coordinator):
            messages.success(request, "Taken. Now name who comes." if taking else "Let go. It goes to who is next.")
        else:
            messages.info(request, "That had been done before, so nothing was changed.")
    except OfferPassedError:
        messages.error(request, PASSED)
    except NotTheirsError:
        messages.error(request, THEIRS)
    return redirect("group", token)


def _page(request: HttpRequest, found: Group, *, form: NamingForm | None = None, naming: int = 0) -> HttpResponse:
    claims = standing_in(found).select_related("booking__group", "roadshow__places")
    standing = list(claims.order_by("arrival"))
    first = next((claim for claim in standing if claim.state == ClaimState.WAITING), None)
    rows = [
        (
            claim,
            form
            if form and claim.booking_id == naming
            else None
            if claim.booking.email
            else NamingForm(auto_id=f"id_{claim.booking_id}_%s"),
        )
        for claim in standing
    ]
    context = {
        "group": found,
        "token": group_token(found),
        "rows": rows,
        "roadshow": found.roadshow,
        "offered": [claim for claim in standing if claim.state == ClaimState.OFFERED and is_its_own(claim)],
        "gives_back": gives_back(found),
        "can_name": found.name_by > timezone.now(),
        "refused": refused_in(found),
        "unnamed": sum(not claim.booking.email for claim in standing),
        "waits": standing_of(first, first.roadshow.places) if first else None,
    }
    return render(request, "places/group.html", context, status=400 if form else 200)
