"""The one door: python -m tools.dev run | test | check | bench | lock. `make run` and the others open it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from tools import browser, check, environment, lock, stamps, suite
from tools.environment import APP, DEV, ROOT, SERVER, program

USAGE = "Say one of: make run, make test, make check, make bench, make lock"

FONTS = ROOT / "static" / "fonts"
FONT_FILES = (FONTS / "public-sans.woff2", FONTS / "bricolage-grotesque.woff2")
FONT_SOURCES = (ROOT / APP, ROOT / "tools" / "fonts.py")


def run(extra: Sequence[str]) -> int:
    """Set up what is missing and serve, until Ctrl-C."""
    # The drivers for PostgreSQL and Redis are wanted only where one of them is used.
    used = os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL")
    set_up(APP, *([SERVER] if used else []))
    command = [program("python"), "manage.py", "serve", *extra]
    if os.name != "nt":
        os.chdir(ROOT)
        os.execv(command[0], command)  # noqa: S606 -- in our place, so that signals reach the server itself
    return subprocess.call(command, cwd=ROOT)


def test(extra: Sequence[str]) -> int:
    """Run the whole suite."""
    set_up(APP, SERVER, DEV)
    return suite.run(browser.find_or_install(), extra)


def check_code(_extra: Sequence[str]) -> int:
    """Run lint, format, types, import contracts and the rest."""
    set_up(APP, SERVER, DEV)
    return check.run()


def bench(extra: Sequence[str]) -> int:
    """Run the benchmark that BENCH names, or all of them."""
    set_up(APP, SERVER, DEV)
    chosen = [name] if (name := os.environ.get("BENCH")) else []
    return subprocess.call([program("python"), "-m", "benchmarks", *chosen, *extra], cwd=ROOT)


def set_up(*locked: str) -> None:
    """Make whatever is missing of the environment and the fonts; nothing when all is there."""
    environment.prepare(*locked)
    stamp = environment.STAMPS / "fonts"
    if all(font.exists() for font in FONT_FILES) and stamps.is_current(stamp, FONT_SOURCES):
        return
    print("Making the fonts (once; a few seconds) ...", flush=True)
    if subprocess.call([program("python"), "-m", "tools.fonts", str(FONTS)], cwd=ROOT) != 0:
        raise SystemExit("The fonts could not be made (the reason is above). Run the same command again.")
    stamps.leave(stamp, FONT_SOURCES)


DOORS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "check": check_code,
    "bench": bench,
    "lock": lock.run,
}


def main(arguments: Sequence[str]) -> int:
    """Open the door that is asked for."""
    door = DOORS.get(arguments[0]) if arguments else None
    if door is None:
        raise SystemExit(USAGE)
    return door(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
