"""The day on tables and consoles: what the room is at, the clock, holds, notices, what tables say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from live.kinds import Notice
from workshops import attention, kinds
from workshops.fragments.devices import ASK_AGAIN
from workshops.fragments.room import draw_state, lately, room
from workshops.fragments.screens import all_screens, console_screens
from workshops.models import Roadshow, Table
from workshops.queries.care import choices_of, support_contacts
from workshops.queries.day import day_at_a_glance, day_now, day_of, standing_broadcasts
from workshops.queries.talk import own_questions, questions_of
from workshops.tokens import new_token
from workshops.topics import CONSOLES, SCREENS, TABLES

DAY_KINDS = (kinds.STARTED, kinds.BACK, kinds.SKIPPED, kinds.CLOCK, kinds.ORDER, kinds.HELD, kinds.CARE)
TALK_KINDS = (kinds.BROADCAST, kinds.TAKEN_DOWN, kinds.PARKED, kinds.SETTLED)
ATTENTION_KINDS = (kinds.HIDDEN, kinds.SHOWN)

# How a console moves the end of the present activity: minutes, what the button shows, what it says aloud.
STEPS = (
    {"minutes": -5, "words": "\N{MINUS SIGN}5 min", "says": "5 minutes less"},
    {"minutes": -1, "words": "\N{MINUS SIGN}1", "says": "1 minute less"},
    {"minutes": 1, "words": "+1", "says": "1 minute more"},
    {"minutes": 5, "words": "+5 min", "says": "5 minutes more"},
)


def draw_day(notice: Notice) -> str:
    """Draw what a move of the day changed, for one topic."""
    roadshow = Roadshow.objects.get(log_id=notice.log_id)
    if notice.topic == TABLES:
        return table_day(roadshow)
    if notice.topic == SCREENS:
        return all_screens(roadshow)
    # A new activity has nobody done with it, and a screen that follows the room shows something else.
    return console_day(roadshow) + room(roadshow) + console_screens(roadshow) + lately(roadshow)


def draw_doors(notice: Notice) -> str:
    """Draw whether the roadshow is open; on the consoles also the buttons that wait for its doors."""
    roadshow = Roadshow.objects.get(log_id=notice.log_id)
    if notice.topic == TABLES and not roadshow.is_open:
        # The page then says that the day is closed, and does not wait for its socket to go.
        return draw_state(notice) + ASK_AGAIN
    if notice.topic != CONSOLES:
        return draw_state(notice)
    return draw_state(notice) + console_day(roadshow) + lately(roadshow)


def draw_talk(notice: Notice) -> str:
    """Draw what is said in the room, for one topic."""
    roadshow = Roadshow.objects.get(log_id=notice.log_id)
    if notice.topic == TABLES:
        return notices(roadshow)
    if notice.topic == SCREENS:
        return all_screens(roadshow)
    if notice.topic == CONSOLES:
        return console_talk(roadshow) + lately(roadshow)
    return own_parked(_table(notice))


def draw_attention(notice: Notice) -> str:
    """Draw what is hidden, or shown again, for one topic: here, and in the app that holds it."""
    return draw_talk(notice) + attention.draw(notice)


def draw_signal(notice: Notice) -> str:
    """Draw what a table says: at the table itself, and among all tables on the consoles."""
    if notice.topic == CONSOLES:
        roadshow = Roadshow.objects.get(log_id=notice.log_id)
        return room(roadshow) + lately(roadshow)
    return dock(_table(notice))


def draw_screens(notice: Notice) -> str:
    """Draw a change to the screens: there, and where the consoles choose."""
    roadshow = Roadshow.objects.get(log_id=notice.log_id)
    return all_screens(roadshow) if notice.topic == SCREENS else console_screens(roadshow) + lately(roadshow)


def table_day(roadshow: Roadshow) -> SafeString:
    """Draw what every table shows of the day: the bar, the activity, how the room is held."""
    parts = ("_table_bar", "_table_activity", "_table_hold")
    return _all_drawn(parts, _table_context(roadshow))


def table_parts(table: Table, csrf_token: str, words: str = "") -> dict[str, SafeString]:
    """Return the parts of a table's page by the names that its template uses; `words` as at the dock."""
    roadshow = table.roadshow
    context = _table_context(roadshow)
    under_way = context["day"].turn is not None
    return {
        "bar": _drawn("_table_bar", context),
        "activity": _drawn("_table_activity", context),
        "hold": _drawn("_table_hold", context),
        "notices": notices(roadshow),
        "dock": dock(table, csrf_token, words, under_way=under_way),
        "parked": own_parked(table),
    }


def watched_parts(roadshow: Roadshow) -> dict[str, SafeString]:
    """Return what observers see of the day, by the names that their page's template uses."""
    context = _table_context(roadshow)
    parts = {"bar": _drawn("_table_bar", context), "activity": _drawn("_table_activity", context)}
    return parts | {"notices": notices(roadshow)}


def notices(roadshow: Roadshow) -> SafeString:
    """Draw the texts that stand on every table."""
    return _drawn("_table_notices", {"broadcasts": standing_broadcasts(roadshow)})


def dock(table: Table, csrf_token: str = "", words: str = "", *, under_way: bool | None = None) -> SafeString:
    """Draw what a table can say with one press; `words` say what became of the last one."""
    if under_way is None:
        under_way = day_of(table.roadshow).turn is not None
    choices = choices_of(table, under_way=under_way)
    context: dict[str, Any] = {"table": table, "choices": choices, "csrf_token": csrf_token, "words": words}
    context["stands"] = any(choice.stands for choice in choices)
    return _drawn("_dock", context)


def own_parked(table: Table) -> SafeString:
    """Draw the questions that a table has parked."""
    return _drawn("_own_parked", {"questions": own_questions(table)})


def console_day(roadshow: Roadshow, csrf_token: str = "") -> SafeString:
    """Draw the day on the console: what has the room, what comes next, the running order."""
    return _all_drawn(("_console_day", "_console_next", "_console_order"), _console_context(roadshow, csrf_token))


def console_parts(roadshow: Roadshow, csrf_token: str) -> dict[str, SafeString]:
    """Return the parts of the console that concern the day, by the names that its template uses."""
    context = _console_context(roadshow, csrf_token)
    return {
        "now": _drawn("_console_day", context),
        "next": _drawn("_console_next", context),
        "order": _drawn("_console_order", context),
        "say": _drawn("_console_say", context),
        "talk": console_talk(roadshow, csrf_token),
        "screens": console_screens(roadshow, csrf_token),
        "lately": lately(roadshow),
    }


def console_talk(roadshow: Roadshow, csrf_token: str = "") -> SafeString:
    """Draw what stands on every device, and the parked questions."""
    context = {"roadshow": roadshow, "broadcasts": standing_broadcasts(roadshow), "csrf_token": csrf_token}
    return _drawn("_console_talk", context | {"questions": questions_of(roadshow)})


def _table(notice: Notice) -> Table:
    """Return the table whose own topic a notice goes to."""
    return Table.objects.select_related("roadshow").get(pk=int(notice.topic.partition(":")[2]))


def _table_context(roadshow: Roadshow) -> dict[str, Any]:
    return {"roadshow": roadshow, "day": day_now(roadshow), "contacts": support_contacts(roadshow)}


def _console_context(roadshow: Roadshow, csrf_token: str) -> dict[str, Any]:
    day = day_at_a_glance(roadshow)
    return {"roadshow": roadshow, "day": day, "steps": STEPS, "key": new_token(), "csrf_token": csrf_token}


def _all_drawn(names: Iterable[str], context: dict[str, Any]) -> SafeString:
    return mark_safe("".join(_drawn(name, context) for name in names))  # noqa: S308 -- each is safe itself


def _drawn(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"workshops/day/{name}.html", context)
