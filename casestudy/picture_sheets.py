"""Pictures of the case on paper: for tables a sheet at each stage, for facilitators the whole case."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

from django.conf import settings

from casestudy.fragments.pictures import NAMES, TITLES, on_paper
from casestudy.models import CaseRun, Stage
from casestudy.pictures.known import Known
from casestudy.pictures.words import entries_in_words, summary
from casestudy.queries import pictures, runs
from casestudy.queries.pictures import Visible
from workshops.drawn import drawn_once
from workshops.models import ActivityKind, Roadshow
from workshops.paper import Audience, Section, register

TEMPLATE = "casestudy/paper/pictures.typ"
STYLE = Path(settings.BASE_DIR, "templates", "casestudy", "pictures", "paper.css")

AT_EACH_STAGE = Section(
    name="Pictures of the case",
    audience=Audience.TABLES,
    activity=ActivityKind.CASE,
    copies="one for each table",
    template=TEMPLATE,
    data=lambda roadshow, _address: at_each_stage(roadshow),
)
AT_THE_END = Section(
    name="Pictures of the case",
    audience=Audience.FACILITATOR,
    activity=ActivityKind.CASE,
    copies="one for each facilitator",
    template=TEMPLATE,
    data=lambda roadshow, _address: at_the_end(roadshow),
)


def connect() -> None:
    """Register the pictures' sections."""
    register(AT_EACH_STAGE)
    register(AT_THE_END)


def at_each_stage(roadshow: Roadshow) -> dict[str, object] | None:
    """Return the pictures as they stand at each stage, with the entries that it adds to the chronology."""
    run = runs.run_of(roadshow)
    if run is None:
        return None
    return {"sheets": [_sheet(run, stage, whole=False) for stage in run.case.stages.all()], "key": False}


def at_the_end(roadshow: Roadshow) -> dict[str, object] | None:
    """Return the pictures of the whole case, with every entry of the chronology."""
    run = runs.run_of(roadshow)
    if run is None:
        return None
    last = list(run.case.stages.all())[-1:]
    return {"sheets": [_sheet(run, stage, whole=True) for stage in last], "key": True}


def _sheet(run: CaseRun, stage: Stage, *, whole: bool) -> dict[str, object]:
    """Return a sheet. A version never changes, so each process draws it once."""
    key = f"picture-sheet:{run.case.digest}:{stage.number}:{whole}"
    return drawn_once(key, partial(_drawn_sheet, run, stage, whole=whole))


def _drawn_sheet(run: CaseRun, stage: Stage, *, whole: bool) -> dict[str, object]:
    known = pictures.known(run.case, Visible(stage.number))
    entries = [entry for entry in entries_in_words(known) if whole or entry.new or stage.number == 1]
    return {
        "stage": stage.number,
        "case": run.case.title,
        "title": stage.title,
        "pictures": [_picture(known, name) for name in NAMES],
        "entries": [asdict(entry) for entry in entries],
    }


def _picture(known: Known, name: str) -> dict[str, object]:
    """Return a picture as SVG that stands by itself, its size in units, and in words what it shows."""
    svg, width, height = on_paper(known, name, STYLE.read_text(encoding="utf-8"))
    return {"title": TITLES[name], "svg": svg, "width": width, "height": height, "words": summary(known)}
