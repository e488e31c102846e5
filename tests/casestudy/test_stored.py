"""A stored version, as the pack that it came from: byte for byte in meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.actions.packs import import_case
from casestudy.models import CaseStudy
from casestudy.pack import Pack, read_pack
from casestudy.pack.writer import zipped
from casestudy.stored import pack_of, version_of
from tests.casestudy.pack.test_writer import random_pack

pytestmark = pytest.mark.django_db


def test_the_shipped_case_comes_out_as_it_went_in(walsh: Pack) -> None:
    case, _new = import_case(walsh)
    assert pack_of(case) == walsh


@pytest.mark.parametrize("seed", range(20, 26))
def test_any_case_comes_out_as_it_went_in(seed: int) -> None:
    pack = random_pack(seed)
    assert pack_of(import_case(pack)[0]) == pack


def test_exported_and_imported_again_it_is_the_same_version(tmp_path: Path, walsh: Pack) -> None:
    case, _new = import_case(walsh)
    path = tmp_path / "walsh.zip"
    path.write_bytes(zipped(pack_of(case)))
    assert import_case(read_pack(path)) == (case, False)
    assert CaseStudy.objects.count() == 1


def test_control_a_row_that_was_changed_is_another_pack(walsh: Pack) -> None:
    case, _new = import_case(walsh)
    case.stages.filter(number=3).update(pause="Wait.")
    assert pack_of(case) != walsh


def test_a_version_is_the_newest_unless_a_number_is_given(walsh: Pack) -> None:
    case, _new = import_case(walsh)
    assert version_of("walsh") == version_of("walsh", 1) == case
    assert (version_of("walsh", 2), version_of("nothing")) == (None, None)
