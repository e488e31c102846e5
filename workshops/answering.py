"""What tables can be asked: fields that apps register, each with what may stand in it and until when it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workshops.models import Device

# What a box of typed text holds; a page of a book is half of it.
MOST_CHARACTERS = 4_000
# As the column of a field's name (workshops.models.Answer).
LONGEST_NAME = 80


class RefusedError(Exception):
    """An answer that cannot be stored, and words that say why."""

    def __init__(self, words: str) -> None:
        """Remember the words."""
        super().__init__(words)
        self.words = words


class ClosedError(RefusedError):
    """An answer that came before or after its time."""


class UnknownFieldError(RefusedError):
    """A field that nobody asks."""


@dataclass(frozen=True)
class Field:
    """One thing that a table is asked.

    `clean` returns what to store, or raises RefusedError. In a `merged` field what two people type is woven
    together; in others the last one stands. A change is announced as an event of `kind` to the table itself
    and to `topics`.
    """

    name: str
    clean: Callable[[str], str]
    kind: str
    merged: bool = False
    topics: tuple[str, ...] = ()


# Takes the device that answers and the field's name; raises ClosedError or UnknownFieldError.
Find = Callable[[Device, str], Field]

_finders: dict[str, Find] = {}


def register(prefix: str, find: Find) -> None:
    """Let `find` know the fields whose names begin with `prefix` and a full stop."""
    if _finders.setdefault(prefix, find) is not find:
        raise ValueError(f"two who know the fields of {prefix!r}")


def field(device: Device, name: str) -> Field:
    """Return a field that is open to a device. Raises ClosedError or UnknownFieldError."""
    find = _finders.get(name.partition(".")[0])
    if find is None or len(name) > LONGEST_NAME:
        raise UnknownFieldError(f"Nobody asks for {name[:LONGEST_NAME]!r} here, so it was not stored.")
    return find(device, name)


def clean_text(value: str) -> str:
    """Return typed text as it is stored: in any script, without what no database takes.

    Raises RefusedError when it is too long.
    """
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a sign becomes a question mark
    text = whole.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if len(text) > MOST_CHARACTERS:
        raise RefusedError(
            f"This is {len(text):,} characters long, and there is room for {MOST_CHARACTERS:,}. "
            "It was not stored, and is kept on this device: shorten it."
        )
    return text


def one_of(*values: str) -> Callable[[str], str]:
    """Return what cleans a choice among `values`; no choice ("") is one too."""

    def clean(value: str) -> str:
        if value and value not in values:
            raise RefusedError("This is none of the choices, so it was not stored. Choose again.")
        return value

    return clean
