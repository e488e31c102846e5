"""The press: a program of its own that makes a PDF of a typst template and data.

    python -m workshops.press FOLDER TEMPLATE < data.json > sheet.pdf

Data goes in as JSON, so that nothing anybody typed is ever read as markup. Templates see only what lies in their
folder, and no package from elsewhere. It ends with 1 and says why when a template is wrong.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import fontpkg
import typst

# Behind them stand the serif and the typewriter face that typst itself brings along.
FAMILIES = ("Public Sans", "Bricolage Grotesque")

# What typst says of a sign that no font has; PDF/UA-1 forbids that, an ordinary PDF shows a box.
NO_SIGN = "could not be displayed"


class MissingSignError(Exception):
    """No font at hand has one of the signs."""


def printed(folder: Path, template: str, data: str) -> bytes:
    """Return the PDF that `template`, a path inside `folder`, makes of `data`, which is JSON.

    It keeps to PDF/UA-1, for those who read it by screen reader. A sign that our own fonts lack is looked
    for in the system's; one that nobody has is printed as a box, and then the PDF cannot keep to the standard.
    Raises typst.TypstError when the template itself is wrong.
    """
    with suppress(MissingSignError):
        return _compiled(folder, template, data, fonts=_fonts(of_the_system=False), standard="ua-1")
    with suppress(MissingSignError):
        return _compiled(folder, template, data, fonts=_fonts(of_the_system=True), standard="ua-1")
    sys.stderr.write(f"{template} has a sign that no font has: it is printed as a box.\n")
    return _compiled(folder, template, data, fonts=_fonts(of_the_system=True), standard=None)


def main(folder: str, template: str) -> int:
    """Print what stands on standard input; return the code to end with."""
    try:
        pdf = printed(Path(folder), template, sys.stdin.buffer.read().decode())
    except typst.TypstError as error:
        sys.stderr.write(error.diagnostic)
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


def _compiled(folder: Path, template: str, data: str, *, fonts: typst.Fonts, standard: typst.PDFStandards) -> bytes:
    try:
        return typst.compile(
            folder / template, root=folder, font_paths=fonts, sys_inputs={"data": data}, pdf_standards=standard
        )
    except typst.TypstError as error:
        if NO_SIGN in str(error):
            raise MissingSignError from error
        raise


@lru_cache
def _fonts(*, of_the_system: bool) -> typst.Fonts:
    """Return the fonts to set with. Those of the system differ between machines: they only help out."""
    folders = []
    for family in FAMILIES:
        with suppress(fontpkg.FontpkgError):
            folders.append(Path(fontpkg.path(family)).parent)
    return typst.Fonts(include_system_fonts=of_the_system, font_paths=folders)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
