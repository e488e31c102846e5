from __future__ import annotations

import re
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import lock
from tools.environment import ROOT

LOCKED = "django==5.2.19 \\\n    --hash=sha256:0123\n    # via -r requirements.in\n"


def test_a_lock_without_addresses_may_be_written() -> None:
    lock.refuse_addresses("requirements.txt", LOCKED)


@pytest.mark.parametrize(
    "line", ["--index-url https://pypi.example/simple", "segno @ file:///tmp/segno.whl", "x @ git+ssh://host/x"]
)
def test_a_lock_that_names_a_host_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(SystemExit, match=r"requirements\.txt would hold an address in line 4") as refusal:
        lock.refuse_addresses("requirements.txt", LOCKED + line)
    assert line in str(refusal.value)


@pytest.mark.parametrize("name", lock.LOCKED)
def test_what_is_locked_names_no_host(name: str) -> None:
    lock.refuse_addresses(name, (ROOT / name).read_text())


def test_the_lock_is_for_every_system_and_holds_hashes() -> None:
    command = lock.command("uv", "requirements.txt", Path("out.txt"), ["--upgrade"])
    assert command == [
        *("uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-strip-extras", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
        *("requirements.in", "-o", "out.txt", "--upgrade"),
    ]


def test_every_extra_that_a_locked_package_asks_for_is_locked_with_it() -> None:
    locks = "".join((ROOT / name).read_text() for name in lock.LOCKED)
    locked = {name: set(extras.split(",")) for name, extras in re.findall(r"^([\w-]+)\[(.+)\]==", locks, re.MULTILINE)}
    names = set(re.findall(r"^([\w-]+)(?:\[.+\])?==", locks, re.MULTILINE))
    asked: dict[str, set[str]] = {}
    for package in filter(lambda package: package.name.lower() in names, distributions()):
        for wanted in map(Requirement, package.requires or ()):
            if wanted.extras and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
                asked.setdefault(wanted.name.lower(), set()).update(wanted.extras)
    assert asked, "a lock without extras proves nothing here"
    assert {name: extras for name, extras in asked.items() if not extras <= locked.get(name, set())} == {}


def test_without_uv_nothing_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(SystemExit, match="Locking needs uv"):
        lock.run([])
