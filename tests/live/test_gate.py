from __future__ import annotations

from collections.abc import Collection

import pytest

from live import gate


@pytest.fixture(autouse=True)
def _no_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_checks", {})


def test_each_kind_is_asked_once_for_all_its_subjects() -> None:
    asked: list[list[str]] = []

    def only_the_first(identities: Collection[str]) -> set[str]:
        asked.append(sorted(identities))
        return {"1"}

    gate.register("device", only_the_first)
    gate.register("staff", set)

    assert gate.admitted(["device:1", "device:2", "staff:9"]) == {"device:1", "staff:9"}
    assert asked == [["1", "2"]]


def test_unknown_kinds_are_refused() -> None:
    assert gate.admitted(["ghost:1", "", "device"]) == set()


def test_a_kind_has_one_check() -> None:
    gate.register("device", set)

    with pytest.raises(ValueError, match="two checks"):
        gate.register("device", lambda _identities: set())
