"""Drawings that tables make: by their devices, with marks, as the pages do it."""

from __future__ import annotations

from typing import Any

from drawings.actions.drawings import begin
from drawings.actions.pad import put_marks
from drawings.models import Drawing, DrawingKind
from tests.factories import join
from workshops.models import Device, Table
from workshops.tokens import new_token


def device_at(table: Table) -> Device:
    """Return a new device at a table."""
    return join(table).device


def stroke(x: float = 100, **other: Any) -> dict[str, Any]:
    """Return a short stroke as a mark's doing."""
    points = [x, 100, 500, x + 50, 150, 500]
    return {"stroke": {"tool": "pen", "colour": "black", "width": 11, "points": points} | other}


def begun(device: Device, kind: DrawingKind = DrawingKind.PAD) -> Drawing:
    """Return a drawing that a device has begun, with nothing in it yet."""
    return begin(device, key=new_token(), kind=kind)


def drawn(device: Device) -> Drawing:
    """Return a drawing with one stroke on it."""
    drawing = begun(device)
    put_marks(device, key=drawing.key, marks={1: stroke()})
    return drawing
