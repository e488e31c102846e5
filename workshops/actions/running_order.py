"""The running order, planned beforehand and, on the day, ahead of what the room is at. Nothing is ever deleted.

An activity that is taken out is set aside: it can be put back, alone or with those that went with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from live.announce import announce
from workshops import kinds
from workshops.models import Activity, Day, Roadshow
from workshops.order import Standing
from workshops.template_day import DAY
from workshops.topics import CONSOLES, EVERYBODY
from workshops.whereabouts import followed


class ChangedMeanwhileError(Exception):
    """Somebody else changed the activity after it was seen. Nothing was changed."""

    def __init__(self, activity: Activity) -> None:
        """Remember how it is now."""
        super().__init__(str(activity))
        self.activity = activity


class HadTheRoomError(Exception):
    """The activity has (or had) the room, so that it stays where it is. Nothing was changed."""


@dataclass(frozen=True)
class Replaced:
    """What a replacement did: how many came in, and those that were set aside by it."""

    came: int
    set_aside: tuple[int, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.came or self.set_aside)


@transaction.atomic
def add_activity(roadshow: Roadshow, *, actor: str, at: int | None = None, **words: object) -> Activity:
    """Add an activity at a position, counted from 1, or at the end; at the nearest one that is open.

    The same words twice in a row are one press too many: the activity that is there already is returned.
    """
    standing = _locked(roadshow)
    place = standing.added(0, at=at).index(0)
    neighbours = standing.keys[max(place - 1, 0) : place + 1]
    for twin in roadshow.activities.filter(pk__in=neighbours):
        if twin.words == words:
            return twin
    added = Activity.objects.create(roadshow=roadshow, order=0, **words)
    _number(standing.added(added.pk, at=at))
    _tell(roadshow, actor, did="added", activity=added)
    return added


@transaction.atomic
def change_activity(activity: Activity, *, seen: str, actor: str, **words: object) -> bool:
    """Change what an activity says. False when it says so already.

    `seen` is the mark of what the change began from. How long it takes stays once it had the room, so that
    the plan can be held against what happened. Raises ChangedMeanwhileError when somebody else was faster.
    """
    standing = _locked(activity.roadshow)
    activity.refresh_from_db()
    if standing.is_fixed(activity.pk):
        words["minutes"] = activity.minutes
    if activity.words == words:
        return False
    if activity.mark != seen:
        raise ChangedMeanwhileError(activity)
    for name, value in words.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(words))
    _tell(activity.roadshow, actor, did="changed", activity=activity, everybody=activity.pk == standing.now)
    return True


@transaction.atomic
def move_activity(activity: Activity, *, to: int, seen: int, actor: str) -> int:
    """Move an activity to a position, or as near to it as is open. Return where it stands now.

    `seen` is the position that it was moved from. Raises ChangedMeanwhileError when it stands elsewhere by now or
    was taken out, HadTheRoomError when its time has come.
    """
    standing = _locked(activity.roadshow)
    activity.refresh_from_db()
    if activity.pk not in standing.keys or standing.position(activity.pk) != seen:
        raise ChangedMeanwhileError(activity)
    if standing.is_fixed(activity.pk):
        raise HadTheRoomError
    order = standing.moved(activity.pk, to)
    if order != standing.keys:
        _number(order)
        _tell(activity.roadshow, actor, did="moved", activity=activity)
    return order.index(activity.pk) + 1


@transaction.atomic
def remove_activity(activity: Activity, *, actor: str) -> bool:
    """Take an activity out; it is set aside. False when it is out already.

    Raises HadTheRoomError when its time has come.
    """
    standing = _locked(activity.roadshow)
    if activity.pk not in standing.keys:
        return False
    if standing.is_fixed(activity.pk):
        raise HadTheRoomError
    _set_aside([activity.pk])
    _number(standing.without(activity.pk).keys)
    _tell(activity.roadshow, actor, did="removed", activity=activity)
    return True


@transaction.atomic
def put_back(activity: Activity, *, actor: str) -> bool:
    """Put an activity that was set aside back to where it stood. False when it is in the order."""
    standing = _locked(activity.roadshow)
    if activity.pk in standing.keys:
        return False
    activity.refresh_from_db()
    Activity.objects.filter(pk=activity.pk).update(removed_at=None)
    _number(standing.added(activity.pk, at=activity.order))
    _tell(activity.roadshow, actor, did="put-back", activity=activity)
    return True


@transaction.atomic
def fill_from_template(roadshow: Roadshow, *, actor: str) -> Replaced:
    """Let the template's day take the place of what is still to come, which is set aside."""
    return _replace(roadshow, [activity.words for activity in DAY], actor, did="filled")


@transaction.atomic
def copy_order(roadshow: Roadshow, source: Roadshow, *, actor: str) -> Replaced:
    """Let another roadshow's running order take the place of what is still to come, which is set aside."""
    words = [activity.words for activity in source.activities.filter(removed_at=None)]
    return _replace(roadshow, words, actor, did="copied")


@transaction.atomic
def bring_back(activity: Activity, *, actor: str) -> Replaced:
    """Undo a replacement: what was set aside together with `activity` takes the place of what is still to come."""
    roadshow = activity.roadshow
    standing = _locked(roadshow)
    activity.refresh_from_db()
    if activity.removed_at is None:
        return Replaced(0, ())
    back = list(roadshow.activities.filter(removed_at=activity.removed_at).values_list("pk", flat=True))
    Activity.objects.filter(pk__in=back).update(removed_at=None)
    return _exchange(roadshow, standing, back, actor, did="brought-back")


@transaction.atomic
def begin_at(roadshow: Roadshow, starts_at: dt.time, *, actor: str) -> bool:
    """Plan when the day begins. False when it is planned so."""
    with followed(roadshow):
        changed = plan_beginning(roadshow, starts_at)
    if changed:
        tell_beginning(roadshow, actor=actor)
    return changed


def plan_beginning(roadshow: Roadshow, starts_at: dt.time) -> bool:
    """Do the same within a change of more than that; what follows is done before it is told, which locks the log."""
    changed = Roadshow.objects.filter(pk=roadshow.pk).exclude(starts_at=starts_at).update(starts_at=starts_at)
    roadshow.refresh_from_db(fields=["starts_at"])
    return bool(changed)


def tell_beginning(roadshow: Roadshow, *, actor: str) -> None:
    """Let everybody see that the day begins at another hour."""
    _tell(roadshow, actor, did="starts")


def _replace(roadshow: Roadshow, words: Sequence[dict[str, object]], actor: str, *, did: str) -> Replaced:
    """Add activities of these words in place of those ahead; do nothing when those ahead say the same."""
    standing = _locked(roadshow)
    present = roadshow.activities.in_bulk(standing.ahead)
    if [present[key].words for key in standing.ahead] == list(words):
        return Replaced(0, ())
    added = [Activity.objects.create(roadshow=roadshow, order=0, **each).pk for each in words]
    return _exchange(roadshow, standing, added, actor, did=did)


def _exchange(roadshow: Roadshow, standing: Standing, new: Sequence[int], actor: str, *, did: str) -> Replaced:
    gone = standing.ahead
    _set_aside(gone)
    _number(standing.without(*gone).added(*new))
    _tell(roadshow, actor, did=did)
    return Replaced(len(new), gone)


def _locked(roadshow: Roadshow) -> Standing:
    """Return how the order stands; whoever else changes it, or moves the day, waits for the commit."""
    return Day.objects.select_for_update().get(pk=roadshow.pk).standing()


def _set_aside(keys: Iterable[int]) -> None:
    """Take activities out at one moment, which is how they are known to belong together."""
    Activity.objects.filter(pk__in=list(keys)).update(removed_at=timezone.now())


def _number(keys: Iterable[int]) -> None:
    for position, key in enumerate(keys, start=1):
        Activity.objects.filter(pk=key).exclude(order=position).update(order=position)


def _tell(
    roadshow: Roadshow, actor: str, *, did: str, activity: Activity | None = None, everybody: bool = False
) -> None:
    """Tell the consoles; everybody when what the room is at reads differently."""
    payload = {"did": did} | ({"activity": activity.pk, "title": activity.title} if activity else {})
    topics = EVERYBODY if everybody else (CONSOLES,)
    announce(roadshow.log_id, kind=kinds.ORDER, topics=topics, payload=payload, actor=actor)
