from __future__ import annotations

import datetime as dt

import pytest

from casestudy.models import CaseRun, CaseStudy
from workshops.models import Programme
from workshops.sample import load_sample

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def programme() -> Programme:
    return load_sample(DAY)


def test_every_roadshow_of_the_sample_can_run_the_walsh_case(programme: Programme) -> None:
    runs = CaseRun.objects.filter(roadshow__programme=programme)
    assert {(run.case.slug, run.case.version, run.stage) for run in runs} == {("walsh", 1, 0)}
    assert runs.count() == 5


def test_the_short_case_is_there_to_choose(programme: Programme) -> None:
    assert list(CaseStudy.objects.order_by("slug").values_list("slug", "version")) == [("tindlow", 1), ("walsh", 1)]


def test_loading_the_sample_again_leaves_the_case_where_it_is(programme: Programme) -> None:
    CaseRun.objects.update(stage=4)
    assert load_sample(DAY) == programme
    assert CaseStudy.objects.count() == 2
    assert set(CaseRun.objects.values_list("stage", flat=True)) == {4}
