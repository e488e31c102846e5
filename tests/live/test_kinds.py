from __future__ import annotations

import pytest

from live import kinds
from live.kinds import Notice, Reading

NOTICE = Notice(log_id=1, seq=2, kind="thing", topic="tables", payload={})


@pytest.fixture(autouse=True)
def _no_renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_renderers", {})


def test_a_notice_is_drawn_by_its_kinds_renderer() -> None:
    kinds.register("thing", lambda notice: f"<p>{notice.topic}</p>")

    assert kinds.render(NOTICE) == "<p>tables</p>"


def test_an_unknown_kind_is_drawn_as_nothing() -> None:
    assert kinds.render(NOTICE) == ""


def test_a_kind_has_one_renderer() -> None:
    kinds.register("thing", lambda _notice: "")

    with pytest.raises(ValueError, match="two renderers"):
        kinds.register("thing", lambda _notice: "")


def test_what_one_drawing_needs_several_times_is_read_once() -> None:
    asked: list[int] = []

    def read(key: int) -> int:
        asked.append(key)
        return 10 * key

    reading = Reading()
    assert [reading.once(read, key) for key in (1, 2, 1)] == [10, 20, 10]
    assert asked == [1, 2]


def test_what_is_not_there_is_looked_for_once_too() -> None:
    asked: list[int] = []
    reading = Reading()
    assert [reading.once(asked.append, 1) for _ in range(2)] == [None, None]
    assert asked == [1]


def test_the_next_drawing_reads_anew() -> None:
    found = iter(["before", "after"])

    def read(_key: int) -> str:
        return next(found)

    assert [Reading().once(read, 1) for _ in range(2)] == ["before", "after"]
    assert Notice(1, 1, "thing", "tables", {}).reading is not Notice(1, 1, "thing", "tables", {}).reading
