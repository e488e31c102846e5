"""From the facilitator's button until the console shows that the last of 200 devices has it."""

from __future__ import annotations

import re

from benchmarks.client import Kept
from benchmarks.hall import Gathering, gathered
from benchmarks.measuring import quantile, spread
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say

DEVICES, REVEALS = 200, 40
# In the JSON of a frame, quotes are escaped.
_TABLE = re.compile(rb'data-table=\\"\d+\\"[^>]*?data-have=\\"(\d+)\\"')


def run(_options: Options) -> list[Goal]:
    """Reveal and withdraw in turn; each time wait for the console to show it on every table; time the reveals."""
    heading(f"room: button to the console's last table, {DEVICES} devices, {REVEALS} reveals")
    with gathered(DEVICES, consoles=1) as room:
        took: list[float] = []
        while len(took) < REVEALS:
            seconds = _press_and_wait(room)
            if room.facilitator.stage:
                took.append(seconds * 1000)
            room.rest()
        spreading = spread(took)
        p95 = quantile(took, 0.95)
        say(f"p50 {spreading.p50:.0f} ms, p95 {p95:.0f} ms, worst {spreading.worst:.0f} ms")
        return [Goal("room: button to the last table on the console, p95", p95, 300, " ms")]


def shows_everywhere(text: bytes, stage: int) -> bool:
    """Whether a frame is the room, and every table in it has `stage`."""
    haves = _TABLE.findall(text)
    return bool(haves) and all(int(have) == stage for have in haves)


def _press_and_wait(room: Gathering) -> float:
    """Return the seconds from the press to the console's frame."""
    frames: list[Kept] = room.consoles.kept
    frames.clear()
    found: list[Kept] = []

    def shown() -> bool:
        while frames:
            frame = frames.pop(0)
            if shows_everywhere(frame.text, room.facilitator.stage):
                found.append(frame)
        return bool(found)

    _seq, pressed = room.facilitator.press()
    if not room.loop.pump(shown, 20):
        raise TimeoutError("The console did not show the last device's receipt within 20 s.")
    room.loop.pump(lambda: not room.facilitator.exchange.waiting, 10)
    return (found[0].at - pressed) / 1e9
