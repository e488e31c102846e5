"""Badges for printing: a sheet of A4 holds eight, and one can be printed by itself for a label printer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format

from places.models import Claim, ClaimState
from workshops.models import Roadshow
from workshops.typesetting import typeset


def badges_of(roadshow: Roadshow) -> list[Claim]:
    """Return whose badges a roadshow needs: those who have a place and a name, in the order of names."""
    held = Claim.objects.filter(roadshow=roadshow, state__in=(ClaimState.CONFIRMED, ClaimState.OFFERED))
    return list(held.exclude(booking__name="").select_related("booking", "table").order_by("booking__name"))


def print_badges(roadshow: Roadshow, claims: Sequence[Claim], *, single: bool = False) -> bytes:
    """Return the PDF of these people's badges; `single`: one of a label's size a page."""
    return typeset(
        "places/paper/badges.typ",
        {
            "single": single,
            "programme": roadshow.programme.name,
            "where": f"{roadshow.city}, {date_format(roadshow.held_on, 'j F Y')}",
            "badges": [
                {
                    "name": claim.booking.name,
                    "organisation": claim.booking.organisation,
                    "agency": claim.booking.get_agency_type_display(),
                    "table": str(claim.table) if claim.table else "",
                }
                for claim in claims
            ],
        },
    )
