"""Where activities may stand in a running order: what had the room stays, what is to come can be moved."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """The keys of the activities in their order; those that had the room; the one that has it (0: none).

    Positions count from 1. Every verb here returns the keys in their new order.
    """

    keys: tuple[int, ...]
    had: frozenset[int] = frozenset()
    now: int = 0

    @property
    def first_free(self) -> int:
        """The first position that is still open: after the present activity."""
        return _after(self.keys, self.now)

    @property
    def ahead(self) -> tuple[int, ...]:
        """What is still to come, in order."""
        return tuple(key for key in self.keys[self.first_free - 1 :] if not self.is_fixed(key))

    def is_fixed(self, key: int) -> bool:
        """Whether an activity has (or had) the room, and so stays where it is."""
        return key == self.now or key in self.had

    def position(self, key: int) -> int:
        """Return where an activity stands."""
        return self.keys.index(key) + 1

    def can_rise(self, key: int) -> bool:
        """Whether an activity can stand one place earlier."""
        return not self.is_fixed(key) and self.position(key) > self.first_free

    def can_sink(self, key: int) -> bool:
        """Whether an activity can stand one place later."""
        return not self.is_fixed(key) and self.position(key) < len(self.keys)

    def moved(self, key: int, to: int) -> tuple[int, ...]:
        """Return the order with one activity at another position, as near to it as is open."""
        return self.without(key).added(key, at=to)

    def added(self, *keys: int, at: int | None = None) -> tuple[int, ...]:
        """Return the order with more activities from a position on, or at the end."""
        last = len(self.keys) + 1
        at = min(max(last if at is None else at, self.first_free), last)
        return (*self.keys[: at - 1], *keys, *self.keys[at - 1 :])

    def without(self, *keys: int) -> Standing:
        """Return what stands when some activities are taken out."""
        return Standing(tuple(key for key in self.keys if key not in keys), self.had, self.now)


def _after(keys: tuple[int, ...], key: int) -> int:
    return keys.index(key) + 2 if key in keys else 1
