"""Reading pages, frames and sheets as a browser, a printer and their readers would."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

from pypdf import PdfReader
from pypdf.generic import StreamObject

from live.room import Delivery

_TOKEN = re.compile(r'<input type="hidden" name="(?:csrfmiddlewaretoken|Idempotency-Key)" value="[^"]*">')
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


def sheets(pdf: bytes) -> list[str]:
    """Return what somebody reads on each page of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def is_for_screen_readers(pdf: bytes) -> bool:
    """Whether a PDF says that it keeps to PDF/UA-1."""
    metadata = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    return b"<pdfuaid:part>1</pdfuaid:part>" in metadata.get_data()
