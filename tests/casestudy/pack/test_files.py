"""Packs that are made to do harm: refused early, in words, in little memory, with nothing written anywhere."""

from __future__ import annotations

import stat
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from casestudy.pack import BadPackError, files, read, read_pack
from tests.factories import SMALL_PACK, write_pack


def made(path: Path, extra: dict[str, str | bytes] | None = None, top: str = "") -> Path:
    """Return the small pack as a ZIP, with other files in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**SMALL_PACK, **(extra or {})}.items():
            archive.writestr(top + name, content)
    return path


def said(path: Path) -> list[str]:
    reading = read(path)
    assert (reading.pack is None) == bool(reading.problems)
    return [str(problem) for problem in reading.problems]


def test_control_the_pack_without_them_is_in_order(tmp_path: Path) -> None:
    assert said(made(tmp_path / "a.zip")) == []
    assert said(made(tmp_path / "b.zip", top="small/")) == []


OUT = "this name leads out of the pack; nothing was written there"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../out.md", OUT),
        ("stages/../../out.md", OUT),
        ("/etc/out.md", OUT),
        ("C:/out.md", OUT),
        ("stages\\..\\out.md", OUT),
        ("more.zip", "this is a ZIP inside the ZIP; put its files themselves here"),
        ("documents/more.ZIP", "this is a ZIP inside the ZIP; put its files themselves here"),
    ],
)
def test_a_name_that_has_no_place_in_a_pack_is_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "deep").mkdir()
    path = made(tmp_path / "deep/case.zip", {name: "x"})
    before = sorted(tmp_path.rglob("*"))
    assert said(path) == [f"{name}: {words}"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "case.zip")
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("documents/link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert said(path) == ["documents/link.md: this is a link to somewhere else; put the file itself here"]


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    (folder / "documents/link.md").symlink_to("/etc/passwd")
    assert said(folder) == ["documents/link.md: this is a link to somewhere else; put the file itself here"]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "case.zip")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("stages/1.md", "Another")
    assert set(said(path)) == {"stages/1.md: two files in this ZIP have this name"}


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "case.zip")
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 4)
    path.write_bytes(content)
    assert said(path) == [f"{path}: this ZIP is locked with a password; save it without one"]


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_has_no_bounds_is_refused(tmp_path: Path, way: int) -> None:
    path = made(tmp_path / "case.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("documents/more.md", b"x" * 10_000_000, way)
    words = "this is packed in a way that is not read here; save the ZIP in the usual way"
    assert said(path) == [f"documents/more.md: {words}"]


def test_a_zip_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = made(tmp_path / "case.zip")
    with path.open("r+b") as file:
        file.truncate(50 * 1024 * 1024)
    assert said(path) == [f"{path}: a case pack has at most 12 MB, and this has 50"]


def test_a_zip_whose_list_of_contents_is_long_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(9_000):
            archive.writestr(f"documents/{n}.md", "")
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert said(path) == [f"{path}: this ZIP lists more files than a case pack has"]


def test_what_unpacks_to_more_than_a_pack_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "case.zip", {f"documents/x{n}.md": "x" * 900_000 for n in range(3)})
    monkeypatch.setattr(files, "MAX_UNPACKED_BYTES", 2 * 1024 * 1024)
    assert said(path) == [f"{path}: a pack has at most 2 MB when unpacked"]


BOMB = """
import resource, sys
from pathlib import Path
from casestudy.pack import read
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
for problem in read(Path(sys.argv[1])).problems:
    print(problem)
"""


def nothing(sixteen_megabytes: int) -> tuple[bytes, int, int]:
    """Return so much of nothing as a ZIP packs it, its size unpacked, and its checksum.

    It is packed in equal pieces, of which each stands by itself, so that one need be made only.
    """
    piece = bytes(16 * 1024 * 1024)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(sixteen_megabytes):
        checksum = zlib.crc32(piece, checksum)
    return packed * sixteen_megabytes + packer.flush(), len(piece) * sixteen_megabytes, checksum


def test_control_what_is_packed_in_pieces_is_all_there() -> None:
    content, size, checksum = nothing(3)
    unpacked = zlib.decompress(content, -zlib.MAX_WBITS)
    assert (len(unpacked), zlib.crc32(unpacked)) == (size, checksum)


def test_a_zip_that_unpacks_to_gigabytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    content, size, checksum = nothing(64)
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(2):
            archive.writestr(f"documents/{n}.md", content)
            # It lies there packed already; how, is read from the list at the end, which is written last.
            info = archive.getinfo(f"documents/{n}.md")
            info.compress_type, info.file_size, info.CRC = zipfile.ZIP_DEFLATED, size, checksum
    assert path.stat().st_size < 3 * 1024 * 1024
    run = subprocess.run(  # noqa: S603 -- this very Python
        [sys.executable, "-c", BOMB, str(path), str(600 * 1024 * 1024)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines().count("documents/0.md: a file of a pack has at most 1 MB") == 1


def test_names_in_any_script_are_names(tmp_path: Path) -> None:
    document = SMALL_PACK["documents/E1.md"]
    renamed = {name: text for name, text in SMALL_PACK.items() if name != "documents/E1.md"}
    folder = write_pack(tmp_path / "🦊", renamed | {"documents/שלום 🦊.md": document})
    assert read_pack(folder) == read_pack(made(tmp_path / "שלום.zip"))


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        ("a: &a [x, x]\nb: [*a, *a]\n", "case.yaml:1: write it out instead of *a (line 2)"),
        ("[" * 100_000, "case.yaml:1: this is nested more deeply than any case"),
        ("a: {" * 100_000, "case.yaml:1: this is nested more deeply than any case"),
        ("- x\n" * 200_000, "case.yaml:1: with this the pack has more than 50000 values; no case does"),
        ("slug: !!python/object/apply:os.system [ls]\n", None),
    ],
)
def test_yaml_that_would_grow_without_end_is_refused(tmp_path: Path, yaml: str, words: str | None) -> None:
    found = said(write_pack(tmp_path, SMALL_PACK | {"case.yaml": yaml}))
    assert found
    assert words is None or words in found


def test_billions_of_values_from_a_few_lines_are_never_made(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    found = said(write_pack(tmp_path, SMALL_PACK | {"case.yaml": "\n".join(lines)}))
    assert "case.yaml:1: write it out instead of *a0 (line 2)" in found


def test_a_refusal_can_be_caught_as_one(tmp_path: Path) -> None:
    with pytest.raises(BadPackError, match="no such file"):
        read_pack(tmp_path / "nothing")
