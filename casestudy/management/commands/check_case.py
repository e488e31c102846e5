"""`manage.py check_case FILE`: check a case pack and store nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casestudy.pack import BadPackError, Pack, read_pack


def checked(file: str) -> Pack:
    """Return the pack, or end the command with every problem, a line each."""
    try:
        return read_pack(Path(file))
    except BadPackError as error:
        count = len(error.problems)
        raise CommandError(f"{error}\n{count} problem{'s' * (count != 1)} in {file}. Nothing was stored.") from error


class Command(BaseCommand):
    """Check a case pack."""

    help = "Check a case pack (a folder or ZIP); problems are named by file, line and field."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the pack's path."""
        parser.add_argument("file")

    def handle(self, *, file: str, **_options: Any) -> None:
        """Check and say what is in it."""
        pack = checked(file)
        counts = (
            f"{len(pack.stages)} stages, {len(pack.documents)} documents, {len(pack.case.people)} people, "
            f"{len(pack.chronology.events)} events, {len(pack.chronology.history)} history items"
        )
        self.stdout.write(f"{pack.case.title} is in order: {counts}.")
