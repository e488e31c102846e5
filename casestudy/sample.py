"""The case's part of the sample programme."""

from __future__ import annotations

from pathlib import Path

from casestudy.actions.packs import import_case
from casestudy.actions.reveals import attach_case
from casestudy.pack import read_pack
from workshops.models import Programme

WALSH = Path(__file__).parent / "packs" / "walsh"


def add_walsh_case(programme: Programme) -> None:
    """Import the Walsh case and let every roadshow of the programme run it."""
    case, _new = import_case(read_pack(WALSH))
    for roadshow in programme.roadshows.all():
        attach_case(roadshow, case)
