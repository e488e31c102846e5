"""What each projector screen shows: chosen, held or dark, from the console."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from live.announce import announce
from live.kinds import Reading
from workshops import kinds, screens
from workshops.models import Activity, Roadshow, Screen
from workshops.topics import CONSOLES, SCREENS

MOST_SCREENS = 8


class TooManyScreensError(Exception):
    """A roadshow has MOST_SCREENS screens already. Nothing was changed."""


@transaction.atomic
def add_screen(roadshow: Roadshow, *, name: str, actor: str) -> Screen:
    """Add a screen with a link of its own; one of this name that exists stays as it is, so two presses make one."""
    Roadshow.objects.select_for_update(no_key=True).get(pk=roadshow.pk)
    known = roadshow.screens.filter(name__iexact=name).first()
    if known is not None:
        return known
    if roadshow.screens.count() >= MOST_SCREENS:
        raise TooManyScreensError
    last = roadshow.screens.aggregate(last=Max("order"))["last"] or 0
    screen = Screen.objects.create(roadshow=roadshow, name=name, order=last + 1)
    _tell(screen, actor)
    return screen


@transaction.atomic
def choose_view(screen: Screen, *, shows: str, actor: str) -> None:
    """Let a screen show another view, live. It is neither held nor dark then. Raises ValueError for no view."""
    if shows not in dict(screens.choices()):
        message = f"no view {shows!r}"
        raise ValueError(message)
    _set(screen, actor, shows=shows, held="", blanked=False)


@transaction.atomic
def hold_screen(screen: Screen, *, actor: str) -> None:
    """Keep what the screen shows now on it, whatever the room does."""
    roadshow = screen.roadshow
    turn = roadshow.day.turn
    activity: Activity | None = turn.activity if turn else None
    view, pin = screens.shown_on(screen, screens.leading(roadshow, activity, Reading()))
    _set(screen, actor, held=f"{view.name}:{pin or view.pin(roadshow)}"[:80])


@transaction.atomic
def let_go(screen: Screen, *, actor: str) -> None:
    """Let a held screen go on with the room."""
    _set(screen, actor, held="")


@transaction.atomic
def set_dark(screen: Screen, *, dark: bool, actor: str) -> None:
    """Make a screen dark, or light again with what it showed."""
    _set(screen, actor, blanked=dark)


def _set(screen: Screen, actor: str, **fields: object) -> None:
    Screen.objects.filter(pk=screen.pk).update(**fields)
    screen.refresh_from_db(fields=list(fields))
    _tell(screen, actor)


def _tell(screen: Screen, actor: str) -> None:
    payload = {"screen": screen.pk, "shows": screen.shows, "held": screen.held, "dark": screen.blanked}
    topics = [SCREENS, CONSOLES]
    announce(screen.roadshow.log_id, kind=kinds.SCREEN, topics=topics, payload=payload, actor=actor)
