"""What servers under measurement write down, and how it is read: one line a moment."""

from __future__ import annotations

from pathlib import Path

COMMITTED, DRAWN, LET_GO = "committed", "drawn", "let-go"


class Stamps:
    """Reads a server's file of moments; every line is `what number monotonic-ns`."""

    def __init__(self, path: Path) -> None:
        """Read from `path`, which may not exist yet."""
        self._path = path
        self._at = 0
        self._seen: dict[tuple[str, int], int] = {}

    def moment(self, what: str, number: int) -> int | None:
        """Return when `what` first happened with `number` (monotonic ns), or None if it has not."""
        if (what, number) not in self._seen and self._path.exists():
            with self._path.open() as file:
                file.seek(self._at)
                text = file.read()
            whole = text[: text.rfind("\n") + 1]
            self._at += len(whole)
            for line in whole.splitlines():
                kind, count, when = line.split()
                self._seen.setdefault((kind, int(count)), int(when))
        return self._seen.get((what, number))
