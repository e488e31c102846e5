"""Simulated tables rehearse with the real product: a whole case, over a network that fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import NewServer
from tests.browser.server import ROOT, Server

FORGETFUL = Path(__file__).with_name("forgetful.py")
# A stage every second and a half; each device is cut off once in a minute, so some of them meanwhile.
HOW = ("--tables", "4", "--devices", "12", "--lead", "--speed", "600", "--cut", "100", "--seed", "7")


def rehearse(server: Server, *arguments: str, program: Path = ROOT / "manage.py") -> subprocess.CompletedProcess[str]:
    """Rehearse with the server's own database, as somebody does in a second terminal."""
    command = [sys.executable, str(program), "rehearse", "manchester", "--server", server.url, *HOW, *arguments]
    environment = os.environ | {"DATA_DIR": str(server.data), "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603 -- our own program
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.timeout(420)
def test_nothing_is_lost_and_nothing_comes_twice(server: Server, tmp_path: Path) -> None:
    done = rehearse(server, "--figures", str(tmp_path / "figures.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing was lost, nothing came twice, and everybody was equal in the end." in done.stdout
    figures = json.loads((tmp_path / "figures.json").read_text())
    tables = next(entry for entry in figures["topics"] if entry["topic"] == "tables")
    assert tables["frames"] >= 8
    assert tables["due"] == tables["socket"] + tables["replay"] + tables["page"]
    assert figures["connections_lost"] > 0
    assert tables["replay"] + tables["page"] > 0, "a cut should have kept something from somebody"
    assert figures["sent_away"] == []

    again = rehearse(server)
    assert again.returncode == 1
    assert "This rehearsal has been gone through to its end." in again.stderr


@pytest.mark.timeout(420)
def test_without_replay_and_healing_the_report_says_what_was_lost(new_server: NewServer) -> None:
    done = rehearse(new_server(), program=FORGETFUL)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "LOST OR DOUBLED: table" in done.stdout
    assert re.search(r"\([a-z-]+\) came 0 times on tables", done.stdout), done.stdout
