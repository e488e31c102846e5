"""The product, but for a power cut at a chosen moment: for tests only.

`python tests/browser/crashing.py serve` is `manage.py serve`, but the process kills itself when the file
that CRASH_FILE names holds the moment that has come: "before commit" (an event is written, its
transaction is not committed) or "before push" (committed, and nobody told). The file goes first, so that
it happens once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.core.management import execute_from_command_line
from django.db.backends.base.base import BaseDatabaseWrapper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from live import announce  # noqa: E402 -- Django first


def dying(moment: str, work: Callable[..., Any], counts: Callable[..., bool]) -> Callable[..., Any]:
    """Return `work`, with a power cut in front of the first call that `counts` once `moment` was asked for."""
    file = Path(os.environ["CRASH_FILE"])

    def worked(*arguments: Any) -> Any:
        if counts(*arguments) and file.exists() and file.read_text() == moment:
            file.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*arguments)

    return worked


# Only announcements wait for a commit, so a transaction with something waiting is one that announces.
_announces = dying("before commit", BaseDatabaseWrapper.commit, lambda connection: bool(connection.run_on_commit))
BaseDatabaseWrapper.commit = _announces  # type: ignore[method-assign]
announce._push = dying("before push", announce._push, lambda *_: True)

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
