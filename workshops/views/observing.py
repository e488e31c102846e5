"""Watching a roadshow: what the tables see, and one's own private notes with their time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from workshops.access import SIGN_IN_KEY, StaffRequest, may_run, roadshow_of_observer, staff_only
from workshops.actions import talk as actions
from workshops.cells import as_csv
from workshops.forms.planning import NoteForm
from workshops.fragments.day import watched_parts
from workshops.live_page import live_page
from workshops.models import ObserverNote, Roadshow
from workshops.panels import Spot, drawn
from workshops.queries.observing import notes_of
from workshops.tokens import new_token
from workshops.topics import TABLES, WATCHERS


@require_GET
@never_cache
@staff_only
def observing(request: StaffRequest, slug: str) -> HttpResponse:
    """Show what the tables see now, and one's own notes."""
    return _page(request, roadshow_of_observer(request.user, slug), _empty_form())


@require_POST
@never_cache
@staff_only
def note(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep a note with the moment and the activity that it is about."""
    roadshow = roadshow_of_observer(request.user, slug)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _answer(request, roadshow, form, status=400)
    actions.note_observation(roadshow, author=request.user, **form.cleaned_data)
    if request.htmx:  # type: ignore[attr-defined]
        return _answer(request, roadshow, _empty_form(), said="Saved.")
    return redirect(reverse("observing", args=[slug]) + "#own-notes")


@require_GET
@never_cache
@staff_only
def notes_as_text(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand one's own notes out as plain text, the oldest first."""
    roadshow = roadshow_of_observer(request.user, slug)
    response = _attachment(roadshow, "txt", "text/plain; charset=utf-8")
    response.write(f"Notes on the roadshow in {roadshow}, {roadshow.held_on:%A %d %B %Y}\nBy {request.user}\n")
    for date, clock, about, text in _rows(request, roadshow):
        response.write(f"\n{date} {clock}{', ' if about else ''}{about}\n{text}\n")
    return response


@require_GET
@never_cache
@staff_only
def notes_as_csv(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand one's own notes out as a table for a spreadsheet, the oldest first."""
    roadshow = roadshow_of_observer(request.user, slug)
    response = _attachment(roadshow, "csv", "text/csv; charset=utf-8")
    response.write(as_csv([("date", "time", "activity", "note"), *_rows(request, roadshow)]))
    return response


def _page(request: StaffRequest, roadshow: Roadshow, form: NoteForm, *, status: int = 200) -> HttpResponse:
    """Return the whole page. Its socket rests on what lets somebody watch: being an observer, or running the day."""
    runs = may_run(request.user, roadshow)
    subject = f"{'staff' if runs else 'observer'}:{request.session[SIGN_IN_KEY]}.{roadshow.pk}"
    context = {
        "live": live_page(roadshow, subject, TABLES, WATCHERS),
        "roadshow": roadshow,
        "runs": runs,
        "parts": watched_parts(roadshow),
        "places": drawn(Spot(roadshow)),
        "notes": notes_of(roadshow, request.user),
        "form": form,
    }
    return render(request, "workshops/observing/observing.html", context, status=status)


def _answer(
    request: StaffRequest, roadshow: Roadshow, form: NoteForm, *, said: str = "", status: int = 200
) -> HttpResponse:
    """Answer a note: its part of the page to htmx, the whole page to a plain form."""
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, roadshow, form, status=status)
    # The form is a new one in the page: whoever pressed goes on typing in it.
    form.fields["text"].widget.attrs["autofocus"] = True
    context = {"roadshow": roadshow, "form": form, "notes": notes_of(roadshow, request.user), "said": said}
    return render(request, "workshops/observing/_notes.html", context, status=status)


def _empty_form() -> NoteForm:
    return NoteForm(initial={"key": new_token()})


def _rows(request: StaffRequest, roadshow: Roadshow) -> list[tuple[str, str, str, str]]:
    """Return date, time, activity and text of one's notes, the oldest first."""
    return [_row(noted) for noted in reversed(notes_of(roadshow, request.user))]


def _row(noted: ObserverNote) -> tuple[str, str, str, str]:
    at = timezone.localtime(noted.at)
    return f"{at:%Y-%m-%d}", f"{at:%H:%M}", str(noted.turn.activity) if noted.turn else "", noted.text


def _attachment(roadshow: Roadshow, ending: str, content_type: str) -> HttpResponse:
    name = f"notes-{roadshow.slug}-{roadshow.held_on:%Y-%m-%d}.{ending}"
    return HttpResponse(content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
