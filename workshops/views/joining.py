"""A device comes to a table."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from workshops.access import DEVICE_COOKIE, device_of
from workshops.actions import room as actions
from workshops.actions.room import CodeRefusedError, RetiredCodeError, RoadshowShutError
from workshops.codes import tidied
from workshops.forms.joining import JoinForm
from workshops.models import RoadshowState
from workshops.throttle import failed_too_often

COOKIE_SECONDS = 36 * 60 * 60


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the table's card."""
    if request.method == "GET":
        return render(request, "workshops/join.html", {"form": JoinForm(), "device": device_of(request)})
    form = JoinForm(request.POST)
    if not form.is_valid():
        return render(request, "workshops/join.html", {"form": form}, status=400)
    return _join(request, form.cleaned_data["code"], form)


@never_cache
@require_GET
def join_with_code(request: HttpRequest, code: str) -> HttpResponse:
    """Join by the address in a card's QR code."""
    return _join(request, tidied(code), JoinForm({"code": code}))


def _join(request: HttpRequest, code: str, form: JoinForm) -> HttpResponse:
    try:
        joined = actions.join_table(code, token=request.COOKIES.get(DEVICE_COOKIE, ""))
    except CodeRefusedError as refusal:
        return _refused(request, form, refusal)
    response = redirect("table")
    response.set_cookie(
        DEVICE_COOKIE,
        joined.token,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _refused(request: HttpRequest, form: JoinForm, refusal: CodeRefusedError) -> HttpResponse:
    """Say why a code joins nothing now, and what to do. Only codes that never were count as guesses."""
    status = 404
    if isinstance(refusal, RoadshowShutError):
        status, words = 403, _shut(refusal)
    elif isinstance(refusal, RetiredCodeError):
        status, words = 410, "This table has a new code. Ask a facilitator for the new card, or type the new code here."
    else:
        words = "No table has this code. Look at the card again: it shows six letters and digits."
        if failed_too_often(request.META["REMOTE_ADDR"]):
            status, words = 429, f"{words} Many wrong codes came from this network, so this answer took a second."
    form.is_valid()
    form.add_error("code", words)
    response = render(request, "workshops/join.html", {"form": form, "device": device_of(request)}, status=status)
    if status == 429:  # noqa: PLR2004 -- config.intake holds it back for so long
        response["Retry-After"] = "1"
    return response


def _shut(refusal: RoadshowShutError) -> str:
    roadshow = refusal.roadshow
    if roadshow.is_rehearsal:
        return (
            f"This code is from the rehearsal of {roadshow.city}, which has ended. "
            "Ask a facilitator for the card of the day itself, or type its code here."
        )
    if roadshow.state == RoadshowState.CLOSED:
        return f"The {roadshow.city} roadshow is closed, so its codes join nothing any more. What was said is kept."
    return f"The {roadshow.city} roadshow has not opened yet. Keep this page, and try again when you are asked to."
