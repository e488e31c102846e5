"""What we still hold: for how long, of whom, and forgetting one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from places.access import programme_by_slug, without_address
from places.actions.erasing import Erased, erase
from places.actions.needs import copy_for
from places.actions.purging import UnfitTimeError, keep_for
from places.forms.keeping import EraseForm, NameForm, PersonForm, RetentionForm
from places.models import Erasure, Export, Kept, Retention
from places.queries.keeping import held_at, held_by
from places.queries.person import Person, everything_of, exports_with, person_of, without_mailbox
from workshops.access import StaffRequest, organiser_only
from workshops.models import Programme

_REFUSED = 400


@require_GET
@never_cache
@organiser_only
def held(request: StaffRequest) -> HttpResponse:
    """Show what is still held of people, when it goes, and by whose decision."""
    return _page(request)


@require_POST
@never_cache
@organiser_only
def keep(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep something shorter or longer than usual, for a reason."""
    programme, form = programme_by_slug(slug), RetentionForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        what = Kept(said["what"])
        try:
            keep_for(programme, what, said["days"], reason=said["reason"], actor=str(request.user))
        except UnfitTimeError as error:
            form.add_error("days", f"This may be kept for {error.most} days at most. Nothing was changed.")
        else:
            messages.success(request, f"{what.label}: {said['days']} days from now on. The reason stands beside it.")
            return redirect("held")
    return _page(request, wrong=(programme, form))


@require_POST
@never_cache
@organiser_only
def find(request: StaffRequest) -> HttpResponse:
    """Show everything that is kept of somebody. By POST, so that no address or name stands in a log or a history."""
    if "name" not in request.POST:
        found = _meant(request)
        return _page(request, person=found) if isinstance(found, PersonForm) else _person_page(request, found)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, name=form)
    name = form.cleaned_data["name"]
    context = {"name": name, "namesakes": without_mailbox(name)}
    return render(request, "places/attendance/namesakes.html", context)


@require_POST
@never_cache
@organiser_only
def export(request: StaffRequest) -> HttpResponse:
    """Hand out everything that is kept of somebody, for them. What they need is in it, so who took it is kept."""
    found = _meant(request)
    if isinstance(found, PersonForm):
        return _page(request, person=found)
    headers = {"Content-Disposition": 'attachment; filename="what-we-hold.json"'}
    return JsonResponse(
        copy_for(found, request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}, headers=headers
    )


@require_POST
@never_cache
@organiser_only
def forget(request: StaffRequest) -> HttpResponse:
    """Erase one person, and say what is out of reach."""
    found = _meant(request)
    if isinstance(found, PersonForm):
        return _page(request, person=found)
    form = EraseForm(request.POST, of=found.word)
    if not form.is_valid():
        return _person_page(request, found, form)
    erased = erase(found, reason=form.cleaned_data["reason"], actor=str(request.user))
    return render(request, "places/attendance/erased.html", {"erased": erased, "total": _total(erased)})


def _meant(request: StaffRequest) -> Person | PersonForm:
    """Return who is meant: by a booking, if they left no address, or by an address; the form if that is none."""
    if "booking" in request.POST:
        return without_address(request.POST["booking"])
    form = PersonForm(request.POST)
    return person_of(form.cleaned_data["email"]) if form.is_valid() else form


def _total(erased: Erased) -> int:
    return sum(erased.removed.values())


def _person_page(request: StaffRequest, person: Person, form: EraseForm | None = None) -> HttpResponse:
    context = {
        "person": person,
        "kept": everything_of(person),
        "exports": exports_with(person),
        "form": form or EraseForm(of=person.word),
        "namesakes": [each for name in person.names for each in without_mailbox(name)] if person.email else [],
    }
    return render(request, "places/attendance/person.html", context, status=_REFUSED if form else 200)


def _page(
    request: StaffRequest,
    *,
    wrong: tuple[Programme, RetentionForm] | None = None,
    person: PersonForm | None = None,
    name: NameForm | None = None,
) -> HttpResponse:
    programmes: list[dict[str, Any]] = [
        {
            "programme": programme,
            "holdings": held_by(programme),
            "roadshows": held_at(programme),
            "decisions": Retention.objects.filter(programme=programme),
            "form": wrong[1] if wrong and wrong[0] == programme else RetentionForm(auto_id=f"id-{programme.slug}-%s"),
        }
        for programme in Programme.objects.all()
    ]
    context = {
        "programmes": programmes,
        "person": person or PersonForm(),
        "name": name or NameForm(auto_id="id_of_%s"),
        "exports": Export.objects.select_related("roadshow"),
        "erasures": Erasure.objects.all(),
    }
    return render(request, "places/attendance/held.html", context, status=_REFUSED if wrong or person or name else 200)
