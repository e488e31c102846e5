"""What a projector screen can show: views that apps register, and which of them a screen shows now.

A screen follows the room, or shows one view that was chosen. Held, it keeps to a view and to the place in
it (`pin`: a stage, a turn) at which it was held, whatever the room does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from live.kinds import Reading
from workshops.models import Activity, Roadshow, Screen

FOLLOW = "follow"


def never(_roadshow: Roadshow, _activity: Activity | None, _reading: Reading) -> bool:
    """Say that it never leads: a view which is shown when somebody chooses it."""
    return False


def no_pin(_roadshow: Roadshow) -> str:
    """Say that it stands nowhere: held, the view shows things as they are."""
    return ""


@dataclass(frozen=True)
class View:
    """One thing that a screen can show.

    `leads` says whether it is what the room is at, given the present activity. `pin` returns where it stands
    now, and `draw` its HTML there; an empty pin means "as things are". What both need they read once, through
    the drawing's `Reading`. `holds_stage`: the element with the id "stage" is in it.
    """

    name: str
    label: str
    draw: Callable[[Roadshow, str, Reading], SafeString]
    leads: Callable[[Roadshow, Activity | None, Reading], bool] = never
    pin: Callable[[Roadshow], str] = no_pin
    holds_stage: bool = False


_views: dict[str, View] = {}


def register(view: View) -> None:
    """Let screens show `view`. Views that are registered later lead before earlier ones."""
    if _views.setdefault(view.name, view) is not view:
        message = f"two views of the name {view.name!r}"
        raise ValueError(message)


def choices() -> list[tuple[str, str]]:
    """Return what a screen can be set to: name and label, the room first."""
    return [(FOLLOW, "What the room is at"), *((view.name, view.label) for view in _views.values())]


def leading(roadshow: Roadshow, activity: Activity | None, reading: Reading) -> View:
    """Return the view of what the room is at."""
    return next(view for view in reversed(_views.values()) if view.leads(roadshow, activity, reading))


def shown_on(screen: Screen, lead: View) -> tuple[View, str]:
    """Return the view that a screen shows, and where it is held ("" when it is not). `lead` is the leading view."""
    if screen.held:
        name, _, pin = screen.held.partition(":")
        if name in _views:
            return _views[name], pin
    return chosen(screen.shows, lead), ""


def chosen(name: str, lead: View) -> View:
    """Return a view by name; for "follow", and for a name that nobody registers any more, the leading one."""
    return _views.get(name, lead)
