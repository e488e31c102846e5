"""What simulated tables say of the case in a rehearsal, and whether it was kept."""

from __future__ import annotations

from random import Random

from casestudy import judging
from casestudy.judging import SCORES, Sure, When
from workshops.models import AnswerChange, KeyedPost, Roadshow
from workshops.rehearsing.answers import AnswerKind, Speaker, register
from workshops.rehearsing.pages import Form
from workshops.rehearsing.records import Said

# Invented, and about nobody.
REASONS = (
    "Two services have each seen a part, and neither knows of the other.",
    "It happened once before, in another town.",
    "Nobody has spoken with the children alone.",
    "There is warmth here as well, and somebody who asks for help.",
)
UNKNOWNS = (
    "Who lives in the home now?",
    "What did the last area know?",
    "Who has seen the youngest this month?",
    "Was the other parent ever asked?",
)


def connect() -> None:
    """Let simulated tables rate, decide and note, a few times at every stage."""
    register("concern", AnswerKind(_rate, kept, weight=8.0, only_filled=True))
    register("share", AnswerKind(_decide, kept, weight=6.0, only_filled=True))
    register("note", AnswerKind(_note, kept, weight=4.0, only_filled=True))


def kept(rehearsal: Roadshow, said: Said) -> int:
    """Count an accepted post once if every answer in it stood in the table's history."""
    changes = AnswerChange.objects.filter(answer__table__roadshow=rehearsal, answer__table__number=said.table)
    stored = set(changes.filter(answer__field__in=said.fields).values_list("answer__field", "sent"))
    sent = {(name, value) for name, value in said.fields.items() if judging.asked(name) and value}
    posts = KeyedPost.objects.filter(roadshow=rehearsal, key=said.key, table__number=said.table).count()
    return posts if sent <= stored else 0


def _rate(form: Form, speaker: Speaker) -> dict[str, str] | None:
    """Rate one of those whom the form asks about."""
    reasons = [name for name in form.blanks if name.endswith(".reason")]
    if not reasons:
        return None
    reason = speaker.random.choice(reasons)
    rated = reason.removesuffix(".reason")
    score = _near(speaker.random, 2 + speaker.stage)
    confidence = speaker.random.choice(list(Sure))
    words = {f"{rated}.score": score, f"{rated}.confidence": confidence, reason: _one(speaker, REASONS)}
    return _keyed(words)


def _decide(form: Form, speaker: Speaker) -> dict[str, str] | None:
    """Decide about one of the agencies."""
    whens = [name for name in form.fields if name.endswith(".when")]
    if not whens:
        return None
    when = speaker.random.choice(whens)
    agency = when.removesuffix(".when")
    factor = speaker.random.choice(list(judging.FACTOR_WORDS))
    words = {when: speaker.random.choice(list(When)), f"{agency}.why": _one(speaker, REASONS)}
    return _keyed(words | {f"{agency}.factor.{factor}": judging.YES})


def _note(form: Form, speaker: Speaker) -> dict[str, str] | None:
    """Note what is not known yet."""
    unknown = [name for name in form.blanks if name.endswith(".unknown")]
    return _keyed({unknown[0]: _one(speaker, UNKNOWNS)}) if unknown else None


def _keyed(words: dict[str, str]) -> dict[str, str]:
    """Let the device mark the post, so that it may be sent until an answer comes."""
    return {"key": ""} | words


def _near(random: Random, middle: int) -> str:
    return SCORES[max(0, min(len(SCORES) - 1, round(random.gauss(middle, 1.5))))]


def _one(speaker: Speaker, texts: tuple[str, ...]) -> str:
    return f"{speaker.random.choice(texts)} ({speaker.random.randrange(10_000)})"
