"""The cases' part of the sample programme."""

from __future__ import annotations

from pathlib import Path

from casestudy.actions.packs import import_case
from casestudy.actions.reveals import attach_case
from casestudy.pack import read_pack
from workshops.models import Programme

PACKS = Path(__file__).parent / "packs"
WALSH = PACKS / "walsh"
TINDLOW = PACKS / "tindlow"


def add_cases(programme: Programme) -> None:
    """Import the shipped cases, and let every roadshow of the programme run the Walsh case."""
    import_case(read_pack(TINDLOW))
    walsh, _new = import_case(read_pack(WALSH))
    for roadshow in programme.roadshows.all():
        attach_case(roadshow, walsh)
