"""Draw every picture of the whole sample case often: `python -m benchmarks.draw TIMES` prints milliseconds as JSON.

Beside them, under "stage text", what it takes to draw the text of the longest stage, which the house drew before.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.cache import caches  # noqa: E402 -- settings first
from django.template.loader import render_to_string  # noqa: E402

from casestudy.fragments.pictures import NAMES, drawing  # noqa: E402
from casestudy.models import CaseStudy  # noqa: E402
from casestudy.pictures.chronology import By  # noqa: E402
from casestudy.queries.pictures import Visible, known  # noqa: E402


def took(draw: Callable[[], object], times: int) -> list[float]:
    """Return the milliseconds of processor time of each drawing, after one that loads the templates.

    It waits for nothing, so on a machine to itself the clock shows the same.
    """
    draw()
    found = []
    for _ in range(times):
        caches["drawn"].clear()
        began = time.process_time()
        draw()
        found.append((time.process_time() - began) * 1000)
    return found


def main(times: int) -> dict[str, list[float]]:
    """Return what each picture and its peer took."""
    case = CaseStudy.objects.get(slug="walsh")
    stages = list(case.stages.all())
    seen = known(case, Visible(len(stages)))
    longest = max(stages, key=lambda stage: sum(len(paper.body) for paper in stage.papers))
    drawn: dict[str, Callable[[], object]] = {
        "stage text": lambda: render_to_string("casestudy/_stage_text.html", {"stage": longest, "case_study": case}),
        **{name: lambda name=name: drawing(seen, name) for name in NAMES},  # type: ignore[misc]
        **{f"{name}, projector": lambda name=name: drawing(seen, name, large=True) for name in NAMES},  # type: ignore[misc]
        "chronology, by agency": lambda: drawing(seen, "chronology", by=By.AGENCY),
    }
    return {name: took(draw, times) for name, draw in drawn.items()}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
