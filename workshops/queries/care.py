"""What pages show of care: the support card, what tables say, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from workshops.models import Day, Hiding, Roadshow, Signal, SignalKind, SupportContact, Table


@dataclass(frozen=True)
class Choice:
    """Something that a table can say of itself. `stands`: it does; `possible`: it makes sense now."""

    kind: SignalKind
    stands: bool
    possible: bool

    @property
    def words(self) -> str:
        """What its button says."""
        return _WORDS[self.kind, self.stands]


_WORDS = {
    (SignalKind.DONE, False): "We are done",
    (SignalKind.DONE, True): "Done",
    (SignalKind.HELP, False): "Ask for help",
    (SignalKind.HELP, True): "Help asked for",
    (SignalKind.MOMENT, False): "We need a moment",
    (SignalKind.MOMENT, True): "Taking a moment",
}


def support_contacts(roadshow: Roadshow) -> QuerySet[SupportContact]:
    """Return whom the support card names, in order; not read until the card is drawn."""
    return roadshow.contacts.all()


def hidings(roadshow: Roadshow) -> dict[str, Hiding]:
    """Return what is off every screen because it needs attention, by item."""
    return {hiding.item: hiding for hiding in roadshow.hidings.filter(shown_at=None)}


def signals_in(roadshow_id: int) -> dict[int, dict[SignalKind, Signal]]:
    """Return what each table says now, by its primary key; "done" only with the present activity."""
    present = Day.objects.filter(pk=roadshow_id).values("turn")
    standing = Signal.objects.filter(table__roadshow=roadshow_id, cleared_at=None)
    said: dict[int, dict[SignalKind, Signal]] = {}
    for signal in standing.filter(Q(turn__in=present) | ~Q(kind=SignalKind.DONE)):
        said.setdefault(signal.table_id, {})[SignalKind(signal.kind)] = signal
    return said


def choices_of(table: Table, *, under_way: bool) -> list[Choice]:
    """Return what a table can say, and what of it stands; that it is done only while something is `under_way`."""
    signals = signals_in(table.roadshow_id).get(table.pk, {})
    return [
        Choice(kind, kind in signals, kind != SignalKind.DONE or under_way)
        for kind in (SignalKind.DONE, SignalKind.HELP, SignalKind.MOMENT)
    ]
