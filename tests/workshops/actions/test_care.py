from __future__ import annotations

import pytest

from tests.changes import CARE, Change, each, half_way, nth, turn_of
from tests.factories import first_table, join, make_day, make_roadshow, start
from tests.workshops.conftest import Clock, Told
from workshops.actions import day
from workshops.actions.care import NothingToBeDoneError, clear_signal, hide, send_again, show_again, signal
from workshops.actions.talk import park_question
from workshops.models import Hiding, Roadshow, Signal, SignalKind, Table
from workshops.queries.care import hidings, signals_in

pytestmark = pytest.mark.django_db

DONE, HELP, MOMENT = SignalKind.DONE, SignalKind.HELP, SignalKind.MOMENT


@pytest.fixture
def roadshow(clock: Clock) -> Roadshow:
    """Return an open roadshow of two tables. It is 10:00."""
    roadshow = make_roadshow(tables=2)
    make_day(roadshow)
    return roadshow


@pytest.fixture
def table(roadshow: Roadshow) -> Table:
    return first_table(roadshow)


def said(table: Table) -> list[SignalKind]:
    """Return what a table says now."""
    return sorted(signals_in(table.roadshow_id).get(table.pk, {}))


@each(*CARE)
def test_care_is_told_once_and_after_the_commit_to_whom_it_concerns(
    roadshow: Roadshow, told: Told, change: Change
) -> None:
    change.before(roadshow)
    assert told(lambda: change.verb(roadshow)) == [change.told(roadshow)]
    event = roadshow.log.events.latest("seq")
    assert (event.kind, event.actor) == (change.kind, "Ana")


@each(*CARE)
def test_what_was_rolled_back_is_told_to_nobody(roadshow: Roadshow, told: Told, change: Change) -> None:
    change.before(roadshow)
    before = roadshow.log.events.count()
    assert told(lambda: half_way(change.verb, roadshow)) == []
    assert roadshow.log.events.count() == before


# Signals


@pytest.mark.parametrize("kind", SignalKind)
def test_what_a_table_says_goes_to_the_consoles_and_itself_and_to_nobody_else(
    roadshow: Roadshow, table: Table, told: Told, kind: SignalKind
) -> None:
    start(nth(roadshow, 1))
    own = ["consoles", f"table:{table.pk}"]
    assert told(lambda: signal(table, kind, actor="Table 1")) == [own]
    assert told(lambda: clear_signal(table, kind, actor="Ana")) == [own]


def test_a_signal_keeps_when_and_on_which_device_it_was_raised_and_who_saw_to_it(table: Table, clock: Clock) -> None:
    device = join(table).device
    assert signal(table, HELP, actor="Table 1, Device 1", device=device)
    when = clock.forward(minutes=2)
    assert clear_signal(table, HELP, actor="Ana")
    kept = Signal.objects.get()
    assert (kept.device, kept.turn, kept.cleared_at, kept.cleared_by) == (device, None, when, "Ana")


@pytest.mark.parametrize("kind", SignalKind)
def test_what_stands_is_not_said_twice(roadshow: Roadshow, table: Table, kind: SignalKind) -> None:
    start(nth(roadshow, 1))
    assert [signal(table, kind, actor="Table 1") for _ in range(2)] == [True, False]
    assert Signal.objects.count() == roadshow.log.events.filter(kind="table-signal").count() == 1


@pytest.mark.parametrize("kind", SignalKind)
def test_what_was_seen_to_can_be_said_again(roadshow: Roadshow, table: Table, kind: SignalKind) -> None:
    start(nth(roadshow, 1))
    for _ in range(2):
        assert signal(table, kind, actor="Table 1")
        assert clear_signal(table, kind, actor="Ana")
    assert (Signal.objects.count(), said(table)) == (2, [])


@pytest.mark.parametrize("kind", SignalKind)
def test_what_does_not_stand_is_not_cleared_and_nobody_is_told(table: Table, kind: SignalKind) -> None:
    assert not clear_signal(table, kind, actor="Ana")
    assert table.roadshow.log.events.count() == 0


def test_a_table_says_several_things_at_once_and_each_ends_for_itself(table: Table) -> None:
    signal(table, HELP, actor="Table 1")
    signal(table, MOMENT, actor="Table 1")
    clear_signal(table, HELP, actor="Ana")
    assert said(table) == [MOMENT]


def test_tables_speak_for_themselves(roadshow: Roadshow, table: Table) -> None:
    other = roadshow.tables.get(number=2)
    signal(table, HELP, actor="Table 1")
    signal(other, HELP, actor="Table 2")
    clear_signal(table, HELP, actor="Ana")
    assert (said(table), said(other)) == ([], [HELP])


def test_a_table_is_done_with_nothing_before_the_day_has_begun(table: Table) -> None:
    with pytest.raises(NothingToBeDoneError):
        signal(table, DONE, actor="Table 1")
    assert not Signal.objects.exists()


def test_control_help_and_a_moment_need_no_activity(table: Table) -> None:
    assert [signal(table, kind, actor="Table 1") for kind in (HELP, MOMENT)] == [True, True]


def test_done_goes_with_its_activity_and_comes_back_with_it(roadshow: Roadshow, table: Table) -> None:
    start(nth(roadshow, 1))
    signal(table, DONE, actor="Table 1")
    seen = [said(table)]
    start(nth(roadshow, 2))
    seen.append(said(table))
    day.go_back(roadshow, turn=turn_of(roadshow), actor="Ana")
    seen.append(said(table))
    assert seen == [[DONE], [], [DONE]]


def test_control_help_goes_on_whatever_has_the_room(roadshow: Roadshow, table: Table) -> None:
    start(nth(roadshow, 1))
    signal(table, HELP, actor="Table 1")
    start(nth(roadshow, 2))
    assert said(table) == [HELP]


def test_a_table_can_be_done_with_each_activity(roadshow: Roadshow, table: Table) -> None:
    for order in (1, 2):
        start(nth(roadshow, order))
        assert signal(table, DONE, actor="Table 1")
    assert clear_signal(table, DONE, actor="Table 1")
    day.go_back(roadshow, turn=turn_of(roadshow), actor="Ana")
    assert said(table) == [DONE], "only the present one was taken back"


# Once more


def test_sending_again_tells_the_one_table_only(roadshow: Roadshow, told: Told) -> None:
    other = roadshow.tables.get(number=2)
    (topics,) = told(lambda: send_again(other, actor="Ana"))
    assert set(topics) - {"consoles"} == {f"table:{other.pk}"}
    event = roadshow.log.events.get()
    assert (event.kind, event.actor, event.payload) == ("sent-again", "Ana", {"table": 2})


def test_sending_again_that_was_rolled_back_is_told_to_nobody(roadshow: Roadshow, told: Told) -> None:
    assert told(lambda: half_way(lambda room: send_again(first_table(room), actor="Ana"), roadshow)) == []


# What needs attention


def test_what_is_hidden_is_kept_with_who_and_when(roadshow: Roadshow, clock: Clock) -> None:
    parked = park_question(roadshow, text="Is Mrs Real at home?", actor="Table 1")
    when = clock.forward(minutes=1)
    assert hide(roadshow, parked.item, actor="Ana")
    hiding = hidings(roadshow)[parked.item]
    assert (hiding.hidden_by, hiding.shown_at) == ("Ana", None)
    assert roadshow.log.events.latest("seq").at >= when
    parked.refresh_from_db()
    assert (parked.text, parked.settled_at) == ("Is Mrs Real at home?", None)


def test_what_is_hidden_can_be_shown_and_hidden_again_and_all_of_it_is_on_record(
    roadshow: Roadshow, clock: Clock
) -> None:
    assert [hide(roadshow, "question:1", actor="Ana") for _ in range(2)] == [True, False]
    when = clock.forward(minutes=1)
    assert [show_again(roadshow, "question:1", actor="Ben") for _ in range(2)] == [True, False]
    assert hide(roadshow, "question:1", actor="Cem")
    assert list(Hiding.objects.values_list("hidden_by", "shown_by", "shown_at")) == [
        ("Ana", "Ben", when),
        ("Cem", "", None),
    ]
    assert [event.kind for event in roadshow.log.events.order_by("seq")] == ["item-hidden", "item-shown", "item-hidden"]


def test_what_was_not_hidden_is_not_shown_again(roadshow: Roadshow) -> None:
    hide(roadshow, "question:1", actor="Ana")
    assert not show_again(roadshow, "question:2", actor="Ana")
    assert list(hidings(roadshow)) == ["question:1"]


def test_hiding_in_one_roadshow_hides_nothing_in_another(roadshow: Roadshow) -> None:
    other = make_roadshow()
    hide(roadshow, "question:1", actor="Ana")
    assert hidings(other) == {}
    assert not show_again(other, "question:1", actor="Ben")
