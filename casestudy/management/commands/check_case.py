"""`manage.py check_case FILE`: check a case pack and store nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casestudy.pack import Pack, Problem, read


def checked(file: str) -> tuple[Pack, list[Problem]]:
    """Return the pack and what is worth a look, or end the command with every problem, a line each."""
    reading = read(Path(file))
    if reading.pack is None:
        problems, count = "\n".join(map(str, reading.problems)), len(reading.problems)
        raise CommandError(f"{problems}\n{count} problem{'s' * (count != 1)} in {file}. Nothing was stored.")
    return reading.pack, reading.warnings


class Command(BaseCommand):
    """Check a case pack."""

    help = "Check a case pack (a folder or ZIP); problems are named by file, line and field."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the pack's path."""
        parser.add_argument("file")

    def handle(self, *, file: str, **_options: Any) -> None:
        """Check and say what is in it."""
        pack, warnings = checked(file)
        for warning in warnings:
            self.stdout.write(f"Worth a look: {warning}")
        counts = (
            f"{len(pack.stages)} stages, {len(pack.documents)} documents, {len(pack.case.people)} people, "
            f"{len(pack.chronology.events)} events, {len(pack.chronology.history)} history items"
        )
        self.stdout.write(f"{pack.case.title} is in order: {counts}.")
