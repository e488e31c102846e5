"""What pages show of a room, read in a fixed number of queries."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from live import presence
from live.presence import Presence
from workshops.models import Device, JoinCode, Roadshow, Role, Signal, SignalKind, Staff, Table
from workshops.panels import marks_of
from workshops.queries.care import signals_in


@dataclass(frozen=True)
class DeviceGlance:
    """A device as the console shows it. `has` is the newest step on its screen."""

    device: Device
    in_touch: bool
    since: datetime | None
    has: int


@dataclass(frozen=True)
class TableGlance:
    """A table as the console shows it."""

    table: Table
    devices: tuple[DeviceGlance, ...]
    signals: Mapping[SignalKind, Signal] = field(default_factory=dict)

    @property
    def help(self) -> Signal | None:
        """Its call for help that stands."""
        return self.signals.get(SignalKind.HELP)

    @property
    def moment(self) -> Signal | None:
        """That it needs a moment."""
        return self.signals.get(SignalKind.MOMENT)

    @property
    def done(self) -> Signal | None:
        """That it is done with the present activity."""
        return self.signals.get(SignalKind.DONE)

    @property
    def in_touch(self) -> int:
        """How many of its devices are in touch."""
        return sum(glance.in_touch for glance in self.devices)

    @property
    def has(self) -> int:
        """The newest step that all its devices in touch have; the last known one when none is."""
        reached = [glance.has for glance in self.devices if glance.in_touch]
        return min(reached) if reached else max((glance.has for glance in self.devices), default=0)

    @property
    def out_of_touch_since(self) -> datetime | None:
        """When its last device was lost; None while one is in touch or none ever was."""
        moments = [glance.since for glance in self.devices if glance.since is not None]
        return max(moments) if moments and not self.in_touch else None


@dataclass(frozen=True)
class RoomGlance:
    """The whole room as the console shows it. `step` is the newest one that was brought to the room."""

    tables: tuple[TableGlance, ...]
    step: int

    @property
    def devices(self) -> int:
        """How many devices are in touch."""
        return sum(glance.in_touch for glance in self.tables)

    @property
    def reached(self) -> int:
        """How many tables have the newest step on a device in touch."""
        return sum(glance.in_touch > 0 and glance.has == self.step for glance in self.tables)

    @property
    def asking(self) -> int:
        """How many tables ask for help or need a moment."""
        return sum(glance.help is not None or glance.moment is not None for glance in self.tables)

    @property
    def done(self) -> int:
        """How many tables are done with the present activity."""
        return sum(glance.done is not None for glance in self.tables)

    @property
    def taking_part(self) -> int:
        """How many tables have a device in touch."""
        return sum(glance.in_touch > 0 for glance in self.tables)


def subject_of(device: Device) -> str:
    """Return the name under which a device at its present table listens."""
    return f"device:{device.pk}.{device.table_id}"


def tables_with_codes(roadshow: Roadshow) -> QuerySet[Table]:
    """Return the tables with the code that each card shows now."""
    live = Prefetch("codes", JoinCode.objects.filter(retired_at=None))
    return roadshow.tables.prefetch_related(live)


def room_at_a_glance(roadshow: Roadshow) -> RoomGlance:
    """Return every table with its devices and what each has on its screen."""
    marks = marks_of(roadshow)
    return RoomGlance(_glances(roadshow, tables_with_codes(roadshow), marks), _newest(marks))


def newest_step(roadshow: Roadshow) -> int:
    """Return the newest step that was brought to the room (0: none yet)."""
    return _newest(marks_of(roadshow))


def table_at_a_glance(roadshow: Roadshow, number: int) -> TableGlance | None:
    """Return one table with its devices; None when the room has no table of this number."""
    tables = tables_with_codes(roadshow).filter(number=number)
    return next(iter(_glances(roadshow, tables, marks_of(roadshow))), None)


def _glances(roadshow: Roadshow, tables: QuerySet[Table], marks: list[tuple[int, int]]) -> tuple[TableGlance, ...]:
    present = presence.read(roadshow.log_id)
    signals = signals_in(roadshow.pk)
    devices = Prefetch("devices", Device.objects.filter(removed_at=None))

    def glance(table: Table) -> TableGlance:
        there = table.devices.all()
        glances = (_glance(device, present.get(subject_of(device)), marks) for device in there)
        return TableGlance(table, tuple(glances), signals.get(table.pk, {}))

    return tuple(glance(table) for table in tables.prefetch_related(devices))


def roadshows_of(staff: Staff) -> QuerySet[Roadshow]:
    """Return the roadshows that somebody may run: an organiser all, a facilitator their own and their rehearsals."""
    roadshows = Roadshow.objects.select_related("programme")
    roles = list(staff.staff_roles.values_list("role", "roadshow"))
    if any(role == Role.ORGANISER for role, _own in roles):
        return roadshows
    return _with_rehearsals(roadshows, [own for role, own in roles if role == Role.FACILITATOR])


def observed_by(staff: Staff) -> QuerySet[Roadshow]:
    """Return the roadshows that somebody may watch as an observer, and their rehearsals."""
    observed = staff.staff_roles.filter(role=Role.OBSERVER)
    return _with_rehearsals(Roadshow.objects.all(), observed.values("roadshow"))


def coded_by(staff: Staff) -> QuerySet[Roadshow]:
    """Return the roadshows whose drawings somebody codes as a coder, and their rehearsals."""
    coded = staff.staff_roles.filter(role=Role.CODER)
    return _with_rehearsals(Roadshow.objects.all(), coded.values("roadshow"))


def staff_of(roadshow: Roadshow, role: Role) -> QuerySet[Staff]:
    """Return those who have a role in a roadshow, by address."""
    return Staff.objects.filter(staff_roles__roadshow=roadshow, staff_roles__role=role).order_by("email")


def _with_rehearsals(roadshows: QuerySet[Roadshow], own: Iterable[Any]) -> QuerySet[Roadshow]:
    return roadshows.filter(Q(pk__in=own) | Q(rehearsal_of__in=own))


def _newest(marks: list[tuple[int, int]]) -> int:
    return marks[-1][1] if marks else 0


def _glance(device: Device, seen: Presence | None, marks: list[tuple[int, int]]) -> DeviceGlance:
    if seen is None:
        return DeviceGlance(device, in_touch=False, since=None, has=0)
    at = bisect_right(marks, seen.have, key=lambda mark: mark[0])
    return DeviceGlance(device, seen.in_touch, seen.since, marks[at - 1][1] if at else 0)
