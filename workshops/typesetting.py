"""Sheets for printing, made by the press (`workshops.press`) in a process of its own.

typst keeps much of what it has set for the next time, some 100 MB for a pack, and there is no next time soon: a
process gives all of it back. Nor can a sheet that goes wrong, whatever it does, take the room down with it.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR, "templates")
# A pack takes half a second or so. What takes as long as this will never end.
MOST_SECONDS = 60

_log = logging.getLogger("roadshow.paper")


class TypesettingError(Exception):
    """A sheet could not be made; the template and the place in it are named."""


def typeset(template: str, data: object) -> bytes:
    """Return the PDF that `template`, a path under `templates/`, makes of `data`, which must be plain JSON.

    Raises TypesettingError when the template is wrong, and subprocess.TimeoutExpired when there is no end to it.
    """
    press = subprocess.run(  # noqa: S603 -- our own program, with a template of ours
        [sys.executable, "-m", "workshops.press", str(TEMPLATES), template],
        cwd=settings.BASE_DIR,
        input=json.dumps(data).encode(),
        capture_output=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    said = press.stderr.decode(errors="replace").strip()
    if press.returncode != 0:
        raise TypesettingError(f"{template}: {said}")
    if said:
        _log.warning(said)
    return press.stdout
