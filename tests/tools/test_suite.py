from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools import suite
from tools.environment import ROOT

SERVERS = {"TEST_DATABASE_URL": "postgres://postgres@127.0.0.1/x", "TEST_REDIS_URL": "redis://127.0.0.1"}


def test_browser_tests_never_share_a_process_with_the_others() -> None:
    units, journeys = suite.calls({})
    assert "--ignore=tests/browser" in units.arguments
    assert journeys.arguments[0] == "tests/browser"


def test_several_processes_share_what_can_be_shared() -> None:
    units, servers, journeys = suite.calls(SERVERS)
    assert ["worksteal" in call.arguments for call in (units, servers, journeys)] == [True, False, True]


def test_the_server_profile_is_tested_where_both_its_services_are() -> None:
    servers = suite.calls(SERVERS)[1]
    assert servers.arguments[0] == "tests/servers"
    assert servers.environment == {"DATABASE_URL": SERVERS["TEST_DATABASE_URL"], "REDIS_URL": SERVERS["TEST_REDIS_URL"]}
    assert len(suite.calls({"TEST_DATABASE_URL": "postgres://x"})) == 2


def test_one_failed_call_fails_the_suite() -> None:
    assert suite.worst([0, 0, 0], may_be_empty=False) == 0
    assert suite.worst([1, 0, 0], may_be_empty=False) == 1
    assert suite.worst([0, 2], may_be_empty=False) == 2


def test_an_empty_call_fails_unless_somebody_narrowed_it_down() -> None:
    assert suite.worst([0, 5], may_be_empty=False) == 5
    assert suite.worst([0, 5], may_be_empty=True) == 0
    assert suite.worst([5, 5], may_be_empty=True) == 5


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Let every call of pytest pass, and return their environments."""
    environments: list[dict[str, str]] = []

    def call(_command: list[str], *, cwd: Path, env: dict[str, str]) -> int:
        environments.append(env)
        return suite.PASSED

    monkeypatch.setattr("subprocess.call", call)
    return environments


def test_only_the_server_profile_sees_a_server(called: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody/real")
    for name, value in SERVERS.items():
        monkeypatch.setenv(name, value)
    assert suite.run({"BROWSER_EXECUTABLE": "/usr/bin/chromium"}, []) == 0
    assert [env.get("DATABASE_URL") for env in called] == [None, SERVERS["TEST_DATABASE_URL"], None]
    assert {env["BROWSER_EXECUTABLE"] for env in called} == {"/usr/bin/chromium"}


def test_code_is_compiled_once_and_not_in_every_process(
    called: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    suite.run({}, [])
    assert ["PYTHONDONTWRITEBYTECODE" in env for env in called] == [False] * len(called)


def test_an_untested_server_profile_is_said_plainly(
    called: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in SERVERS:
        monkeypatch.delenv(name, raising=False)
    suite.run({}, [])
    assert len(called) == 2
    assert "is NOT tested here" in capsys.readouterr().out


def pytest_call(folder: Path, name: str, test: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a small test file in a pytest of its own, as one call of the suite."""
    file = folder / f"test_{name}.py"
    file.write_text(test)
    plugins = ["-p", "tools.closing", "--closing", str(folder / "results.json"), "-p", "no:randomly", "-p", "no:django"]
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", f"--rootdir={folder}", *plugins, *more, str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- our own


def test_the_last_call_closes_for_all(tmp_path: Path) -> None:
    first = pytest_call(tmp_path, "first", "def test_good(): pass\ndef test_bad(): assert 1 == 2\n", "-n", "1")
    last = pytest_call(tmp_path, "last", "def test_fine(): pass\n")
    assert first.returncode == suite.FAILED
    assert last.returncode == suite.PASSED
    *_, summary, closing = last.stdout.splitlines()
    assert "test_first.py::test_bad" in summary
    assert closing.strip("= ").startswith("1 failed, 2 passed in")
