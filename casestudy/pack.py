"""Reading a case pack: a folder or ZIP of YAML and Markdown, checked part by part.

    case.yaml          the case, its people and agencies
    chronology.yaml    dated events and history, each with the facilitator's key
    stages/*.md        one stage a file: front matter, then the narrative
    documents/*.md     one document a file: front matter, then its text

Every problem is found in one reading and names its file, line and field.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from casestudy.schema import Case, Chronology, DocumentHead, Event, HistoryItem, StageHead

MAX_FILE_BYTES = 1024 * 1024
MAX_FILES = 500

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What reading a damaged, encrypted or oddly packed ZIP raises.
_UNREADABLE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a pack, and where. `line` is 0 when the whole file is meant."""

    file: str
    line: int
    field: str
    words: str

    def __str__(self) -> str:
        """Write it as compilers do, so that editors can jump there."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.field}: {self.words}" if self.field else f"{where}: {self.words}"


class BadPackError(Exception):
    """A pack that cannot be used; nothing of it was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of files and lines."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Text:
    """A Markdown file of a pack, with its front matter checked."""

    file: str
    head: Any
    body: str


@dataclass(frozen=True)
class Pack:
    """A whole case, checked and ready to store."""

    case: Case
    chronology: Chronology
    stages: list[Text]
    documents: list[Text]
    digest: str


class _Constructor(RoundTripConstructor):
    """Leaves dates as text, so that the schema finds an impossible one and its line is known."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


@dataclass
class _Reader:
    """Reads parts, remembering problems and where things stood."""

    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, tuple[Any, ...]], int] = field(default_factory=dict)

    def problem(self, file: str, loc: tuple[Any, ...], words: str) -> None:
        """Note a problem at the nearest known place of `loc`."""
        line = next((self.places[file, loc[:n]] for n in range(len(loc), -1, -1) if (file, loc[:n]) in self.places), 0)
        self.problems.append(Problem(file, line, _dotted(loc), words))

    def part(self, model: type[Model], file: str, text: str, first_line: int = 1) -> Model | None:
        """Parse YAML and check it against `model`; None after a problem."""
        yaml = YAML()
        yaml.Constructor = _Constructor
        try:
            data = yaml.load(text)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + first_line if error.problem_mark else 0
            self.problems.append(Problem(file, line, "", f"not readable as YAML: {error.problem}"))
            return None
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + first_line
            self.problems.append(Problem(file, line, "", f"not readable as YAML: {error.reason}"))
            return None
        if not isinstance(data, CommentedMap):
            self.problems.append(Problem(file, first_line, "", "this should be a list of fields with values"))
            return None
        self.places.update({(file, loc): line + first_line for loc, line in _lines(data)})
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for flaw in error.errors():
                self.problem(file, flaw["loc"], _words(flaw["type"], flaw["msg"]))
            return None

    def text(self, model: type[BaseModel], file: str, text: str) -> Text | None:
        """Read a Markdown file with front matter between two lines of `---`."""
        lines = text.splitlines()
        ends = [n for n, line in enumerate(lines) if line.strip() == "---"]
        if len(ends) < 2 or ends[0] != 0:  # noqa: PLR2004 -- an opening and a closing line
            self.problems.append(Problem(file, 1, "", "the file should begin with fields between two lines of ---"))
            return None
        head = self.part(model, file, "\n".join(lines[1 : ends[1]]), first_line=2)
        body = "\n".join(lines[ends[1] + 1 :]).strip()
        if not body:
            self.problems.append(Problem(file, len(lines), "", "the text below the fields is missing"))
        return Text(file, head, body) if head is not None and body else None


def read_pack(path: Path) -> Pack:
    """Read and check the pack in a folder or ZIP file.

    Raises BadPackError with every problem found.
    """
    reader = _Reader()
    texts = _texts(path, reader)
    case = _single(reader, Case, "case.yaml", texts)
    chronology = _single(reader, Chronology, "chronology.yaml", texts)
    stages = _several(reader, StageHead, "stages/", texts)
    documents = _several(reader, DocumentHead, "documents/", texts)
    if case is None or chronology is None:
        raise BadPackError(reader.problems)
    digest = hashlib.sha256("\0".join(f"{n}\0{texts[n]}" for n in sorted(texts)).encode()).hexdigest()
    stages.sort(key=lambda stage: stage.head.number)
    documents.sort(key=lambda document: (document.head.stage, document.head.order))
    pack = Pack(case, chronology, stages, documents, digest)
    _check_references(pack, reader)
    if reader.problems:
        raise BadPackError(reader.problems)
    return pack


def _texts(path: Path, reader: _Reader) -> dict[str, str]:
    """Return every YAML and Markdown file of the pack by its name inside it."""
    if not path.exists():
        raise BadPackError([Problem(str(path), 0, "", "there is no such file or folder")])
    files = _files(path)
    wanted = {name: read for name, read in files.items() if _is_part(name)}
    if len(wanted) > MAX_FILES:
        raise BadPackError([Problem(str(path), 0, "", f"a pack has at most {MAX_FILES} files")])
    texts = {}
    for name, read in wanted.items():
        try:
            content = read()
            text = content[:MAX_FILE_BYTES].decode("utf-8-sig")
        except _UNREADABLE as error:
            reader.problems.append(Problem(name, 0, "", f"this file cannot be read: {error}"))
            continue
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            reader.problems.append(Problem(name, line, "", "this is not UTF-8 text; save the file as UTF-8"))
            continue
        if len(content) > MAX_FILE_BYTES:
            reader.problems.append(Problem(name, 0, "", "a file of a pack has at most 1 MB"))
        elif control := _CONTROL.search(text):
            line = text.count("\n", 0, control.start()) + 1
            reader.problems.append(Problem(name, line, "", "there is a control character here; delete it"))
        else:
            texts[name] = text
    return texts


def _is_part(name: str) -> bool:
    """Whether a file belongs to the pack: not a README, nor what some systems leave in a ZIP."""
    return name.endswith((".yaml", ".md")) and name != "README.md" and not name.startswith(("__MACOSX/", "."))


def _files(path: Path) -> dict[str, Callable[[], bytes]]:
    """Return how to read each file of a folder or ZIP, by its name inside it."""
    if path.is_dir():
        return {p.relative_to(path).as_posix(): p.read_bytes for p in sorted(path.rglob("*")) if p.is_file()}
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise BadPackError([Problem(str(path), 0, "", "a case pack is a folder or a ZIP file")]) from error
    return {name.removeprefix(_top(archive)): partial(_unzipped, archive, name) for name in archive.namelist()}


def _top(archive: zipfile.ZipFile) -> str:
    """Return the folder in which everything of a ZIP stands, if there is one: most programs add it."""
    case = next((name for name in archive.namelist() if name.endswith("/case.yaml")), "")
    top = case.removesuffix("case.yaml")
    return top if top.count("/") == 1 and "case.yaml" not in archive.namelist() else ""


def _unzipped(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a file's content, but no more than shows that it is too large."""
    with archive.open(name) as file:
        return file.read(MAX_FILE_BYTES + 1)


def _single(reader: _Reader, model: type[Model], name: str, texts: dict[str, str]) -> Model | None:
    if name not in texts:
        if not any(problem.file == name for problem in reader.problems):
            reader.problems.append(Problem(name, 0, "", "this file is missing from the pack"))
        return None
    return reader.part(model, name, texts[name])


def _several(reader: _Reader, model: type[BaseModel], folder: str, texts: dict[str, str]) -> list[Text]:
    found = [reader.text(model, name, texts[name]) for name in sorted(texts) if name.startswith(folder)]
    if not found and not any(problem.file.startswith(folder) for problem in reader.problems):
        reader.problems.append(Problem(folder, 0, "", "there should be at least one .md file in this folder"))
    return [text for text in found if text is not None]


def _check_references(pack: Pack, reader: _Reader) -> None:
    """Find names that lead nowhere or stand twice, and numbers that do not follow one another."""
    people = [person.key for person in pack.case.people]
    agencies = [agency.code for agency in pack.case.agencies]
    for name, word, keys in (("people", "key", people), ("agencies", "code", agencies)):
        for n, key in enumerate(keys):
            if key in keys[:n]:
                reader.problem("case.yaml", (name, n, word), f"{key} stands here a second time")
    known: dict[str, Collection[Any]] = {"person": people, "agency": agencies}
    # Of a stage that could not be read, only that is worth saying.
    if not any(problem.file.startswith("stages/") for problem in reader.problems):
        known["stage"] = _check_stages(pack, reader)
    for file, loc, kind, value in _references(pack):
        if kind in known and value not in known[kind]:
            reader.problem(file, loc, f"unknown {kind}: {value}")
    _check_refs(pack, reader)


def _check_stages(pack: Pack, reader: _Reader) -> set[int]:
    """Find stages that stand twice or leave a gap; return the numbers that there are."""
    stages = [stage.head.number for stage in pack.stages]
    for place, (stage, expected) in enumerate(zip(pack.stages, range(1, len(stages) + 1), strict=True)):
        if stage.head.number != expected:
            where = "twice" if place and stages[place - 1] == stage.head.number else f"before stage {expected}"
            reader.problem(stage.file, ("number",), f"stage {stage.head.number} stands {where}")
    return set(stages)


def _references(pack: Pack) -> Iterator[tuple[str, tuple[Any, ...], str, Any]]:
    """Yield every name used: its file, place, kind and value."""
    for n, person in enumerate(pack.case.people):
        yield "case.yaml", ("people", n, "first_stage"), "stage", person.first_stage
        yield from (("case.yaml", ("people", n, "parents", m), "person", key) for m, key in enumerate(person.parents))
    for n, couple in enumerate(pack.case.couples):
        yield from (("case.yaml", ("couples", n, "people", m), "person", key) for m, key in enumerate(couple.people))
    for name, n, row in _rows(pack.chronology):
        yield "chronology.yaml", (name, n, "stage"), "stage", row.stage
        yield from (("chronology.yaml", (name, n, "concerns", m), "person", k) for m, k in enumerate(row.concerns))
        yield from (("chronology.yaml", (name, n, "held_by", m), "agency", c) for m, c in enumerate(row.held_by))
    for n, event in enumerate(pack.chronology.events):
        for m, told in enumerate(event.key.told):
            yield "chronology.yaml", ("events", n, "key", "told", m, "agency"), "agency", told.agency
    for document in pack.documents:
        yield document.file, ("stage",), "stage", document.head.stage
        yield document.file, ("agency",), "agency", document.head.agency


def _rows(chronology: Chronology) -> Iterator[tuple[str, int, Event | HistoryItem]]:
    """Yield events and history with the list and the place in which each stands."""
    yield from (("events", n, event) for n, event in enumerate(chronology.events))
    yield from (("history", n, item) for n, item in enumerate(chronology.history))


def _check_refs(pack: Pack, reader: _Reader) -> None:
    """Find refs used twice, documents of unknown events, and documents that tell an event too early."""
    stage_of: dict[str, int] = {}
    for name, n, row in _rows(pack.chronology):
        if row.ref in stage_of:
            reader.problem("chronology.yaml", (name, n, "ref"), f"{row.ref} stands here a second time")
        stage_of[row.ref] = row.stage
    seen: dict[tuple[int, int], str] = {}
    for document in pack.documents:
        head = document.head
        if other := seen.get((head.stage, head.order)):
            reader.problem(document.file, ("order",), f"{other} has the same place in stage {head.stage}")
        seen[head.stage, head.order] = document.file
        for m, ref in enumerate(head.events):
            if ref not in stage_of:
                reader.problem(document.file, ("events", m), f"unknown event: {ref}")
            elif stage_of[ref] != head.stage:
                words = f"{ref} is revealed in stage {stage_of[ref]}, this document in stage {head.stage}"
                reader.problem(document.file, ("events", m), words)


def _lines(data: CommentedMap | CommentedSeq, loc: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Yield every place in parsed YAML with its line, counted from 0."""
    yield loc, data.lc.line
    for key in data if isinstance(data, CommentedMap) else range(len(data)):
        place = (data.lc.data or {}).get(key)  # None for what a merge (<<) brought here.
        yield (*loc, key), place[0] if place else data.lc.line
        if isinstance(data[key], CommentedMap | CommentedSeq):
            yield from _lines(data[key], (*loc, key))


def _dotted(loc: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in loc)


def _words(kind: str, words: str) -> str:
    """Say in plain words what pydantic means by its commonest complaints."""
    plain = {
        "missing": "this field is missing",
        "extra_forbidden": "there is no field of this name; is it a typing error?",
        "string_too_short": "this may not be empty",
    }
    return plain.get(kind, words.removeprefix("Value error, "))
