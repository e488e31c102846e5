"""The parts of pages that a reveal changes: drawn here for page and push alike."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casestudy.fragments import answers, tables
from casestudy.fragments.curves import console_panel
from casestudy.kinds import CHOSEN, REVEALED, WITHDRAWN
from casestudy.models import CaseRun, Stage
from casestudy.queries import parts, runs
from casestudy.queries.runs import CaseGlance
from live import kinds
from live.kinds import Notice, Reading
from workshops import panels, screens
from workshops.fragments.room import lately
from workshops.fragments.screens import all_screens
from workshops.models import Activity, ActivityKind, Roadshow
from workshops.panels import Place, Spot
from workshops.queries import log
from workshops.screens import View
from workshops.tokens import new_token
from workshops.topics import CONSOLES, SCREENS

_PAGES = {
    Place.CONSOLE_ORDER: "console_stages",
    Place.CONSOLE_NOW: "console_now",
    Place.CONSOLE_NEXT: "console_next",
}


def connect() -> None:
    """Register how reveals are drawn, where the case stands on pages, and what counts as progress."""
    kinds.register(REVEALED, draw_change)
    kinds.register(WITHDRAWN, draw_change)
    kinds.register(CHOSEN, draw_change)
    for place, name in _PAGES.items():
        panels.register(place, _block(name))
    panels.register(Place.TABLE_BAR, tables.draw_bar)
    panels.register(Place.TABLE, tables.draw_table)
    panels.register(Place.ORGANISING, draw_choice)
    panels.register_marks(runs.stage_marks)
    log.register(REVEALED, _revealed_words)
    log.register(WITHDRAWN, _withdrawn_words)
    log.register(CHOSEN, _chosen_words)
    screens.register(View("case", "The case", draw_screen, _at_the_case, runs.present_stage, holds_stage=True))


def draw_change(notice: Notice) -> str:
    """Draw for one topic what a reveal or withdrawal changed, as things stand now."""
    case = runs.case_told(notice)
    if notice.topic == SCREENS:
        return all_screens(case.run.roadshow, notice.reading)
    if notice.topic == CONSOLES:
        blocks = [block(name, case) for name in _PAGES.values()]
        return "".join([*blocks, console_panel(case.run), lately(case.run.roadshow)])
    return tables.draw_change(case, notice.payload["stage"], notice.topic)


def draw_screen(roadshow: Roadshow, pin: str, reading: Reading) -> SafeString:
    """Draw the newest stage for a projector; or the one that the screen is held at, while the room still has it."""
    case = reading.once(runs.case_in, roadshow.log_id)
    if case is None:
        return SafeString()
    held = case.stage(int(pin)) if pin.isdigit() else None
    # Held before the first stage, it goes on saying that the case begins soon.
    shown = None if pin == "0" else held or case.newest
    context = {"run": case.run, "case": case, "shown": shown, "roadshow": roadshow}
    return render_to_string("casestudy/_screen.html", context)


def draw_choice(spot: Spot) -> SafeString:
    """Draw, for organisers, which case a roadshow runs, or the choice while it runs none."""
    run, cases = runs.run_of(spot.roadshow), runs.case_versions()
    context: dict[str, object] = {"run": run, "cases": cases, "roadshow": spot.roadshow, "csrf_token": spot.csrf_token}
    context["begun"] = run is not None and run.reveals.exists()
    return render_to_string("casestudy/_choice.html", context)


def block(name: str, case: CaseGlance, csrf_token: str = "") -> SafeString:
    """Draw one of this app's blocks, `templates/casestudy/_<name>.html`.

    One text is pushed to many, so it holds nobody's `csrf_token`; there htmx sends the page's own.
    """
    run = case.run
    context: dict[str, object] = {"run": run, "case": case, "roadshow": run.roadshow, "csrf_token": csrf_token}
    if name == "console_next":
        unpooled = parts.unpooled(run)
        context |= {"next": _drawn_ahead(run), "key": new_token(), "unpooled": unpooled}
        context["earlier_unpooled"] = [stage for stage in unpooled if stage.number < run.stage]
    if name == "console_stages":
        context["stages"] = run.case.stages.all()
    if name == "console_now":
        context["events"] = runs.key_of(case.newest.stage) if case.newest else []
    return render_to_string(f"casestudy/_{name}.html", context)


def _drawn_ahead(run: CaseRun) -> Stage | None:
    """Return the next stage, its text and its questions drawn and kept already, so that the reveal need not do it."""
    stage = runs.next_stage(run)
    if stage is not None:
        render_to_string("casestudy/_stage_text.html", {"stage": stage, "case_study": run.case})
        answers.forms_ahead(run, stage.number)
    return stage


def _revealed_words(said: dict[str, Any]) -> str:
    return f"revealed stage {said['stage']}"


def _withdrawn_words(said: dict[str, Any]) -> str:
    return f"withdrew stage {said['stage']}"


def _chosen_words(said: dict[str, Any]) -> str:
    return f"gave the roadshow {said['case']}, version {said['version']}"


def _at_the_case(roadshow: Roadshow, activity: Activity | None, reading: Reading) -> bool:
    """Whether the case is what the room is at: in its activity, or once revealed when there is no running order."""
    if activity is not None and activity.kind != ActivityKind.CASE:
        return False
    case = reading.once(runs.case_in, roadshow.log_id)
    return case is not None and (activity is not None or case.run.stage > 0)


def _block(name: str) -> panels.Draw:
    def draw(spot: Spot) -> SafeString:
        case = runs.case_for(spot)
        return block(name, case, spot.csrf_token) if case else SafeString()

    return draw
