"""A browser for the tests: the one that is here, else the system's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

from tools.environment import program

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FAILED = (
    "No browser could be found or installed (the reasons are above), so no test was run; nothing else was changed. "
    "Install Chromium or Chrome, or name one: make test BROWSER_EXECUTABLE=/path/to/chrome"
)


def find_or_install() -> dict[str, str]:
    """Return what the tests' environment must hold for them to find a browser; say which it is."""
    found = present(os.environ, shutil.which)
    if found is None and may_use_apt(shutil.which) and _install_by_apt():
        found = present(os.environ, shutil.which)
    if found is not None:
        print(f"Browser for the tests: {found}", flush=True)
        return {"BROWSER_EXECUTABLE": found}
    print("No Chromium or Chrome on PATH: installing Playwright's own, for this account only ...", flush=True)
    if subprocess.call([program("python"), "-m", "playwright", "install", "chromium"]) != 0:
        raise SystemExit(FAILED)
    return {}


def present(environ: Mapping[str, str], which: Callable[[str], str | None]) -> str | None:
    """Return the path of the browser that was asked for, or else of the first known one on PATH."""
    if asked := environ.get("BROWSER_EXECUTABLE"):
        if path := which(asked):
            return path
        raise SystemExit(
            f"BROWSER_EXECUTABLE names {asked}, which is no program on this machine. Nothing was changed. "
            "Correct it, or leave it unset."
        )
    return next((path for path in map(which, NAMES) if path), None)


def may_use_apt(which: Callable[[str], str | None]) -> bool:
    """Whether this account may install system packages the Debian way."""
    return which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def _install_by_apt() -> bool:
    """Install Chromium from the system's packages; update their lists only when that fails."""
    print("No Chromium or Chrome on PATH: installing the package chromium with apt-get ...", flush=True)
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    if subprocess.run(install, capture_output=True, check=False).returncode == 0:
        return True
    return subprocess.call(["apt-get", "update", "--quiet"]) == 0 and subprocess.call(install) == 0
