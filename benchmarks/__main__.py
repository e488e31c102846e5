"""`python -m benchmarks [NAME ...]`: measure, print figures and ratios, and say which goals are met."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable

from benchmarks import (
    answers,
    day,
    door,
    fanout,
    ink,
    mixing,
    paper,
    photos,
    pictures,
    places,
    restart,
    room,
    stalled,
    steady,
    storm,
    web,
)
from benchmarks.measuring import CLIENT_CORE, on_core
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say

BENCHMARKS: dict[str, Callable[[Options], list[Goal]]] = {
    "fanout": fanout.run,
    "steady": steady.run,
    "stalled": stalled.run,
    "storm": storm.run,
    "room": room.run,
    "restart": restart.run,
    "http": web.run,
    "paper": paper.run,
    "pictures": pictures.run,
    "day": day.run,
    "answers": answers.run,
    "places": places.run,
    "mixing": mixing.run,
    "door": door.run,
    "ink": ink.run,
    "photos": photos.run,
}


def main(arguments: list[str]) -> int:
    """Run what is asked for; return 0 even when a goal is missed, since figures differ between machines."""
    if not sys.platform.startswith("linux"):
        raise SystemExit("The benchmarks measure with epoll and /proc, which only Linux has. Nothing was measured.")
    asked, options = _read(arguments)
    # So that a bench that is told to stop takes its servers along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    goals: list[Goal] = []
    with on_core(CLIENT_CORE):
        for name in asked:
            goals += BENCHMARKS[name](options)
    heading("Goals")
    say("\n".join(map(str, goals)) or "  none for this choice")
    return 0


def _read(arguments: list[str]) -> tuple[list[str], Options]:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--sockets", default="100,1000,5000", help="sizes of the room for fanout")
    parser.add_argument("--reveals", type=int, default=21, help="reveals to measure for each size")
    parser.add_argument("--against", default="nchan,plain", help="what fanout is compared with; '' for nothing")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the day of six hours takes")
    parser.add_argument("--devices", type=int, default=200, help="how many devices take part in the day")
    parser.add_argument("--strokes", type=int, default=2_000, help="how many strokes the drawing of ink has")
    chosen = parser.parse_args(arguments)
    sizes = tuple(int(size) for size in chosen.sockets.split(","))
    against = tuple(chosen.against.split(","))
    options = Options(sizes, chosen.reveals, against, chosen.minutes, chosen.devices, chosen.strokes)
    return chosen.names or ["fanout"], options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
