"""`manage.py import_case FILE`: check a case pack and store it as the newest version of its case."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casestudy.actions.packs import import_case
from casestudy.management.commands.check_case import checked


class Command(BaseCommand):
    """Import a case pack."""

    help = "Import a case pack (a folder or ZIP); roadshows keep the version that they have."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the pack's path."""
        parser.add_argument("file")

    def handle(self, *, file: str, **_options: Any) -> None:
        """Import and say under which version."""
        pack, _warnings = checked(file)
        case, new = import_case(pack)
        words = "imported" if new else "known already, nothing was changed"
        self.stdout.write(f"{case.title}, version {case.version}: {words}.")
