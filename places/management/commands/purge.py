"""`manage.py purge [--on DATE]`: delete what the retention rules say, and say how much."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from places.actions.purging import MAIL_FILES, purge
from places.models import Kept

WORDS = dict(Kept.choices) | {MAIL_FILES: "Files of sent mails"}


class Command(BaseCommand):
    """Delete what its time is over for. Counts without names stay."""

    help = "Delete the personal data whose time is over, by the retention rules, and print how much."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the day."""
        parser.add_argument("--on", metavar="DATE", default="", help="as on that day, written 2027-03-09; else today")
        parser.add_argument("--only-count", action="store_true", help="delete nothing, and print what would be")

    def handle(self, *, on: str, only_count: bool, **_options: Any) -> None:
        """Delete, and print a line for each kind."""
        try:
            today = dt.date.fromisoformat(on) if on else timezone.localdate()
        except ValueError as error:
            raise CommandError(f"{on!r} is no date. Nothing was deleted. Write it like 2027-03-09.") from error
        gone = purge(today, only_count=only_count)
        for what, number in gone.items():
            self.stdout.write(f"{number:6}  {WORDS[what]}")
        verb = "would be deleted" if only_count else "deleted"
        self.stdout.write(f"{sum(gone.values()):6}  {verb}, as on {today:%Y-%m-%d}")
