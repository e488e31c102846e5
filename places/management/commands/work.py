"""`manage.py work`: send mail, pass offers on, remind people; for ever, or one round."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from places.rounds import one_round, work

# Mail can wait for those who press a button on the same machine.
NICE = 10


class Command(BaseCommand):
    """The worker. `serve` starts one beside itself; more of them, on other machines too, do no harm."""

    help = "Send mail, pass offers on that were not taken, remind people. --once: one round, and say what was done."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read how long to go on."""
        parser.add_argument("--once", action="store_true", help="do one round")
        parser.add_argument("--beside", action="store_true", help="stop when whoever started this is gone")

    def handle(self, *, once: bool, beside: bool, **_options: Any) -> None:
        """Work until told to stop."""
        if once:
            for name, number in one_round().items():
                self.stdout.write(f"{number} {name}")
            return
        if hasattr(os, "nice"):  # not on Windows
            os.nice(NICE)
        stopping = threading.Event()

        def stop(_signal: int, _frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        # Ctrl-C goes to all processes of a terminal; the server's end then ends this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN if beside else stop)
        if beside:
            threading.Thread(target=_wait_for_the_end, args=(stopping,), daemon=True).start()
        work(stopping.wait)


def _wait_for_the_end(stopping: threading.Event) -> None:
    """Wait until the other end of our input is closed, which the system does for whoever dies."""
    while os.read(sys.stdin.fileno(), 1):  # Without a lock, which would be in the way at the end.
        pass
    stopping.set()
