"""What pooling changed: at the table, on the console, and on a screen when a facilitator chooses it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casestudy.models import CaseRun
from casestudy.pooled import chart
from casestudy.queries import pooling, runs
from live.kinds import Reading
from workshops import screens
from workshops.models import Roadshow, Table
from workshops.screens import View


def connect() -> None:
    """Register what screens show of it."""
    screens.register(View("pooling", "Concern before and after pooling", draw_screen))


def at_table(run: CaseRun, table: Table | None) -> SafeString:
    """Draw what pooling the newest stage changed at a table; nothing of other tables."""
    stage = pooling.newest_pooled(run) if table else None
    change = pooling.change_at(run, table, stage.number) if table and stage else None
    return _drawn("_pooling", stage=stage, change=change)


def on_console(run: CaseRun) -> SafeString:
    """Draw what pooling the newest stage changed at every table."""
    stage = pooling.newest_pooled(run)
    return _drawn("_console_pooling", stage=stage, changes=pooling.changes_in(run, stage.number) if stage else [])


def draw_screen(roadshow: Roadshow, _pin: str, reading: Reading) -> SafeString:
    """Draw for a projector how the room's concern changed when the pieces were put together."""
    case = reading.once(runs.case_in, roadshow.log_id)
    stage = pooling.newest_pooled(case.run) if case else None
    if case is None or stage is None:
        return _drawn("_screen_pooling")
    changes = pooling.changes_in(case.run, stage.number)
    return _drawn("_screen_pooling", stage=stage, changes=changes, chart=chart(changes))


def _drawn(name: str, **context: object) -> SafeString:
    return render_to_string(f"casestudy/{name}.html", context)
