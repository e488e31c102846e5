"""Taking over people who signed up elsewhere, in the order of their list."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from places.actions.booking import Ask, Details, NeedsSaid, book_all
from places.models import Claim
from workshops.models import Roadshow

# What somebody saw who never saw ours.
ELSEWHERE = "sign-up list"


@transaction.atomic
def import_signups(roadshow: Roadshow, people: Sequence[tuple[Details, NeedsSaid | None]]) -> int:
    """Let everybody of a list ask for a place in its order, all or nobody; return how many had not asked before.

    Whoever has asked already stays where they are. Raises NotOpenError.
    """
    before = Claim.objects.filter(roadshow=roadshow).count()
    refusals = book_all([Ask([roadshow], details, ELSEWHERE, needs) for details, needs in people])
    if refusal := next(filter(None, refusals), None):
        raise refusal
    return Claim.objects.filter(roadshow=roadshow).count() - before
