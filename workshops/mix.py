"""Who sits at which table by kind of agency and by job level, told by whichever app knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workshops.models import Roadshow


@dataclass(frozen=True)
class TableMix:
    """How many delegates of each kind sit at a table, by name of the kind. Nobody is named."""

    agency_types: Mapping[str, int] = field(default_factory=dict)
    job_levels: Mapping[str, int] = field(default_factory=dict)


# Returns what is known of each table, by its number.
Mix = Callable[[Roadshow], Mapping[int, TableMix]]

_sources: list[Mix] = []


def register(mix: Mix) -> None:
    """Let `mix` say who sits where; of several who know, the one registered first is believed."""
    if mix not in _sources:
        _sources.append(mix)


def mix_of(roadshow: Roadshow) -> Mapping[int, TableMix]:
    """Return what is known of each table, by its number; empty when nobody knows anything."""
    return next((known for source in _sources if (known := source(roadshow))), {})
