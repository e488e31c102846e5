"""What pages show of what is said beside the case."""

from __future__ import annotations

from dataclasses import dataclass

from workshops.models import Hiding, ParkedQuestion, Roadshow, Table
from workshops.queries.care import hidings


@dataclass(frozen=True)
class QuestionGlance:
    """A parked question, and how it was taken off every screen, if it was."""

    question: ParkedQuestion
    hiding: Hiding | None


def questions_of(roadshow: Roadshow) -> list[QuestionGlance]:
    """Return every parked question: those that wait first, each in the order of asking."""
    hidden = hidings(roadshow)
    questions = roadshow.questions.select_related("table").order_by("pk")
    glances = [QuestionGlance(question, hidden.get(question.item)) for question in questions]
    return sorted(glances, key=lambda glance: glance.question.settled_at is not None)


def open_questions(roadshow: Roadshow) -> list[QuestionGlance]:
    """Return the parked questions that wait."""
    return [glance for glance in questions_of(roadshow) if glance.question.settled_at is None]


def own_questions(table: Table) -> list[ParkedQuestion]:
    """Return what a table parked itself; what is hidden from the screens too."""
    return list(table.questions.all())
