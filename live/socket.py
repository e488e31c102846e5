"""The WebSocket itself, as an ASGI application: who are you, what did you miss, and then frames.

Nothing that changes the day comes in here: a socket says only what it has (`have`) or that it wants a
heartbeat (`ping`). Answers travel by HTTP.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from live.hub import hub
from live.lines import QueueLine, RawLine
from live.protocol import EXTENSION
from live.replay import Arrival
from live.room import Socket
from live.tickets import BadTicketError, read
from live.wire import BAD_FRAMES, NO_SUCH_PATH, NOT_ALLOWED

Scope = dict[str, Any]


async def live_socket(scope: Scope, receive: Any, send: Any) -> None:
    """Serve one socket from handshake to close."""
    hub.start()
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    arrival_and_age = _arrival(scope)
    if arrival_and_age is None:
        await send({"type": "websocket.close", "code": NOT_ALLOWED})
        return
    arrival, issued_at = arrival_and_age
    protocol = scope["extensions"].get(EXTENSION)
    line: RawLine | QueueLine = RawLine(protocol) if protocol else QueueLine(send)
    socket = Socket(arrival.subject, arrival.topics, line, issued_at)
    try:
        if await hub.join(socket, arrival):
            await _serve(socket, arrival.log_id, protocol, receive)
        else:
            line.close(NOT_ALLOWED)
            await _until_closed(receive)
    finally:
        line.end()


async def no_such_socket(scope: Scope, receive: Any, send: Any) -> None:  # noqa: ARG001 -- ASGI's own three
    """Answer a socket that asked for a path that does not exist."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NO_SUCH_PATH})


def same_origin(application: Any) -> Any:
    """Refuse browsers whose page came from elsewhere: another host, another port, another scheme.

    Channels' own validator compares host names only. Programs that send no Origin carry a ticket, and
    a ticket is nothing that a foreign page could make a browser send along.
    """

    async def checked(scope: Scope, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        origin, host = headers.get(b"origin"), headers.get(b"host", b"")
        if origin is not None and not _matches(origin.decode("latin-1"), host.decode("latin-1")):
            await receive()
            await send({"type": "websocket.close", "code": NOT_ALLOWED})
            return
        await application(scope, receive, send)

    return checked


def _matches(origin: str, host: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower() != ""


def _arrival(scope: Scope) -> tuple[Arrival, float] | None:
    """Read the address: the ticket, and what the page has already. None when the ticket is no good."""
    query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    try:
        ticket = read(query.get("ticket", ""))
    except BadTicketError:
        return None
    since = query.get("since", "")
    number = int(since) if since.isascii() and since.isdigit() and len(since) < 10 else None  # noqa: PLR2004 -- as in live.wire
    return Arrival(ticket.subject, ticket.log_id, ticket.topics, query.get("epoch"), number), ticket.issued_at


async def _serve(socket: Socket, log_id: int, protocol: Any, receive: Any) -> None:
    """Take receipts until the browser leaves or says something it may not."""
    room = hub.rooms[log_id]

    def heard(text: str | bytes) -> None:
        if not hub.heard(socket, room, text):
            room.drop(socket, BAD_FRAMES)

    if protocol is not None:
        protocol.on_text = heard
    try:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            heard(message.get("text") or message.get("bytes") or b"")
    finally:
        if protocol is not None:
            protocol.on_text = None
        hub.leave(socket, room)


async def _until_closed(receive: Any) -> None:
    while (await receive())["type"] != "websocket.disconnect":
        pass
