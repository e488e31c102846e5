"""Reading a case pack: a folder or ZIP of YAML, Markdown and pictures, checked part by part.

    case.yaml          the case, its people and agencies
    chronology.yaml    dated events and history, each with the facilitator's key
    stages/*.md        one stage a file: front matter, then the narrative
    documents/*.md     one document a file: front matter, then its text
    pictures/*         what documents show: PNG, JPEG or WebP

Every problem is found in one reading and names its file, line and field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.reader import ReaderError

from casestudy.pack.content import CASE, CHRONOLOGY, DOCUMENTS, STAGES, Pack, Raw, RawText, checked
from casestudy.pack.files import MAX_FILE_BYTES, contents, is_picture
from casestudy.pack.pictures import BadPictureError, Picture, made_anew, stored_name
from casestudy.pack.problems import BadPackError, Flaw, Place, Problem, dotted

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A case is a list of people with a list of parents. What is deeper or longer by far is made to do harm.
_MAX_DEPTH, _MAX_VALUES = 12, 50_000


@dataclass(frozen=True)
class Reading:
    """What was read: the pack, if it is in order; the problems, for which it is refused; what is worth a look."""

    pack: Pack | None
    problems: list[Problem]
    warnings: list[Problem]


class _Constructor(RoundTripConstructor):
    """Leaves dates as text, so that the schema finds an impossible one and its line is known."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


def read_pack(path: Path) -> Pack:
    """Read and check the pack in a folder or ZIP file.

    Raises BadPackError with every problem found.
    """
    reading = read(path)
    if reading.pack is None:
        raise BadPackError(reading.problems)
    return reading.pack


def read(path: Path, name: str = "") -> Reading:
    """Read and check the pack in a folder or ZIP file, and say everything that is to be said of it.

    `name`: what people call the file, where that is not its path.
    """
    reader = _Reader()
    try:
        raw = reader.raw(path, name or str(path))
    except BadPackError as error:
        return Reading(None, error.problems, [])
    pack, flaws = checked(raw)
    found = {warning: [reader.located(flaw) for flaw in flaws if flaw.warning == warning] for warning in (False, True)}
    return Reading(pack, sorted([*reader.problems, *found[False]]), sorted(found[True]))


@dataclass
class _Reader:
    """Reads parts, remembering problems and where things stood."""

    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, Place], int] = field(default_factory=dict)
    values: int = 0

    def raw(self, path: Path, named: str) -> Raw:
        """Return the parts of a pack as they stand in its files."""
        texts: dict[str, str] = {}
        raw = Raw()
        for name, content in contents(path, named, self.problems):
            if is_picture(name):
                raw.pictures += self._picture(name, content)
            elif (text := self._decoded(name, content)) is not None:
                texts[name] = text
        raw.case, raw.chronology = (self._single(name, texts) for name in (CASE, CHRONOLOGY))
        raw.stages, raw.documents = (self._several(folder, texts) for folder in (STAGES, DOCUMENTS))
        raw.documents = [_with_stored_name(document) for document in raw.documents]
        self._once(raw.pictures)
        raw.unread = {problem.file for problem in self.problems}
        return raw

    def located(self, flaw: Flaw) -> Problem:
        """Return a flaw of the content with its line: that of the nearest known place."""
        places = ((flaw.file, flaw.loc[:n]) for n in range(len(flaw.loc), -1, -1))
        line = next((self.places[place] for place in places if place in self.places), 0)
        return Problem(flaw.file, line, dotted(flaw.loc), flaw.words)

    def _decoded(self, name: str, content: bytes) -> str | None:
        if len(content) > MAX_FILE_BYTES:
            self._problem(name, 0, "a file of a pack has at most 1 MB")
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self._problem(name, line, "this is not UTF-8 text; save the file as UTF-8")
            return None
        if control := _CONTROL.search(text):
            self._problem(
                name, text.count("\n", 0, control.start()) + 1, "there is a control character here; delete it"
            )
            return None
        return text

    def _single(self, name: str, texts: dict[str, str]) -> CommentedMap | None:
        if name in texts:
            return self._fields(name, texts[name])
        if not any(problem.file == name for problem in self.problems):
            self._problem(name, 0, "this file is missing from the pack")
        return None

    def _several(self, folder: str, texts: dict[str, str]) -> list[RawText]:
        found = [self._text(name, texts[name]) for name in sorted(texts) if name.startswith(folder)]
        if not found and not any(problem.file.startswith(folder) for problem in self.problems):
            self._problem(folder, 0, "there should be at least one .md file in this folder")
        return [text for text in found if text is not None]

    def _text(self, file: str, text: str) -> RawText | None:
        """Read a Markdown file with front matter between two lines of `---`."""
        lines = text.splitlines()
        ends = [n for n, line in enumerate(lines) if line.rstrip() == "---"]
        if len(ends) < 2 or ends[0] != 0:  # noqa: PLR2004 -- an opening and a closing line
            self._problem(file, 1, "the file should begin with fields between two lines of ---")
            return None
        head = self._fields(file, "\n".join(lines[1 : ends[1]]), first_line=2)
        self.places[file, ("text",)] = ends[1] + 2
        body = "\n".join(lines[ends[1] + 1 :]).strip()
        if not body:
            self._problem(file, len(lines), "the text below the fields is missing")
        return RawText(file, head, body) if head is not None else None

    def _fields(self, file: str, text: str, first_line: int = 1) -> CommentedMap | None:
        """Parse YAML that lists fields with values; None after a problem."""
        yaml = YAML()
        yaml.Constructor = _Constructor
        try:
            if words := self._harmful(yaml, text):
                self._problem(file, first_line, words)
                return None
            data = yaml.load(text)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + first_line if error.problem_mark else 0
            self._problem(file, line, f"not readable as YAML: {error.problem}")
            return None
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + first_line
            self._problem(file, line, f"not readable as YAML: {error.reason}")
            return None
        if not isinstance(data, CommentedMap):
            self._problem(file, first_line, "this should be a list of fields with values")
            return None
        self.places.update({(file, loc): line + first_line for loc, line in _lines(data)})
        return data

    def _harmful(self, yaml: YAML, text: str) -> str:
        """Return what is wrong with YAML that could not be held in memory, before any of it is; or nothing.

        Ten lines of aliases to one another can stand for a billion values.
        """
        depth = 0
        for event in yaml.parse(text):
            depth += isinstance(event, CollectionStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
            self.values += 1
            if isinstance(event, AliasEvent):
                return f"write it out instead of *{event.anchor} (line {event.start_mark.line + 1})"
            if depth > _MAX_DEPTH:
                return "this is nested more deeply than any case"
            if self.values > _MAX_VALUES:
                return f"with this the pack has more than {_MAX_VALUES} values; no case does"
        return ""

    def _picture(self, name: str, content: bytes) -> Iterator[Picture]:
        try:
            yield made_anew(name.removeprefix("pictures/"), content)
        except BadPictureError as error:
            self._problem(name, 0, str(error))

    def _once(self, pictures: list[Picture]) -> None:
        names = [picture.name for picture in pictures]
        for name in {name for name in names if names.count(name) > 1}:
            self._problem(
                f"pictures/{name}", 0, "two pictures have this name; the ending alone does not tell them apart"
            )

    def _problem(self, file: str, line: int, words: str) -> None:
        self.problems.append(Problem(file, line, "", words))


def _with_stored_name(text: RawText) -> RawText:
    """Let a document name its picture as it is stored, whichever format its file had."""
    if isinstance(text.head.get("picture"), str):
        text.head["picture"] = stored_name(text.head["picture"])
    return text


def _lines(data: CommentedMap | CommentedSeq, loc: Place = ()) -> Iterator[tuple[Place, int]]:
    """Yield every place in parsed YAML with its line, counted from 0."""
    yield loc, data.lc.line
    for key in data if isinstance(data, CommentedMap) else range(len(data)):
        place = (data.lc.data or {}).get(key)  # None for what a merge (<<) brought here.
        yield (*loc, key), place[0] if place else data.lc.line
        if isinstance(data[key], CommentedMap | CommentedSeq):
            yield from _lines(data[key], (*loc, key))
