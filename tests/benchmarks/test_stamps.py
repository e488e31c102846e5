from __future__ import annotations

from pathlib import Path

from benchmarks.stamps import COMMITTED, LET_GO, Stamps


def test_without_a_file_nothing_has_happened(tmp_path: Path) -> None:
    assert Stamps(tmp_path / "stamps").moment(COMMITTED, 1) is None


def test_moments_are_read_as_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "stamps"
    stamps = Stamps(file)
    file.write_text("committed 1 100\ncommit")
    assert (stamps.moment(COMMITTED, 1), stamps.moment(COMMITTED, 2)) == (100, None)
    with file.open("a") as more:
        more.write("ted 2 200\nlet-go 1013 300\n")
    assert (stamps.moment(COMMITTED, 2), stamps.moment(LET_GO, 1013)) == (200, 300)


def test_the_first_of_several_moments_counts(tmp_path: Path) -> None:
    file = tmp_path / "stamps"
    file.write_text("let-go 1013 300\nlet-go 1013 400\n")
    assert Stamps(file).moment(LET_GO, 1013) == 300
