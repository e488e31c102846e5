"""The kinds of what this app shows live. Written here and nowhere else."""

DOOR = "door-noted"
