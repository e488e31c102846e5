"""The door in front of Django: refuses what is too large or breaks off, and holds back answers to guessing.

Django leaves the first to a web server in front of it; in a hall there is none.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from django.conf import settings

_TOO_LARGE = (
    "This is larger than Roadshow takes (12 MB). Nothing was stored. "
    "What you made is still on your device: send something smaller."
)
# Whoever is refused early goes on sending for a while. A connection that is cut meanwhile loses the answer, so that
# much is taken and thrown away first.
LINGER_SECONDS, LINGER_BYTES = 15.0, 64 * 1024 * 1024
# A body of which nothing comes for so long holds a thread no longer.
PATIENCE_SECONDS = 30.0
_NO_LENGTH = "This came without saying how long it is. Nothing was stored. Send it with a Content-Length."


class Intake:
    """ASGI middleware: announced bodies up to a limit, whole or not at all; no ambiguous headers; slow 429s."""

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
            await _refuse(receive, send, 411, _NO_LENGTH)
        elif int(headers.get(b"content-length", b"0")) > settings.MAX_BODY_BYTES:
            # Who asks first (RFC 9110, section 10.1.1) is answered before the body leaves.
            await _refuse(_nothing if b"expect" in headers else receive, send, 413, _TOO_LARGE)
        else:
            await self.application(scope, _whole(receive), _holding(send))


class BrokenOffError(ConnectionError):
    """A body of which only the beginning came."""


def _whole(receive: Any) -> Any:
    """Return a `receive` that raises where a body breaks off or stalls.

    What comes after it would take the end of what came for the end of what was sent.
    """
    complete = False

    async def received() -> dict[str, Any]:
        nonlocal complete
        if complete:
            return dict(await receive())
        message: dict[str, Any] = await asyncio.wait_for(receive(), PATIENCE_SECONDS)
        if message["type"] == "http.disconnect":
            raise BrokenOffError
        complete = not message.get("more_body", False)
        return message

    return received


def _holding(send: Any) -> Any:
    """Return a `send` that holds a 429 for its Retry-After (seconds), without keeping a thread for it.

    Whoever guesses does not wait because a header asks for it.
    """

    async def held(message: dict[str, Any]) -> None:
        if message.get("status") == 429:  # noqa: PLR2004 -- too many requests
            await asyncio.sleep(int(dict(message["headers"]).get(b"retry-after", b"0")))
        await send(message)

    return held


async def _refuse(receive: Any, send: Any, status: int, words: str) -> None:
    body = words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    with suppress(TimeoutError):
        await asyncio.wait_for(_thrown_away(receive), LINGER_SECONDS)
    await send({"type": "http.response.body", "body": b""})


async def _thrown_away(receive: Any) -> None:
    """Take what still comes, and keep nothing of it."""
    taken, more = 0, True
    while more and taken < LINGER_BYTES:
        message = await receive()
        taken += len(message.get("body", b""))
        more = message.get("more_body", False)


async def _nothing() -> dict[str, Any]:
    """Return the end of a body that never began."""
    return {"type": "http.disconnect"}
