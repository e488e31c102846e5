"""Taking over people who signed up elsewhere, in the order of their list."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from places.actions.booking import Ask, Details, NeedsSaid, book_all, one_at_a_time
from places.models import Booking, Claim
from places.spelling import mailbox
from workshops.models import Roadshow

# What somebody saw who never saw ours.
ELSEWHERE = "sign-up list"


@transaction.atomic
def import_signups(roadshow: Roadshow, people: Sequence[tuple[Details, NeedsSaid | None]]) -> list[tuple[Details, str]]:
    """Let everybody of a list ask for a place in its order, all or nobody.

    Return whose mailbox had asked before, and under which name: whoever has stays where they are. Raises NotOpenError.
    """
    one_at_a_time([roadshow.programme_id])  # From here on nobody of them asks elsewhere.
    here = Claim.objects.filter(roadshow=roadshow)
    last = here.aggregate(arrival=Max("arrival", default=0))["arrival"]
    refusals = book_all([Ask([roadshow], details, ELSEWHERE, needs) for details, needs in people])
    if refusal := next(filter(None, refusals), None):
        raise refusal
    new = set(here.filter(arrival__gt=last).values_list("booking__email_key", flat=True))
    before = [details for details, _needs in people if mailbox(details.email) not in new]
    keys = [mailbox(details.email) for details in before]
    bookings = Booking.objects.filter(programme=roadshow.programme_id, email_key__in=keys)
    names = dict(bookings.values_list("email_key", "name"))
    return [(details, names[key]) for details, key in zip(before, keys, strict=True)]
