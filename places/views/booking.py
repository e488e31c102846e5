"""Pages on which anybody asks for places. All answers are alike: what became of it goes to the mailbox alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from places.actions import booking as actions
from places.actions.booking import NotOpenError
from places.desk import Desk
from places.forms.booking import BookingForm, GroupForm
from places.models import Places
from places.notice import NOTICE
from places.queries.dates import availability, open_dates
from places.queries.keeping import days_for
from workshops.access import roadshow_for_all, roadshows_for_all
from workshops.models import Roadshow


def _looked_up(slugs: Sequence[str]) -> list[Roadshow | None]:
    found = roadshows_for_all(slugs)
    return [found.get(slug) for slug in slugs]


# Of the hundreds who ask when a date opens, one looks for all: no other needs the database before the desk.
_roadshows = Desk(_looked_up)


@require_http_methods(["GET", "POST"])
@never_cache
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a place, or for one at any of several dates."""
    roadshow = _roadshows.ask(slug)
    if roadshow is None:
        raise Http404
    # Most people wish for one date only: then the others need not be looked up.
    wished = any(value for name, value in request.POST.items() if name.startswith("wish_"))
    form = BookingForm(request.POST or None, roadshow=roadshow, dates=_dates(roadshow) if wished else [])
    if form.is_valid():
        try:
            actions.book(form.roadshows(), form.details(), privacy_notice=NOTICE, needs=form.needs())
        except NotOpenError as error:
            return _shut(request, error.roadshow)
        return redirect("book-sent", slug)
    if not wished:
        form = BookingForm(request.POST or None, roadshow=roadshow, dates=_dates(roadshow))
    return _page(request, roadshow, form, "places/book.html")


@require_http_methods(["GET", "POST"])
@never_cache
def book_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Reserve places for a group, to be named later."""
    roadshow = roadshow_for_all(slug)
    form = GroupForm(request.POST or None, roadshow=roadshow)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.book_group(
                roadshow,
                form.coordinator(),
                said["places"],
                together=bool(said["together"]),
                name_by=said["name_by"],
                privacy_notice=NOTICE,
            )
        except NotOpenError as error:
            return _shut(request, error.roadshow)
        return redirect("book-sent", slug)
    return _page(request, roadshow, form, "places/book_group.html")


@require_GET
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Say the same to everybody: that a mail is on its way."""
    return render(request, "places/sent.html", {"roadshow": roadshow_for_all(slug)})


@require_GET
def order(request: HttpRequest) -> HttpResponse:
    """Explain how the order on a waiting list is made."""
    return render(request, "places/order.html", {"dates": open_dates()})


def _dates(roadshow: Roadshow) -> list[Places]:
    return open_dates(roadshow.programme_id)


def _page(request: HttpRequest, roadshow: Roadshow, form: BookingForm | GroupForm, template: str) -> HttpResponse:
    found = availability(roadshow)
    if found is None or not found.is_open:
        return _shut(request, roadshow)
    days = days_for(roadshow.programme)
    context = {"roadshow": roadshow, "form": form, "available": found, "rules": found.places.rules, "days": days}
    return render(request, template, context, status=400 if form.is_bound else 200)


def _shut(request: HttpRequest, roadshow: Roadshow) -> HttpResponse:
    """Say that this roadshow takes no bookings now, which dates do, and that nothing was stored."""
    status = 409 if request.method == "POST" else 200
    dates = [places for places in open_dates(roadshow.programme_id) if places.pk != roadshow.pk]
    context = {"roadshow": roadshow, "available": availability(roadshow), "dates": dates, "asked": status != 200}  # noqa: PLR2004
    return render(request, "places/shut.html", context, status=status)
