"""The darkroom: a program of its own that makes a safe picture of what somebody sent.

    python -m workshops.darkroom LONGEST < sent > picture

Standard output begins with one line of JSON: width and height. It ends with 1 and words for people on
standard error when there is no picture in it. It takes little memory and little time, so that a picture made
to break it breaks nothing else.
"""

from __future__ import annotations

import json
import os
import sys

from workshops.images import BadImageError, encoded, no_larger, opened

MOST_MEMORY = 1024**3
MOST_SECONDS = 20
PATIENCE = 15


def limit() -> None:
    """Give this process little memory (bytes of address space), little time (seconds of the processor), and no haste.

    Forty photos at once may take a while; what the room sees meanwhile may not.
    """
    if hasattr(os, "nice"):
        os.nice(PATIENCE)
    try:
        import resource  # noqa: PLC0415 -- Windows has none; there the caller's patience alone holds
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(longest: str) -> int:
    """Make the picture; return the code to end with."""
    limit()
    try:
        picture = no_larger(opened(sys.stdin.buffer.read(), int(longest)), int(longest))
    except BadImageError as error:
        sys.stderr.write(error.words)
        return 1
    head = json.dumps({"width": picture.width, "height": picture.height})
    sys.stdout.buffer.write(head.encode() + b"\n" + encoded(picture))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
