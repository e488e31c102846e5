"""Pages for when something went wrong: what happened, what is kept, what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import is_valid_path

from workshops.access import NotHereError

logger = logging.getLogger("roadshow.errors")

NOT_ALLOWED = 405
SLOWED = 429
_KEPT = "Everything that was saved is kept."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense or is too large, or one for a host name that is not this server's."""
    if isinstance(exception, DisallowedHost):
        port = "" if settings.PUBLIC_URL else f":{settings.PORT}"
        names = ", ".join(f"{request.scheme}://{name}{port}/" for name in settings.ALLOWED_HOSTS)
        return _page(
            400,
            "This server does not go by that name",
            f"{_KEPT} Open one of these instead: {names}. Whoever runs the server can add a name with ALLOWED_HOSTS.",
        )
    if isinstance(exception, RequestDataTooBig):
        words = f"What you sent was not stored; it is still on your device. {_KEPT} Go back and send something shorter."
        return _page(413, "This is more than a form holds", words)
    return _page(400, "This request made no sense to the server", f"{_KEPT} Go back and try once more.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a request that is not allowed."""
    return _page(403, "This is not open to you", f"{_KEPT} Ask the organiser if you should have it.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a request for what does not exist, or belongs to somebody else."""
    if isinstance(exception, NotHereError):
        response = _page(exception.status, exception.title, exception.words, exception.template)
        if exception.status == SLOWED:
            response["Retry-After"] = "1"  # config.intake holds it back for so long
        return response
    return _page(404, "There is nothing at this address", "Check the address, or start from the programme.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a form whose page was too old, or came from elsewhere."""
    return _page(
        403,
        "This page was open too long",
        f"What you sent was not stored. {_KEPT} Load the page again and send it once more.",
    )


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer when the fault is the server's."""
    return _page(500, "Something went wrong on the server", f"{_KEPT} Try again in a moment; tell a facilitator.")


def presses_have_a_page(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever opens the address of a press (from history, or after signing in) gets the page it stands on.

    Django has no handler for this. Scripts, which do not ask for a page, are answered as ever.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        wants_page = "text/html" in request.headers.get("Accept", "") and not request.htmx  # type: ignore[attr-defined]
        if response.status_code != NOT_ALLOWED or not wants_page:
            return response
        if request.method in ("GET", "HEAD"):
            return redirect(page_above(request.path_info))
        page = _page(NOT_ALLOWED, "Nothing can be sent to this address", f"{_KEPT} Go back and try once more.")
        page["Allow"] = response["Allow"]
        return page

    return middleware


def page_above(path: str) -> str:
    """Return the nearest address above one: forms post beneath the page that they stand on."""
    parts = path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:length])}/" for length in range(len(parts) - 1, 0, -1))
    return next(filter(is_valid_path, above), "/")


class Passing:
    """Middleware: what passes is said in words, and is worth another try: a busy database, a body that broke off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the views."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 for a database error that passes, and 400 to whoever is gone; leave everything else alone."""
        if isinstance(exception, UnreadablePostError):
            return _page(400, "Only the beginning of this came", f"Nothing of it was stored. {_KEPT} Send it again.")
        if not isinstance(exception, OperationalError):
            return None
        logger.error("%s: the database did not answer: %s", request.path, exception)
        words = f"What you sent was not stored. {_KEPT} Try again in a few seconds."
        response = _page(503, "The server is too busy for a moment", words)
        response["Retry-After"] = "5"
        return response


def _page(status: int, title: str, words: str, template: str = "error.html") -> HttpResponse:
    # Without the request: its host may be what is wrong.
    return HttpResponse(render_to_string(template, {"title": title, "words": words}), status=status)
