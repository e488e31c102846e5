"""Writing a pack to files that people can read and change: the same parts as the reader reads."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from casestudy.pack.content import CASE, CHRONOLOGY, DOCUMENTS, STAGES, Pack, as_data
from casestudy.pack.problems import BadPackError, Problem

_WIDTH = 110
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TRAILING = re.compile(r" +\n")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
# Words that older readers of YAML take for true and false.
_BOOLEANS = {"yes", "no", "on", "off", "y", "n"}


def write_pack(pack: Pack, path: Path) -> None:
    """Write a pack as a ZIP, if `path` ends so, or as a folder, which must be new or empty.

    Raises BadPackError, with nothing written, when something is there already.
    """
    if path.exists() and (path.is_file() or any(path.iterdir())):
        raise BadPackError([Problem(str(path), 0, "", "something is here already, so nothing was written")])
    if path.suffix.lower() == ".zip":
        path.write_bytes(zipped(pack))
        return
    for name, content in files_of(pack).items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def zipped(pack: Pack) -> bytes:
    """Return a pack as a ZIP; the same pack is always the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files_of(pack).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def files_of(pack: Pack) -> dict[str, bytes]:
    """Return the content of every file of a pack by its name."""
    data = as_data(pack)
    files = {CASE: _yaml(data["case"]), CHRONOLOGY: _yaml(data["chronology"])}
    for stage in data["stages"]:
        files[f"{STAGES}{stage['number']:02}-{_slug(stage['title'])}.md"] = _text(stage)
    for document in data["documents"]:
        name = f"{document['stage']:02}-{document['order']:02}-{_slug(document['title'])}"
        files[f"{DOCUMENTS}{name}.md"] = _text(document)
    written = {name: text.encode() for name, text in files.items()}
    return written | {f"pictures/{picture.name}": picture.content for picture in pack.pictures}


def _text(fields: dict[str, Any]) -> str:
    head = {name: value for name, value in fields.items() if name != "text"}
    return f"---\n{_yaml(head)}---\n{fields['text']}\n"


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "untitled"


def _yaml(fields: dict[str, Any]) -> str:
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    file = io.StringIO()
    yaml.dump(_written(fields), file)
    # Long lines are broken behind their spaces. No reader of YAML minds, but every editor shows them.
    return _TRAILING.sub("\n", file.getvalue())


def _written(value: Any) -> Any:
    """Return data with the looks that authors expect: texts in blocks, short lists in a line, dates bare."""
    if isinstance(value, dict):
        return CommentedMap((name, _written(part)) for name, part in value.items())
    if isinstance(value, list):
        parts = CommentedSeq(_written(part) for part in value)
        if all(isinstance(part, str) and _NAME.fullmatch(part) for part in value):
            parts.fa.set_flow_style()
        return parts
    return _written_text(value) if isinstance(value, str) else value


def _written_text(text: str) -> Any:
    if _DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    if "\n" in text:
        return LiteralScalarString(text)
    return DoubleQuotedScalarString(text) if text.lower() in _BOOLEANS else text
