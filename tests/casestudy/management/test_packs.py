"""`check_case`, `import_case` and `export_case`, as somebody at a terminal meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from casestudy.models import Agency, CaseStudy
from tests.factories import SMALL_PACK, write_pack

pytestmark = pytest.mark.django_db

COMMANDS = ["check_case", "import_case"]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "good")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    chronology = SMALL_PACK["chronology.yaml"].replace("on: 2026-03-01", "on: 2026-13-01").replace("[bea]", "[cleo]")
    files = SMALL_PACK | {"chronology.yaml": chronology, "stages/2.md": "A story.\n"}
    return write_pack(tmp_path / "bad", files)


def test_a_good_pack_is_counted_and_not_stored(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_case", str(good))
    assert capsys.readouterr().out == (
        "A small case is in order: 3 stages, 3 documents, 2 people, 3 events, 1 history items.\n"
    )
    assert not CaseStudy.objects.exists()


def test_a_good_pack_is_imported_once(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_case", str(good))
    call_command("import_case", str(good))
    assert capsys.readouterr().out.splitlines() == [
        "A small case, version 1: imported.",
        "A small case, version 1: known already, nothing was changed.",
    ]
    assert CaseStudy.objects.get().agencies.count() == 2


def test_a_changed_pack_is_the_next_version(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_case", str(good))
    (good / "stages/1.md").write_text(SMALL_PACK["stages/1.md"] + "And more.\n")
    call_command("import_case", str(good))
    assert capsys.readouterr().out.splitlines()[-1] == "A small case, version 2: imported."


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_pack_is_refused_with_every_problem_and_nothing_is_stored(bad: Path, command: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command(command, str(bad))
    assert str(refusal.value).splitlines() == [
        (
            "chronology.yaml:3: events.0.on: Input should be a valid date or datetime, month value is outside expected "
            "range of 1-12"
        ),
        "stages/2.md:1: the file should begin with fields between two lines of ---",
        f"2 problems in {bad}. Nothing was stored.",
    ]
    assert not CaseStudy.objects.exists()
    assert not Agency.objects.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_one_problem_is_one_problem(tmp_path: Path, command: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command(command, str(tmp_path / "nothing"))
    assert str(refusal.value).splitlines()[-1] == f"1 problem in {tmp_path / 'nothing'}. Nothing was stored."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_pack_ends_the_command_with_1(bad: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        execute_from_command_line(["manage.py", command, str(bad)])
    assert end.value.code == 1
    assert "chronology.yaml:3: events.0.on:" in capsys.readouterr().err
    assert not CaseStudy.objects.exists()


def test_what_is_worth_a_look_is_said_and_does_not_end_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = SMALL_PACK["documents/E1.md"] + "Ring 0191 498 2231.\n"
    call_command("check_case", str(write_pack(tmp_path, SMALL_PACK | {"documents/E1.md": letter})))
    assert capsys.readouterr().out.splitlines() == [
        (
            "Worth a look: documents/E1.md:10: text: 0191 498 2231 looks like a real telephone number: "
            "make sure that it is invented"
        ),
        "A small case is in order: 3 stages, 3 documents, 2 people, 3 events, 1 history items.",
    ]


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_an_exported_case_imported_again_is_the_same_version(
    good: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_case", str(good))
    call_command("export_case", "small", str(tmp_path / name))
    call_command("import_case", str(tmp_path / name))
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"A small case, version 1: written to {tmp_path / name}.",
        "A small case, version 1: known already, nothing was changed.",
    ]


def test_an_older_version_is_exported_by_its_number(good: Path, tmp_path: Path) -> None:
    call_command("import_case", str(good))
    (good / "stages/1.md").write_text(SMALL_PACK["stages/1.md"] + "And more.\n")
    call_command("import_case", str(good))
    call_command("export_case", "small", str(tmp_path / "new"))
    call_command("export_case", "small", str(tmp_path / "old"), number=1)
    texts = [(tmp_path / name / "stages/01-the-beginning.md").read_text() for name in ("new", "old")]
    assert ["And more." in text for text in texts] == [True, False]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "There is no case nothing here. Nothing was written."),
        ({"number": 7}, "There is no version 7 of a case nothing here. Nothing was written."),
    ],
)
def test_a_case_that_is_not_there_is_not_exported(tmp_path: Path, options: dict[str, int], words: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("export_case", "nothing", str(tmp_path / "out.zip"), **options)
    assert str(refusal.value) == words
    assert not (tmp_path / "out.zip").exists()


def test_nothing_is_exported_over_what_is_there(good: Path, tmp_path: Path) -> None:
    call_command("import_case", str(good))
    (tmp_path / "out.zip").write_text("mine")
    with pytest.raises(CommandError, match="something is here already, so nothing was written"):
        call_command("export_case", "small", str(tmp_path / "out.zip"))
    assert (tmp_path / "out.zip").read_text() == "mine"
