from __future__ import annotations

import pytest

from live import kinds
from live.kinds import Notice

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
