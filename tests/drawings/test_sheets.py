from __future__ import annotations

import pytest
from pytest_django import Settings

from drawings.queries.wall import entries_of
from drawings.sheets import contact_sheet
from tests.factories import first_table, make_roadshow
from tests.pages import sheets
from tests.showing import pictured, shown
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow(settings: Settings, tmp_path: object) -> Roadshow:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_roadshow()


def test_a_picture_whose_file_is_gone_is_told_in_words(roadshow: Roadshow) -> None:
    drawing = pictured(shown(first_table(roadshow), title="Lost", shows="A boat in fog."))
    assert drawing.picture is not None
    drawing.picture.small.storage.delete(str(drawing.picture.small.name))
    (page,) = sheets(contact_sheet(roadshow, entries_of(roadshow), found=True))
    assert ("Lost" in page, "A boat in fog." in page) == (True, True)


def test_with_nothing_chosen_it_says_so(roadshow: Roadshow) -> None:
    (page,) = sheets(contact_sheet(roadshow, [], found=True))
    assert "Nothing was chosen." in page
