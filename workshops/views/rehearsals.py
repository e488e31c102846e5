"""The console's buttons that begin a rehearsal and throw it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from workshops.access import StaffRequest, roadshow_of_staff, staff_only
from workshops.actions import rehearsals as actions
from workshops.actions.snapshots import SnapshotFailedError, WrongWordError
from workshops.forms.organising import TypedWordForm
from workshops.views.console import console_page

NO_SNAPSHOT = (
    "The snapshot could not be written, so the rehearsal was not thrown away and everything is as it was. "
    "Whoever runs the server can see to its data folder: it may be full, or not to be written to."
)


@require_POST
@staff_only
def begin(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin a rehearsal, or go to the one under way."""
    roadshow = roadshow_of_staff(request.user, slug)
    if roadshow.is_rehearsal:
        raise Http404
    return redirect("console", actions.begin_rehearsal(roadshow, actor=str(request.user)).slug)


@require_POST
@staff_only
def throw_away(request: StaffRequest, slug: str) -> HttpResponse:
    """Throw a rehearsal away once its city was typed, and go to the staff's home."""
    rehearsal = roadshow_of_staff(request.user, slug)
    if not rehearsal.is_rehearsal:
        raise Http404
    form = TypedWordForm(request.POST)
    word = form.cleaned_data["word"] if form.is_valid() else ""
    try:
        snapshot = actions.throw_away(rehearsal, word=word, actor=str(request.user))
    except WrongWordError as wrong:
        words = f"The word to type is {wrong.word}. Nothing was thrown away."
        return console_page(request, rehearsal, words=words, status=400)
    except SnapshotFailedError:
        return console_page(request, rehearsal, words=NO_SNAPSHOT, status=503)
    messages.success(
        request, f"The rehearsal of {rehearsal.city} is thrown away. Its snapshot on the server: {snapshot.name}"
    )
    return redirect("staff")
