"""The kinds of what this app shows live. Written here and nowhere else."""

SEATING = "seating-changed"
DOOR = "door-noted"
