"""Reading pages and frames as a browser and its reader would."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from live.room import Delivery

_TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="[^"]*">')
_TAG = re.compile(r"<[^>]*>")
_REGION = re.compile(r'(?=<[a-z]+ id="[^"]+"[^>]* data-region)')
_ID = re.compile(r'id="([^"]+)"')
_KEY = re.compile(r'(<input type="hidden" name="key" value=")[^"]*')


def frames(delivery: Delivery) -> dict[str, Any]:
    """Return the HTML of a delivery by topic."""
    return {topic: json.loads(text)["html"] for topic, _after, text in delivery.texts}


def without_tokens(html: str) -> str:
    """Return a page without what differs from one drawing to the next: CSRF tokens and the keys of presses."""
    return _KEY.sub(r"\1", _TOKEN.sub("", html))


def regions(html: str) -> dict[str, str]:
    """Return the live regions that a frame brings, by their ids."""
    pieces = [piece.strip() for piece in _REGION.split(html) if piece.strip()]
    return {_ID.findall(piece)[0]: piece for piece in pieces}


def words(html: str) -> str:
    """Return what somebody reads on a page, without markup, on one line."""
    return " ".join(unescape(_TAG.sub("", html)).split())
