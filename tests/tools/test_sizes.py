from __future__ import annotations

from pathlib import Path

from tools import sizes


def test_short_files_and_functions_pass(tmp_path: Path) -> None:
    path = tmp_path / "short.py"
    path.write_text("x = 1\n" * 340 + "def f():\n" + "    pass\n" * 59)
    assert list(sizes.findings(path)) == []


def test_a_long_file_is_found_whatever_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "long.css"
    path.write_text("a {}\n" * 401)
    assert list(sizes.findings(path)) == [f"{path}: 401 lines, 400 at most. Divide it by what its parts are for."]


def test_a_long_function_is_found_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("x = 1\nasync def f():\n" + "    pass\n" * 60)
    assert list(sizes.findings(path)) == [f"{path}:2: f has 61 lines, 60 at most."]


def test_only_what_people_write_is_measured(tmp_path: Path) -> None:
    for name in (
        "app/views.py",
        "static/js/live.js",
        ".venv/lib/django.py",
        "staticfiles/live.js",
        "app/case.yaml",
        "app/migrations/0001_initial.py",
        "app/sheet.typ",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert list(sizes.sources(tmp_path)) == [
        tmp_path / "app/sheet.typ",
        tmp_path / "app/views.py",
        tmp_path / "static/js/live.js",
    ]
