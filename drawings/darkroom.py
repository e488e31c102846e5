"""The darkroom of photographed drawings: makes a safe picture of a photo as it is, and one of the paper in it.

    python -m drawings.darkroom LONGEST < sent > pictures

Standard output begins with one line of JSON, the pictures in order: kind, width, height and bytes of each. The
pictures follow. It ends and is limited as workshops.darkroom is.
"""

from __future__ import annotations

import json
import sys

from PIL import Image

from drawings.lifting import lifted
from drawings.straightening import straightened
from workshops.darkroom import limit
from workshops.images import BadImageError, encoded, no_larger, opened

PLAIN, PAPER = "plain", "paper"


def pictures(photo: Image.Image, longest: int) -> dict[str, Image.Image]:
    """Return the photo as it is, and the paper in it where there is some: straight, cropped, in even light."""
    made = {PLAIN: no_larger(photo, longest)}
    sheet = straightened(photo)
    paper = lifted(made[PLAIN] if sheet is None else no_larger(sheet, longest))
    return made if paper is None else made | {PAPER: paper}


def main(longest: str) -> int:
    """Make the pictures; return the code to end with."""
    limit()
    try:
        made = pictures(opened(sys.stdin.buffer.read(), int(longest)), int(longest))
    except BadImageError as error:
        sys.stderr.write(error.words)
        return 1
    contents = {kind: encoded(picture) for kind, picture in made.items()}
    head = [
        {"kind": kind, "width": picture.width, "height": picture.height, "bytes": len(contents[kind])}
        for kind, picture in made.items()
    ]
    sys.stdout.buffer.write(b"\n".join((json.dumps(head).encode(), b"".join(contents.values()))))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
