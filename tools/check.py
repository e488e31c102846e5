"""Everything that can be said about the code without running it. All checks run, whatever fails."""

from __future__ import annotations

import subprocess

from tools.environment import ROOT, program

SCRIPTS = ["static/js", "tests/js"]

CHECKS: dict[str, list[str]] = {
    "lint": [program("ruff"), "check", "."],
    "format": [program("ruff"), "format", "--check", "."],
    "types": [program("mypy"), "."],
    "import contracts": [program("lint-imports")],
    "templates": [program("djlint"), "templates", "--lint", "--quiet"],
    "migrations": [program("python"), "manage.py", "makemigrations", "--check", "--dry-run"],
    "script lint": [program("deno"), "lint", *SCRIPTS],
    "script format": [program("deno"), "fmt", "--check", "--line-width=120", "--indent-width=2", *SCRIPTS],
    "script tests": [program("deno"), "test", "--no-remote", "--no-npm", "--allow-read", "tests/js"],
    "sizes": [program("python"), "-m", "tools.sizes"],
}


def run() -> int:
    """Run every check and say which failed; return 0 when none did."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    if failed:
        print(f"\nmake check: {len(failed)} of {len(CHECKS)} failed: {', '.join(failed)}. Nothing was changed.")
        return 1
    print(f"\nmake check: all {len(CHECKS)} passed.")
    return 0


def _passes(name: str, command: list[str]) -> bool:
    print(f"\nCheck: {name}", flush=True)
    return subprocess.call(command, cwd=ROOT) == 0
