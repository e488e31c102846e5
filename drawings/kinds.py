"""The kinds of events that this app announces. Written here and nowhere else."""

BEGUN = "drawing-begun"
PICTURED = "drawing-pictured"
HANDED_IN = "drawing-handed-in"
WITHDRAWN = "drawing-withdrawn"
RELEASED = "drawing-released"
DESCRIBED = "drawing-described"
WALL = "wall-changed"
