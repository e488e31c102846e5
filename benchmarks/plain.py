"""Channels as its tutorial shows it, for comparison: `python -m benchmarks.plain PORT`.

Each socket has a consumer, each consumer is in a group of the in-memory layer, and each sends its own
JSON. Text that is POSTed to /publish goes to everybody; the moment before that goes to BENCH_STAMPS.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from benchmarks.stamps import COMMITTED

GROUP = "hall"


class Listener(AsyncJsonWebsocketConsumer):
    """One browser."""

    async def connect(self) -> None:
        """Join the group."""
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 -- Channels' signature
        """Leave the group."""
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def reveal(self, event: dict[str, Any]) -> None:
        """Send what was published."""
        await self.send_json(event["frame"])

    async def receive_json(self, content: Any, **_more: Any) -> None:
        """Take a receipt and do nothing with it."""


async def publish(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Bring a POSTed frame to everybody; anything else is a question whether this server runs."""
    if scope["method"] == "POST":
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        frame = json.loads(body)
        with Path(os.environ["BENCH_STAMPS"]).open("a") as file:  # noqa: ASYNC230 -- as short as the product's own
            file.write(f"{COMMITTED} {frame['seq']} {time.monotonic_ns()}\n")
        await get_channel_layer().group_send(GROUP, {"type": "reveal", "frame": frame})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    settings.configure(CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}})
    uvicorn.run(
        ProtocolTypeRouter({"http": publish, "websocket": Listener.as_asgi()}),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        backlog=4096,
        lifespan="off",
        access_log=False,
        log_level="warning",
    )
