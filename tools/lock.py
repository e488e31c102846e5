"""The lock: which version of every package, for every system and Python, each with its hashes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.environment import APP, DEV, OLDEST, ROOT, SERVER

# Each after the ones whose answer it is bound by (the -c lines in the .in files).
LOCKED = (APP, SERVER, DEV)

NO_UV = "Locking needs uv, which is not on PATH. Nothing was changed. Install it (pip install uv), then run make lock."


def run(extra: Sequence[str]) -> int:
    """Write the locked files anew; with `--upgrade` in `extra` to the newest versions allowed."""
    uv = shutil.which("uv")
    if uv is None:
        raise SystemExit(NO_UV)
    for name in LOCKED:
        with tempfile.TemporaryDirectory() as scratch:
            unchecked = Path(scratch, name)
            # What is locked already is where uv starts from, so that it changes no more than it must.
            shutil.copy(ROOT / name, unchecked)
            if subprocess.call(command(uv, name, unchecked, extra), cwd=ROOT) != 0:
                raise SystemExit(f"uv could not lock {name} (the reason is above); the file is as it was.")
            text = unchecked.read_text(encoding="utf-8")
        refuse_addresses(name, text)
        (ROOT / name).write_text(text, encoding="utf-8")
    print(f"Locked: {', '.join(LOCKED)}")
    return 0


def command(uv: str, name: str, target: Path, extra: Sequence[str]) -> list[str]:
    """Return uv's command that resolves one .in file into `target`."""
    oldest = ".".join(map(str, OLDEST))
    resolve = [uv, "pip", "compile", "-q", "--universal", "--python-version", oldest, "--generate-hashes"]
    nameless = ["--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    # Without the extras in the lock, pip takes the newest coverage for pytest-cov's coverage[toml], whatever
    # version is pinned, and then refuses it for want of a hash.
    return [*resolve, "--no-strip-extras", *nameless, str(Path(name).with_suffix(".in")), "-o", str(target), *extra]


def refuse_addresses(name: str, text: str) -> None:
    """Stop when a lock names a host: others have other package indexes, and hashes are enough."""
    for number, line in enumerate(text.splitlines(), start=1):
        if "://" in line:
            raise SystemExit(
                f"The new {name} would hold an address in line {number}: {line.strip()}\n"
                "It was not written; the file is as it was. Ask for that package by name and version instead."
            )
