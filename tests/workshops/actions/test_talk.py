from __future__ import annotations

import pytest

from tests.changes import TALK, Change, each, half_way, nth
from tests.factories import first_table, make_day, make_observer, make_organiser, make_roadshow, seated, start
from tests.workshops.conftest import Clock, Told
from workshops.actions import talk
from workshops.actions.talk import broadcast, note_observation, park_question, settle_question, take_down
from workshops.models import BroadcastKind, ObserverNote, ParkedQuestion, Roadshow, Staff
from workshops.queries.day import standing_broadcasts

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow(clock: Clock) -> Roadshow:
    """Return an open roadshow of two tables. It is 10:00."""
    roadshow = make_roadshow(tables=2)
    make_day(roadshow)
    return roadshow


@pytest.fixture
def observer(roadshow: Roadshow) -> Staff:
    return make_observer(roadshow)


@each(*TALK)
def test_what_is_said_is_told_once_and_after_the_commit_to_whom_it_concerns(
    roadshow: Roadshow, told: Told, change: Change
) -> None:
    change.before(roadshow)
    assert told(lambda: change.verb(roadshow)) == [change.told(roadshow)]
    event = roadshow.log.events.latest("seq")
    assert (event.kind, event.actor) == (change.kind, "Ana")


@each(*TALK)
def test_what_was_rolled_back_is_told_to_nobody(roadshow: Roadshow, told: Told, change: Change) -> None:
    change.before(roadshow)
    before = roadshow.log.events.count()
    assert told(lambda: half_way(change.verb, roadshow)) == []
    assert roadshow.log.events.count() == before


# Notices


def test_a_notice_stands_with_who_and_when(roadshow: Roadshow, clock: Clock) -> None:
    made = broadcast(roadshow, text="Lunch is ready.", actor="Ana")
    assert (made.kind, made.text, made.made_by) == (BroadcastKind.NOTICE, "Lunch is ready.", "Ana")
    assert made.withdrawn_at is None


def test_a_notice_is_kept_for_who_comes_late(roadshow: Roadshow) -> None:
    broadcast(roadshow, text="Lunch is ready.", actor="Ana")
    assert "Lunch is ready." in seated(first_table(roadshow)).get("/table/").text


def test_one_press_that_arrives_twice_makes_one_notice(roadshow: Roadshow) -> None:
    first, again = (broadcast(roadshow, text="Lunch is ready.", actor="Ana", key="a press") for _ in range(2))
    assert first == again
    assert (roadshow.broadcasts.count(), roadshow.log.events.count()) == (1, 1)


def test_a_press_that_arrives_again_does_not_put_up_what_was_taken_down(roadshow: Roadshow) -> None:
    made = broadcast(roadshow, text="Lunch is ready.", actor="Ana", key="a press")
    take_down(made, actor="Ben")
    broadcast(roadshow, text="Lunch is ready.", actor="Ana", key="a press")
    assert standing_broadcasts(roadshow) == []


@pytest.mark.parametrize("keys", [("one", "two"), ("", "")])
def test_control_two_presses_make_two_notices(roadshow: Roadshow, keys: tuple[str, str]) -> None:
    made = [broadcast(roadshow, text="Lunch is ready.", actor="Ana", key=key) for key in keys]
    assert standing_broadcasts(roadshow) == made


def test_a_notice_in_one_roadshow_stands_in_no_other(roadshow: Roadshow) -> None:
    other = make_roadshow()
    broadcast(roadshow, text="Lunch is ready.", actor="Ana", key="a press")
    made = broadcast(other, text="Tea is ready.", actor="Ana", key="a press")
    assert standing_broadcasts(other) == [made]


def test_a_notice_is_taken_down_once_and_kept(roadshow: Roadshow, clock: Clock) -> None:
    made = broadcast(roadshow, text="Lunch is ready.", actor="Ana")
    assert [take_down(made, actor=actor) for actor in ("Ben", "Cem")] == [True, False]
    made.refresh_from_db()
    assert (made.text, made.withdrawn_at, made.withdrawn_by) == ("Lunch is ready.", clock.now, "Ben")
    assert roadshow.log.events.count() == 2


# Parked questions


def test_a_table_parks_a_question_and_only_that_table_is_told_beside_consoles_and_screens(
    roadshow: Roadshow, told: Told
) -> None:
    table = roadshow.tables.get(number=2)
    (topics,) = told(lambda: park_question(roadshow, text="Who knew?", actor="Table 2, Device 1", table=table))
    assert topics == ["consoles", "screens", f"table:{table.pk}"]
    parked = roadshow.questions.get()
    assert (parked.table, parked.text, parked.asked_by, parked.from_paper) == (
        table,
        "Who knew?",
        "Table 2, Device 1",
        False,
    )


def test_the_event_of_a_question_does_not_hold_its_text(roadshow: Roadshow) -> None:
    parked = park_question(roadshow, text="Who knew?", actor="Ana")
    assert roadshow.log.events.get().payload == {"question": parked.pk}


def test_one_press_that_arrives_twice_parks_one_question(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    first, again = (park_question(roadshow, text="Who?", actor="T", table=table, key="a press") for _ in range(2))
    assert first == again
    assert (ParkedQuestion.objects.count(), roadshow.log.events.count()) == (1, 1)


def test_a_press_that_arrives_again_from_another_table_is_the_same_press(roadshow: Roadshow) -> None:
    """The device was moved with its page still open."""
    first = park_question(roadshow, text="Who?", actor="T", table=first_table(roadshow), key="a press")
    other = roadshow.tables.get(number=2)
    assert park_question(roadshow, text="Who?", actor="T", table=other, key="a press") == first
    assert ParkedQuestion.objects.get().table == first_table(roadshow)


def test_a_question_from_paper_is_marked_as_such(roadshow: Roadshow) -> None:
    assert park_question(roadshow, text="Who knew?", actor="Ana", from_paper=True).from_paper


def test_a_question_is_settled_and_opened_again_with_who_and_when(roadshow: Roadshow, clock: Clock) -> None:
    parked = park_question(roadshow, text="Who knew?", actor="Ana")
    assert [settle_question(parked, actor=actor) for actor in ("Ben", "Cem")] == [True, False]
    parked.refresh_from_db()
    assert (parked.settled_at, parked.settled_by) == (clock.now, "Ben")
    assert [settle_question(parked, actor="Ana", settled=False) for _ in range(2)] == [True, False]
    parked.refresh_from_db()
    assert (parked.settled_at, parked.settled_by) == (None, "")
    assert roadshow.log.events.filter(kind="question-settled").count() == 2


# Observers' notes


def test_a_note_is_kept_with_its_moment_its_author_and_what_had_the_room(roadshow: Roadshow, observer: Staff) -> None:
    turn = start(nth(roadshow, 2))
    note = note_observation(roadshow, author=observer, text="Table 3 is silent.")
    assert (note.author, note.turn, note.text) == (observer, turn, "Table 3 is silent.")
    assert ObserverNote.objects.get(pk=note.pk).at == note.at


def test_nobody_is_told_of_a_note(roadshow: Roadshow, observer: Staff, told: Told) -> None:
    assert told(lambda: note_observation(roadshow, author=observer, text="Table 3 is silent.")) == []
    assert roadshow.log.events.count() == 0


def test_a_note_before_the_day_has_begun_is_about_no_activity(roadshow: Roadshow, observer: Staff) -> None:
    assert note_observation(roadshow, author=observer, text="The room is cold.").turn is None


def test_one_press_that_arrives_twice_keeps_one_note(roadshow: Roadshow, observer: Staff) -> None:
    first, again = (note_observation(roadshow, author=observer, text="Silent.", key="a press") for _ in range(2))
    assert first == again
    assert ObserverNote.objects.count() == 1


def test_two_authors_do_not_share_their_presses(roadshow: Roadshow, observer: Staff) -> None:
    notes = [
        note_observation(roadshow, author=author, text="Silent.", key="a press")
        for author in (observer, make_organiser())
    ]
    assert [note.author for note in notes] == list(Staff.objects.filter(observer_notes__isnull=False).order_by("pk"))


def test_every_verb_that_takes_a_key_makes_others_wait(roadshow: Roadshow, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[Roadshow] = []
    monkeypatch.setattr(talk, "_let_nobody_else_press", waits.append)
    broadcast(roadshow, text="Lunch.", actor="Ana", key="one")
    park_question(roadshow, text="Who?", actor="Ana", key="two")
    note_observation(roadshow, author=make_organiser(), text="Silent.", key="three")
    assert waits == [roadshow] * 3
