"""The files of a pack in a folder or ZIP. Nothing is believed of them: not their names, sizes or number.

A ZIP is never unpacked to disk, and never to more memory than its limits, whatever it says of itself.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from casestudy.pack.problems import BadPackError, Problem
from workshops.zips import MOST_LISTED, UNREADABLE, sizes, zip_read

MAX_FILE_BYTES = 1024 * 1024
MAX_PICTURE_BYTES = 4 * 1024 * 1024
MAX_FILES = 500
MAX_ZIP_BYTES = 12 * 1024 * 1024
MAX_UNPACKED_BYTES = 24 * 1024 * 1024
_PICTURE = re.compile(r"pictures/[^/]+\.(png|jpe?g|webp)", re.IGNORECASE)
# The others can unpack a few bytes to any number before anybody is asked.
_WAYS_OF_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

Read = Callable[[int], bytes]


def is_text(name: str) -> bool:
    """Whether a file is one of those that say the case: not a README, nor what some systems leave in a ZIP."""
    return name.endswith((".yaml", ".md")) and name != "README.md" and not name.startswith(("__MACOSX/", "."))


def is_picture(name: str) -> bool:
    """Whether a file is a picture of the pack."""
    return _PICTURE.fullmatch(name) is not None


def contents(path: Path, named: str, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Yield the texts and pictures of a pack by their names in it, none larger than its limit and one byte.

    `named` is what people call the whole. What is wrong with one of them is added to `problems`.
    Raises BadPackError for what is wrong with all.
    """
    if not path.exists():
        raise BadPackError([Problem(named, 0, "", "there is no such file or folder")])
    files = _in_folder(path, problems) if path.is_dir() else _in_zip(path, named, problems)
    files = {name: read for name, read in files.items() if is_text(name) or is_picture(name)}
    if len(files) > MAX_FILES:
        raise BadPackError([Problem(named, 0, "", f"a pack has at most {MAX_FILES} files")])
    total = 0
    for name, read in files.items():
        try:
            content = read((MAX_FILE_BYTES if is_text(name) else MAX_PICTURE_BYTES) + 1)
        except UNREADABLE as error:
            problems.append(Problem(name, 0, "", f"this file cannot be read: {error}"))
            continue
        total += len(content)
        if total > MAX_UNPACKED_BYTES:
            words = f"a pack has at most {MAX_UNPACKED_BYTES // 1024 // 1024} MB when unpacked"
            raise BadPackError([Problem(named, 0, "", words)])
        yield name, content


def _opened(file: Path, name: str) -> zipfile.ZipFile:
    """Return a ZIP of which it is safe to read the list of contents. Raises BadPackError."""
    size, listed = sizes(file)
    words = ""
    if size > MAX_ZIP_BYTES:
        words = f"a case pack has at most {MAX_ZIP_BYTES // 1024 // 1024} MB, and this has {size // 1024 // 1024}"
    elif listed > MOST_LISTED:
        words = "this ZIP lists more files than a case pack has"
    if words:
        raise BadPackError([Problem(name, 0, "", words)])
    try:
        return zipfile.ZipFile(file)
    except (*UNREADABLE, ValueError) as error:
        raise BadPackError([Problem(name, 0, "", "a case pack is a folder or a ZIP file")]) from error


def _in_folder(path: Path, problems: list[Problem]) -> dict[str, Read]:
    files: dict[str, Read] = {}
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink():
            problems.append(Problem(name, 0, "", "this is a link to somewhere else; put the file itself here"))
        elif file.is_file():
            files[name] = partial(_file_read, file)
    return files


def _file_read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)


def _in_zip(path: Path, named: str, problems: list[Problem]) -> dict[str, Read]:
    archive = _opened(path, named)
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.flag_bits & 1 for info in infos):
        raise BadPackError([Problem(named, 0, "", "this ZIP is locked with a password; save it without one")])
    top = _top([info.filename for info in infos])
    names = Counter(info.filename for info in infos)
    files: dict[str, Read] = {}
    for info in infos:
        name = info.filename.removeprefix(top)
        if words := _refused(info, names[info.filename]):
            problems.append(Problem(name, 0, "", words))
        else:
            files[name] = partial(zip_read, archive, info)
    return files


def _refused(info: zipfile.ZipInfo, times: int) -> str:
    """Return why a file of a ZIP is not even looked at, or nothing."""
    name = info.orig_filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or re.match(r"[A-Za-z]:", name):
        return "this name leads out of the pack; nothing was written there"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "this is a link to somewhere else; put the file itself here"
    if times > 1:
        return "two files in this ZIP have this name"
    if name.lower().endswith(".zip"):
        return "this is a ZIP inside the ZIP; put its files themselves here"
    if info.compress_type not in _WAYS_OF_PACKING:
        return "this is packed in a way that is not read here; save the ZIP in the usual way"
    return ""


def _top(names: list[str]) -> str:
    """Return the folder in which everything of a ZIP stands, if there is one: most programs add it."""
    case = next((name for name in names if name.endswith("/case.yaml")), "")
    top = case.removesuffix("case.yaml")
    return top if top.count("/") == 1 and "case.yaml" not in names else ""
