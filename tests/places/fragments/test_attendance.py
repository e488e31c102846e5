"""The ways to attendance and needs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import make_organiser, make_roadshow, signed_in
from workshops.actions.rehearsals import begin_rehearsal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["console", "edit-roadshow"])
def test_staff_find_the_way(page: str) -> None:
    roadshow = make_roadshow()
    html = signed_in(make_organiser()).get(reverse(page, args=[roadshow.slug])).content.decode()
    assert reverse("attendance", args=[roadshow.slug]) in html
    assert reverse("needs", args=[roadshow.slug]) in html


def test_a_rehearsal_has_nobody_who_comes() -> None:
    rehearsal = begin_rehearsal(make_roadshow(), actor="Ana")
    html = signed_in(make_organiser()).get(reverse("console", args=[rehearsal.slug])).content.decode()
    assert 'id="to-attendance"' not in html
