"""The topics of a roadshow's log: who listens. Written here and nowhere else."""

TABLES = "tables"
SCREENS = "screens"
CONSOLES = "consoles"
DEVICES = "devices"  # the page that lists every device
WATCHERS = "watchers"  # observers, where tables do not all see the same

EVERYBODY = (TABLES, SCREENS, CONSOLES)


def own_table(table_id: int) -> str:
    """Return the topic of one table's devices."""
    return f"table:{table_id}"
