from __future__ import annotations

import io
import json
from pathlib import Path

import fontpkg
import pytest
import typst

from tests.pages import is_for_screen_readers, sheets
from workshops import press

SAYS = '#set document(title: "Test")\n#set text(lang: "en", font: "Public Sans")\n#json(bytes(sys.inputs.data)).words'
# A code point that Unicode has not given to any sign.
NOBODY_HAS_IT = "\u0378"
IN_HEBREW = "שלום"


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Return an empty folder for templates."""
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


def set_words(templates: Path, words: str, template: str = SAYS) -> bytes:
    (templates / "sheet.typ").write_text(template, encoding="utf-8")
    return press.printed(templates, "sheet.typ", json.dumps({"words": words}))


def text_of(pdf: bytes) -> str:
    return "".join(sheets(pdf))


@pytest.mark.parametrize(
    "words", ['#eval("1 + 1")', "*bold* _em_ `raw`", "$x^2$", "@ref <label>", "// no comment", "= Title", '#read("/x")']
)
def test_what_somebody_typed_is_never_markup(templates: Path, words: str) -> None:
    assert text_of(set_words(templates, words)) == words


def test_the_same_words_as_markup_would_be_something_else(templates: Path) -> None:
    as_markup = '#eval(json(bytes(sys.inputs.data)).words, mode: "markup")'
    as_markup = '#set document(title: "Test")\n' + as_markup
    assert text_of(set_words(templates, '#eval("1 + 1")', as_markup)) == "2"


def test_a_pdf_can_be_read_by_a_screen_reader(templates: Path) -> None:
    assert is_for_screen_readers(set_words(templates, "Plain words"))


def test_a_sign_that_only_the_system_has_is_taken_from_there(
    templates: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=_folder_of_public_sans())
    both = typst.Fonts(include_system_fonts=False, font_paths=_folder_of_public_sans())
    monkeypatch.setattr(press, "_fonts", lambda *, of_the_system: both if of_the_system else own)
    pdf = set_words(templates, IN_HEBREW)
    assert is_for_screen_readers(pdf)
    assert capsys.readouterr().err == ""


def test_a_sign_that_nobody_has_leaves_the_rest_as_it_is(templates: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = set_words(templates, f"Before {NOBODY_HAS_IT} after")
    text = text_of(pdf).split()
    assert (text[0], text[-1], is_for_screen_readers(pdf)) == ("Before", "after", False)
    assert capsys.readouterr().err == "sheet.typ has a sign that no font has: it is printed as a box.\n"


def test_the_standard_by_itself_would_refuse_that_sign(templates: Path) -> None:
    set_words(templates, "")
    data = {"data": f'{{"words": "{NOBODY_HAS_IT}"}}'}
    with pytest.raises(typst.TypstError, match=press.NO_SIGN):
        typst.compile(templates / "sheet.typ", root=templates, sys_inputs=data, pdf_standards="ua-1")


def test_without_its_own_fonts_a_sheet_is_set_in_those_that_typst_brings(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_fonts", press._fonts.__wrapped__)
    monkeypatch.setattr(press, "FAMILIES", ("No Such Family",))
    pdf = set_words(templates, "Plain words")
    assert text_of(pdf) == "Plain words"
    assert is_for_screen_readers(pdf)


def test_a_template_sees_nothing_outside_its_folder(templates: Path) -> None:
    (templates.parent / "secret-key").write_text("secret")
    with pytest.raises(typst.TypstError, match="escape"):
        set_words(templates, "", '#read("../secret-key")')


def ask(monkeypatch: pytest.MonkeyPatch, templates: Path, words: str, template: str = SAYS) -> tuple[int, bytes]:
    """Return with which code the program ends, and what it prints."""
    (templates / "sheet.typ").write_text(template, encoding="utf-8")
    printed = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps({"words": words}).encode())))
    monkeypatch.setattr("sys.stdout", printed)
    code = press.main(str(templates), "sheet.typ")
    return code, printed.buffer.getvalue()


def test_the_program_prints_what_it_is_asked_for(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, pdf = ask(monkeypatch, templates, "Plain words")
    assert (code, text_of(pdf)) == (0, "Plain words")


def test_a_fault_in_a_template_names_its_place(
    templates: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, pdf = ask(monkeypatch, templates, "", "\n#nothing-of-this-name")
    assert (code, pdf) == (1, b"")
    assert "sheet.typ:2:1" in capsys.readouterr().err


def _folder_of_public_sans() -> list[Path]:
    return [Path(fontpkg.path("Public Sans")).parent]
