"""What can be wrong with a pack, and how the place of it is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Where something stands inside a file: ("events", 3, "concerns", 0).
Place = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a pack, and where. `line` is 0 when the whole file is meant."""

    file: str
    line: int
    field: str
    words: str

    def __str__(self) -> str:
        """Write it as compilers do, so that editors can jump there."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.field}: {self.words}" if self.field else f"{where}: {self.words}"


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a pack's content, at which place of which part. A `warning` may stand."""

    file: str
    loc: Place
    words: str
    warning: bool = False


class BadPackError(Exception):
    """A pack that cannot be used; nothing of it was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of files and lines."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def dotted(loc: Place) -> str:
    """Write a place as authors read it: "events.3.concerns.0"."""
    return ".".join(str(part) for part in loc)
