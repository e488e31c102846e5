"""`manage.py rehearse SLUG --server URL --tables N --devices M`: play a rehearsal with simulated tables."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workshops.accounts import make_sign_in_link, remove_account
from workshops.actions.rehearsals import begin_rehearsal, rehearsal_of
from workshops.actions.room import open_roadshow
from workshops.models import Roadshow, Role
from workshops.queries.room import tables_with_codes
from workshops.rehearsing.facilitator import NothingToLeadError, Planned
from workshops.rehearsing.listening import NotARehearsalError
from workshops.rehearsing.play import Played, Script, SimulatedTable, play
from workshops.rehearsing.report import Figures, figures
from workshops.rehearsing.sent import frames_until, kept_of
from workshops.rehearsing.web import NetworkAwayError
from workshops.rehearsing.words import in_words

LEAD = "facilitator@rehearsal.invalid"


class Command(BaseCommand):
    """Let simulated tables take part in a roadshow's rehearsal, and report what each received."""

    help = "Let simulated tables take part in a roadshow's rehearsal over HTTP and WebSockets; report what was lost."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read who takes part where, how quick the day is and what the network does."""
        parser.add_argument("slug", help="the roadshow whose rehearsal is played")
        parser.add_argument("--server", required=True, metavar="URL", help="such as http://192.168.1.7:8000")
        parser.add_argument("--tables", type=int, required=True, help="how many tables take part")
        parser.add_argument("--devices", type=int, required=True, help="how many devices they have together")
        parser.add_argument("--speed", type=float, default=36.0, help="times as quick as the clock (36: 6 h in 10 min)")
        parser.add_argument("--lead", action="store_true", help="play the facilitator too, through the running order")
        parser.add_argument("--minutes", type=float, help="end after so many minutes (10 without --lead)")
        parser.add_argument("--cut", type=float, default=0.0, metavar="PERCENT", help="devices cut off each minute")
        parser.add_argument("--slow", type=float, default=0.0, metavar="PERCENT", help="devices that read slowly")
        parser.add_argument("--seed", type=int, default=0, help="the same number plays the same")
        parser.add_argument("--figures", type=Path, metavar="FILE", help="write the figures there as JSON, too")

    def handle(self, *, slug: str, lead: bool, **options: Any) -> None:
        """Play, report, and end with 1 when something was lost or doubled."""
        _refuse_nonsense(**options)
        rehearsal = _rehearsal(slug, lead=lead)
        try:
            script = _script(rehearsal, lead=lead, **options)
            played = self._play(script)
            found = _compare(rehearsal, played)
        finally:
            remove_account(LEAD)
        self.stdout.write(in_words(found))
        if options["figures"]:
            options["figures"].write_text(json.dumps(found.as_json(), indent=2))
        if not found.ok:
            sys.exit(1)

    def _play(self, script: Script) -> Played:
        try:
            return asyncio.run(play(script, self.stderr.write))
        except NetworkAwayError as error:
            raise CommandError(
                f"{script.server} does not answer ({error}). Nothing was played. Start the server, or correct --server."
            ) from error
        except NothingToLeadError as error:
            raise CommandError(
                "This rehearsal has been gone through to its end. Nothing was played. Throw it away on its console."
            ) from error
        except NotARehearsalError as error:
            raise CommandError(
                f"{error}. Nothing was played. Is {script.server} the server of this database (DATA_DIR, DATABASE_URL)?"
            ) from error


def _refuse_nonsense(*, tables: int, devices: int, speed: float, cut: float, slow: float, **_options: Any) -> None:
    if tables < 1 or devices < tables:
        raise CommandError("At least one table takes part, and each has at least one device. Nothing was played.")
    if speed <= 0 or not all(0 <= share <= 100 for share in (cut, slow)):  # noqa: PLR2004 -- percent
        raise CommandError("--speed is more than 0; --cut and --slow are from 0 to 100 percent. Nothing was played.")


def _rehearsal(slug: str, *, lead: bool) -> Roadshow:
    """Return the rehearsal under way; with `lead` begin one, or open the one that has ended again."""
    live = Roadshow.objects.filter(slug=slug, rehearsal_of=None).first()
    if live is None:
        known = ", ".join(Roadshow.objects.filter(rehearsal_of=None).values_list("slug", flat=True))
        raise CommandError(f"There is no roadshow {slug!r}. Nothing was played. Known are: {known}.")
    rehearsal = rehearsal_of(live)
    if lead:
        rehearsal = rehearsal or begin_rehearsal(live, actor="rehearse")
        open_roadshow(rehearsal, actor="rehearse")
    if rehearsal is None or not rehearsal.is_open:
        raise CommandError(
            f"No rehearsal of {live} is under way. Nothing was played. Begin one on its console, or add --lead."
        )
    return rehearsal


def _script(rehearsal: Roadshow, *, lead: bool, tables: int, minutes: float | None, **options: Any) -> Script:
    """Return what is to be played; the codes, links and the running order are as the database has them."""
    cards = [SimulatedTable(table.number, table.pk, table.code) for table in tables_with_codes(rehearsal)]
    if len(cards) < tables:
        raise CommandError(f"The rehearsal has {len(cards)} tables, not {tables}. Nothing was played.")
    activities = rehearsal.activities.filter(removed_at=None, skipped_at=None)
    planned = sum(activity.minutes for activity in activities) / options["speed"]
    # A facilitator ends with the running order; stops and overtime are given twice its time.
    limit = minutes or (max(2 * planned, 10.0) if lead else 10.0)
    screen = rehearsal.screens.first()
    return Script(
        server=options["server"],
        slug=rehearsal.slug,
        epoch=rehearsal.log.epoch,
        tables=cards[:tables],
        devices=options["devices"],
        screen=f"/screen/{screen.token}/" if screen else "",
        speed=options["speed"],
        seconds=limit * 60,
        cut=options["cut"] / 100,
        slow=options["slow"] / 100,
        seed=options["seed"],
        link=make_sign_in_link(email=LEAD, role=Role.FACILITATOR, roadshow=rehearsal) if lead else "",
        plan={str(activity.pk): Planned(activity.minutes, activity.kind) for activity in activities},
    )


def _compare(rehearsal: Roadshow, played: Played) -> Figures:
    sent = frames_until(rehearsal, played.ended_at + played.clock_ahead)
    return figures(played, sent, kept_of(rehearsal, played.said))
