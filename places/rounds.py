"""What is to be done again and again while nobody presses anything: one round of it, and the worker that goes on.

Any number of workers may run beside each other: each thing is done once, whoever comes first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import close_old_connections

from places.actions.groups import return_unnamed
from places.actions.purging import purge_today
from places.actions.releasing import release_due
from places.actions.reminding import ask_again, remind_groups
from places.actions.waiting import end_lists_of_past_days, sweep
from places.mail.sending import AT_A_TIME, send_due

logger = logging.getLogger("roadshow.work")

SECONDS = 2.0

# In this order: what frees places or writes mail comes before the mail.
STEPS: dict[str, Callable[[], int]] = {
    "roadshows whose offers had passed": sweep,
    "places that groups did not name in time": return_unnamed,
    "unclaimed places given on": release_due,
    "entries of days that are over": end_lists_of_past_days,
    "things kept long enough": purge_today,
    "people asked whether they come": ask_again,
    "coordinators reminded": remind_groups,
    "mails sent": send_due,
}


def one_round() -> dict[str, int]:
    """Do everything that is due now; return how much of each. What fails is logged, and tried in the next round."""
    done = {}
    for name, step in STEPS.items():
        try:
            done[name] = step()
        except Exception:  # What fails in one step keeps back none of the others.
            logger.exception("This could not be done now: %s", name)
    return done


def work(stops: Callable[[float], bool]) -> None:
    """Do round after round. `stops(seconds)` waits so long, and says whether to stop."""
    while True:
        sent = one_round().get("mails sent", 0)
        close_old_connections()
        if stops(0 if sent == AT_A_TIME else SECONDS):
            return
