"""Every change to the room and its roadshow: one verb each, atomic, announced once it is committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from live.announce import announce
from live.models import Log
from workshops import kinds
from workshops.actions.care_plan import begin_support_card
from workshops.actions.running_order import fill_from_template, plan_beginning, tell_beginning
from workshops.codes import new_code
from workshops.models import Day, Device, JoinCode, Programme, Roadshow, RoadshowState, Screen, Table
from workshops.tokens import digest, new_token
from workshops.topics import CONSOLES, DEVICES, EVERYBODY
from workshops.whereabouts import followed


class CodeRefusedError(Exception):
    """A code that joins nothing now."""


class UnknownCodeError(CodeRefusedError):
    """No table ever had this code."""


class RetiredCodeError(CodeRefusedError):
    """The table has a new code."""


class RoadshowShutError(CodeRefusedError):
    """The roadshow is not open: not yet, or no longer."""

    def __init__(self, roadshow: Roadshow) -> None:
        """Remember which roadshow, for the words."""
        super().__init__(roadshow.city)
        self.roadshow = roadshow


class NoSafeguardingLeadError(Exception):
    """Nobody is named to whom a real worry can be brought, so the roadshow cannot open. Nothing was changed."""


@dataclass(frozen=True)
class Joined:
    """A device at its table, and the token for its cookie."""

    device: Device
    token: str


@transaction.atomic
def create_roadshow(programme: Programme, *, tables: int, **fields: object) -> Roadshow:
    """Create a planned roadshow with numbered tables, their codes and one screen."""
    roadshow = Roadshow.objects.create(programme=programme, log=Log.objects.create(), **fields)
    Day.objects.create(roadshow=roadshow)
    add_tables(roadshow, tables)
    Screen.objects.create(roadshow=roadshow)
    return roadshow


@transaction.atomic
def begin_programme(*, name: str, **fields: object) -> Programme:
    """Begin a programme. One of this name that exists already stays as it is, so that two presses make one."""
    programme, _made = Programme.objects.get_or_create(
        name=name, defaults={"slug": _free_slug(Programme, name), **fields}
    )
    return programme


@transaction.atomic
def plan_roadshow(
    programme: Programme, *, city: str, venue: str, held_on: date, tables: int, actor: str = "", **fields: object
) -> Roadshow:
    """Plan a roadshow with the template's day and helplines, its address in the browser made from the city.

    Planned already, in this city, at this venue, on this day: that one is returned as it is, so that two
    presses make one.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    planned = programme.roadshows.filter(city=city, venue=venue, held_on=held_on, rehearsal_of=None).first()
    if planned is not None:
        return planned
    slug = _free_slug(Roadshow, city)
    where: dict[str, object] = {"slug": slug, "city": city, "venue": venue, "held_on": held_on}
    roadshow = create_roadshow(programme, tables=tables, **where, **fields)
    furnish(roadshow, actor=actor)
    return roadshow


@transaction.atomic
def furnish(roadshow: Roadshow, *, actor: str) -> None:
    """Give a new roadshow the template's day and a support card with helplines, to change from there."""
    fill_from_template(roadshow, actor=actor)
    begin_support_card(roadshow, actor=actor)


@transaction.atomic
def change_roadshow(
    roadshow: Roadshow, *, actor: str, tables: int, starts_at: time | None = None, **fields: object
) -> int:
    """Change what is known of a roadshow, and bring the room to so many tables. Return how many were added.

    Its address in the browser stays, for links that are out already. No table is ever taken away: what it
    said belongs to it.
    """
    with followed(roadshow):
        Roadshow.objects.filter(pk=roadshow.pk).update(**fields)
        begins_anew = starts_at is not None and plan_beginning(roadshow, starts_at)
    roadshow.refresh_from_db()
    if begins_anew:
        tell_beginning(roadshow, actor=actor)
    # The update has locked the row: two presses count the tables one after the other.
    added = add_tables(roadshow, max(0, tables - roadshow.tables.count()))
    if added:
        announce(
            roadshow.log_id, kind=kinds.TABLES_ADDED, topics=[CONSOLES], payload={"tables": len(added)}, actor=actor
        )
    return len(added)


@transaction.atomic
def add_tables(roadshow: Roadshow, count: int) -> list[Table]:
    """Add tables after the last number, each with its own code."""
    last = roadshow.tables.aggregate(last=Max("number"))["last"] or 0
    tables = [Table.objects.create(roadshow=roadshow, number=last + n) for n in range(1, count + 1)]
    for table in tables:
        _give_code(table)
    return tables


@transaction.atomic
def open_roadshow(roadshow: Roadshow, *, actor: str) -> bool:
    """Let devices in, and end the rehearsal. False when it was open already: nothing is changed then.

    Raises NoSafeguardingLeadError unless one is named; a practice run needs none.
    """
    roadshow.refresh_from_db()
    if not roadshow.may_open:
        raise NoSafeguardingLeadError
    opened = _change_state(roadshow, RoadshowState.OPEN, actor=actor, kind=kinds.OPENED)
    for rehearsal in Roadshow.objects.filter(rehearsal_of=roadshow) if opened else ():
        close_roadshow(rehearsal, actor=actor)
    return opened


@transaction.atomic
def close_roadshow(roadshow: Roadshow, *, actor: str) -> bool:
    """Let no device in any more, and let go of those that are; nothing is deleted."""
    return _change_state(roadshow, RoadshowState.CLOSED, actor=actor, kind=kinds.CLOSED)


@transaction.atomic
def rotate_code(table: Table, *, actor: str) -> JoinCode:
    """Give a table a new code. Devices that joined with the old one stay."""
    _let_nobody_else_change(table)
    table.codes.filter(retired_at=None).update(retired_at=timezone.now())
    code = _give_code(table)
    announce(
        table.roadshow.log_id,
        kind=kinds.CODE_ROTATED,
        topics=[CONSOLES],
        payload={"table": table.number},
        actor=actor,
    )
    return code


@transaction.atomic
def join_table(code: str, *, token: str = "") -> Joined:
    """Bring a device to the table whose card shows `code`.

    A device that comes with its `token` is the same device again: at this table it stays, from another
    table of the room it moves. Raises UnknownCodeError, RetiredCodeError or RoadshowShutError.
    """
    found = JoinCode.objects.select_related("table__roadshow").filter(code=code).first()
    if found is None:
        raise UnknownCodeError
    table = found.table
    if not table.roadshow.is_open:
        raise RoadshowShutError(table.roadshow)
    if found.retired_at is not None:
        raise RetiredCodeError
    known = device_by_token(token)
    if known is not None and known.table.roadshow_id == table.roadshow_id:
        return Joined(seat(known, table), token)
    token = new_token()
    device = Device.objects.create(table=table, number=_next_number(table), token_digest=digest(token))
    return Joined(device, token)


@transaction.atomic
def remove_device(device: Device, *, actor: str) -> bool:
    """Send a device away; its sockets close within seconds. False when it was gone already."""
    gone = Device.objects.filter(pk=device.pk, removed_at=None).update(removed_at=timezone.now())
    if gone:
        announce(
            device.table.roadshow.log_id,
            kind=kinds.DEVICE_REMOVED,
            topics=[CONSOLES, DEVICES],
            payload={"table": device.table.number, "device": device.number},
            actor=actor,
        )
    return bool(gone)


def seat(device: Device, table: Table) -> Device:
    """Store that a device is at a table, under a new number if it was at another. For verbs that say so themselves."""
    if device.table_id != table.pk:
        device.table = table
        device.number = _next_number(table)
        device.save(update_fields=["table", "number"])
    return device


def device_by_token(token: str) -> Device | None:
    """Return the device that holds `token`, unless it was removed."""
    if not token:
        return None
    devices = Device.objects.select_related("table__roadshow").filter(removed_at=None)
    return devices.filter(token_digest=digest(token)).first()


def _change_state(roadshow: Roadshow, state: RoadshowState, *, actor: str, kind: str) -> bool:
    changed = Roadshow.objects.filter(pk=roadshow.pk).exclude(state=state).update(state=state)
    if changed:
        announce(roadshow.log_id, kind=kind, topics=EVERYBODY, actor=actor)
        roadshow.refresh_from_db(fields=["state"])
    return bool(changed)


def _next_number(table: Table) -> int:
    _let_nobody_else_change(table)
    last = table.devices.aggregate(last=Max("number"))["last"] or 0
    return int(last) + 1


def _let_nobody_else_change(table: Table) -> None:
    """Make others at this table wait for the commit: a whole table scans its card at the same moment.

    `no_key`: PostgreSQL checks at the commit that a row's table is there, and would wait for this in a circle.
    Raises UnknownCodeError when the table has gone meanwhile, with its rehearsal.
    """
    if Table.objects.select_for_update(no_key=True).filter(pk=table.pk).first() is None:
        raise UnknownCodeError


def _give_code(table: Table) -> JoinCode:
    code = new_code()
    while JoinCode.objects.filter(code=code).exists():
        code = new_code()
    return JoinCode.objects.create(table=table, code=code)


def _free_slug(model: type[Programme | Roadshow], name: str) -> str:
    """Return a slug for `name` that none of `model` has: "bristol", then "bristol-2"."""
    stem = slugify(name)[:40] or model.__name__.lower()
    slug, number = stem, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
