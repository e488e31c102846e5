"""The key, once a facilitator has opened it to the room: who knew what, at the tables and on the screens."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casestudy.fragments.answers import answers_change
from casestudy.kinds import KEY
from casestudy.models import CaseRun
from casestudy.queries import runs
from casestudy.queries.knowing import Grid, grid_of
from casestudy.steps import chart
from live import kinds
from live.kinds import Notice, Reading
from workshops import screens
from workshops.fragments.room import lately
from workshops.fragments.screens import all_screens
from workshops.models import Roadshow
from workshops.queries import log
from workshops.screens import View
from workshops.topics import CONSOLES, SCREENS


def connect() -> None:
    """Register how opening and closing are drawn and told, and the screens' view."""
    kinds.register(KEY, draw_key)
    log.register(KEY, _words)
    screens.register(View("who-knew", "Who knew what", draw_screen))


def draw_key(notice: Notice) -> str:
    """Draw for one topic that the key was opened or closed, as it is now."""
    case = runs.case_told(notice)
    run = case.run
    if notice.topic == CONSOLES:
        return panel(run) + lately(run.roadshow)
    if notice.topic == SCREENS:
        return all_screens(run.roadshow, notice.reading)
    grid = open_grid(run)
    asked = answers_change(case, run.stage)
    return _drawn("_key_room", run, grid=grid, announce=True) + ("" if grid else _drawn("_known_closed", run)) + asked


def panel(run: CaseRun, csrf_token: str = "") -> SafeString:
    """Draw for the console whether the key is open, and the button that opens or closes it."""
    return _drawn("_console_key", run, csrf_token=csrf_token)


def draw_screen(roadshow: Roadshow, _pin: str, reading: Reading) -> SafeString:
    """Draw the three findings and their chart for a projector; nothing of them before the key is open."""
    case = reading.once(runs.case_in, roadshow.log_id)
    if case is None:
        return SafeString()
    grid = open_grid(case.run)
    return _drawn("_screen_knew", case.run, **(grid_context(grid) if grid else {}))


def open_grid(run: CaseRun) -> Grid | None:
    """Return who knew what, if the room may see it."""
    return grid_of(run.case) if run.key_opened_at else None


def grid_context(grid: Grid) -> dict[str, object]:
    """Return what the templates show of who knew what."""
    return {"grid": grid, "chart": chart(grid.knowledge, grid.since)}


def _drawn(name: str, run: CaseRun, **context: object) -> SafeString:
    context |= {"run": run, "roadshow": run.roadshow}
    return render_to_string(f"casestudy/{name}.html", context)


def _words(told: dict[str, Any]) -> str:
    return "opened the key to the room" if told["open"] else "closed the key again"
