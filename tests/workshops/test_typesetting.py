from __future__ import annotations

import logging
import subprocess
from pathlib import Path

import pytest

from workshops import typesetting
from workshops.typesetting import TypesettingError, typeset


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, where the product has its templates."""
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return tmp_path


def write(templates: Path, text: str) -> None:
    (templates / "sheet.typ").write_text(text, encoding="utf-8")


def test_a_sheet_comes_from_the_press_as_a_pdf(templates: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(templates, '#set document(title: "Test")\n#json(bytes(sys.inputs.data)).words')
    assert typeset("sheet.typ", {"words": "Plain — words"}).startswith(b"%PDF-")
    assert caplog.records == []


def test_what_the_press_could_not_do_as_asked_is_noted(templates: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(templates, '#set document(title: "Test")\n#json(bytes(sys.inputs.data)).words')
    with caplog.at_level(logging.WARNING, logger="roadshow.paper"):
        assert typeset("sheet.typ", {"words": "\u0378"}).startswith(b"%PDF-")
    assert [record.getMessage() for record in caplog.records] == [
        "sheet.typ has a sign that no font has: it is printed as a box."
    ]


def test_a_fault_in_a_template_names_its_place(templates: Path) -> None:
    write(templates, "\n#nothing-of-this-name")
    with pytest.raises(TypesettingError, match=r"sheet\.typ:2:1"):
        typeset("sheet.typ", {})


def test_a_sheet_that_never_ends_is_given_up(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(templates, '#set document(title: "Test")\nwords')
    monkeypatch.setattr(typesetting, "MOST_SECONDS", 0.01)
    with pytest.raises(subprocess.TimeoutExpired):
        typeset("sheet.typ", {})
