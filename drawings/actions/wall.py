"""What a facilitator does with the wall: nothing reaches it before it is released, and one press takes it off again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from drawings.blind import drawings_to_code
from drawings.kinds import RELEASED, WALL
from drawings.models import Drawing, Grouping, Wall
from drawings.queries.drawings import consents, on_the_wall
from live.announce import announce
from workshops.models import Roadshow
from workshops.topics import CONSOLES, SCREENS, own_table


@dataclass(frozen=True)
class Released:
    """How many drawings one press put on the wall, and how many more could be that nobody had seen yet."""

    count: int
    more: int


class NoConsentError(Exception):
    """The table has not said that its drawing may be shown. Nothing was changed."""


class NotOnTheWallError(Exception):
    """A drawing that the room may not see just now cannot be shown large. Nothing was changed."""


@transaction.atomic
def release(drawing: Drawing, *, actor: str) -> bool:
    """Put a drawing on the wall. False when it is there already, or was withdrawn or hidden meanwhile.

    Raises NoConsentError.
    """
    if not consents([drawing], "show"):
        raise NoConsentError
    return bool(_release(drawing.table.roadshow, [drawing.pk], actor))


@transaction.atomic
def release_all(roadshow: Roadshow, seen: Iterable[int], *, actor: str) -> Released:
    """Put everything on the wall that waits, may be shown, and was `seen`: what came in since then waits on."""
    may_be = consents(drawings_to_code(roadshow).filter(released_at=None), "show")
    was_seen = may_be.intersection(seen)
    return Released(_release(roadshow, sorted(was_seen), actor), more=len(may_be - was_seen))


@transaction.atomic
def take_back(drawing: Drawing, *, actor: str) -> bool:
    """Take a drawing off the wall, as though it had never been released. False when it was not there."""
    gone = Drawing.objects.filter(pk=drawing.pk, released_at__isnull=False).update(released_at=None, released_by="")
    if gone:
        Wall.objects.filter(shown=drawing).update(shown=None)
        _tell(drawing.table.roadshow, [drawing], actor, released=False)
    return bool(gone)


@transaction.atomic
def show_large(roadshow: Roadshow, drawing: Drawing | None, *, actor: str) -> None:
    """Let screens show one drawing of the wall large, with its words; without one, all of them again.

    Raises NotOnTheWallError.
    """
    if drawing is not None and drawing not in on_the_wall(roadshow):
        raise NotOnTheWallError
    _set(roadshow, actor, shown=drawing)


@transaction.atomic
def group_by(roadshow: Roadshow, grouping: Grouping, *, actor: str) -> None:
    """Let screens show all drawings of the wall, sorted another way."""
    _set(roadshow, actor, shown=None, grouping=grouping)


def _set(roadshow: Roadshow, actor: str, **fields: object) -> None:
    wall, _new = Wall.objects.update_or_create(roadshow=roadshow, defaults=fields)
    payload = {"shown": wall.shown_id, "grouping": wall.grouping}
    announce(roadshow.log_id, kind=WALL, topics=[CONSOLES, SCREENS], payload=payload, actor=actor)


def _release(roadshow: Roadshow, pks: list[int], actor: str) -> int:
    waiting = drawings_to_code(roadshow).filter(pk__in=pks, released_at=None)
    drawings = list(waiting.select_for_update(of=("self",)))
    Drawing.objects.filter(pk__in=[drawing.pk for drawing in drawings]).update(
        released_at=timezone.now(), released_by=actor
    )
    if drawings:
        _tell(roadshow, drawings, actor, released=True)
    return len(drawings)


def _tell(roadshow: Roadshow, drawings: list[Drawing], actor: str, *, released: bool) -> None:
    """Announce it in one event, however many they are."""
    payload = {"drawings": [drawing.pk for drawing in drawings], "released": released}
    own = dict.fromkeys(own_table(drawing.table_id) for drawing in drawings)
    announce(roadshow.log_id, kind=RELEASED, topics=[*own, CONSOLES, SCREENS], payload=payload, actor=actor)
