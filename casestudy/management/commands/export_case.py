"""`manage.py export_case SLUG FILE`: write a stored case as a pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casestudy.pack import BadPackError
from casestudy.pack.writer import write_pack
from casestudy.stored import pack_of, version_of


class Command(BaseCommand):
    """Export a case as a pack."""

    help = (
        "Write a stored case as a pack: a ZIP where FILE ends in .zip, else a folder. Imported, it is the same again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Read which case, which version of it, and where to."""
        parser.add_argument("slug")
        parser.add_argument("file")
        parser.add_argument("--number", type=int, help="which version; the newest unless given")

    def handle(self, *, slug: str, file: str, number: int | None, **_options: Any) -> None:
        """Export and say what was written."""
        case = version_of(slug, number)
        if case is None:
            which = f"version {number} of a case" if number else "case"
            raise CommandError(f"There is no {which} {slug} here. Nothing was written.")
        try:
            write_pack(pack_of(case), Path(file))
        except (BadPackError, OSError) as error:
            raise CommandError(f"{error}\nNothing was exported.") from error
        self.stdout.write(f"{case.title}, version {case.version}: written to {file}.")
