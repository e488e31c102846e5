"""The virtual environment: made once, and filled with the locked packages and no others."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import stamps

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
OLDEST = (3, 11)

APP = "requirements.txt"
SERVER = "requirements-server.txt"
DEV = "requirements-dev.txt"


def program(name: str) -> str:
    """Return the path of a program in the environment."""
    folder, ending = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return str(VENV / folder / (name + ending))


def prepare(*locked: str) -> None:
    """Make the environment, and install those `locked` files that it does not hold yet."""
    if problem := problem_with(sys.version_info[:2], has_venv=importlib.util.find_spec("ensurepip") is not None):
        raise SystemExit(problem)
    # An environment without pip is one whose making was cut short; a dangling python, one whose
    # system was upgraded underneath it.
    if not (Path(program("python")).exists() and Path(program("pip")).exists()):
        _make()
    for name in locked:
        if not stamps.is_current(STAMPS / name, [ROOT / name]):
            _install(name)
            stamps.leave(STAMPS / name, [ROOT / name])


def problem_with(version: tuple[int, int], *, has_venv: bool) -> str | None:
    """Return what keeps this Python from setting Roadshow up, in words for whoever ran it."""
    found, oldest = (".".join(map(str, pair)) for pair in (version, OLDEST))
    if version < OLDEST:
        return (
            f"Roadshow needs Python {oldest} or later; this is Python {found}. Nothing was changed. "
            "Install a newer Python, or name one: make run PYTHON=/path/to/python3.12"
        )
    if not has_venv:
        return (
            f"This Python {found} cannot make virtual environments. Nothing was changed. "
            f"On Debian and Ubuntu: apt-get install python{found}-venv. Then run the same command again."
        )
    return None


def _make() -> None:
    print(f"Making the virtual environment in {VENV} ...", flush=True)
    made = subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SystemExit(
            f"The virtual environment could not be made (the reason is above); {VENV} was removed again, "
            "nothing else was changed. Mend that, then run the same command again."
        )


def _install(name: str) -> None:
    print(f"Installing the packages of {name} (once; half a minute or so) ...", flush=True)
    if subprocess.call(install_command(ROOT / name, shutil.which("uv"))) != 0:
        raise SystemExit(
            f"The packages of {name} could not be installed (the reason is above; most often the network). "
            "Your data was not touched, and nothing half installed counts as installed. "
            "Check that this machine reaches its package index, then run the same command again."
        )


def install_command(locked: Path, uv: str | None) -> list[str]:
    """Return the command that installs a locked file: wheels only, each checked against its hash.

    Nothing is compiled ahead (uv's way as well): Python does that for the modules that it meets, which
    halves the time of a first start.
    """
    if uv is not None:
        installer = [uv, "pip", "install", "--quiet", "--python", program("python")]
    else:
        pip = [program("python"), "-m", "pip", "install", "-qq"]
        installer = [*pip, "--no-compile", "--no-input", "--disable-pip-version-check"]
    return [*installer, "--require-hashes", "--only-binary", ":all:", "-r", str(locked)]
