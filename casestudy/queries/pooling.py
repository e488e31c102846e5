"""What tables rated before and after a stage was pooled, read from their answers."""

from __future__ import annotations

from collections.abc import Mapping

from casestudy.models import CaseRun, Stage
from casestudy.pooled import Change
from workshops.models import Table
from workshops.queries.answers import answers_in, answers_of

# The family as a whole.
ABOUT = "family"


def newest_pooled(run: CaseRun) -> Stage | None:
    """Return the newest stage that the room has and whose pieces were put together."""
    if not run.parts:
        return None
    pooled = run.reveals.filter(withdrawn_at=None, pooled_at__isnull=False, stage__number__lte=run.stage)
    newest = pooled.select_related("stage").order_by("-stage__number").first()
    return newest.stage if newest else None


def changes_in(run: CaseRun, stage: int) -> list[Change]:
    """Return what pooling changed at every table that rated anything, by table."""
    names = dict(run.case.agencies.values_list("code", "name"))
    said = answers_in(run.roadshow, f"case.{stage}.")
    changes = [_change(table, stage, answers, names) for table, answers in sorted(said.items())]
    return [change for change in changes if change.before or change.together is not None]


def change_at(run: CaseRun, table: Table, stage: int) -> Change:
    """Return what pooling changed at one table."""
    names = dict(run.case.agencies.values_list("code", "name"))
    said = {field: answer.value for field, answer in answers_of(table, f"case.{stage}.").items()}
    return _change(table.number, stage, said, names)


def _change(table: int, stage: int, said: Mapping[str, str], names: Mapping[str, str]) -> Change:
    scores = {code: _score(said.get(f"case.{stage}.alone-{code}.{ABOUT}.score", "")) for code in names}
    before = tuple((names[code], score) for code, score in scores.items() if score is not None)
    return Change(table, before, _score(said.get(f"case.{stage}.concern.{ABOUT}.score", "")))


def _score(value: str) -> int | None:
    return int(value) if value in map(str, range(11)) else None
