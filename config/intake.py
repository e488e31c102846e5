"""The door in front of Django: refuses what is too large, and holds back answers to guessing.

Django leaves the first to a web server in front of it; in a hall there is none.
"""

from __future__ import annotations

import asyncio
from typing import Any

from django.conf import settings

_TOO_LARGE = (
    "This is larger than Roadshow takes (12 MB). Nothing was stored. "
    "What you made is still on your device: send something smaller."
)
_NO_LENGTH = "This came without saying how long it is. Nothing was stored. Send it with a Content-Length."


class Intake:
    """ASGI middleware: a limit on announced bodies, none unannounced, no ambiguous headers, slow 429s."""

    def __init__(self, application: Any) -> None:
        """Stand in front of `application`."""
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass the request on, or answer 411 or 413 and hang up; hold a 429 back."""
        # A header with an underscore would arrive in Django under the name of the one with a dash, so
        # that a client could pass for its own proxy (compare CVE-2026-3902).
        scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        headers = dict(scope["headers"])
        if b"transfer-encoding" in headers:
            await _refuse(send, 411, _NO_LENGTH)
        elif int(headers.get(b"content-length", b"0")) > settings.MAX_BODY_BYTES:
            await _refuse(send, 413, _TOO_LARGE)
        else:
            await self.application(scope, receive, _holding(send))


def _holding(send: Any) -> Any:
    """Return a `send` that holds a 429 for its Retry-After (seconds), without keeping a thread for it.

    Whoever guesses does not wait because a header asks for it.
    """

    async def held(message: dict[str, Any]) -> None:
        if message.get("status") == 429:  # noqa: PLR2004 -- too many requests
            await asyncio.sleep(int(dict(message["headers"]).get(b"retry-after", b"0")))
        await send(message)

    return held


async def _refuse(send: Any, status: int, words: str) -> None:
    body = words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
