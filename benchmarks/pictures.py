"""The pictures of the whole sample case: placed and written as SVG, without any cache, beside a stage's text."""

from __future__ import annotations

import json
import os
import subprocess

from benchmarks.hall import Hall
from benchmarks.measuring import spread
from benchmarks.options import Options
from benchmarks.processes import ROOT, python
from benchmarks.report import Goal, heading, say, table

TIMES, LIMIT_MS = 100, 50.0
PEER = "stage text"


def run(_options: Options) -> list[Goal]:
    """Draw each picture often in a process of its own; its 99th percentile counts."""
    heading(f"pictures: each {TIMES} times, the whole case, nothing cached")
    with Hall(devices=0) as hall:
        answer = subprocess.run(
            python("-m", "benchmarks.draw", str(TIMES)),
            cwd=ROOT,
            env=os.environ | hall.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
    took: dict[str, list[float]] = json.loads(answer.stdout)
    peer = spread(took[PEER]).p50
    rows, goals = [], []
    for name, each in took.items():
        found = spread(each)
        rows.append([name, found.p50, found.p99, found.worst, found.p50 / peer])
        if name != PEER:
            goals.append(Goal(f"pictures: {name}, p99", found.p99, LIMIT_MS, " ms"))
    say(table(["picture", "p50 ms", "p99 ms", "worst ms", f"times {PEER}"], rows))
    return goals
