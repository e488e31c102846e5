from __future__ import annotations

from pathlib import Path

from tools import stamps


def test_without_a_stamp_nothing_is_current(tmp_path: Path) -> None:
    source = tmp_path / "requirements.txt"
    source.write_text("django==5.2.19\n")
    assert not stamps.is_current(tmp_path / "stamp", [source])


def test_a_stamp_is_current_until_a_source_changes(tmp_path: Path) -> None:
    source = tmp_path / "requirements.txt"
    source.write_text("django==5.2.19\n")
    stamp = tmp_path / "stamps" / "requirements.txt"
    stamps.leave(stamp, [source])
    assert stamps.is_current(stamp, [source])
    source.write_text("django==5.2.20\n")
    assert not stamps.is_current(stamp, [source])


def test_what_moves_from_one_source_to_the_next_is_a_change(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("ab")
    two.write_text("c")
    before = stamps.digest([one, two])
    one.write_text("a")
    two.write_text("bc")
    assert stamps.digest([one, two]) != before
