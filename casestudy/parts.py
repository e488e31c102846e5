"""Who plays what: hands the agencies' parts of a case out to the tables of a room. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Seats:
    """A table with the places at which a part is played: of each, whether somebody sits there now.

    `present`: the codes of the agencies whose own people are at this table.
    """

    table: int
    taken: tuple[bool, ...]
    present: frozenset[str] = frozenset()


def hand_out(tables: Sequence[Seats], holders: Sequence[str]) -> dict[int, list[str]]:
    """Return which agencies each table plays, one for each of its places, by the table's number.

    `holders` are the codes of the agencies that hold something in the case, those that matter most first. Each
    place gets one of those that are played least so far: so all are played where there are places enough, and as
    evenly as can be. Among them an agency of the table's own people comes first, then one of the room's, the
    rarer before the commoner. Places where somebody sits are served before empty ones. No table plays an agency
    twice, so it has at most as many parts as there are holders. The same room always gets the same parts.
    """
    sits_at = Counter(code for table in tables for code in table.present)
    played: Counter[str] = Counter()
    hands: dict[int, dict[int, str]] = {table.table: {} for table in tables}
    for table, place in _in_turn(tables, frozenset(holders)):
        hand = hands[table.table]
        free = [code for code in holders if code not in hand.values()]
        if not free:
            continue
        ranks = {
            code: (played[code], code not in table.present, code not in sits_at, sits_at[code], rank)
            for rank, code in enumerate(free)
        }
        hand[place] = min(free, key=ranks.__getitem__)
        played[hand[place]] += 1
    return {table: [hand[place] for place in sorted(hand)] for table, hand in hands.items()}


def _in_turn(tables: Sequence[Seats], holders: frozenset[str]) -> Iterator[tuple[Seats, int]]:
    """Yield the places in the order in which they choose, table after table.

    The tables with the least choice of their own people first, those with none last. Because a table chooses all
    its parts among those played least, no agency is ever played twice more than another.
    """
    choice = {table.table: len(table.present & holders) for table in tables}
    ordered = sorted(tables, key=lambda table: (not choice[table.table], choice[table.table]))
    for sitting in (True, False):
        yield from ((t, place) for t in ordered for place, taken in enumerate(t.taken) if taken == sitting)
