from __future__ import annotations

from pathlib import Path

import pytest

from tools import environment, stamps


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let `prepare` work on an empty project whose installs are only written down here."""
    names: list[str] = []
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(environment, "_install", names.append)
    (tmp_path / environment.APP).write_text("django==5.2.19\n")
    (tmp_path / environment.DEV).write_text("pytest==9.2.0\n")
    return names


def test_a_second_start_installs_nothing(installed: list[str]) -> None:
    environment.prepare(environment.APP)
    environment.prepare(environment.APP)
    assert installed == [environment.APP]


def test_only_what_is_missing_is_installed(installed: list[str]) -> None:
    environment.prepare(environment.APP)
    environment.prepare(environment.APP, environment.DEV)
    assert installed == [environment.APP, environment.DEV]


def test_a_changed_lock_is_installed_again(installed: list[str], tmp_path: Path) -> None:
    environment.prepare(environment.APP)
    (tmp_path / environment.APP).write_text("django==5.2.20\n")
    environment.prepare(environment.APP)
    assert installed == [environment.APP, environment.APP]


def test_a_failed_install_does_not_count(installed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise SystemExit("no network")

    monkeypatch.setattr(environment, "_install", fail)
    with pytest.raises(SystemExit):
        environment.prepare(environment.APP)
    assert installed == []
    assert not stamps.is_current(tmp_path / "stamps" / environment.APP, [tmp_path / environment.APP])


def test_an_older_python_is_refused_in_words() -> None:
    problem = environment.problem_with((3, 10), has_venv=True)
    assert problem is not None
    assert problem.startswith("Roadshow needs Python 3.11 or later; this is Python 3.10. Nothing was changed.")


def test_a_missing_venv_module_is_named_as_debian_does() -> None:
    problem = environment.problem_with((3, 11), has_venv=False)
    assert problem is not None
    assert "apt-get install python3.11-venv" in problem


def test_a_whole_python_is_no_problem() -> None:
    assert environment.problem_with((3, 14), has_venv=True) is None


@pytest.mark.parametrize("uv", [None, "/usr/bin/uv"])
def test_every_installer_wants_hashes_and_wheels(uv: str | None) -> None:
    command = environment.install_command(Path("requirements.txt"), uv)
    assert command[-5:] == ["--require-hashes", "--only-binary", ":all:", "-r", "requirements.txt"]
    assert command[0] == (uv or environment.program("python"))
