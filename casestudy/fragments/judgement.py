"""What an answer, and opening the room's curves, change on pages: drawn once a topic, as things stand now."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casestudy.fragments import answers, curves, parts, pooling
from casestudy.kinds import ANSWERED, CURVES
from casestudy.models import CaseRun
from casestudy.queries import runs
from casestudy.queries.parts import PRESENT
from live import kinds
from live.kinds import Notice
from workshops import panels
from workshops.fragments.answers import said
from workshops.fragments.room import lately
from workshops.fragments.screens import all_screens, console_screens
from workshops.models import Table
from workshops.panels import Place, Spot
from workshops.queries import log
from workshops.topics import CONSOLES, SCREENS, own_table


def connect() -> None:
    """Register how answers and curves are drawn, and where they stand on pages."""
    kinds.register(ANSWERED, draw_answered)
    kinds.register(CURVES, draw_curves)
    log.register(CURVES, lambda told: f"{'opened' if told['open'] else 'closed'} the room's curves")
    answers.connect()
    curves.connect()
    panels.register(Place.PAPER, draw_sheet_link)


def draw_sheet_link(spot: Spot) -> SafeString:
    """Draw, for what came back on paper, the way to where an answer sheet is typed in."""
    if runs.case_for(spot) is None:
        return SafeString()
    return render_to_string("casestudy/_sheet_link.html", {"roadshow": spot.roadshow})


def draw_answered(notice: Notice) -> str:
    """Draw for one topic what a table's answers changed."""
    run = runs.case_told(notice).run
    if notice.topic == CONSOLES:
        here = any(name.startswith(PRESENT) for name in notice.payload["fields"])
        return curves.console_panel(run) + _of_parts(run, present=here)
    if notice.topic == SCREENS:
        return all_screens(run.roadshow, notice.reading) if run.curves_open or run.parts else ""
    table = Table.objects.filter(roadshow=run.roadshow_id, number=notice.payload["table"]).first()
    if table is None or notice.topic != own_table(table.pk):
        return ""
    return said(table, notice.payload["fields"]) + _own_curve(run, table, notice.payload)


def draw_curves(notice: Notice) -> str:
    """Draw for one topic that the room's curves were opened or closed."""
    run = runs.case_told(notice).run
    if notice.topic == SCREENS:
        return all_screens(run.roadshow, notice.reading)
    if notice.topic == CONSOLES:
        return curves.console_panel(run) + console_screens(run.roadshow) + lately(run.roadshow)
    return ""


def _of_parts(run: CaseRun, *, present: bool) -> str:
    """Draw what else an answer changes on consoles: what pooling changed; `present`: who is here for a part."""
    changed = pooling.on_console(run) if run.parts else ""
    return changed + parts.panel(run) if present else changed


def _own_curve(run: CaseRun, table: Table, payload: dict[str, Any]) -> str:
    """Draw the table's own curve where a number changed."""
    if not any(name.endswith(".score") for name in payload["fields"]):
        return ""
    return curves.own_curve(run, table) + pooling.at_table(run, table)
