"""The parts of this app's pages that change while they are open: drawn here for page and push alike."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from live.announce import show
from live.kinds import Notice
from workshops import kinds
from workshops.models import Roadshow
from workshops.queries import log
from workshops.queries.room import room_at_a_glance
from workshops.topics import CONSOLES

ROOM_STATE_KINDS = (kinds.OPENED, kinds.CLOSED)
ROOM_KINDS = (kinds.CODE_ROTATED, kinds.TABLES_ADDED)


def room(roadshow: Roadshow) -> str:
    """Draw every table with its devices and what each has."""
    return render_to_string("workshops/_room.html", {"roadshow": roadshow, "room": room_at_a_glance(roadshow)})


def lately(roadshow: Roadshow) -> SafeString:
    """Draw what was done lately, and by whom."""
    html = render_to_string("workshops/day/_console_lately.html", {"lately": log.lately(roadshow)})
    return mark_safe(html)  # noqa: S308 -- a template escapes


def draw_lately(notice: Notice) -> str:
    """Draw what was done lately, for the consoles."""
    return lately(Roadshow.objects.get(log_id=notice.log_id))


def draw_room(notice: Notice) -> str:
    """Draw the room for the consoles after a change to its tables."""
    roadshow = Roadshow.objects.get(log_id=notice.log_id)
    return room(roadshow) + lately(roadshow)


def draw_state(notice: Notice) -> str:
    """Draw whether the roadshow is open, for every page; on those of a rehearsal its band says so too."""
    roadshow = Roadshow.objects.get(log_id=notice.log_id)
    parts = ["workshops/_state.html", *(["components/rehearsal.html"] if roadshow.is_rehearsal else [])]
    return "".join(render_to_string(part, {"roadshow": roadshow}) for part in parts)


def presence_changed(log_id: int) -> None:
    """Show the consoles who is in touch and what each has, a moment after it changed."""
    show(log_id, topic=CONSOLES, kind="room", draw=lambda: room(Roadshow.objects.get(log_id=log_id)))
