"""The case at the tables: whole stages; while parts are given out, to each device what its agency holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casestudy.fragments import key, pooling
from casestudy.fragments.answers import alone_forms, answers_change
from casestudy.models import Agency, CaseRun
from casestudy.queries import parts, runs
from casestudy.queries.parts import Fragment
from casestudy.queries.runs import CaseGlance, ShownStage
from casestudy.topics import part_topic
from workshops.panels import Spot
from workshops.topics import TABLES, WATCHERS


@dataclass(frozen=True)
class Article:
    """A revealed stage as somebody sees it: the whole of it, or a fragment.

    `later`: only its head, because a page that loads brings the newest stage first (static/js/earlier.js).
    """

    shown: ShownStage
    fragment: Fragment | None = None
    later: bool = False

    @property
    def mark(self) -> str:
        """What it says, as a mark: a page that has an article of this mark has no need of another."""
        agency = self.fragment.agency if self.fragment else None
        return f"{self.shown.reveal.pk}-{agency.code if agency else ''}-{'part' if self.fragment else 'whole'}"


@dataclass(frozen=True)
class Eyes:
    """Who looks at the case. `in_fragments`: a device while parts are given out; then with its agency, if any."""

    in_fragments: bool = False
    agency: Agency | None = None

    def article(self, shown: ShownStage) -> Article:
        """Return what these eyes may see of a stage."""
        if self.in_fragments and shown.reveal.pooled_at is None:
            return Article(shown, Fragment(shown.stage, self.agency))
        return Article(shown)


def eyes_at(run: CaseRun, spot: Spot) -> Eyes:
    """Return who looks from a place in the room. Whoever sits at no table, an observer, sees everything."""
    if not run.parts or spot.table is None:
        return Eyes()
    agency = parts.part_of(spot.device) if spot.device else parts.part_at(spot.table, 1)
    return Eyes(in_fragments=True, agency=agency)


def draw_bar(spot: Spot) -> SafeString:
    """Draw for a table's bar which stage the room is at, and which part its device plays."""
    case = runs.case_for(spot)
    if case is None:
        return SafeString()
    return _drawn("_bar", case.run, case=case) + _drawn("_part", case.run, eyes=eyes_at(case.run, spot))


def draw_table(spot: Spot) -> SafeString:
    """Draw every revealed stage as a table's device, or an observer, sees it."""
    case = runs.case_for(spot)
    if case is None:
        return SafeString()
    run, eyes = case.run, eyes_at(case.run, spot)
    articles = [
        replace(eyes.article(shown), later=spot.device is not None and not shown.newest) for shown in case.shown
    ]
    context = {"eyes": eyes, "articles": articles, "grid": key.open_grid(run)}
    return _drawn("_table", run, case=case, pooling=pooling.at_table(run, spot.table), **context)


def draw_stages(spot: Spot) -> SafeString:
    """Draw the whole text of every revealed stage as a table's device sees it."""
    case = runs.case_for(spot)
    if case is None:
        return SafeString()
    eyes = eyes_at(case.run, spot)
    return _drawn("_stages", case.run, articles=[eyes.article(shown) for shown in case.shown])


def draw_change(case: CaseGlance, stage: int, topic: str) -> str:
    """Draw for one topic the stage that came or went; earlier stages stay where they are.

    The bar, the rail and whole stages go to all tables; fragments to those who play the agency, and what is still
    in fragments whole to observers.
    """
    changed = case.stage(stage)
    if topic == TABLES:
        whole = Article(changed) if changed and _is_whole(case.run, changed) else None
        context = {"article": whole, "changed_number": stage, "gone": changed is None}
        return _drawn("_table_change", case.run, case=case, **context) + answers_change(case, stage)
    if changed is None or _is_whole(case.run, changed):
        return ""
    if topic == WATCHERS:
        return _drawn("_table_stage", case.run, case=case, article=Article(changed))
    agency = _agency_of(case.run, topic)
    article = Eyes(in_fragments=True, agency=agency).article(changed)
    asked = alone_forms(case.run, stage, agency) if agency and changed.newest else ""
    return _drawn("_table_stage", case.run, case=case, article=article) + asked


def draw_pooling(case: CaseGlance, stage: int, topic: str) -> str:
    """Draw for one topic a stage that was pooled, or whose pooling was taken back."""
    changed = case.stage(stage)
    if topic != TABLES:
        return draw_change(case, stage, topic)
    asked = answers_change(case, stage) if changed else ""
    if changed is None or not _is_whole(case.run, changed):
        return asked
    return _drawn("_table_stage", case.run, case=case, article=Article(changed)) + asked


def _is_whole(run: CaseRun, shown: ShownStage) -> bool:
    return not run.parts or shown.reveal.pooled_at is not None


def _agency_of(run: CaseRun, topic: str) -> Agency | None:
    """Return the agency whose players listen to a topic."""
    code = topic.removeprefix(part_topic(""))
    return run.case.agencies.filter(code=code).first()


def _drawn(name: str, run: CaseRun, **context: object) -> SafeString:
    context |= {"run": run, "roadshow": run.roadshow}
    return render_to_string(f"casestudy/{name}.html", context)
