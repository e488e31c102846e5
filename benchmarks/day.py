"""A day of six hours in ten minutes: 200 devices, a fifth of them dropping every minute, a facilitator who leads."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.hall import Hall
from benchmarks.options import Options
from benchmarks.prepare import DEVICES_PER_TABLE, SLUG
from benchmarks.processes import ROOT, python
from benchmarks.report import Goal, heading, say

CUT_PERCENT = 20
SIX_HOURS = 6 * 60.0
# Memory is compared with what it was when the hall had been there for so long (seconds).
SETTLED = 60.0
LOOK_EVERY = 1.0
PRESSED = "pressed on the console to devices"


def run(options: Options) -> list[Goal]:
    """Let `manage.py rehearse` play the day over HTTP and sockets, and watch the server's memory meanwhile."""
    heading(f"day: 6 hours in {options.minutes:g} minutes, {options.devices} devices, {CUT_PERCENT} % cut off a minute")
    tables = -(-options.devices // DEVICES_PER_TABLE)
    with Hall(devices=0, threads=4) as hall:
        _plan(hall, tables)
        file = hall.folder / "figures.json"
        memory = _play(hall, options, tables, file)
        if not file.exists():
            raise RuntimeError(f"Nothing was played. The server said:\n{hall.said()}")
        return _goals(json.loads(file.read_text()), memory)


def _plan(hall: Hall, tables: int) -> None:
    command = python("-m", "benchmarks.running_order", str(tables))
    subprocess.run(command, cwd=ROOT, env=os.environ | hall.environment(), check=True)


def _play(hall: Hall, options: Options, tables: int, file: Path) -> list[tuple[float, int]]:
    """Play until the end; return the server's memory by the seconds since the beginning."""
    arguments = {
        "--server": f"http://127.0.0.1:{hall.port}",
        "--tables": tables,
        "--devices": options.devices,
        "--speed": SIX_HOURS / options.minutes,
        "--cut": CUT_PERCENT,
        "--figures": file,
    }
    spelled = [str(part) for pair in arguments.items() for part in pair]
    command = python("manage.py", "rehearse", SLUG, "--lead", *spelled)
    began, memory = time.monotonic(), list[tuple[float, int]]()
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | hall.environment()) as playing:
        while playing.poll() is None:
            memory.append((time.monotonic() - began, hall.memory()))
            time.sleep(LOOK_EVERY)
    return memory


def _goals(figures: dict[str, Any], memory: list[tuple[float, int]]) -> list[Goal]:
    pressed = figures["latency"].get(PRESSED)
    answers = figures["answers"].values()
    wrong = sum(kind["lost"] + kind["doubled"] for kind in answers)
    settled, grown = growth(memory)
    steps = (f"{size / 1024 / 1024:.0f}" for at, size in memory if int(at) % 30 == 0)
    say(f"The server's memory, every half minute: {', '.join(steps)} MB.")
    say(f"It had {settled / 1024 / 1024:.0f} MB after the first minute, and at most {grown:+.1f} % more later.")
    return [
        Goal("day: frames lost", sum(topic["lost"] for topic in figures["topics"]), 0),
        Goal("day: frames applied twice", sum(topic["twice"] for topic in figures["topics"]), 0),
        Goal("day: gaps", figures["gaps"], 0),
        Goal("day: answers lost or doubled", wrong, 0),
        Goal("day: pages that were not equal in the end", len(figures["never_equal"]), 0),
        Goal("day: growth of the server after the first minute", grown, 10, " %"),
        Goal("day: press on the console to the tables, p95", pressed["p95"] if pressed else float("inf"), 300, " ms"),
    ]


def growth(memory: list[tuple[float, int]]) -> tuple[float, float]:
    """Return the memory when the hall had settled, and by how many percent the highest later reading is above it.

    A run of less than two minutes is compared with its own half.
    """
    settled_at = min(SETTLED, memory[-1][0] / 2)
    settled = median([size for at, size in memory if at >= settled_at][:5])
    highest = max(size for at, size in memory if at >= settled_at)
    return settled, 100 * (highest / settled - 1)
