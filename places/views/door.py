"""The page at a door, and what devices there send: each thing noted once, whenever it arrives."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from places.actions.door import admit, admit_group, come_back, undo, walk_in
from places.actions.entrance import NoPlacesError
from places.actions.noting import KeyUsedError, Note
from places.actions.releasing import keep_unclaimed, release_unclaimed
from places.forms.door import BACK, GROUP, KeepForm, NoteForm, WalkInForm
from places.fragments.door import board_context, people
from places.models import Admission, Answer, Claim, Noted
from places.queries.door import Entry, doors_open, entries, entries_of, forgotten_at, found, places_with_rules, unlisted
from places.queries.tickets import claim_by_ticket, good_here
from places.topics import DOOR
from workshops.access import SIGN_IN_KEY, StaffRequest, roadshow_of_staff, staff_only
from workshops.live_page import live_page
from workshops.models import Roadshow
from workshops.tokens import new_token

NOTICE = "at the door"
NOT_OPEN = "The doors are not open: people are let in on the day itself. Nothing was stored."
NO_TICKET = "This code is no ticket of ours, or its place has gone to somebody else. Nobody was let in. Find the name."
OTHER_DAY = (
    "This ticket is for {city} on {day}. Nobody was let in. "
    "Find the name first; only who is not found is added without a booking."
)
GONE = "This place is not there any more. Nobody was let in. Find the name again."
USED = "This was sent before with something else. Nothing was changed."
NO_PLACES = "No places were set for this roadshow, so nothing was changed. An organiser sets how many there are."
_WHY = {KeyUsedError: USED, NoPlacesError: NO_PLACES}


class RefusedError(Exception):
    """What a device sent cannot be done; words for whoever holds it."""


@require_GET
@never_cache
@staff_only
def door(request: StaffRequest, slug: str) -> HttpResponse:
    """Show the page at a door: it finds, lets in, takes back, and says how full the room is."""
    return _page(request, roadshow_of_staff(request.user, slug))


@require_POST
@never_cache
@staff_only
def note(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep one thing that was noted at a door, and say what came of it."""
    roadshow = roadshow_of_staff(request.user, slug)
    form, walks_in = NoteForm(request.POST), WalkInForm(request.POST)
    is_walk_in = request.POST.get("noted") == Noted.WALK_IN
    if not form.is_valid() or (is_walk_in and not walks_in.is_valid()):
        return _refused_form(request, roadshow, form, walks_in)
    try:
        done = _do(roadshow, form, walks_in, form.note(str(request.user)))
    except (RefusedError, KeyUsedError, NoPlacesError) as error:
        return _refused(request, roadshow, _WHY.get(type(error)) or str(error))
    return _answered(request, roadshow, done)


@require_POST
@staff_only
def release(request: StaffRequest, slug: str) -> HttpResponse:
    """Give unclaimed places to those who wait in the room, if it is time."""
    roadshow = roadshow_of_staff(request.user, slug)
    try:
        came_in = release_unclaimed(roadshow, by=str(request.user)) if doors_open(roadshow) else []
    except NoPlacesError:
        return _refused(request, roadshow, NO_PLACES)
    return _done(request, roadshow, f"{len(came_in)} of those who waited in the room have a place now.")


@require_POST
@staff_only
def keep(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep unclaimed places for longer, or less long."""
    roadshow = roadshow_of_staff(request.user, slug)
    form = KeepForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    minutes = form.cleaned_data["minutes"]
    try:
        keep_unclaimed(roadshow, minutes, by=str(request.user))
    except NoPlacesError:
        return _refused(request, roadshow, NO_PLACES)
    return _done(request, roadshow, f"Unclaimed places are kept until {minutes} minutes after the beginning.")


def _do(roadshow: Roadshow, form: NoteForm, walks_in: WalkInForm, noted: Note) -> list[Admission]:
    """Do what was noted. Raises RefusedError, KeyUsedError."""
    if not doors_open(roadshow):
        raise RefusedError(NOT_OPEN)
    kind = form.cleaned_data["noted"]
    if kind == Noted.WALK_IN:
        return [walk_in(roadshow, walks_in.details(), noted, privacy_notice=NOTICE)]
    claim = _claim(roadshow, form.cleaned_data)
    if kind == Noted.UNDO:
        return [undo(claim, noted, of=form.cleaned_data["of"])]
    if kind == GROUP and claim.booking.group:
        return admit_group(claim.booking.group, roadshow, noted)
    return [come_back(claim, noted) if kind == BACK else admit(claim, noted)]


def _claim(roadshow: Roadshow, said: dict[str, Any]) -> Claim:
    """Return whom this is about, by claim, by ticket or by what was noted of them. Raises RefusedError."""
    if said["ticket"]:
        claim = claim_by_ticket(said["ticket"])
        if claim is None:
            raise RefusedError(NO_TICKET)
        here = good_here(claim, roadshow)
        if here is None:
            there = claim.roadshow
            raise RefusedError(OTHER_DAY.format(city=there.city, day=f"{there.held_on:%-d %B}"))
        return here
    # A walk-in may be taken back before the device knows their claim: then by the key under which they were noted.
    which = Q(pk=said["claim"]) if said["claim"] else Q(admissions__key__in=said["of"].split())
    found_claim = Claim.objects.select_related("booking__group", "roadshow").filter(which, roadshow=roadshow).first()
    if found_claim is None:
        raise RefusedError(GONE)
    return found_claim


def _page(request: StaffRequest, roadshow: Roadshow, **more: Any) -> HttpResponse:
    live = live_page(roadshow, f"staff:{request.session[SIGN_IN_KEY]}.{roadshow.pk}", DOOR)
    text = request.GET.get("q", "")
    places = places_with_rules(pk=roadshow.pk)
    is_open = doors_open(roadshow)
    context = {
        "live": live,
        "open": is_open,
        "people": entries(roadshow) if is_open else [],
        "found": found(roadshow, text) if is_open else [],
        "text": text,
        "more": unlisted(places) if places else 0,
        "until": int(forgotten_at(roadshow).timestamp() * 1000),
        "key": new_token(),
        "door": request.GET.get("door", ""),
        "walk_in": WalkInForm(),
    }
    board = board_context(places) if places else {"roadshow": roadshow}
    return render(request, "places/door/door.html", context | board | more)


def _answered(request: StaffRequest, roadshow: Roadshow, done: list[Admission]) -> HttpResponse:
    now = {entry.claim.pk: entry for entry in entries_of(admission.claim_id for admission in done)}
    words = [said(now[admission.claim_id], Answer(admission.answer)) for admission in done]
    if _wants_json(request):
        claim = done[0].claim_id if done else 0
        answer = done[0].answer if done else ""
        return JsonResponse(
            {"stored": True, "claim": claim, "answer": answer, "words": words, "html": people(now.values())}
        )
    messages.success(request, " ".join(words) or "Everybody of this group is in already.")
    return redirect("door", roadshow.slug)


def said(entry: Entry, answer: Answer) -> str:
    """Say to whoever stands at the door what came of it, as things stand now."""
    name, seat = entry.name, f" {entry.claim.table}." if entry.claim.table else ""
    if answer == Answer.ALREADY and entry.arrived_at and entry.attendance:
        at = timezone.localtime(entry.arrived_at)
        return f"{name} is in already, since {at:%H:%M} by {entry.attendance.door}. Counted once.{seat}"
    if answer == Answer.UNDONE and entry.arrived_at and entry.attendance:
        at = timezone.localtime(entry.arrived_at)
        return f"{name} is still in, since {at:%H:%M} by {entry.attendance.door}. Only this door's scan was taken back."
    if entry.arrived_at:
        return f"{name} is in.{seat}"
    if answer == Answer.UNDONE:
        return f"{name} is not in: it was taken back."
    if entry.in_room and entry.claim.holds is False and answer == Answer.WAITS:
        return f"{name} has no place yet, and waits in the room for one."
    return f"{name} has no place: {entry.claim.get_ending_display().lower() or 'none is free'}."


def _refused(request: StaffRequest, roadshow: Roadshow, why: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"why": why}, status=422)
    messages.error(request, why)
    return redirect("door", roadshow.slug)


def _refused_form(request: StaffRequest, roadshow: Roadshow, form: NoteForm, walks_in: WalkInForm) -> HttpResponse:
    if not _wants_json(request):
        return _page(request, roadshow, walk_in=walks_in) if form.is_valid() else _refused(request, roadshow, GONE)
    wrong = [*(walks_in.errors.values() if form.is_valid() else form.errors.values())]
    return JsonResponse({"why": " ".join(str(error) for errors in wrong for error in errors)}, status=422)


def _done(request: StaffRequest, roadshow: Roadshow, words: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"stored": True, "words": [words]})
    messages.success(request, words)
    return redirect("door", roadshow.slug)


def _wants_json(request: StaffRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
