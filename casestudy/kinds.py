"""The kinds of events that this app announces. Written here and nowhere else."""

REVEALED = "stage-revealed"
WITHDRAWN = "stage-withdrawn"
ANSWERED = "case-answered"
CURVES = "curves-opened-or-closed"
PARTS = "parts-given-out"
POOLED = "stage-pooled"
KEY = "key-opened-or-closed"
