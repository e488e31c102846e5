"""What organisers see of cases: their versions, which roadshows run which, and the drafts under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Prefetch, QuerySet

from casestudy.models import CaseRun, CaseStudy, Draft


@dataclass(frozen=True)
class CaseVersions:
    """A case with all its versions, the newest first."""

    title: str
    versions: Sequence[CaseStudy]


def cases_at_a_glance() -> list[CaseVersions]:
    """Return every case by its name, each version with the roadshows that run it."""
    runs = CaseRun.objects.filter(roadshow__rehearsal_of=None).select_related("roadshow")
    versions = CaseStudy.objects.annotate(stage_count=Count("stages")).prefetch_related(Prefetch("runs", runs))
    ordered = versions.order_by("slug", "-version")
    grouped = [list(group) for _slug, group in groupby(ordered, key=lambda case: case.slug)]
    return sorted((CaseVersions(group[0].title, group) for group in grouped), key=lambda case: case.title)


def case_by_id(pk: int) -> CaseStudy | None:
    """Return a version of a case."""
    return CaseStudy.objects.filter(pk=pk).first()


def drafts() -> QuerySet[Draft]:
    """Return every draft, the last that was changed first."""
    return Draft.objects.defer("content").select_related("based_on")
