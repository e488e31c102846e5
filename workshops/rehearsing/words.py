"""The report in words, as `manage.py rehearse` prints it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from workshops.rehearsing.report import MOST_NAMED, Figures, Spread

_TOPICS = ("topic", "pages", "frames", "due", "by socket", "by replay", "by page", "lost", "twice")
_TIMES = ("milliseconds", "n", "p50", "p95", "p99", "worst")
_ANSWERS = ("answers", "accepted", "kept", "lost", "doubled")


def in_words(figures: Figures) -> str:
    """Return the whole report."""
    parts = [
        f"Played for {figures.seconds:.0f} s.",
        _table(_TOPICS, [_topic_row(entry) for entry in figures.topics]),
        "due: what all pages of a topic together should have got after they were first drawn.",
        _table(_TIMES, [_times(name, taken) for name, taken in figures.latency.items()]),
        _connections(figures),
        _table(_ANSWERS, [[does, *map(str, counts.values())] for does, counts in figures.answers.items()]),
        f"{figures.refused} answers were refused in words, as out of turn or incomplete.",
        f"HTTP: {_listed(figures.http)}; {figures.unanswered} without an answer.",
        f"Pressed on the console: {_listed(figures.presses)}." if figures.presses else "",
        _verdict(figures),
    ]
    return "\n\n".join(part for part in parts if part)


def _topic_row(entry: object) -> list[str]:
    names = ("topic", "pages", "frames", "due", "socket", "replay", "page", "lost", "twice")
    return [f"{getattr(entry, name):,}" if name != "topic" else getattr(entry, name) for name in names]


def _times(name: str, taken: Spread | None) -> list[str]:
    if taken is None:
        return [name, "0", "-", "-", "-", "-"]
    return [name, f"{taken.n:,}", *(f"{value:,.0f}" for value in (taken.p50, taken.p95, taken.p99, taken.worst))]


def _connections(figures: Figures) -> str:
    words = f"{figures.connections_lost} connections were lost; {figures.gaps} gaps were seen and healed by page; "
    words += f"{figures.ignored} frames came that were there already, and were ignored."
    if figures.equal_after is not None:
        took = figures.equal_after
        words += (
            f" From the network's return until equal: median {took.p50 / 1000:.1f} s, "
            f"p95 {took.p95 / 1000:.1f} s, worst {took.worst / 1000:.1f} s."
        )
    return words


def _verdict(figures: Figures) -> str:
    lines = [f"Sent away: {each}" for each in figures.sent_away[:MOST_NAMED]]
    if figures.ok:
        return "\n".join([*lines, "Nothing was lost, nothing came twice, and everybody was equal in the end."])
    lines += [f"LOST OR DOUBLED: {each}" for each in figures.losses[:MOST_NAMED]]
    lines += [f"NOT EQUAL: {each}" for each in figures.never_equal[:MOST_NAMED]]
    return "\n".join(
        [*lines, f"{len(figures.losses)} lost or doubled, {len(figures.never_equal)} not equal in the end."]
    )


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name}: {n:,}" for name, n in counts.items()) or "nothing"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under a head, the first column to the left and figures to the right; "" without rows."""
    if not rows:
        return ""
    lines = [head, *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
