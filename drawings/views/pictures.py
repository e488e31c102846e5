"""The bytes of pictures, to whoever may see them."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from drawings.access import picture_for
from drawings.models import Picture
from drawings.queries.pictures import picture_on_the_wall
from workshops.access import screen_of
from workshops.developing import CONTENT_TYPE

SIZES = {"large": "file", "small": "small"}


@require_GET
def drawing_picture(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """Send a picture to its own table, or to staff of its roadshow."""
    return _sent(picture_for(request, pk), size)


@require_GET
def screen_picture(request: HttpRequest, token: str, pk: int, size: str) -> HttpResponse:  # noqa: ARG001 -- no cookie counts
    """Send a picture to a projector while its drawing is on the wall; otherwise it is as if absent."""
    picture = picture_on_the_wall(screen_of(token).roadshow, pk)
    if picture is None:
        raise Http404
    return _sent(picture, size)


def _sent(picture: Picture, size: str) -> HttpResponse:
    """Return a picture as nothing but a picture, which nobody keeps: it may be hidden at any moment."""
    if size not in SIZES:
        raise Http404
    try:
        with default_storage.open(getattr(picture, SIZES[size]).name) as file:
            response = HttpResponse(file.read(), content_type=CONTENT_TYPE)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="drawing.jpg"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
