"""What people need: shown to those who see to it, at a press that is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from places.actions import needs as actions
from places.forms.keeping import ReaderForm
from places.models import Needs
from places.queries.needs import could_read, glance_at, may_read, readers_of, readings_of
from workshops.access import StaffRequest, is_organiser, organiser_only, roadshow_for_all, roadshow_of_staff, staff_only
from workshops.models import Roadshow


@require_GET
@never_cache
@staff_only
def needs(request: StaffRequest, slug: str) -> HttpResponse:
    """Show how many need something, who sees to it, and who has read it."""
    return _page(request, roadshow_of_staff(request.user, slug))


@require_POST
@never_cache
@staff_only
def read(request: StaffRequest, slug: str) -> HttpResponse:
    """Show what people need, and keep who read it."""
    roadshow = roadshow_of_staff(request.user, slug)
    try:
        found = actions.read(roadshow, request.user)
    except actions.NotTheirsError:
        messages.error(request, "You do not see to needs at this roadshow, so they are not shown. Ask an organiser.")
        return redirect("needs", slug)
    return _page(request, roadshow, found)


@require_POST
@never_cache
@organiser_only
def add_reader(request: StaffRequest, slug: str) -> HttpResponse:
    """Name somebody who sees to needs."""
    roadshow = roadshow_for_all(slug)
    form = ReaderForm(request.POST, who=could_read(roadshow))
    if form.is_valid():
        staff = form.cleaned_data["staff"]
        actions.name_reader(roadshow, staff, actor=str(request.user))
        messages.success(request, f"{staff} sees to needs here, and can read them. Each reading is kept.")
    else:
        messages.error(request, f"{form.errors['staff'][0]} Nothing was changed.")
    return redirect("needs", slug)


@require_POST
@never_cache
@organiser_only
def remove_reader(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody read needs no more."""
    if actions.remove_reader(roadshow_for_all(slug), pk):
        messages.success(request, "They cannot read needs here any more. What they read before stays in the list.")
    return redirect("needs", slug)


def _page(request: StaffRequest, roadshow: Roadshow, found: Sequence[Needs] | None = None) -> HttpResponse:
    context = {
        "roadshow": roadshow,
        "glance": glance_at(roadshow),
        "may_read": may_read(roadshow, request.user),
        "found": found,
        "readers": readers_of(roadshow),
        "readings": readings_of(roadshow),
        "organiser": is_organiser(request.user) and not roadshow.is_rehearsal,
        "could_read": could_read(roadshow),
    }
    return render(request, "places/attendance/needs.html", context)
