"""The two type families, cut down to what the pages use. Runs inside the virtual environment.

The font packages hold whole families as TTF (Bricolage Grotesque: 400 KB). A tablet in a hall gets
Latin and Latin Extended-A only, as woff2, with the weight axis kept, so that one file has every weight.
"""

from __future__ import annotations

import sys
from pathlib import Path

import fontpkg
from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# Basic Latin, Latin-1 and Latin Extended-A; Romanian, Welsh and the capital sharp s; then the
# punctuation, arrows and signs that texts use.
SIGNS = (
    "20-7E,A0-17F,218-21B,2C6,2DA,2DC,1E80-1E85,1E9E,1EF2-1EF3,"
    "2010-2015,2018-201E,2020-2022,2026,2030,2032-2033,2039-203A,20AC,2122,2190-2193,2212,2215,2248,2260,2264-2265"
)

# What browsers switch on by themselves, and figures of one width: the time left must not dance.
FEATURES = [*Options().layout_features, "tnum"]

# File name, family name, and the axes that are pinned because no page varies them.
FAMILIES: tuple[tuple[str, str, dict[str, float]], ...] = (
    ("public-sans", "Public Sans", {}),
    ("bricolage-grotesque", "Bricolage Grotesque", {"wdth": 100, "opsz": 48}),
)


def build(family: str, pinned: dict[str, float], target: Path) -> None:
    """Write the part of `family` that the pages use to `target`, whole or not at all."""
    font = TTFont(fontpkg.path(family))
    subsetter = Subsetter(Options(layout_features=FEATURES))
    subsetter.populate(unicodes=parse_unicodes(SIGNS))
    subsetter.subset(font)
    if pinned:
        font = instantiateVariableFont(font, pinned)
    font.flavor = "woff2"
    unfinished = target.with_suffix(".part")
    font.save(unfinished)
    unfinished.replace(target)


def main(folder: Path) -> None:
    """Build every family into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, family, pinned in FAMILIES:
        build(family, pinned, folder / f"{name}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
