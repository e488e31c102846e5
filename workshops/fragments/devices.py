"""The page that lists every device, and what becomes of devices on the other pages: drawn for page and push alike."""

from __future__ import annotations

from django.template.loader import render_to_string

from live.announce import show
from live.kinds import Notice
from workshops import kinds
from workshops.fragments.room import draw_room
from workshops.models import Roadshow
from workshops.queries.devices import devices_at_a_glance
from workshops.topics import CONSOLES, DEVICES

DEVICE_KINDS = (kinds.DEVICE_REMOVED, kinds.DEVICE_MOVED, kinds.DEVICE_CHECKED)

# What the pages of a table hear that a device has left: each asks again, and the one that has left follows.
ASK_AGAIN = "<p data-ask-again></p>"


def devices(roadshow: Roadshow) -> str:
    """Draw every device with what it found about itself."""
    return render_to_string("workshops/_devices.html", {"roadshow": roadshow, "all": devices_at_a_glance(roadshow)})


def draw_change(notice: Notice) -> str:
    """Draw a change to a device for whoever hears of it."""
    if notice.topic == DEVICES:
        return devices(Roadshow.objects.get(log_id=notice.log_id))
    return draw_room(notice) if notice.topic == CONSOLES else ASK_AGAIN


def presence_changed(log_id: int) -> None:
    """Show who is in touch on the page of all devices, a moment after it changed."""
    show(log_id, topic=DEVICES, kind="devices", draw=lambda: devices(Roadshow.objects.get(log_id=log_id)))
