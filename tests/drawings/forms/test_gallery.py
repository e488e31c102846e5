from __future__ import annotations

import pytest

from drawings.forms.gallery import GalleryForm
from drawings.queries.gallery import gallery_of
from tests.factories import first_table, make_roadshow
from tests.showing import shown
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


def test_it_offers_the_tables_of_the_roadshow(roadshow: Roadshow) -> None:
    choices = GalleryForm({}, roadshow, found=True).fields["table"].choices  # type: ignore[attr-defined]
    assert [value for value, _words in choices] == ["", "1", "2"]


def test_whoever_may_not_know_what_tables_found_cannot_filter_by_it(roadshow: Roadshow) -> None:
    shown(first_table(roadshow), "fear", title="Afraid")
    shown(first_table(roadshow), title="Not")
    entries = gallery_of(roadshow)
    found = [
        [entry.title for entry in GalleryForm({"factor": "fear"}, roadshow, found=found).chosen(entries)]
        for found in (True, False)
    ]
    assert found == [["Afraid"], ["Afraid", "Not"]]
