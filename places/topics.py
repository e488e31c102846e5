"""The topics of this app in a roadshow's log: who listens. Written here and nowhere else."""

SEATING = "seating"  # the page on which tables are mixed
DOOR = "door"  # the pages at the doors, and the board
