"""The page on which a table photographs what it drew on paper, and where the photos arrive."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from drawings.actions import photos
from drawings.actions.drawings import MOST, DrawingClosedError, TooManyError
from drawings.actions.photos import NoRoomError
from drawings.fragments.photos import photo_card
from drawings.keys import is_key
from drawings.models import Drawing, DrawingKind, PictureKind
from drawings.queries.drawings import drawing_of, drawings_of
from workshops.access import DeviceRequest, at_a_table
from workshops.developing import TOO_MANY_BYTES
from workshops.fragments.day import table_parts
from workshops.images import MOST_BYTES, BadImageError
from workshops.live_page import live_page
from workshops.panels import topics_of
from workshops.queries.room import subject_of
from workshops.tokens import new_token
from workshops.topics import TABLES, own_table
from workshops.views.answers import LOCKED

EMPTY = "No photo came along, so nothing was stored. Choose one, and send it again."
TOO_MANY = f"This table has begun {MOST} drawings, and that is as many as it may. Nothing was stored."
NO_ROOM = "The server's disk is nearly full, so nothing was stored yet. Tell a facilitator. The photo is still here."
GONE = "This picture is not there any more. Load the page again, and choose from what stands there."

FULL = 507  # RFC 4918, section 11.5: it may be sent again as it is, once there is space


@require_http_methods(["GET", "POST"])
@never_cache
@at_a_table
def photo(request: DeviceRequest, key: str) -> HttpResponse:
    """Show what a table photographed, and take a photo as the drawing with this key.

    200: it is stored, however often it came; 409, 413, 422: it is not taken, and words say why; 423 and 507: not yet.
    """
    if not is_key(key):
        raise Http404
    if request.method == "POST":
        return _take(request, key)
    return _page(request, key)


@require_POST
@at_a_table
def choose(request: DeviceRequest, key: str) -> HttpResponse:
    """Let a table say which of the two pictures of a photo stands for it."""
    drawing = drawing_of(request.device.table, key)
    kind = request.POST.get("kind", "")
    if drawing is None or drawing.kind != DrawingKind.PHOTO:
        raise Http404
    try:
        if kind not in PictureKind or not photos.choose(request.device, drawing, PictureKind(kind)):
            return _refuse(request, key, GONE, 409)
    except DrawingClosedError as error:
        return _refuse(request, key, *_said(error))
    return _stored(request, drawing)


def _take(request: DeviceRequest, key: str) -> HttpResponse:
    sent = request.FILES.get("photo")
    if sent is None:
        return _refuse(request, key, EMPTY, 400)
    if (sent.size or 0) > MOST_BYTES:
        return _refuse(request, key, TOO_MANY_BYTES, 413)
    try:
        drawing = photos.take_photo(request.device, key=key, content=sent.read())
    except (BadImageError, DrawingClosedError, TooManyError, NoRoomError, OSError) as error:
        return _refuse(request, key, *_said(error))
    return _stored(request, drawing)


def _said(error: Exception) -> tuple[str, int]:
    """Return the words for a photo that was not taken, and the status that goes with them."""
    match error:
        case BadImageError(words=words):
            return words, 422
        case DrawingClosedError(words=words, held=held):
            return words, LOCKED if held else 409
        case TooManyError():
            return TOO_MANY, 409
        case _:  # The disk is full, or will be soon.
            return NO_ROOM, FULL


def _stored(request: DeviceRequest, drawing: Drawing) -> HttpResponse:
    if request.accepts("text/html"):
        return redirect("drawing-photo", drawing.key)
    drawing = drawings_of(request.device.table).filter(pk=drawing.pk).first() or drawing
    card = photo_card(drawing, get_token(request))
    return JsonResponse({"stored": {"key": drawing.key}, "html": card})


def _refuse(request: DeviceRequest, key: str, words: str, status: int) -> HttpResponse:
    if request.accepts("text/html"):
        return _page(request, key, words, status)
    return JsonResponse({"why": words}, status=status)


def _page(request: DeviceRequest, key: str, words: str = "", status: int = 200) -> HttpResponse:
    device = request.device
    table, token = device.table, get_token(request)
    more = topics_of(device)
    live = live_page(table.roadshow, subject_of(device), TABLES, own_table(table.pk), *more)
    begun = drawings_of(table).filter(kind=DrawingKind.PHOTO, handed_in_at=None).prefetch_related("pictures")
    context = {
        "table": table,
        "roadshow": table.roadshow,
        "place": " ".join([str(table.pk), *more]),
        "live": live,
        "parts": table_parts(table, token),
        "cards": [photo_card(drawing, token) for drawing in begun],
        # The next photo is another drawing, unless this one has none yet.
        "key": key if drawing_of(table, key) is None else new_token(),
        "words": words,
        "most_bytes": MOST_BYTES,
    }
    return render(request, "drawings/photo/page.html", context, status=status)
