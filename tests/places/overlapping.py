"""Two verbs about the same people at the same moment, one of them as late as it can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from places.actions import door, holders, purging, waiting
from places.actions.booking import book
from places.actions.erasing import erase
from places.models import Booking, Claim, Places
from places.queries.person import person_of
from tests.booked import NOTICE, ask_for, claim_of, counted, details, make_dates, make_places, note
from tests.factories import make_roadshow


def three_dates() -> list[Places]:
    """Return three dates of one programme, with one place each."""
    return make_dates(1, 1, 1)


def before_locking(monkeypatch: pytest.MonkeyPatch, module: Any, verb: Callable[[], object]) -> list[Thread]:
    """Let another connection do something when a verb of `module` has read what it locks, and not locked yet."""
    begun: list[Thread] = []
    lock = module.lock

    def late(roadshows: Iterable[int]) -> dict[int, Places]:
        ids = list(roadshows)
        if not begun:
            begun.append(Thread(target=_then_close, args=(verb,)))
            begun[0].start()
            begun[0].join(1)
        locked: dict[int, Places] = lock(ids)
        return locked

    monkeypatch.setattr(module, "lock", late)
    return begun


def _then_close(verb: Callable[[], object]) -> None:
    try:
        verb()
    finally:
        connection.close()


def take_an_offer_while_moving_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody takes what is offered, and asks for a third date in the moment between reading and locking."""
    one, two, three = three_dates()
    held, zoe = ask_for(one, "Ann"), ask_for(two, "Zoe")
    ask_for(three, "Cas")
    offered = holders.move(held, two.roadshow, actor="Ann")
    holders.cancel(zoe, actor="Zoe")
    begun = before_locking(monkeypatch, waiting, lambda: move_if_held(held, three))
    assert waiting.accept(offered, actor="Ann")
    begun[0].join()
    assert Claim.objects.get(pk=offered.pk).state == "confirmed"
    assert not Claim.objects.filter(booking=offered.booking, state="waiting").exists()
    assert [counted(places) for places in (one, two, three)] == [(0, 0), (1, 0), (1, 0)]


def ask_elsewhere_while_a_place_becomes_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who waits asks for another date in the moment in which they are offered this one: that comes first."""
    one, two, _three = three_dates()
    zoe, ann = ask_for(one, "Zoe"), ask_for(one, "Ann")
    begun = before_locking(monkeypatch, holders, partial(holders.cancel, zoe, actor="Zoe"))
    move_if_held(ann, two)
    begun[0].join()
    assert Claim.objects.get(pk=ann.pk).state == "offered"
    assert [counted(places) for places in (one, two)] == [(1, 0), (0, 0)]


def take_from_a_colleague_while_asking_for_oneself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A colleague takes a place, and asks for another date in the moment between reading and locking."""
    one, two, _three = three_dates()
    given = holders.offer_to_colleague(ask_for(one, "Ann"), name="Bea Example", email="bea@example.org")
    begun = before_locking(monkeypatch, holders, partial(ask, two, "Bea"))
    taken = holders.take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    begun[0].join()
    assert claim_of(one, "bea@example.org") == taken
    assert (counted(one), counted(two)) == ((1, 0), (0, 0))


def let_in_by_an_offer_while_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """An offer is taken by coming, and somebody asks for that day once the door has locked it."""
    places = make_places(1, roadshow=make_roadshow(held_on=timezone.localdate(), starts_at=dt.time(23, 59)))
    ann, ben = ask_for(places, "Ann"), ask_for(places, "Ben")
    holders.cancel(ann, actor="Ann")
    begun: list[Thread] = []
    accept = waiting.accept

    def late(claim: Claim, *, actor: str) -> bool:
        begun.append(Thread(target=_then_close, args=(partial(ask, places, "Cas"),)))
        begun[0].start()
        begun[0].join(1)
        return accept(claim, actor=actor)

    monkeypatch.setattr(door, "accept", late)
    door.admit(ben, note("k"))
    begun[0].join()
    assert (Claim.objects.get(pk=ben.pk).state, counted(places)) == ("confirmed", (1, 1))


def gone_while_they_ask_anew(monkeypatch: pytest.MonkeyPatch, forget: Callable[[], object]) -> None:
    """Somebody whose claims have all ended is deleted, and asks for another date in that moment."""
    one, two, _three = three_dates()
    holders.cancel(ask_for(one, "Ann"), actor="Ann")
    begun = before_locking(monkeypatch, purging, partial(ask, two, "Ann"))
    forget()
    begun[0].join()
    assert counted(two) == (1, 0)
    assert Booking.objects.count() == 1


def erase_ann() -> None:
    """Forget her at her wish."""
    erase(person_of("ann@example.org"), reason="Their wish", actor="Olu")


def purge_long_after() -> None:
    """Delete what its time is over for, more than a year from now."""
    purging.purge(timezone.localdate() + dt.timedelta(days=400))


def ask(places: Places, name: str) -> None:
    """Ask for a place; whoever has one in the programme by then is only told so."""
    book([places.roadshow], details(name), privacy_notice=NOTICE)


def move_if_held(held: Claim, to: Places) -> None:
    """Move to another date, where there is still a place to move from."""
    try:
        holders.move(held, to.roadshow, actor="Ann")
    except holders.NoPlaceError:
        return  # The place went when the other was taken.
