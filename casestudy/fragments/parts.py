"""Who plays what, on the console; and what tables hear when parts are given out, changed or pooled."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casestudy.fragments import key, pooling, reveals, tables
from casestudy.kinds import PARTS, POOLED
from casestudy.models import CaseRun
from casestudy.queries import parts, runs
from live import kinds
from live.kinds import Notice
from workshops import panels
from workshops.fragments.devices import ASK_AGAIN
from workshops.fragments.room import lately
from workshops.fragments.screens import all_screens
from workshops.panels import Place, Spot
from workshops.queries import log
from workshops.topics import CONSOLES, SCREENS


def connect() -> None:
    """Register what devices listen to, how changes are drawn and told, and the console's panel."""
    kinds.register(PARTS, draw_parts)
    kinds.register(POOLED, draw_pooled)
    log.register(PARTS, _parts_words)
    log.register(POOLED, _pooled_words)
    panels.register(Place.CONSOLE_NEXT, draw_panel)
    pooling.connect()
    panels.register_topics(parts.topics_of)
    panels.register_seats(parts.seats_at)


def draw_parts(notice: Notice) -> str:
    """Draw a change to who plays what: the panel for consoles; devices ask again, and find their new part."""
    if notice.topic == CONSOLES:
        case = runs.case_told(notice)
        return panel(case.run) + reveals.block("console_next", case) + lately(case.run.roadshow)
    return ASK_AGAIN


def draw_pooled(notice: Notice) -> str:
    """Draw for one topic that a stage was pooled, or that this was taken back."""
    case = runs.case_told(notice)
    if notice.topic == CONSOLES:
        return reveals.block("console_next", case) + pooling.on_console(case.run) + lately(case.run.roadshow)
    if notice.topic == SCREENS:
        return all_screens(case.run.roadshow, notice.reading)
    return tables.draw_pooling(case, notice.payload["stage"], notice.topic)


def draw_panel(spot: Spot) -> SafeString:
    """Draw for the console of a roadshow with a case who plays what, what pooling changed, and the key."""
    case = runs.case_for(spot)
    if case is None:
        return SafeString()
    run = case.run
    return pooling.on_console(run) + panel(run, spot.csrf_token) + key.panel(run, spot.csrf_token)


def panel(run: CaseRun, csrf_token: str = "") -> SafeString:
    """Draw who plays what, and the button that gives the parts out."""
    holding = parts.holders(run.case)
    present = frozenset().union(*parts.present_in(run.roadshow).values())
    context = {
        "run": run,
        "roadshow": run.roadshow,
        "hands": parts.hands_of(run),
        "after": parts.newest_change(run).seq,
        "holding": holding,
        "present": [agency for agency in holding if agency.code in present],
        "csrf_token": csrf_token,
    }
    return render_to_string("casestudy/_console_parts.html", context)


def _parts_words(told: dict[str, Any]) -> str:
    words = {
        "given": "gave out the parts of agencies",
        "taken": "took back the parts of agencies",
        "changed": "changed what table {table} plays",
    }
    return words[told["did"]].format(**told)


def _pooled_words(told: dict[str, Any]) -> str:
    return f"pooled stage {told['stage']}" if told["stands"] else f"took back the pooling of stage {told['stage']}"
