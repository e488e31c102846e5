"""The organisers' page of a roadshow's places."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from places.access import claim_in, mail_in
from places.actions import holders, importing, waiting
from places.actions.booking import Details, NotOpenError
from places.actions.places import BelowTakenError, set_places
from places.forms.organising import FilterForm, PlacesForm, ReasonForm, SignupsForm, initial_of
from places.mail.sending import try_again
from places.models import AgencyType, JobLevel, Places
from places.queries.dates import availability
from places.queries.organising import MOST_SHOWN, listed, overrides, undelivered
from places.signups import template as sheet_template
from workshops.access import StaffRequest, organiser_only, roadshow_for_all
from workshops.models import Roadshow

# Of those of a list who had asked before; who sends a list again knows that they had.
_MOST_NAMED = 20


@require_http_methods(["GET", "POST"])
@never_cache
@organiser_only
def places(request: StaffRequest, slug: str) -> HttpResponse:
    """Show who has a place and who waits; decide how many places there are and by which rules they are given."""
    roadshow = roadshow_for_all(slug)
    present = Places.objects.filter(pk=roadshow.pk).first()
    form = PlacesForm(request.POST or None, initial=initial_of(present))
    if form.is_valid():
        try:
            stored = set_places(roadshow, **form.decided(present))
        except BelowTakenError as error:
            form.add_error("capacity", _below_words(error.taken))
        else:
            offered = present.waiting - stored.waiting if present else 0
            to_whom = f" {offered} of those who wait are offered a place." if offered > 0 else ""
            messages.success(request, f"Stored.{to_whom}")
            return redirect("places", slug)
    return _page(request, roadshow, form=form)


@require_POST
@never_cache
@organiser_only
def put_first(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Put somebody at the head of the list, for a reason."""
    roadshow = roadshow_for_all(slug)
    claim, form = claim_in(roadshow, pk), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nobody is put first without a reason. Nothing was changed.")
    elif waiting.put_first(claim, reason=form.cleaned_data["reason"], actor=str(request.user)):
        messages.success(request, f"{claim.booking} comes first now. The reason stands below for every organiser.")
    else:
        messages.info(request, f"{claim.booking} does not wait any more, or was put first before. Nothing was changed.")
    return redirect("places", slug)


@require_POST
@never_cache
@organiser_only
def withdraw(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take a place or an entry back, for a reason that its holder is told."""
    roadshow = roadshow_for_all(slug)
    claim, form = claim_in(roadshow, pk), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing is taken back without a reason. Nothing was changed.")
    elif holders.cancel(claim, actor=str(request.user), reason=form.cleaned_data["reason"], by_holder=False):
        messages.success(request, f"Taken back from {claim.booking}, who gets a mail with the reason.")
    else:
        messages.info(request, "That had ended before, so nothing was changed.")
    return redirect("places", slug)


@require_POST
@never_cache
@organiser_only
def import_sheet(request: StaffRequest, slug: str) -> HttpResponse:
    """Take over a spreadsheet of sign-ups, all of it or nothing."""
    roadshow = roadshow_for_all(slug)
    form = SignupsForm(request.POST, request.FILES)
    if form.is_valid():
        people = form.cleaned_data["file"]
        try:
            before = importing.import_signups(roadshow, people)
        except NotOpenError:
            form.add_error("file", "Booking is closed here, so nobody was stored. Open it, then send the file again.")
        else:
            messages.success(request, f"{len(people) - len(before)} of the list asked for a place, in its order.")
            _tell_before(request, before)
            return redirect("places", slug)
    return _page(request, roadshow, signups=form)


@require_GET
@never_cache
@organiser_only
def template(request: StaffRequest, slug: str) -> HttpResponse:  # noqa: ARG001 -- one sheet for all roadshows
    """Hand out a sheet of sign-ups to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="sign-ups.csv"'}
    return HttpResponse(sheet_template(), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@never_cache
@organiser_only
def send_again(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Let a mail that was given up be sent after all."""
    try_again(mail_in(roadshow_for_all(slug), pk))
    messages.success(request, "It is tried again within a moment.")
    return redirect("places", slug)


def _page(
    request: HttpRequest, roadshow: Roadshow, *, form: PlacesForm | None = None, signups: SignupsForm | None = None
) -> HttpResponse:
    found = availability(roadshow)
    present = found.places if found else None
    chosen = FilterForm(request.GET)
    narrowed = chosen.cleaned_data if chosen.is_valid() else {}
    context = {
        "roadshow": roadshow,
        "available": found,
        "form": form or PlacesForm(initial=initial_of(present)),
        "signups": signups or SignupsForm(),
        "agencies": AgencyType.labels,
        "levels": JobLevel.labels,
        "reason": ReasonForm(),
        "filter": chosen,
        "lines": listed(present, **narrowed) if present else [],
        "most": MOST_SHOWN,
        "overrides": overrides(roadshow),
        "undelivered": undelivered(roadshow),
    }
    failed = (form and form.errors) or (signups and signups.errors)
    return render(request, "places/organising.html", context, status=400 if failed else 200)


def _tell_before(request: HttpRequest, before: Sequence[tuple[Details, str]]) -> None:
    """Say who of a list had asked before, and who is not stored since their address is somebody else's."""
    same, lost = [], []
    for said, name in before:
        if said.name.casefold() == name.casefold():
            same.append(name)
        else:
            lost.append(f"{said.name} ({said.email} is the address of {name})")
    if same:
        words = f"{len(same)} had asked before and stay where they are, with what they said then"
        more = f" and {len(same) - _MOST_NAMED} more" if len(same) > _MOST_NAMED else ""
        messages.info(request, f"{words}: {', '.join(same[:_MOST_NAMED])}{more}.")
    if lost:
        words = "Not stored, since somebody else had asked with their address"
        messages.warning(request, f"{words}: {', '.join(lost)}. Give everybody an address of their own.")


def _below_words(taken: int) -> str:
    return (
        f"{taken} places are taken or offered, so there cannot be fewer in all. Nothing was changed, and nobody lost "
        "a place. Take some back first, or write a larger number."
    )
