"""The only door through which views reach a room: the object, or an answer that says why not.

What belongs to somebody else is 404, as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from workshops.actions.room import device_by_token
from workshops.models import (
    Activity,
    Broadcast,
    Device,
    ParkedQuestion,
    Roadshow,
    Role,
    Screen,
    SignIn,
    Staff,
    SupportContact,
)
from workshops.queries.room import coded_by, observed_by, roadshows_of

DEVICE_COOKIE = "device"
SIGN_IN_KEY = "sign_in"
_LOST_PRESS = "You were not signed in any more, so what you pressed was not stored. Sign in, and press it once more."

REHEARSAL_GONE = (
    "It was thrown away, with everything that happened in it. The roadshow itself is as it was; "
    "another rehearsal can be begun from its console."
)
SCREEN_GONE = (
    "It belonged to a rehearsal that was thrown away, or was typed wrongly. "
    "Open the screen again from the console of the roadshow."
)

P = ParamSpec("P")
Thing = TypeVar("Thing", bound=Model)


class NotHereError(Http404):
    """What is not there, and words that say why and what to do."""

    status = 404

    def __init__(self, title: str, words: str, *, template: str = "error.html") -> None:
        """Remember them for the page, `template`."""
        super().__init__(words)
        self.title, self.words, self.template = title, words, template


class StaffRequest(HttpRequest):
    """A request that `staff_only` let through. `sign_in` is there when the middleware found it."""

    user: Staff
    sign_in: SignIn


def staff_only(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Send whoever is not signed in to the sign-in page, and back here afterwards."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not (hasattr(request, "sign_in") or sign_in_of(request)):
            return _to_sign_in(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return checked  # type: ignore[return-value]


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a page to the sign-in and back; a press inside a page loads that page again, which does the same.

    A press does not come back by itself, so the sign-in page says that it is to be pressed again.
    """
    if request.method == "POST" and "text/html" in request.headers.get("Accept", ""):  # no script that keeps it
        messages.warning(request, _LOST_PRESS)
    if request.htmx:  # type: ignore[attr-defined]
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return redirect_to_login(request.get_full_path())


def organiser_only(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let organisers in. For other staff the page does not exist."""

    @wraps(view)
    def checked(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_organiser(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return staff_only(checked)


def ended_sign_ins_end_sessions(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a session whose sign-in was ended from elsewhere is signed out before any page sees it.

    Without it the pages that are not ours (changing a password, the second step) would still take it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        # Tables' devices have no session: they cost nothing here.
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if has_session:
            sign_in = sign_in_of(request)
            if sign_in is None:
                logout(request)
            else:
                request.sign_in = sign_in  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def sign_in_of(request: HttpRequest) -> SignIn | None:
    """Return the sign-in that this session belongs to, while it lasts."""
    if not request.user.is_authenticated:
        return None
    pk = request.session.get(SIGN_IN_KEY, 0)
    return SignIn.objects.filter(pk=pk, user_id=request.user.pk, ended_at=None).first()


def roadshow_of_staff(staff: Staff, slug: str) -> Roadshow:
    """Return the roadshow, if this member of staff may run it."""
    try:
        return roadshows_of(staff).get(slug=slug)
    except Roadshow.DoesNotExist:
        raise _gone(staff, slug) from None


def _gone(staff: Staff, slug: str) -> Http404:
    """Return the answer for what is not there; words for a rehearsal of theirs that was thrown away."""
    live, rehearsal, _rest = slug.partition("-rehearsal")
    if rehearsal and roadshows_of(staff).filter(slug=live).exists():
        return NotHereError("This rehearsal is over", REHEARSAL_GONE)
    return Http404()


def roadshow_of_observer(staff: Staff, slug: str) -> Roadshow:
    """Return the roadshow, if this member of staff may watch it as an observer, or may run it."""
    try:
        return (observed_by(staff) | roadshows_of(staff)).get(slug=slug)
    except Roadshow.DoesNotExist:
        raise Http404 from None


def roadshow_of_coder(staff: Staff, slug: str) -> Roadshow:
    """Return the roadshow, if this member of staff may code what its tables made: its coders and organisers may.

    Who facilitated or watched has heard what the tables found, and so cannot code without knowing it.
    """
    roadshows = Roadshow.objects.all() if is_organiser(staff) else coded_by(staff)
    try:
        return roadshows.get(slug=slug)
    except Roadshow.DoesNotExist:
        raise Http404 from None


def may_run(staff: Staff, roadshow: Roadshow) -> bool:
    """Whether somebody may run a roadshow, and not only watch it."""
    return roadshows_of(staff).filter(pk=roadshow.pk).exists()


def is_organiser(staff: Staff) -> bool:
    """Whether somebody may do everything."""
    return staff.staff_roles.filter(role=Role.ORGANISER).exists()


def staff_by_id(pk: int) -> Staff:
    """Return somebody with an account, for organisers only."""
    try:
        return Staff.objects.get(pk=pk)
    except Staff.DoesNotExist:
        raise Http404 from None


def roadshow_for_all(slug: str) -> Roadshow:
    """Return a roadshow for its public page; rehearsals have none."""
    found = roadshows_for_all([slug])
    if slug not in found:
        raise Http404
    return found[slug]


def roadshows_for_all(slugs: Iterable[str]) -> dict[str, Roadshow]:
    """Return those of these roadshows that are there and have a public page, by slug, in one query."""
    public = Roadshow.objects.select_related("programme").filter(rehearsal_of=None, slug__in=set(slugs))
    return {roadshow.slug: roadshow for roadshow in public}


class DeviceRequest(HttpRequest):
    """A request that `at_a_table` let through."""

    device: Device


def at_a_table(
    view: Callable[Concatenate[DeviceRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let devices in that are at a table of an open roadshow; tell the others in words why not."""

    @wraps(view)
    def checked(request: DeviceRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        device = device_of(request)
        if device is None:
            return render(request, "workshops/no_table.html", status=401)
        if not device.table.roadshow.is_open:
            return render(request, "workshops/shut.html", {"roadshow": device.table.roadshow}, status=403)
        request.device = device
        try:
            return view(request, *args, **kwargs)
        except (ObjectDoesNotExist, IntegrityError):
            # Thrown away with its rehearsal between the look above and the press; what stands is a fault of ours.
            if device_of(request) is not None:
                raise
            return render(request, "workshops/no_table.html", status=401)

    return checked  # type: ignore[return-value]


def device_of(request: HttpRequest) -> Device | None:
    """Return the device that asks, if it is at a table and was not removed."""
    return device_by_token(request.COOKIES.get(DEVICE_COOKIE, ""))


def device_in(roadshow: Roadshow, pk: int) -> Device:
    """Return a device at one of this roadshow's tables, removed or not."""
    try:
        return Device.objects.select_related("table__roadshow").get(pk=pk, table__roadshow=roadshow)
    except Device.DoesNotExist:
        raise Http404 from None


def screen_of(token: str) -> Screen:
    """Return the projector screen with this link."""
    try:
        return Screen.objects.select_related("roadshow__programme").get(token=token)
    except Screen.DoesNotExist:
        title = "This screen's link leads to nothing"
        raise NotHereError(title, SCREEN_GONE, template="workshops/screen_gone.html") from None


def screen_of_roadshow(roadshow: Roadshow, pk: int) -> Screen:
    """Return a screen of this roadshow."""
    return _of(roadshow.screens.select_related("roadshow"), pk)


def activity_of(roadshow: Roadshow, pk: int) -> Activity:
    """Return an activity of this roadshow's running order, one that is set aside too."""
    return _of(roadshow.activities.all(), pk)


def contact_of(roadshow: Roadshow, pk: int) -> SupportContact:
    """Return a line of this roadshow's support card."""
    return _of(roadshow.contacts.all(), pk)


def broadcast_of(roadshow: Roadshow, pk: int) -> Broadcast:
    """Return a text that was put on this roadshow's devices."""
    return _of(roadshow.broadcasts.select_related("roadshow"), pk)


def question_of(roadshow: Roadshow, pk: int) -> ParkedQuestion:
    """Return a question that was parked in this roadshow."""
    return _of(roadshow.questions.select_related("roadshow"), pk)


def _of(things: QuerySet[Thing], pk: int) -> Thing:
    found = things.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
