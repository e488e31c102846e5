"""Hand in and release the photo of a table: `python -m benchmarks.released NUMBER` prints where a screen finds it."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.urls import reverse  # noqa: E402 -- settings first

from benchmarks.prepare import SLUG  # noqa: E402
from drawings.actions.drawings import hand_in  # noqa: E402
from drawings.actions.wall import release  # noqa: E402
from workshops.models import Answer, Roadshow  # noqa: E402


def released(number: int) -> dict[str, Any]:
    """Release it; return its address for the roadshow's screen, and how long the release took."""
    roadshow = Roadshow.objects.get(slug=SLUG)
    drawing = roadshow.tables.get(number=number).drawings.get()
    hand_in(drawing, actor="bench")
    Answer.objects.update_or_create(table=drawing.table, field=f"{drawing.prefix}show", defaults={"value": "yes"})
    began = time.monotonic()
    release(drawing, actor="bench")
    address = reverse("screen-picture", args=[roadshow.screens.get().token, drawing.picture_id, "large"])
    return {"address": address, "seconds": time.monotonic() - began}


if __name__ == "__main__":
    print(json.dumps(released(int(sys.argv[1]))))
