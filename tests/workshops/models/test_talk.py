from __future__ import annotations

import pytest
from django.db import IntegrityError

from tests.factories import make_observer, make_roadshow
from workshops.actions.talk import note_observation
from workshops.models import Broadcast, ObserverNote, ParkedQuestion, Roadshow


@pytest.fixture
def roadshow(db: None) -> Roadshow:
    return make_roadshow()


@pytest.fixture
def note(roadshow: Roadshow) -> ObserverNote:
    return note_observation(roadshow, author=make_observer(roadshow), text="Table 3 is silent.")


def test_a_note_that_was_saved_is_never_changed(note: ObserverNote) -> None:
    note.text = "Table 3 talks."
    with pytest.raises(ValueError, match="never changed"):
        note.save()
    with pytest.raises(ValueError, match="never changed"):
        note.save(update_fields=["text"])
    assert ObserverNote.objects.get().text == "Table 3 is silent."


def test_nor_is_it_changed_by_way_of_its_number(note: ObserverNote) -> None:
    with pytest.raises(ValueError, match="never changed"):
        ObserverNote(pk=note.pk, roadshow=note.roadshow, author=note.author, text="Table 3 talks.").save()
    with pytest.raises(ValueError, match="never changed"):
        ObserverNote.objects.update_or_create(pk=note.pk, defaults={"text": "Table 3 talks."})
    assert ObserverNote.objects.get().text == "Table 3 is silent."


def test_control_another_note_is_saved(note: ObserverNote) -> None:
    ObserverNote(roadshow=note.roadshow, author=note.author, text="Table 3 talks.").save()
    assert ObserverNote.objects.count() == 2


def test_a_press_makes_one_thing_of_a_kind_in_a_roadshow(roadshow: Roadshow) -> None:
    Broadcast.objects.create(roadshow=roadshow, text="Lunch.", made_by="Ana", key="a press")
    ParkedQuestion.objects.create(roadshow=roadshow, text="Who?", asked_by="Ana", key="a press")
    with pytest.raises(IntegrityError):
        Broadcast.objects.create(roadshow=roadshow, text="Tea.", made_by="Ben", key="a press")


def test_a_text_is_of_a_known_kind(roadshow: Roadshow) -> None:
    with pytest.raises(IntegrityError):
        Broadcast.objects.create(roadshow=roadshow, text="Lunch.", made_by="Ana", kind="advert")
