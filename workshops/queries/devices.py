"""Every device of a room with what it found about itself, for the page that lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workshops.models import Roadshow, Table
from workshops.queries.room import DeviceGlance, TableGlance, room_at_a_glance


@dataclass(frozen=True)
class SeatedDevice:
    """A device as the page of all devices shows it, with its table."""

    table: Table
    glance: DeviceGlance


@dataclass(frozen=True)
class DevicesGlance:
    """Every device of a room, by table."""

    tables: tuple[TableGlance, ...]

    @property
    def all(self) -> list[SeatedDevice]:
        """Every device, in the order of the tables."""
        return list(self._seated())

    @property
    def with_trouble(self) -> list[SeatedDevice]:
        """Those on which something failed."""
        return [seated for seated in self._seated() if seated.glance.device.troubles]

    @property
    def checked(self) -> int:
        """How many were checked."""
        return sum(seated.glance.device.checked_at is not None for seated in self._seated())

    def _seated(self) -> Iterator[SeatedDevice]:
        for glance in self.tables:
            yield from (SeatedDevice(glance.table, device) for device in glance.devices)


def devices_at_a_glance(roadshow: Roadshow) -> DevicesGlance:
    """Return every device with who is in touch and what each found."""
    return DevicesGlance(room_at_a_glance(roadshow).tables)
