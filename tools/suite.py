"""The whole test suite, as the several pytest calls that it takes.

Playwright keeps an event loop running for the whole session, in which asyncio tests cannot start
theirs; and the server profile needs another database. So there are up to three calls. All of them run,
whatever fails, and the last one closes for all (tools/closing.py).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.environment import ROOT, program

# pytest's exit codes.
PASSED, FAILED, NONE_FOUND = 0, 1, 5

# What would make the tests run against somebody's real database.
PROFILE = (
    "DATABASE_URL",
    "REDIS_URL",
    "STORAGE_URL",
    "EMAIL_URL",
    "PUBLIC_URL",
    "DATA_DIR",
    "SSL_CERTFILE",
    "SSL_KEYFILE",
)

# With this, every process of the tests, and every server that they start, would compile all the code anew.
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"

UNITS = ("tests", "--ignore=tests/browser", "--ignore=tests/servers")

NO_SERVERS = (
    "The server profile (PostgreSQL, Redis, two processes) is NOT tested here. To test it, name an empty PostgreSQL "
    "database whose owner may create databases, and a Redis: make test TEST_DATABASE_URL=postgres://... "
    "TEST_REDIS_URL=redis://...   .ci/run starts both by itself."
)


@dataclass(frozen=True)
class Call:
    """One call of pytest."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def calls(environ: Mapping[str, str]) -> list[Call]:
    """Return the calls that make up the suite on this machine."""
    found = [Call("units, in the laptop profile", [*UNITS, *several(8)])]
    database, redis = environ.get("TEST_DATABASE_URL"), environ.get("TEST_REDIS_URL")
    if database and redis:
        profile = {"DATABASE_URL": database, "REDIS_URL": redis}
        found.append(Call("the server profile", ["tests/servers", "--timeout=120"], profile))
    # 120 s: the first test of a process may wait until another has made the first start for all.
    found.append(Call("whole journeys in a browser", ["tests/browser", "--timeout=120", *several(4)]))
    return found


def several(most: int) -> list[str]:
    """Return what runs tests in a process per core, at most so many.

    Each gets tests that lie side by side, so that most modules set up their room once; who is done takes some of
    another's.
    """
    return ["-n", "auto", f"--maxprocesses={most}", "--dist", "worksteal"]


def run(browser: Mapping[str, str], extra: Sequence[str]) -> int:
    """Run every call with the `extra` arguments; return 0 when all of them passed."""
    todo = calls(os.environ)
    with tempfile.TemporaryDirectory(prefix="roadshow-tests-") as scratch:
        if not any(call.environment for call in todo):
            print(f"\n{NO_SERVERS}", flush=True)
        return worst(_codes(todo, browser, extra, Path(scratch)), may_be_empty=bool(extra))


def _codes(todo: Sequence[Call], browser: Mapping[str, str], extra: Sequence[str], scratch: Path) -> list[int]:
    """Run the calls in turn. One that broke off has no results to count in, so it is the last."""
    codes: list[int] = []
    for call in todo:
        print(f"\nTests: {call.name}", flush=True)
        closing = ["-p", "tools.closing", "--closing", str(scratch / "results.json")]
        command = [program("python"), "-m", "pytest", *closing, *call.arguments, *extra]
        kept = {name: value for name, value in os.environ.items() if name not in (*PROFILE, NO_BYTECODE)}
        environment = {**kept, "DATA_DIR": str(scratch / "data"), **browser, **call.environment}
        codes.append(subprocess.call(command, cwd=ROOT, env=environment))
        if codes[-1] not in (PASSED, FAILED, NONE_FOUND):
            break
    return codes


def worst(codes: Sequence[int], *, may_be_empty: bool) -> int:
    """Return the exit code of the whole; `may_be_empty` when the tests were narrowed down by hand."""
    if may_be_empty and any(code != NONE_FOUND for code in codes):
        codes = [code for code in codes if code != NONE_FOUND]
    return next((code for code in codes if code != PASSED), PASSED)
