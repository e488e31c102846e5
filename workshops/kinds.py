"""The kinds of events that this app announces. Written here and nowhere else."""

OPENED = "roadshow-opened"
CLOSED = "roadshow-closed"
CODE_ROTATED = "code-rotated"
DEVICE_REMOVED = "device-removed"
DEVICE_MOVED = "device-moved"
DEVICE_CHECKED = "device-checked"
TABLES_ADDED = "tables-added"
REHEARSAL = "rehearsal-begun"
SNAPSHOT = "snapshot-taken"

STARTED = "activity-started"
BACK = "activity-undone"
SKIPPED = "activity-skipped"
CLOCK = "clock-changed"
ORDER = "running-order-changed"

HELD = "room-held"

BROADCAST = "broadcast"
TAKEN_DOWN = "broadcast-taken-down"
PARKED = "question-parked"
SETTLED = "question-settled"

CARE = "support-card-changed"

SIGNAL = "table-signal"
RESENT = "sent-again"

SCREEN = "screen-changed"
HIDDEN = "item-hidden"
SHOWN = "item-shown"
