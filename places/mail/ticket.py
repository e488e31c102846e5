"""A place's ticket: a code that the door reads by camera, from paper or a phone."""

from __future__ import annotations

import io

import segno
from django.urls import reverse

from places.links import ticket_of
from places.models import Claim

_QUIET_ZONE, _PIXELS = 4, 6


def ticket_address(claim: Claim, base: str) -> str:
    """Return what the code holds. Opened in a browser, it says whose day it is for and changes nothing."""
    return base + reverse("booking", args=[ticket_of(claim)])


def ticket_png(claim: Claim, base: str) -> bytes:
    """Return the code as a picture for mail programs."""
    return _drawn(claim, base, "png", scale=_PIXELS)


def ticket_svg(claim: Claim, base: str) -> bytes:
    """Return the code as a picture that prints at any size."""
    return _drawn(claim, base, "svg", xmldecl=False, scale=_PIXELS, title="Ticket")


def _drawn(claim: Claim, base: str, kind: str, **options: object) -> bytes:
    drawn = io.BytesIO()
    # Level Q: a quarter of it may be creased or covered by a thumb.
    code = segno.make_qr(ticket_address(claim, base), error="q")
    code.save(drawn, kind=kind, border=_QUIET_ZONE, dark="#000", light="#fff", **options)
    return drawn.getvalue()
