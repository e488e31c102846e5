"""The product, but for a hub that never looks at the log by itself: for tests only.

`python tests/servers/without_tail.py serve` is `manage.py serve`, where what happens at other processes comes through
Redis or not at all.
"""

from __future__ import annotations

import os
import sys

import django
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from live import hub  # noqa: E402 -- Django first

vars(hub).update(TAIL_SECONDS=3600.0)

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
