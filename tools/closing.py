"""A pytest plugin: each of several pytest calls closes for all that came before it.

Browser tests and asyncio tests cannot share a process, so `make test` calls pytest more than once. With
`--closing FILE` a call counts in the results that earlier calls left in FILE, and leaves them all there
for the next. So the last closing lines are the whole suite's: a failure in the first call cannot hide
behind a last call that passed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the file that the calls share."""
    parser.addoption("--closing", type=Path, required=True, help="where the results of earlier calls are")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Count the earlier calls in, and leave everything for the next one."""
    if hasattr(config, "workerinput"):
        return  # One of xdist's workers; the process that started it has the results of all of them.
    file: Path = config.getoption("closing")
    earlier = json.loads(file.read_text()) if file.exists() else []
    results = [*earlier, *_results(terminalreporter, config)]
    file.write_text(json.dumps(results, default=str))
    for outcome, data in earlier:
        report = config.hook.pytest_report_from_serializable(config=config, data=data)
        terminalreporter.stats.setdefault(outcome, []).append(report)
    if earlier:
        terminalreporter.write_line(f"{len(earlier)} results of the pytest calls before this one are counted in below.")


def _results(reporter: pytest.TerminalReporter, config: pytest.Config) -> Iterator[tuple[str, object]]:
    """Yield this call's results; set-up and tear-down that went well have no outcome of their own."""
    for outcome, reports in reporter.stats.items():
        for report in reports:
            if outcome and isinstance(report, pytest.TestReport | pytest.CollectReport):
                yield outcome, config.hook.pytest_report_to_serializable(config=config, report=report)
