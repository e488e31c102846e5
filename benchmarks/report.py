"""Figures as people read them: tables, ratios, and goals that are met or not met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that must not exceed (or, with `at_least`, not fall below) a limit."""

    name: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it holds."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def __str__(self) -> str:
        """Say the goal, the figure and the verdict."""
        bound = "at least" if self.at_least else "at most"
        verdict = "met" if self.is_met else "NOT MET"
        return f"  {verdict:<8} {self.name}: {shown(self.measured)}{self.unit} ({bound} {self.limit:g}{self.unit})"


def shown(value: object) -> str:
    """Return a figure with about three digits that mean something."""
    if not isinstance(value, float):
        return str(value)
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"  # noqa: PLR2004


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows under a head, the first column to the left and figures to the right."""
    lines = [list(head), *([shown(cell) for cell in row] for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def heading(text: str) -> None:
    """Print what comes."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def say(text: str) -> None:
    """Print at once, so that a long run shows that it is alive."""
    print(text, flush=True)
