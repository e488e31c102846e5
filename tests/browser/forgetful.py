"""`manage.py rehearse`, but for devices that never ask for what they missed: for tests only.

`python tests/browser/forgetful.py rehearse ...` is the negative control of the report: with replay and healing
taken out of the simulated browsers, a cut must show as a loss.
"""

from __future__ import annotations

import os
import sys

import django
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from workshops.rehearsing import listening, play  # noqa: E402 -- Django first
from workshops.rehearsing.position import Frame, Position, Take  # noqa: E402


class Forgetful(Position):
    """Takes whatever comes next, and is never behind."""

    def take(self, frame: Frame) -> Take:
        """Apply it, whatever was before."""
        self._topics[frame["topic"]] = frame.get("seq", 0)
        return Take.APPLY

    def behind(self, _beat: Frame) -> bool:
        """Return no: it asks for nothing."""
        return False


# Saying what one has makes the server bring the rest: nothing is said.
vars(listening).update(Position=Forgetful, urlencode=lambda _has: "")
play.SETTLE_SECONDS = 3.0

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
