"""Concern as curves: a table's own on its page, the room's on consoles and, once they are opened, on screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casestudy.models import CaseRun
from casestudy.pictures.curves import RoomCurve, number, room_curve, strip
from casestudy.pictures.curves import own_curve as own_layout
from casestudy.queries import runs
from casestudy.queries.judgement import About, Concern, StageJudgement, concern_of, stage_judgement
from casestudy.spread import Spread
from live.kinds import Reading
from workshops import panels, screens
from workshops.models import Activity, Roadshow, Table
from workshops.panels import Place, Spot
from workshops.screens import View

# What a hall can tell apart on one wall: the whole, and so many people beside it.
MOST_PEOPLE = 4
# Where a number is missing.
NONE = "-"
# At 1920x1080: the whole alone, or large with the people in a column beside it, each under their name.
_WALL, _LARGE = (1728.0, 700.0), (1040.0, 700.0)
_PERSON_WIDTH, _COLUMN, _CAPTION = 640.0, 780.0, 46.0


def connect() -> None:
    """Register what screens and consoles show of the room's concern."""
    panels.register(Place.CONSOLE_TABLES, draw_panel)
    screens.register(View("curves-by-table", "The room's concern, table by table", _by_table, pin=runs.present_stage))
    screens.register(View("curves", "The room's concern", _as_spread, _are_open, runs.present_stage))


def own_curve(run: CaseRun, table: Table) -> SafeString:
    """Draw a table's own concern by stage."""
    concern, total = concern_of(run, table), run.case.stages.count()
    named = [(about, concern.by_table[about.key].get(table.number, {})) for about in concern.abouts]
    drawn = own_layout([(short(about, concern.abouts), scores) for about, scores in named], total)
    rows = [(about.name, [scores.get(stage, NONE) for stage in concern.stages]) for about, scores in named]
    context = {
        "curve": drawn,
        "ticks": drawn.ground.stages(24),
        "middle": drawn.ground.y(5) - 12,
        "words": ". ".join(_told(about.name, scores) for about, scores in named if scores) or "No number yet",
        "rows": rows,
        "stages": concern.stages,
    }
    return _drawn("casestudy/pictures/_curve.html", context)


def short(about: About, abouts: tuple[About, ...]) -> str:
    """Return the name that stands at a line's end: the first one, where that tells them apart."""
    if about == abouts[0]:
        return about.name.removeprefix("The ").split()[0].capitalize()
    first = [each.name.split()[0] for each in abouts[1:]]
    own = about.name.split()[0]
    return own if first.count(own) == 1 else about.name


@dataclass(frozen=True)
class Panel:
    """One picture on the wall, and how it is read."""

    about: About
    curve: RoomCurve
    ticks: list[tuple[int, float]]
    words: str
    rows: list[tuple[str, list[object]]]
    large: bool


def room_panels(run: CaseRun, *, up_to: int | None = None) -> list[Panel]:
    """Draw the room's concern for the whole, and smaller for each of the people it is rated for."""
    concern, total = concern_of(run, up_to=up_to), run.case.stages.count()
    whole, *people = concern.abouts[: MOST_PEOPLE + 1]
    large = _panel(concern, whole, total, _LARGE if people else _WALL, large=True)
    small = (_PERSON_WIDTH, _COLUMN / max(len(people), 1) - _CAPTION)
    return [large, *(_panel(concern, person, total, small, large=False) for person in people)]


def _panel(concern: Concern, about: About, total: int, size: tuple[float, float], *, large: bool) -> Panel:
    spreads = {stage: lie for stage in concern.stages if (lie := concern.spread(about.key, stage)).count}
    drawn = room_curve(concern.by_table[about.key], spreads, total, width=size[0], height=size[1])
    words = said_of_spread(spreads[max(spreads)]) if spreads else "No table has rated yet."
    return Panel(about, drawn, drawn.ground.stages(44), words, _by_stage(concern, about), large)


def said_of_spread(lie: Spread) -> str:
    """Say how a stage's numbers lie, as one would to the room."""
    tables = f"{lie.count} {'table' if lie.count == 1 else 'tables'} rated"
    if lie.middle is None:
        return f"{tables}: too few for a middle."
    if lie.lower is None or lie.upper is None:
        return f"{tables}. The middle is {number(lie.middle)}."
    half = f"half lie at {lie.lower}" if lie.lower == lie.upper else f"half lie from {lie.lower} to {lie.upper}"
    return f"{tables}. The middle is {number(lie.middle)}; {half}."


def draw_curves(roadshow: Roadshow, pin: str, reading: Reading, *, by_table: bool) -> SafeString:
    """Draw the room's concern for a projector, up to the stage at which it is held; closed, that it is closed."""
    case = reading.once(runs.case_in, roadshow.log_id)
    if case is None or not case.run.curves_open:
        return _drawn("casestudy/screens/_curves_closed.html", {"roadshow": roadshow})
    run = case.run
    drawn = room_panels(run, up_to=int(pin) if pin.isdigit() else None)
    stages = range(1, min(run.stage, int(pin) if pin.isdigit() else run.stage) + 1)
    context = {"run": run, "panels": drawn, "by_table": by_table, "stages": stages, "tables": roadshow.tables.count()}
    return _drawn("casestudy/screens/_curves.html", context)


def draw_panel(spot: Spot) -> SafeString:
    """Draw the console's panel for its page."""
    case = runs.case_for(spot)
    return console_panel(case.run, spot.csrf_token) if case else SafeString()


def console_panel(run: CaseRun, csrf_token: str = "") -> SafeString:
    """Draw, for facilitators, what the room thinks at the present stage, and the button that opens its curves."""
    context: dict[str, Any] = {"run": run, "roadshow": run.roadshow, "csrf_token": csrf_token}
    if run.stage:
        prefetch_related_objects([run.case], "people", "agencies")  # read already, where tables are told as well
        concern, judged = concern_of(run), stage_judgement(run, run.stage)
        context |= {"judged": judged, "left": _left(judged), "ratings": _present_ratings(concern, run.stage)}
        context |= {"tables": _at_stage(concern, run.stage), "names": [about.name for about in concern.abouts]}
        context |= {"lies": [(a, _by_stage(concern, a)) for a in concern.abouts], "stages": concern.stages}
    return _drawn("casestudy/_console_judgement.html", context)


def _present_ratings(concern: Concern, stage: int) -> list[dict[str, object]]:
    found = []
    for about in concern.abouts:
        lie = concern.spread(about.key, stage)
        found.append(
            {"about": about, "strip": strip(lie), "words": said_of_spread(lie) if lie.count else "No table yet."}
        )
    return found


def _at_stage(concern: Concern, stage: int) -> list[tuple[str, list[object]]]:
    """Return every table's numbers at a stage, in the order of whom they are about."""
    numbers = [{table: scores.get(stage, NONE) for table, scores in by.items()} for by in concern.by_table.values()]
    tables = sorted({each.table for each in concern.rated if each.stage == stage})
    return [(f"Table {table}", [by.get(table, NONE) for by in numbers]) for table in tables]


def _by_stage(concern: Concern, about: About) -> list[tuple[str, list[object]]]:
    """Return how the numbers about somebody lay at every stage, as rows of a table."""
    lies = [concern.spread(about.key, stage) for stage in concern.stages]
    return [
        ("Tables that rated", [lie.count for lie in lies]),
        ("Middle", [_in_words(lie.middle) for lie in lies]),
        ("Half of them from", [_in_words(lie.lower) for lie in lies]),
        ("to", [_in_words(lie.upper) for lie in lies]),
    ]


def _left(judged: StageJudgement) -> int:
    return max(0, judged.tables - judged.rated - judged.passed)


def _told(name: str, scores: dict[int, int]) -> str:
    return f"{name}: " + ", ".join(f"{score} at stage {stage}" for stage, score in sorted(scores.items()))


def _in_words(value: float | None) -> str:
    return NONE if value is None else number(value)


def _as_spread(roadshow: Roadshow, pin: str, reading: Reading) -> SafeString:
    return draw_curves(roadshow, pin, reading, by_table=False)


def _by_table(roadshow: Roadshow, pin: str, reading: Reading) -> SafeString:
    return draw_curves(roadshow, pin, reading, by_table=True)


def _are_open(roadshow: Roadshow, _activity: Activity | None, reading: Reading) -> bool:
    case = reading.once(runs.case_in, roadshow.log_id)
    return case is not None and case.run.curves_open


def _drawn(template: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(template, context)
