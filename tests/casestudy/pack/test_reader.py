from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from casestudy.pack import MAX_FILE_BYTES, MAX_FILES, BadPackError, read_pack
from tests.factories import SMALL_PACK, write_pack

# What an author may do to a pack: the file, what stands there, and what is put in its place.
Edit = tuple[str, str, str]


def problems(path: Path) -> list[str]:
    with pytest.raises(BadPackError) as refusal:
        read_pack(path)
    assert str(refusal.value) == "\n".join(map(str, refusal.value.problems))
    return [str(problem) for problem in refusal.value.problems]


def edited(folder: Path, *edits: Edit) -> Path:
    files = dict(SMALL_PACK)
    for name, old, new in edits:
        assert files[name].count(old) >= 1, f"{old!r} does not stand in {name}"
        files[name] = files[name].replace(old, new, 1)
    return write_pack(folder, files)


def zipped(folder: Path) -> Path:
    """Return the pack in `folder` as a ZIP beside it."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*.*")):
            archive.write(file, file.relative_to(folder).as_posix())
    return path


def test_a_pack_is_read_whole(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path))
    assert (pack.case.slug, pack.case.title) == ("small", "A small case")
    assert [stage.head.title for stage in pack.stages] == ["The beginning", "The middle", "The end"]
    assert pack.stages[0].body == "The story of stage 1 is told here."
    assert [document.head.events for document in pack.documents] == [["E1"], ["E2", "H1"], ["E3"]]
    assert [event.ref for event in pack.chronology.events] == ["E1", "E2", "E3"]
    assert [item.when for item in pack.chronology.history] == ["Early 2025"]


def test_a_zip_says_the_same_as_its_folder(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    assert read_pack(zipped(folder)) == read_pack(folder)


def test_the_digest_follows_every_letter_and_nothing_else(tmp_path: Path) -> None:
    plain = read_pack(write_pack(tmp_path / "a")).digest
    (tmp_path / "b").mkdir()
    (tmp_path / "b/README.md").write_text("Notes for authors are no part of the pack.")
    (tmp_path / "b/picture.png").write_bytes(b"\x89PNG")
    assert read_pack(write_pack(tmp_path / "b")).digest == plain
    assert read_pack(edited(tmp_path / "c", ("stages/1.md", "told here", "told there"))).digest != plain


def test_a_byte_order_mark_and_windows_lines_are_forgiven(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    for file in folder.rglob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    pack = read_pack(folder)
    assert pack.stages[0].body == "The story of stage 1 is told here."
    assert pack.case.slug == "small"


def test_a_line_of_dashes_in_a_text_belongs_to_the_text(tmp_path: Path) -> None:
    pack = read_pack(edited(tmp_path, ("stages/1.md", "The story", "One\n\n---\n\nTwo. The story")))
    assert pack.stages[0].body.startswith("One\n\n---\n\nTwo.")


BROKEN: dict[str, tuple[Edit, str]] = {
    "broken YAML": (
        ("case.yaml", "title: A small case", 'title: "A small case'),
        "case.yaml:12: not readable as YAML: found unexpected end of stream",
    ),
    "a field twice": (
        ("case.yaml", "slug: small", "slug: small\nslug: small"),
        'case.yaml:2: not readable as YAML: found duplicate key "slug" with value "small" (original value: "small")',
    ),
    "no fields at all": (
        ("case.yaml", SMALL_PACK["case.yaml"], "- a list\n"),
        "case.yaml:1: this should be a list of fields with values",
    ),
    "an empty file": (
        ("chronology.yaml", SMALL_PACK["chronology.yaml"], ""),
        "chronology.yaml:1: this should be a list of fields with values",
    ),
    "unknown field": (
        ("case.yaml", "banner:", "baner: x\nbanner:"),
        "case.yaml:3: baner: there is no field of this name; is it a typing error?",
    ),
    "unknown field that a merge brought": (
        ("case.yaml", "slug: small", "<<: {baner: x}\nslug: small"),
        "case.yaml:1: baner: there is no field of this name; is it a typing error?",
    ),
    "unknown field in front matter": (
        ("stages/2.md", "span: Week 2", "span: Week 2\nspam: Week 2"),
        "stages/2.md:5: spam: there is no field of this name; is it a typing error?",
    ),
    "missing field": (
        ("case.yaml", "summary: A child and her mother.\n", ""),
        "case.yaml:1: summary: this field is missing",
    ),
    "missing field deep inside": (
        ("chronology.yaml", "    fact: Fact 2 was seen.\n", ""),
        "chronology.yaml:15: events.1.fact: this field is missing",
    ),
    "missing field in front matter": (
        ("documents/E1.md", "dated: Monday 2 March 2026\n", ""),
        "documents/E1.md:2: dated: this field is missing",
    ),
    "empty field": (("stages/1.md", "span: Week 1", 'span: " "'), "stages/1.md:4: span: this may not be empty"),
    "field that is too long for its column": (
        ("stages/1.md", "span: Week 1", f"span: {'x' * 101}"),
        "stages/1.md:4: span: String should have at most 100 characters",
    ),
    "unknown person": (
        ("chronology.yaml", "concerns: [bea]", "concerns: [cleo]"),
        "chronology.yaml:46: history.0.concerns.0: unknown person: cleo",
    ),
    "unknown parent": (
        ("case.yaml", "parents: [bea]", "parents: [cleo]"),
        "case.yaml:7: people.0.parents.0: unknown person: cleo",
    ),
    "unknown agency": (
        ("chronology.yaml", "held_by: [SCH]", "held_by: [SCH, POL]"),
        "chronology.yaml:6: events.0.held_by.1: unknown agency: POL",
    ),
    "unknown agency in the key": (
        ("chronology.yaml", "agency: GP", "agency: POL"),
        "chronology.yaml:11: events.0.key.told.0.agency: unknown agency: POL",
    ),
    "unknown agency of a document": (
        ("documents/E1.md", "agency: SCH", "agency: POL"),
        "documents/E1.md:6: agency: unknown agency: POL",
    ),
    "unknown stage": (
        ("case.yaml", "first_stage: 2", "first_stage: 4"),
        "case.yaml:8: people.1.first_stage: unknown stage: 4",
    ),
    "unknown event": (
        ("documents/E2.md", "events: [E2, H1]", "events: [E2, H9]"),
        "documents/E2.md:8: events.1: unknown event: H9",
    ),
    "unknown kind of document": (
        ("documents/E1.md", "kind: letter", "kind: leter"),
        (
            "documents/E1.md:4: kind: Input should be 'letter', 'call-note', 'agency-record', 'email', 'visit-note', "
            "'form', 'text-message', 'log', 'minutes' or 'assessment'"
        ),
    ),
    "the same person twice": (
        (
            "case.yaml",
            "  - {key: bea,",
            "  - {key: anna, name: x, role: x, symbol: other, first_stage: 1}\n  - {key: bea,",
        ),
        "case.yaml:8: people.1.key: anna stands here a second time",
    ),
    "the same agency twice": (
        ("case.yaml", "  - {code: GP,", "  - {code: SCH, name: x, holds: x}\n  - {code: GP,"),
        "case.yaml:11: agencies.1.code: SCH stands here a second time",
    ),
    "the same ref twice": (
        ("chronology.yaml", "ref: H1", "ref: E2"),
        (
            "chronology.yaml:42: history.0.ref: E2 stands here a second time\n"
            "documents/E2.md:8: events.1: unknown event: H1"
        ),
    ),
    "the same stage twice": (
        ("stages/3.md", "number: 3", "number: 2"),
        (
            "chronology.yaml:30: events.2.stage: unknown stage: 3\n"
            "documents/E3.md:2: stage: unknown stage: 3\n"
            "stages/3.md:2: number: stage 2 stands twice"
        ),
    ),
    "a stage left out": (
        ("stages/3.md", "number: 3", "number: 4"),
        (
            "chronology.yaml:30: events.2.stage: unknown stage: 3\n"
            "documents/E3.md:2: stage: unknown stage: 3\n"
            "stages/3.md:2: number: stage 4 stands before stage 3"
        ),
    ),
    "two documents in one place": (
        ("documents/E2.md", "stage: 2", "stage: 1"),
        (
            "documents/E2.md:3: order: documents/E1.md has the same place in stage 1\n"
            "documents/E2.md:8: events.0: E2 is revealed in stage 2, this document in stage 1\n"
            "documents/E2.md:8: events.1: H1 is revealed in stage 2, this document in stage 1"
        ),
    ),
    "a document that tells an event too early": (
        ("documents/E1.md", "events: [E1]", "events: [E1, E3]"),
        "documents/E1.md:8: events.1: E3 is revealed in stage 3, this document in stage 1",
    ),
    "a date that is no date": (
        ("chronology.yaml", "on: 2026-03-01", "on: soon"),
        "chronology.yaml:3: events.0.on: Input should be a valid date or datetime, input is too short",
    ),
    "a month that is no month": (
        ("chronology.yaml", "on: 2026-03-01", "on: 2026-13-01"),
        (
            "chronology.yaml:3: events.0.on: Input should be a valid date or datetime, month value is outside expected "
            "range of 1-12"
        ),
    ),
    "the 30th of February": (
        ("chronology.yaml", "on: 2026-03-02", "on: 2026-02-30"),
        (
            "chronology.yaml:16: events.1.on: Input should be a valid date or datetime, day value is outside expected "
            "range"
        ),
    ),
    "a missed opportunity that made no sense": (
        ("chronology.yaml", "      made_sense: Why silence 1 made sense then.\n", ""),
        "chronology.yaml:2: events.0: a missed opportunity needs key.made_sense: why it made sense at the time",
    ),
    "a stage number beyond all measure": (
        ("chronology.yaml", "stage: 1", f"stage: {10**30}"),
        "chronology.yaml:4: events.0.stage: Input should be less than or equal to 99",
    ),
    "no front matter": (
        ("stages/1.md", SMALL_PACK["stages/1.md"], "A story.\n"),
        "stages/1.md:1: the file should begin with fields between two lines of ---",
    ),
    "front matter that does not end": (
        ("documents/E1.md", "---\nSomebody", "Somebody"),
        "documents/E1.md:1: the file should begin with fields between two lines of ---",
    ),
    "an empty body": (
        ("stages/1.md", "The story of stage 1 is told here.\n", "\n"),
        "stages/1.md:8: the text below the fields is missing",
    ),
    "a control character": (
        ("documents/E1.md", "wrote this", "wrote\x00this"),
        "documents/E1.md:10: there is a control character here; delete it",
    ),
    "a character that YAML does not know": (
        ("case.yaml", "A town", "A \ufffetown"),
        "case.yaml:5: not readable as YAML: special characters are not allowed",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_wrong_is_named_by_file_line_and_field(tmp_path: Path, kind: str) -> None:
    edit, expected = BROKEN[kind]
    assert "\n".join(problems(edited(tmp_path, edit))) == expected


def test_control_the_same_pack_without_the_mistakes_is_in_order(tmp_path: Path) -> None:
    assert read_pack(edited(tmp_path)).case.slug == "small"


@pytest.mark.parametrize("name", ["case.yaml", "chronology.yaml"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    files = {other: text for other, text in SMALL_PACK.items() if other != name}
    assert problems(write_pack(tmp_path, files)) == [f"{name}: this file is missing from the pack"]


@pytest.mark.parametrize("folder", ["stages/", "documents/"])
def test_a_folder_that_is_missing_is_named(tmp_path: Path, folder: str) -> None:
    files = {name: text for name, text in SMALL_PACK.items() if not name.startswith(folder)}
    assert f"{folder}: there should be at least one .md file in this folder" in problems(write_pack(tmp_path, files))


def test_text_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    (folder / "stages/2.md").write_bytes(SMALL_PACK["stages/2.md"].replace("told", "t\xf6ld").encode("latin-1"))
    assert problems(folder) == ["stages/2.md:8: this is not UTF-8 text; save the file as UTF-8"]


def make_huge(folder: Path) -> None:
    (folder / "stages/2.md").write_bytes(b"x" * (MAX_FILE_BYTES + 1))


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    make_huge(folder)
    assert problems(folder) == ["stages/2.md: a file of a pack has at most 1 MB"]


def test_a_file_that_only_becomes_huge_when_unzipped_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    make_huge(folder)
    path = zipped(folder)
    assert path.stat().st_size < 10_000
    assert problems(path) == ["stages/2.md: a file of a pack has at most 1 MB"]


def test_a_pack_of_a_thousand_files_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    for n in range(MAX_FILES):
        (folder / f"documents/{n}.md").touch()
    assert problems(folder) == [f"{folder}: a pack has at most {MAX_FILES} files"]


def test_what_is_not_there_is_said_to_be_not_there(tmp_path: Path) -> None:
    assert problems(tmp_path / "nothing") == [f"{tmp_path / 'nothing'}: there is no such file or folder"]


def test_what_is_neither_folder_nor_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.docx"
    path.write_text("A small case")
    assert problems(path) == [f"{path}: a case pack is a folder or a ZIP file"]


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def test_a_zip_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = zipped(write_pack(tmp_path / "pack"))
    truncate(path)
    assert problems(path) == [f"{path}: a case pack is a folder or a ZIP file"]


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:160] = bytes(60)
    path.write_bytes(content)


def test_a_zip_that_is_damaged_names_the_file(tmp_path: Path) -> None:
    path = zipped(write_pack(tmp_path / "pack"))
    damage(path)
    (found,) = problems(path)
    assert ": this file cannot be read: " in found


def test_everything_that_is_wrong_is_found_in_one_reading(tmp_path: Path) -> None:
    folder = edited(
        tmp_path,
        ("case.yaml", "parents: [bea]", "parents: [cleo]"),
        ("chronology.yaml", "    fact: Something came before.\n", "    fakt: Something came before.\n"),
        ("chronology.yaml", "type: missed-opportunity", "type: misunderstanding"),
        ("documents/E1.md", "agency: SCH", "agency: POL"),
        ("documents/E3.md", "order: 1", "order: first"),
        ("stages/2.md", "The story of stage 2 is told here.", ""),
    )
    expected = ["chronology.yaml", "chronology.yaml", "chronology.yaml", "documents/E3.md", "stages/2.md"]
    assert [problem.split(":")[0] for problem in problems(folder)] == expected


def test_what_one_part_says_of_another_is_checked_whatever_else_is_wrong(tmp_path: Path) -> None:
    folder = edited(
        tmp_path,
        ("case.yaml", "parents: [bea]", "parents: [cleo]"),
        ("chronology.yaml", "held_by: [SCH]", "held_by: [POL]"),
        ("documents/E3.md", "order: 1", "order: first"),
        ("stages/2.md", "number: 2", "number: two"),
    )
    assert [problem.rpartition(": ")[0] for problem in problems(folder)] == [
        "case.yaml:7: people.0.parents.0: unknown person",
        "chronology.yaml:6: events.0.held_by.0: unknown agency",
        "documents/E3.md:3: order",
        "stages/2.md:2: number",
    ]
