"""What becomes of a device: what it found about itself, and which table it is at."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from live.announce import announce
from workshops import kinds
from workshops.actions.room import seat
from workshops.models import Device, Table
from workshops.topics import CONSOLES, DEVICES, own_table


@transaction.atomic
def report_health(
    device: Device, *, health: Mapping[str, str], round_trip: int | None, clock_offset: int | None
) -> bool:
    """Keep what a device found about itself (workshops.health) and what it measured, both in milliseconds.

    What was not measured this time stays as it was known. False when the device was removed.
    """
    measured = {"round_trip": round_trip, "clock_offset": clock_offset}
    known = {name: value for name, value in measured.items() if value is not None}
    kept = _there(device).update(health=dict(health), checked_at=timezone.now(), **known)
    if kept:
        table = device.table
        payload = {"table": table.number, "device": device.number}
        announce(
            table.roadshow.log_id,
            kind=kinds.DEVICE_CHECKED,
            topics=[DEVICES],
            payload=payload,
            actor=f"{table}, {device}",
        )
    return bool(kept)


def report_measures(device: Device, *, round_trip: int, clock_offset: int) -> bool:
    """Keep what a device measured in passing, in milliseconds. False when it was removed.

    Nobody is told: every device does this every few minutes, and a page shows it when it is drawn next.
    """
    return bool(_there(device).update(round_trip=round_trip, clock_offset=clock_offset))


@transaction.atomic
def move_device(device: Device, table: Table, *, actor: str) -> bool:
    """Bring a device to another table of its roadshow. False when it is there already, or was removed.

    Its page follows by itself: it is told at once by what its old table hears, and its socket, which was
    let in for that table, closes within seconds.
    """
    moving = _there(device).select_for_update(of=("self",)).select_related("table__roadshow").first()
    if moving is None or moving.table_id == table.pk:
        return False
    old, number = moving.table, moving.number
    seat(moving, table)
    payload = {"from": old.number, "to": table.number, "device": number}
    topics = [CONSOLES, DEVICES, own_table(old.pk)]
    announce(old.roadshow.log_id, kind=kinds.DEVICE_MOVED, topics=topics, payload=payload, actor=actor)
    return True


def _there(device: Device) -> QuerySet[Device]:
    """Return the row of a device, unless it was removed."""
    return Device.objects.filter(pk=device.pk, removed_at=None)
