"""`manage.py staff_link EMAIL`: print a one-time sign-in link."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from workshops.accounts import make_sign_in_link, role_in
from workshops.links import base_address
from workshops.models import Roadshow, Role

_DOES: dict[str, str] = {
    Role.FACILITATOR: "A facilitator runs",
    Role.OBSERVER: "An observer watches",
    Role.CODER: "A coder codes",
}
# What keeps somebody from a role: (the role, the one they have there).
_TAKEN: dict[tuple[str, str], str] = {
    (Role.OBSERVER, Role.ORGANISER): "runs {} already, and so may watch it too.",
    (Role.OBSERVER, Role.FACILITATOR): "runs {} already, and so may watch it too.",
    (Role.OBSERVER, Role.CODER): "codes {}, and must not know what its tables find. Remove them there first.",
    (Role.CODER, Role.ORGANISER): "is an organiser, and so may code {} already.",
    (Role.CODER, Role.FACILITATOR): "runs {}, and so knows what its tables find. A coder must not.",
    (Role.CODER, Role.OBSERVER): "watches {}, and so knows what its tables find. A coder must not.",
}


class Command(BaseCommand):
    """Print a one-time sign-in link, alone on the last line."""

    help = "Print a one-time sign-in link for a member of staff; makes the account if need be."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the address, the role and the roadshow."""
        parser.add_argument("email")
        parser.add_argument("--role", choices=Role.values, default=Role.ORGANISER.value)
        parser.add_argument("--roadshow", metavar="SLUG", help="for every role but an organiser's")

    def handle(self, *, email: str, role: str, roadshow: str | None, **_options: Any) -> None:
        """Make the link."""
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no e-mail address. Nothing was made.") from error
        if role != Role.ORGANISER and roadshow is None:
            raise CommandError(f"{_DOES[role]} one roadshow: say which with --roadshow SLUG. Nothing was made.")
        if role == Role.ORGANISER and roadshow is not None:
            raise CommandError("An organiser runs every roadshow: leave --roadshow out. Nothing was made.")
        # Whoever runs a roadshow runs its rehearsals.
        roadshows = Roadshow.objects.filter(rehearsal_of=None)
        found = roadshows.filter(slug=roadshow).first()
        if roadshow is not None and found is None:
            known = ", ".join(roadshows.values_list("slug", flat=True))
            raise CommandError(f"There is no roadshow {roadshow!r}. Nothing was made. Known are: {known}.")
        if found is not None and (words := _TAKEN.get((role, role_in(found, email) or ""))):
            raise CommandError(f"{email} {words.format(found.slug)} Nothing was made.")
        path = make_sign_in_link(email=email, role=role, roadshow=found)
        self.stdout.write(base_address() + path)
