"""What simulated tables answer, by the data-action of the form, and how it is found again afterwards.

A higher app registers its own kinds of answers here from its AppConfig.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from workshops.models import ParkedQuestion, Roadshow, Signal, SignalKind
from workshops.rehearsing.pages import Form
from workshops.rehearsing.records import Said

# How often a table says nothing when it could, beside the weights of the kinds: a table asks for help about three
# times a day, parks about two questions, and is nearly always done before an activity ends.
SILENCE = 12.0
# Invented, and about nobody.
QUESTIONS = (
    "Who tells the school when the police have been called at night?",
    "Does a housing officer have a way into the hub?",
    "What would have made it easier to ring the practice?",
    "How do we share what is only a feeling?",
    "Who keeps the chronology when a family moves?",
    "Is consent needed here, or not?",
    "What does a charity do with what it hears?",
    "Whom do we ring after five?",
)


@dataclass(frozen=True)
class Speaker:
    """A table as its answers need to know it. `share`: how much of the present activity is behind it; None: none.

    `activity`: what kind that is.
    """

    table: int
    random: Random
    share: float | None = None
    stage: int = 0
    activity: str = ""


# Returns what to fill into the form, or None: nothing to say now.
Fill = Callable[[Form, Speaker], dict[str, str] | None]
# Returns how many times an accepted answer is kept: 1 is right, 0 is lost, more is doubled.
Kept = Callable[[Roadshow, Said], int]
# Returns what is posted after an accepted press: where to, and a form's fields or the text of JSON.
Then = Callable[[Said], list[tuple[str, dict[str, str] | str]]]


@dataclass(frozen=True)
class AnswerKind:
    """One kind of answer. `weight`: how often it is given, beside the others and SILENCE.

    `only_filled`: sent is what was filled in and not the whole form, as the page's own scripts do it.
    """

    fill: Fill
    kept: Kept
    weight: float
    only_filled: bool = False
    then: Then = lambda _said: []


_kinds: dict[str, AnswerKind] = {}


def register(does: str, kind: AnswerKind) -> None:
    """Let simulated tables answer forms whose data-action is `does`."""
    if _kinds.setdefault(does, kind) is not kind:
        message = f"two kinds of answers for {does!r}"
        raise ValueError(message)


def kind_of(does: str) -> AnswerKind | None:
    """Return how a form is answered; None for what simulated tables leave alone."""
    return _kinds.get(does)


def choose(forms: list[Form], speaker: Speaker) -> tuple[Form, dict[str, str]] | None:
    """Return one of the forms and what to fill in, or None when a table says nothing now."""
    possible: list[tuple[Form, dict[str, str]] | None] = [None]
    weights = [SILENCE]
    for form in forms:
        kind = kind_of(form.does)
        words = kind.fill(form, speaker) if kind else None
        if kind and words is not None:
            possible.append((form, words))
            weights.append(kind.weight)
    return speaker.random.choices(possible, weights)[0]


def kept_times(rehearsal: Roadshow, said: Said) -> int:
    """Return how many times an accepted answer is in the database."""
    kind = kind_of(said.does)
    return kind.kept(rehearsal, said) if kind else 1


def _signal(raised: Callable[[Speaker], bool]) -> Fill:
    """Return a fill that presses a signal's button while it is not standing."""

    def fill(form: Form, speaker: Speaker) -> dict[str, str] | None:
        return {} if form.fields.get("say") == "yes" and raised(speaker) else None

    return fill


def _done(speaker: Speaker) -> bool:
    return speaker.share is not None and speaker.share > 0.7  # noqa: PLR2004 -- the activity is ending


def _signal_kept(rehearsal: Roadshow, said: Said) -> int:
    """Count a signal once if it stood at some moment between the press and its answer."""
    sent, answered = (dt.datetime.fromtimestamp(at, dt.UTC) for at in (said.sent_at, said.answered_at))
    raised = Signal.objects.filter(table__roadshow=rehearsal, table__number=said.table, kind=said.fields["kind"])
    stood = [s for s in raised.filter(raised_at__lte=answered) if s.cleared_at is None or s.cleared_at >= sent]
    return min(len(stood), 1)


def _park(form: Form, speaker: Speaker) -> dict[str, str] | None:
    return dict.fromkeys(form.blanks, speaker.random.choice(QUESTIONS))


def _question_kept(rehearsal: Roadshow, said: Said) -> int:
    return ParkedQuestion.objects.filter(roadshow=rehearsal, table__number=said.table, key=said.key).count()


register(SignalKind.DONE, AnswerKind(_signal(_done), _signal_kept, weight=20.0))
register(SignalKind.HELP, AnswerKind(_signal(lambda _speaker: True), _signal_kept, weight=0.3))
register(SignalKind.MOMENT, AnswerKind(_signal(lambda _speaker: True), _signal_kept, weight=0.05))
register("park", AnswerKind(_park, _question_kept, weight=0.2))
