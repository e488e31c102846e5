"""Fill the benchmark's own database: `python -m benchmarks.prepare DEVICES CONSOLES` prints what was made as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from live.tickets import issue  # noqa: E402 -- settings first
from workshops.accounts import make_sign_in_link  # noqa: E402
from workshops.models import Device, JoinCode, Roadshow, Role, SignIn, Staff, Table  # noqa: E402
from workshops.queries.room import subject_of  # noqa: E402
from workshops.tokens import digest, new_token  # noqa: E402
from workshops.topics import CONSOLES, SCREENS, TABLES, own_table  # noqa: E402

SLUG = "manchester"
DEVICES_PER_TABLE = 4
FACILITATOR = "facilitator@example.org"


def prepared(devices: int, consoles: int) -> dict[str, Any]:
    """Return the sign-in link, the tickets, a device's cookie for each table and the tables' codes."""
    roadshow = Roadshow.objects.get(slug=SLUG)
    link = make_sign_in_link(email=FACILITATOR, role=Role.FACILITATOR, roadshow=roadshow)
    tokens = [new_token() for _ in range(devices)]
    return {
        "slug": SLUG,
        "head": roadshow.log.head,
        "link": link,
        "devices": _seat(roadshow, tokens),
        "cookies": tokens[: -(-devices // DEVICES_PER_TABLE)],  # of the first device at each table
        "consoles": [_console_ticket(roadshow) for _ in range(consoles)],
        "screens": [issue(f"screen:{roadshow.screens.get().pk}", roadshow.log_id, (SCREENS,))],
        "codes": [table.code for table in roadshow.tables.all()[:12]],
    }


def _seat(roadshow: Roadshow, tokens: list[str]) -> list[str]:
    """Seat a device for each token, DEVICES_PER_TABLE at a table; return their tickets."""
    needed = -(-len(tokens) // DEVICES_PER_TABLE)
    numbers = range(roadshow.tables.count() + 1, needed + 1)
    added = Table.objects.bulk_create(Table(roadshow=roadshow, number=n) for n in numbers)
    JoinCode.objects.bulk_create(JoinCode(table=table) for table in added)
    tables = list(roadshow.tables.all()[:needed])
    seated = Device.objects.bulk_create(
        Device(table=tables[n % needed], number=n // needed + 1, token_digest=digest(token))
        for n, token in enumerate(tokens)
    )
    return [issue(subject_of(d), roadshow.log_id, (TABLES, own_table(d.table_id))) for d in seated]


def _console_ticket(roadshow: Roadshow) -> str:
    sign_in = SignIn.objects.create(user=Staff.objects.get(email=FACILITATOR))
    return issue(f"staff:{sign_in.pk}.{roadshow.pk}", roadshow.log_id, (CONSOLES,))


if __name__ == "__main__":
    print(json.dumps(prepared(int(sys.argv[1]), int(sys.argv[2]))))
