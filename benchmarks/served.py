"""The product's own `manage.py serve`, which also writes down when each event was committed.

Started as `python -m benchmarks.served`. Environment, beside the product's own: BENCH_STAMPS, the file to
write to (a line each: what, event number or closing code, monotonic ns), and BENCH_HTTP=asgi, which
serves HTTP through Django's ASGI handler for comparison.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.handlers.asgi import ASGIHandler  # noqa: E402 -- settings first
from django.core.management import call_command  # noqa: E402

from benchmarks.stamps import COMMITTED, DRAWN, LET_GO  # noqa: E402
from live import announce  # noqa: E402
from live.hub import hub  # noqa: E402
from live.room import Delivery, Room, Socket  # noqa: E402


def stamp(path: Path) -> None:
    """Note the moment of every commit, before anything is drawn or sent for it, and of every socket let go."""
    file = path.open("ab", buffering=0)
    push, offer, drop = announce._push, hub.offer, Room.drop  # noqa: SLF001 -- what runs first after a commit

    def stamped_push(log: Any, event: Any, frames: Any) -> None:
        file.write(f"{COMMITTED} {event.seq} {time.monotonic_ns()}\n".encode())
        push(log, event, frames)

    def stamped_offer(delivery: Delivery) -> None:
        if delivery.seq is not None:
            file.write(f"{DRAWN} {delivery.seq} {time.monotonic_ns()}\n".encode())
        offer(delivery)

    def stamped_drop(room: Room, socket: Socket, code: int) -> None:
        file.write(f"{LET_GO} {code} {time.monotonic_ns()}\n".encode())
        drop(room, socket, code)

    announce._push = stamped_push  # noqa: SLF001
    hub.offer = stamped_offer  # type: ignore[method-assign]
    Room.drop = stamped_drop  # type: ignore[method-assign, assignment]


def serve_http_by_asgi() -> None:
    """Put Django's own ASGI handler in the place of the one in threads."""
    from config import asgi, intake  # noqa: PLC0415 -- loading it starts the pool of threads

    asgi.application.application_mapping["http"] = intake.Intake(ASGIHandler())


if __name__ == "__main__":
    stamp(Path(os.environ["BENCH_STAMPS"]))
    if os.environ.get("BENCH_HTTP") == "asgi":
        serve_http_by_asgi()
    call_command("serve")
