from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.changes import nth
from tests.factories import first_table, make_day, make_roadshow, start
from workshops.actions.care import clear_signal, hide, show_again, signal
from workshops.models import Day, Roadshow, SignalKind, SupportContact
from workshops.queries.care import choices_of, hidings, signals_in, support_contacts
from workshops.queries.room import room_at_a_glance

pytestmark = pytest.mark.django_db

DONE, HELP, MOMENT = SignalKind.DONE, SignalKind.HELP, SignalKind.MOMENT


@pytest.fixture
def roadshow() -> Roadshow:
    roadshow = make_roadshow(tables=3)
    make_day(roadshow)
    return roadshow


def test_a_silent_room_says_nothing(roadshow: Roadshow) -> None:
    assert signals_in(roadshow.pk) == {}


def test_what_tables_say_is_told_by_table_and_kind(roadshow: Roadshow) -> None:
    start(nth(roadshow, 1))
    one, two, three = roadshow.tables.all()
    for table, kind in ((one, HELP), (one, DONE), (two, MOMENT), (three, HELP)):
        signal(table, kind, actor="a table")
    clear_signal(three, HELP, actor="Ana")
    said = {pk: sorted(signals) for pk, signals in signals_in(roadshow.pk).items()}
    assert said == {one.pk: [DONE, HELP], two.pk: [MOMENT]}


def test_nobody_is_done_while_nothing_has_the_room(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    turn = start(nth(roadshow, 1))
    signal(table, DONE, actor="a table")
    Day.objects.update(turn=None)
    assert (signals_in(roadshow.pk), turn.signals.count()) == ({}, 1)


def test_another_room_is_not_heard(roadshow: Roadshow) -> None:
    signal(first_table(make_roadshow()), HELP, actor="a table")
    assert signals_in(roadshow.pk) == {}


def test_what_a_whole_room_says_takes_one_query(
    roadshow: Roadshow, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for table in roadshow.tables.all():
        signal(table, HELP, actor="a table")
    with django_assert_num_queries(1):
        assert len(signals_in(roadshow.pk)) == 3


def test_the_console_counts_who_asks_and_who_is_done(roadshow: Roadshow) -> None:
    start(nth(roadshow, 1))
    one, two, _three = roadshow.tables.all()
    for table, kind in ((one, HELP), (one, MOMENT), (two, MOMENT), (two, DONE)):
        signal(table, kind, actor="a table")
    room = room_at_a_glance(roadshow)
    assert (room.asking, room.done) == (2, 1)
    assert [(t.help is not None, t.moment is not None, t.done is not None) for t in room.tables] == [
        (True, True, False),
        (False, True, True),
        (False, False, False),
    ]


def test_what_a_table_can_say_and_what_of_it_stands(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    signal(table, MOMENT, actor="a table")
    choices = choices_of(table, under_way=False)
    assert [(choice.kind, choice.stands, choice.possible) for choice in choices] == [
        (DONE, False, False),
        (HELP, False, True),
        (MOMENT, True, True),
    ]
    assert [choice.possible for choice in choices_of(table, under_way=True)] == [True] * 3


def test_every_choice_has_words_that_say_what_a_press_will_do(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    start(nth(roadshow, 1))
    before = [choice.words for choice in choices_of(table, under_way=True)]
    for kind in SignalKind:
        signal(table, kind, actor="a table")
    after = [choice.words for choice in choices_of(table, under_way=True)]
    assert len({*before, *after}) == 6


def test_what_is_hidden_is_known_by_its_name_until_it_is_shown_again(roadshow: Roadshow) -> None:
    for item in ("question:1", "question:2"):
        hide(roadshow, item, actor="Ana")
    show_again(roadshow, "question:1", actor="Ben")
    assert {item: hiding.hidden_by for item, hiding in hidings(roadshow).items()} == {"question:2": "Ana"}


def test_the_support_card_names_its_contacts_in_order_and_those_of_its_own_roadshow(roadshow: Roadshow) -> None:
    for order, name in ((2, "Samaritans"), (1, "Quiet room")):
        SupportContact.objects.create(roadshow=roadshow, order=order, name=name, reach="116 123")
    SupportContact.objects.create(roadshow=make_roadshow(), name="Elsewhere", reach="0")
    assert [contact.name for contact in support_contacts(roadshow)] == ["Quiet room", "Samaritans"]


def test_a_support_card_that_is_not_drawn_is_not_read(
    roadshow: Roadshow, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        support_contacts(roadshow)
