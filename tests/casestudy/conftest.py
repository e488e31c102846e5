"""Cases for the tests: the small one, and the one that is shipped."""

from __future__ import annotations

import pytest

from casestudy.actions.packs import import_case
from casestudy.actions.reveals import attach_case
from casestudy.models import CaseRun
from casestudy.pack import Pack, read_pack
from casestudy.sample import TINDLOW, WALSH
from tests.factories import make_roadshow, make_run


@pytest.fixture(scope="session")
def walsh() -> Pack:
    """Return the shipped pack, read once."""
    return read_pack(WALSH)


@pytest.fixture(scope="session")
def tindlow() -> Pack:
    """Return the shipped short pack, read once."""
    return read_pack(TINDLOW)


@pytest.fixture
def run(db: None) -> CaseRun:
    """Return the small case in a roadshow of two tables; nothing is revealed yet."""
    return make_run(make_roadshow(tables=2))


@pytest.fixture
def walsh_run(walsh: Pack, db: None) -> CaseRun:
    """Return the shipped case in a roadshow of two tables; nothing is revealed yet."""
    case, _new = import_case(walsh)
    return attach_case(make_roadshow(tables=2), case)


@pytest.fixture
def tindlow_run(tindlow: Pack, db: None) -> CaseRun:
    """Return the short case in a roadshow of two tables; nothing is revealed yet."""
    case, _new = import_case(tindlow)
    return attach_case(make_roadshow(tables=2), case)
