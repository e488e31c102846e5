"""Where tables' answers arrive: from the outbox of a page, or from a plain form."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from workshops.access import DeviceRequest, at_a_table
from workshops.actions.answers import HeldError, OtherPostError, Outcome, save_answers
from workshops.forms.answers import digest_of, is_for, key_in, said_in
from workshops.views.table import table_page

INCOMPLETE = "This answer came without its mark or without a field, so nothing was stored. Load the page again."
OTHER = (
    "This form was sent before with another content, so nothing was stored now. Go back: what you typed is still "
    "there. Copy it, load the page again, and put it in anew."
)
ELSEWHERE = (
    "This was typed at another table, and this device is at {} now. It was not stored, and is kept on this device: "
    "copy what you need."
)
HELD = (
    "The room is held just now, so this was not stored yet. It is kept on this device: the page sends it by itself "
    "when the room goes on; where it cannot, go back and send it again then."
)
LOCKED = 423  # RFC 4918, section 11.3: it may be sent again as it is


@require_POST
@at_a_table
def answer(request: DeviceRequest) -> HttpResponse:
    """Store what a table answers, and what is good of it in any case.

    200: all of it; 409: something came out of its time or is another table's; 422: something cannot be stored;
    423: the room is held, the same post may come again.
    """
    post = request.POST.dict()  # Of a field that stands several times, as a box to tick does, the last one counts.
    key, said = key_in(post, request.headers.get("Idempotency-Key", "")), said_in(post)
    if key is None or not said:
        return _refuse(request, INCOMPLETE, 400)
    if not is_for(post, request.device.table_id):
        return _refuse(request, ELSEWHERE.format(request.device.table), 409)
    try:
        outcome = save_answers(request.device, said, key=key, digest=digest_of(said))
    except OtherPostError:
        return _refuse(request, OTHER, 409)
    except HeldError:
        return _refuse(request, HELD, LOCKED)
    if request.accepts("text/html"):
        return _answered(request, outcome)
    return JsonResponse(asdict(outcome), status=_status(outcome))


def _status(outcome: Outcome) -> int:
    if not outcome.refused:
        return 200
    return 409 if any(entry["closed"] for entry in outcome.refused.values()) else 422


def _answered(request: DeviceRequest, outcome: Outcome) -> HttpResponse:
    """Answer a plain form: with the page, and words on what was not stored."""
    if not outcome.refused:
        return redirect("table")
    words = " ".join(dict.fromkeys(str(entry["why"]) for entry in outcome.refused.values()))
    return table_page(request, words=words, status=_status(outcome))


def _refuse(request: DeviceRequest, words: str, status: int) -> HttpResponse:
    if request.accepts("text/html"):
        return table_page(request, words=words, status=status)
    return JsonResponse({"why": words}, status=status)
