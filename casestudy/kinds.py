"""The kinds of events that this app announces. Written here and nowhere else."""

REVEALED = "stage-revealed"
WITHDRAWN = "stage-withdrawn"
