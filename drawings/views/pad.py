"""What a table does with its drawings: begin one, draw, say what it shows, hand it in, take it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from drawings.actions import drawings as verbs
from drawings.actions.drawings import DrawingClosedError, NothingThereError, TooManyError, newest_mark
from drawings.actions.pad import FullError, NotYoursError, OtherMarkError, put_marks
from drawings.forms.marks import MOST_AT_ONCE, MOST_BYTES, BadMarksError, body_in, marks_in
from drawings.forms.words import words_of
from drawings.fragments.own import ink, state
from drawings.keys import is_key
from drawings.models import Drawing, DrawingKind
from drawings.queries.drawings import closed_at, drawing_of, is_away
from drawings.queries.own import own_drawings_of
from drawings.strokes import COLOURS, WIDTHS, standing, svg
from live.announce import show
from workshops.access import DeviceRequest, at_a_table
from workshops.fragments.answers import said
from workshops.fragments.day import table_parts
from workshops.live_page import live_page
from workshops.panels import topics_of
from workshops.queries.room import subject_of
from workshops.tokens import new_token
from workshops.topics import TABLES, own_table
from workshops.views.answers import LOCKED
from workshops.views.table import table_page

# What the pad offers, by value and word; the middle width is chosen at first.
PENS = {
    "colours": [(name, name.capitalize()) for name in COLOURS],
    "widths": list(zip(WIDTHS, ("Thin", "Thick", "Broad"), strict=True)),
    "chosen": WIDTHS[1],
}
UNKNOWN_WAY = "This button was incomplete, so nothing was begun. Load the page again and press it once more."
TOO_MANY = (
    "This table has begun {most} drawings, as many as one can. Nothing was begun. Draw on with one of those below; "
    "what you do not need can stay as it is."
)
ELSEWHERE = "This was made at another table, and this device is at {} now. It was not stored, and is kept here."
NOT_YOURS = "Another device of this table draws here, so this was not stored. It is kept on this device."
NO_MORE = (
    "This table has begun {most} drawings, as many as one can, so this one was not stored. It is kept on this device. "
    "Draw on with one of those on your table's page."
)
FULL = "This paper is full, so this was not stored. It is kept on this device. Hand it in and begin another one."
TAKEN = "Another page of this device drew here meanwhile. Nothing is lost: this one comes behind it."
TOO_LARGE = "This is more than is taken at once, so it was not stored. It is kept on this device."


class _Refusal(Exception):  # noqa: N818 -- not an error of ours
    """Why something was not done: the answer's status, words, and what a page has to know beside them."""

    def __init__(self, status: int, words: str, **more: object) -> None:
        super().__init__(words)
        self.status, self.words, self.more = status, words, more


Verb = Callable[[DeviceRequest, str], HttpResponse]


def _refusing(view: Verb) -> Verb:
    """Answer a refusal in the words of whoever asks: JSON for a page's scripts, a page for a plain form."""

    @wraps(view)
    def answered(request: DeviceRequest, key: str) -> HttpResponse:
        try:
            return view(request, key)
        except _Refusal as refusal:
            if request.accepts("text/html"):
                return _page(request, key, words=refusal.words, status=refusal.status)
            return JsonResponse({"why": refusal.words, **refusal.more}, status=refusal.status)

    return answered


@require_POST
@at_a_table
def begin(request: DeviceRequest) -> HttpResponse:
    """Begin a drawing in one of the three ways, and lead to its page. One on paper begins with its photo."""
    key, kind = request.POST.get("key", ""), request.POST.get("kind", "")
    if kind not in DrawingKind.values or not is_key(key):
        return table_page(request, words=UNKNOWN_WAY, status=400)
    known = drawing_of(request.device.table, key)
    if known is not None and known.kind != kind:
        key = new_token()  # Somebody went back and chose another way.
    if kind == DrawingKind.PHOTO:
        return redirect("drawing-photo", key)
    try:
        verbs.begin(request.device, key=key, kind=DrawingKind(kind))
    except DrawingClosedError as error:
        return table_page(request, words=error.words, status=LOCKED if error.held else 409)
    except TooManyError:
        return table_page(request, words=TOO_MANY.format(most=verbs.MOST), status=409)
    return redirect("own-drawing", key)


@require_GET
@never_cache
@at_a_table
def own_drawing(request: DeviceRequest, key: str) -> HttpResponse:
    """Show one drawing to its table: its paper, its words, and what can be done with it."""
    return _page(request, key)


@require_http_methods(["GET", "POST"])
@never_cache
@at_a_table
def marks(request: DeviceRequest, key: str) -> HttpResponse:
    """Return what was done on a pad, after mark `after` if that is given; or store more of it."""
    return _put(request, key) if request.method == "POST" else _marks(request, key)


@require_GET
@at_a_table
def as_svg(request: DeviceRequest, key: str) -> HttpResponse:
    """Return what a pad's strokes look like now. A page asks each time, for it may be shown to nobody any more."""
    drawing = _drawing_to_see(request, key)
    mark = quote_etag(str(newest_mark(drawing)))
    answer = get_conditional_response(request, etag=mark) or _as_svg(drawing)
    answer["ETag"] = mark
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
@at_a_table
@_refusing
def hand_in(request: DeviceRequest, key: str) -> HttpResponse:
    """Give a drawing to the facilitators."""
    return _done(request, key, verbs.hand_in)


@require_POST
@at_a_table
@_refusing
def withdraw(request: DeviceRequest, key: str) -> HttpResponse:
    """Take a drawing back."""
    answer = _done(request, key, verbs.withdraw)
    return redirect("taking-back") if "list" in request.POST else answer


@require_GET
@never_cache
@at_a_table
def taking_back(request: DeviceRequest) -> HttpResponse:
    """Show what a table can take back: also while the room is held, and without scripts."""
    table = request.device.table
    context = {
        "table": table,
        "roadshow": table.roadshow,
        "drawings": [each for each in own_drawings_of(table) if each.can_be_withdrawn],
        "closed_at": closed_at(table.roadshow),
    }
    return render(request, "drawings/table/taking_back.html", context)


def _done(request: DeviceRequest, key: str, verb: Callable[..., bool]) -> HttpResponse:
    if not request.accepts("text/html"):
        _check_table(request, _body(request))
    drawing = _drawing(request, key)
    try:
        verb(drawing, actor=f"{request.device.table}, {request.device}")
    except DrawingClosedError as error:
        raise _closed(error) from error
    except NothingThereError as error:
        raise _Refusal(409, error.words) from error
    if request.accepts("text/html"):
        return redirect("own-drawing", key)
    return JsonResponse({"stored": True})


def _as_svg(drawing: Drawing) -> HttpResponse:
    return HttpResponse(svg(standing(drawing.marks.values_list("number", "op"))), content_type="image/svg+xml")


def _marks(request: DeviceRequest, key: str) -> JsonResponse:
    drawing = _drawing_to_see(request, key)
    after = request.GET.get("after", "0")
    found = drawing.marks.filter(number__gt=int(after) if after.isdecimal() else 0).values("number", "op")
    return JsonResponse({"marks": list(found), "last": newest_mark(drawing)})


@_refusing
def _put(request: DeviceRequest, key: str) -> HttpResponse:
    body = _body(request)
    _check_table(request, body)
    if not is_key(key):
        raise Http404
    try:
        put = put_marks(request.device, key=key, marks=marks_in(body))
    except BadMarksError as error:
        raise _Refusal(422, error.words) from error
    except DrawingClosedError as error:
        raise _closed(error) from error
    except NotYoursError as error:
        raise _Refusal(409, NOT_YOURS) from error
    except OtherMarkError as error:
        raise _Refusal(409, TAKEN, last=error.last) from error
    except FullError as error:
        raise _Refusal(409, FULL) from error
    except TooManyError as error:
        raise _Refusal(409, NO_MORE.format(most=verbs.MOST)) from error
    if put.new:
        _show_ink(put.drawing, put.last)
    return JsonResponse({"stored": True, "last": put.last})


def _show_ink(drawing: Drawing, last: int) -> None:
    """Let the table's other devices see at once that somebody drew; they fetch what."""
    topic = own_table(drawing.table_id)
    show(drawing.table.roadshow.log_id, topic=topic, kind="ink", draw=lambda: ink(drawing, last))


def _closed(error: DrawingClosedError) -> _Refusal:
    return _Refusal(LOCKED if error.held else 409, error.words)


def _body(request: HttpRequest) -> dict[str, object]:
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise _Refusal(413, TOO_LARGE)
    try:
        return body_in(request.body)
    except BadMarksError as error:
        raise _Refusal(400, error.words) from error


def _check_table(request: DeviceRequest, body: dict[str, object]) -> None:
    """Refuse what was made at the table where this device was before."""
    if body.get("table", "") not in {"", str(request.device.table_id)}:
        raise _Refusal(409, ELSEWHERE.format(request.device.table))


def _drawing(request: DeviceRequest, key: str) -> Drawing:
    drawing = drawing_of(request.device.table, key)
    if drawing is None:
        raise Http404
    return drawing


def _drawing_to_see(request: DeviceRequest, key: str) -> Drawing:
    """Return a drawing of which its table sees what was drawn: nobody sees one that was withdrawn or taken off."""
    drawing = _drawing(request, key)
    if is_away(drawing):
        raise Http404
    return drawing


def _page(request: DeviceRequest, key: str, *, words: str = "", status: int = 200) -> HttpResponse:
    device = request.device
    more = topics_of(device)
    live = live_page(device.table.roadshow, subject_of(device), TABLES, own_table(device.table_id), *more)
    drawing = _drawing(request, key)
    token = get_token(request)
    context = {
        "device": device,
        "table": device.table,
        "roadshow": device.table.roadshow,
        "place": " ".join([str(device.table_id), *more]),
        "live": live,
        "drawing": drawing,
        "is_ours": drawing.device_id == device.pk,
        "last": newest_mark(drawing),
        "parts": table_parts(device.table, token),
        "state": state(drawing, token),
        "said": said(device.table),
        "form": words_of(drawing),
        "key": new_token(),
        "pens": PENS,
        "most_marks": MOST_AT_ONCE,
        "words": words,
    }
    return render(request, "drawings/table/drawing.html", context, status=status)
