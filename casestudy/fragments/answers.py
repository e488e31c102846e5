"""What a table is asked and what it has said: forms for the newest stage, a record of the earlier ones.

The forms of a stage come to every table by one push, so they hold nobody's values and no token; the page's scripts
fill them from what the table has said. Loaded as a page they hold both, and work without scripts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from casestudy import judging
from casestudy.fragments.curves import own_curve
from casestudy.fragments.records import record
from casestudy.judging import FACTOR_WORDS, YES, Basis, Sure, When
from casestudy.models import Agency, CaseRun
from casestudy.queries import parts, runs
from casestudy.queries.judgement import About, known_by
from casestudy.queries.runs import CaseGlance
from workshops import panels
from workshops.drawn import drawn_once
from workshops.panels import Place, Spot
from workshops.queries.answers import answers_of
from workshops.tokens import new_token

CHOICES = {
    "sure": [(sure.value, sure.words) for sure in Sure],
    "when": [(when.value, when.words) for when in When],
    "bases": [(basis.value, basis.words) for basis in Basis],
}


@dataclass(frozen=True)
class Asking:
    """For whom forms are drawn: what the table has said already, and its page's token; pushed, they have neither."""

    said: Mapping[str, str]
    csrf_token: str = ""

    def field(self, name: str) -> dict[str, str]:
        """Return a field as a template shows it."""
        return {"name": name, "value": self.said.get(name, "")}

    def tick(self, name: str, words: str) -> tuple[str, str, bool]:
        """Return a box to tick."""
        return name, words, self.said.get(name) == YES


NOBODY = Asking({})


def connect() -> None:
    """Register where tables are asked."""
    panels.register(Place.TABLE_ANSWERS, draw_answers)


def draw_answers(spot: Spot) -> SafeString:
    """Draw everything that a table is asked and has said about the case."""
    case = runs.case_for(spot)
    if case is None or spot.table is None:
        return SafeString()
    run = case.run
    prefetch_related_objects([run.case], "people", "agencies")
    said = {name: answer.value for name, answer in answers_of(spot.table, "case.").items()}
    asking = Asking(said, spot.csrf_token)
    part = parts.part_of(spot.device) if spot.device and run.parts else None
    stages = [_stage(run, shown.stage.number, asking, part) for shown in case.shown]
    context = {
        "present": "" if run.stage else _present(run, asking),
        "curve": own_curve(run, spot.table),
        "stages": _safe("".join(stages)),
    }
    return _drawn("_answers", context)


def answers_change(case: CaseGlance, stage: int) -> SafeString:
    """Draw for all tables what a reveal, a pooling, a withdrawal or the key changed in what they are asked."""
    run = case.run
    stands = case.stage(stage) is not None
    asked = stage if stands else run.stage
    if not asked:
        drawn = SafeString()
    elif asked == run.stage and run.key_opened_at is None:
        drawn = _forms_of(run, asked, NOBODY)
    else:
        drawn = _drawn("_closed", {"stage": asked})
    context = {
        "gone": None if stands else stage,
        "present": _present(run, NOBODY) if not run.stage else mark_safe('<div id="answers-present" data-gone></div>'),
        "stage": drawn,
    }
    return _drawn("_change", context)


def alone_forms(run: CaseRun, stage: int, agency: Agency, asking: Asking = NOBODY) -> SafeString:
    """Draw, for who plays an agency, what that agency thinks before a stage's pieces are put together."""
    ratings = [_rating(stage, about, asking, code=agency.code) for about in known_by(run.case, stage)]
    title = f"What does {agency.name} alone think?"
    context = {"ratings": ratings, "title": title, "id": f"alone-{stage}", "key": new_token()}
    form = _drawn("_concern", context | CHOICES | {"csrf_token": asking.csrf_token})
    return _safe(f'<div id="alone-{stage}">{form}</div>')


def _stage(run: CaseRun, stage: int, asking: Asking, part: Agency | None) -> SafeString:
    if stage < run.stage or run.key_opened_at is not None:
        return record(run.case, stage, asking.said)
    return _forms_of(run, stage, asking, part)


def _forms_of(run: CaseRun, stage: int, asking: Asking, part: Agency | None = None) -> SafeString:
    """Draw what is asked at the newest stage; before its pieces are together, only of who has one of them."""
    if parts.is_pooled(run, stage):
        return forms_ahead(run, stage) if asking is NOBODY else _forms(run, stage, asking)
    alone = alone_forms(run, stage, part, asking) if part else SafeString(f'<div id="alone-{stage}"></div>')
    return _drawn("_stage", {"stage": stage, "inside": _drawn("_unpooled", {"alone": alone}), "keeps": False})


def forms_ahead(run: CaseRun, stage: int) -> SafeString:
    """Draw what all tables are asked at a stage, as it is pushed.

    A version asks the same in every room, so each process draws it once, before the stage is revealed.
    """
    return _safe(drawn_once(f"asked:{run.case.digest}:{stage}", partial(_forms, run, stage, NOBODY)))


def _forms(run: CaseRun, stage: int, asking: Asking) -> SafeString:
    prefetch_related_objects([run.case], "people", "agencies")  # once, for however many stages
    inside = _safe(_concern(run, stage, asking) + _share(run, stage, asking) + _note(stage, asking))
    return _drawn("_stage", {"stage": stage, "inside": inside, "keeps": True})


def _concern(run: CaseRun, stage: int, asking: Asking) -> SafeString:
    ratings = [_rating(stage, about, asking) for about in known_by(run.case, stage)]
    context = {"ratings": ratings, "title": "How worried are we?", "id": f"concern-{stage}", "key": new_token()}
    return _drawn("_concern", context | CHOICES | {"csrf_token": asking.csrf_token})


def _rating(stage: int, about: About, asking: Asking, code: str = "") -> dict[str, object]:
    def name(what: str) -> str:
        return judging.alone(stage, code, about.key, what) if code else judging.concern(stage, about.key, what)

    parts_of_it = {what: asking.field(name(what)) for what in ("score", "confidence", "reason")}
    return {"about": about, "id": f"why-{stage}-{about.key}", **parts_of_it}


def _share(run: CaseRun, stage: int, asking: Asking) -> SafeString:
    agencies = run.case.agencies.all()
    context: dict[str, object] = {"stage": stage, "blank": _row(stage, "CODE", "NAME", NOBODY)}
    if asking is NOBODY:
        # Every socket gets these bytes: static/js/judgement.js makes a row for each line.
        context["lines"] = "\n".join(f"{agency.code} {agency.name}" for agency in agencies)
    else:
        context["rows"] = [_row(stage, agency.code, agency.name, asking) for agency in agencies]
        context |= {"key": new_token(), "csrf_token": asking.csrf_token}
    return _drawn("_share", context | CHOICES)


def _row(stage: int, code: str, name: str, asking: Asking) -> dict[str, object]:
    def field(what: str) -> dict[str, str]:
        return asking.field(judging.share(stage, code, what))

    factors = [
        asking.tick(judging.share(stage, code, f"factor.{factor}"), words) for factor, words in FACTOR_WORDS.items()
    ]
    texts = {what: field(what) for what in ("when", "what", "whom", "why", "basis")}
    return {"code": code, "name": name, "factors": factors, "words": field("basis-words"), **texts}


def _note(stage: int, asking: Asking) -> SafeString:
    context: dict[str, object] = {
        "stage": stage,
        "key": new_token(),
        "csrf_token": asking.csrf_token,
        "passed": [asking.tick(judging.of_stage(stage, "passed"), "We pass on this stage")],
    }
    texts = {what: asking.field(judging.of_stage(stage, what)) for what in ("vulnerabilities", "unknown")}
    return _drawn("_note", context | texts)


def _present(run: CaseRun, asking: Asking) -> SafeString:
    ticks = [asking.tick(judging.present(agency.code), agency.name) for agency in run.case.agencies.all()]
    return _drawn("_present", {"ticks": ticks, "key": new_token(), "csrf_token": asking.csrf_token})


def _drawn(name: str, context: Mapping[str, object]) -> SafeString:
    return _safe(render_to_string(f"casestudy/answers/{name}.html", dict(context)))


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 -- templates escape what is in it
