"""Builders of what tests need: rooms, staff, devices and a small case. Each makes one plain, valid thing."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import Client

from casestudy.actions.packs import import_case
from casestudy.actions.reveals import attach_case
from casestudy.models import CaseRun
from casestudy.pack import Pack, read_pack
from workshops.access import DEVICE_COOKIE
from workshops.actions.day import start_activity
from workshops.actions.room import Joined, create_roadshow, join_table
from workshops.models import (
    Activity,
    ActivityKind,
    Day,
    Programme,
    Roadshow,
    RoadshowState,
    Role,
    Staff,
    StaffRole,
    Table,
    Turn,
)

_numbers = itertools.count(1)


def make_programme(**fields: object) -> Programme:
    """Return a programme without roadshows."""
    n = next(_numbers)
    return Programme.objects.create(**{"slug": f"programme-{n}", "name": f"Programme {n}"} | fields)


def make_roadshow(
    *, tables: int = 1, state: RoadshowState = RoadshowState.OPEN, programme: Programme | None = None, **fields: object
) -> Roadshow:
    """Return a roadshow in any state, with an empty log."""
    n = next(_numbers)
    plain = {"slug": f"city-{n}", "city": f"City {n}", "venue": "The Invented Hall", "held_on": dt.date(2026, 3, 2)}
    plain |= {"safeguarding_lead": "Sam Lead"}
    return create_roadshow(programme or make_programme(), tables=tables, **plain | {"state": state} | fields)


def make_organiser(email: str = "organiser@example.org") -> Staff:
    """Return somebody who may run every roadshow."""
    staff = Staff.objects.create_user(email)
    StaffRole.objects.create(user=staff, role=Role.ORGANISER)
    return staff


def make_facilitator(roadshow: Roadshow, email: str = "facilitator@example.org") -> Staff:
    """Return somebody who may run this roadshow only."""
    staff = Staff.objects.create_user(email)
    StaffRole.objects.create(user=staff, role=Role.FACILITATOR, roadshow=roadshow)
    return staff


def make_observer(roadshow: Roadshow, email: str = "observer@example.org") -> Staff:
    """Return somebody who may watch this roadshow only."""
    staff = Staff.objects.create_user(email)
    StaffRole.objects.create(user=staff, role=Role.OBSERVER, roadshow=roadshow)
    return staff


def make_coder(roadshow: Roadshow, email: str = "coder@example.org") -> Staff:
    """Return somebody who may code this roadshow's drawings only."""
    staff = Staff.objects.create_user(email)
    StaffRole.objects.create(user=staff, role=Role.CODER, roadshow=roadshow)
    return staff


def signed_in(staff: Staff, client: Client | None = None) -> Client:
    """Return a browser in which `staff` is signed in."""
    client = client or Client()
    client.force_login(staff)
    return client


def make_activity(roadshow: Roadshow, *, minutes: int = 30, **fields: object) -> Activity:
    """Return an activity at the end of a roadshow's running order."""
    n = roadshow.activities.count() + 1
    plain = {"roadshow": roadshow, "order": n, "title": f"Activity {n}", "minutes": minutes}
    return Activity.objects.create(**plain | fields)


def make_day(roadshow: Roadshow) -> list[Activity]:
    """Give a roadshow a short running order of 2 hours, and return it; nothing is started yet."""
    return [
        make_activity(roadshow, title="Arrival", kind=ActivityKind.ARRIVAL, minutes=30),
        make_activity(roadshow, title="The case", kind=ActivityKind.CASE, minutes=60, prompts="Read it.\nTalk."),
        make_activity(roadshow, title="Tea", kind=ActivityKind.BREAK, minutes=10),
        make_activity(roadshow, title="Close", minutes=20, wellbeing="Take your time.", notes="Thank them."),
    ]


def start(activity: Activity, *, actor: str = "Ana", key: str = "") -> Turn:
    """Start an activity from wherever the day is."""
    after = Day.objects.values_list("turn", flat=True).get(pk=activity.roadshow_id) or 0
    return start_activity(activity.roadshow, activity, after=after, actor=actor, key=key)


def make_order(roadshow: Roadshow, *titles: str, minutes: int = 30, **fields: object) -> list[Activity]:
    """Return a running order of plain activities with these titles, each as long as the others."""
    return [
        Activity.objects.create(roadshow=roadshow, order=n, title=title, minutes=minutes, **fields)
        for n, title in enumerate(titles, start=1)
    ]


def give_room(activity: Activity) -> Turn:
    """Let an activity have the room, whatever had it before."""
    day = Day.objects.get(pk=activity.roadshow_id)
    return start_activity(activity.roadshow, activity, after=day.turn_id or 0, actor="Ana")


def first_table(roadshow: Roadshow) -> Table:
    """Return table 1."""
    return roadshow.tables.get(number=1)


def join(table: Table) -> Joined:
    """Return a new device at a table."""
    return join_table(table.code)


def seated(table: Table) -> Client:
    """Return a browser that has joined a table."""
    client = Client()
    client.cookies[DEVICE_COOKIE] = join(table).token
    return client


def write_pack(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write a case pack, the small one unless `files` says otherwise, and return its folder."""
    for name, text in (SMALL_PACK if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@functools.cache
def small_pack() -> Pack:
    """Return the small case's pack, read once for all tests: it is frozen, and reading it takes longer than most."""
    with TemporaryDirectory() as folder:
        return read_pack(write_pack(Path(folder)))


def make_run(roadshow: Roadshow | None = None) -> CaseRun:
    """Return the small case in a roadshow that has not revealed anything yet."""
    case, _new = import_case(small_pack())
    return attach_case(roadshow or make_roadshow(), case)


def _stage(number: int, title: str) -> str:
    return f"""---
number: {number}
title: {title}
span: Week {number}
room_picture: What the room may think of stage {number}.
facilitator_notes: [Ask about stage {number}.]
---
The story of stage {number} is told here.
"""


def _document(stage: int, events: str) -> str:
    return f"""---
stage: {stage}
order: 1
kind: letter
title: Letter of stage {stage}
agency: SCH
dated: Monday 2 March 2026
events: [{events}]
---
Somebody wrote this in stage {stage}.
"""


def _event(number: int) -> str:
    return f"""
  - ref: E{number}
    on: 2026-03-0{number}
    stage: {number}
    concerns: [anna]
    held_by: [SCH]
    fact: Fact {number} was seen.
    vulnerability: What fact {number} shows
    key:
      type: missed-opportunity
      told: [{{agency: GP, told: "no"}}]
      barrier: trust
      made_sense: Why silence {number} made sense then.
"""


SMALL_PACK = {
    "case.yaml": """\
slug: small
title: A small case
banner: Everybody in this case is invented.
summary: A child and her mother.
setting: A town that is on no map.
people:
  - {key: anna, name: Anna Small, role: The child, born: 2018-04-05, symbol: female, parents: [bea], first_stage: 1}
  - {key: bea, name: Bea Small, role: Her mother, born_year: 1990, symbol: female, first_stage: 2}
agencies:
  - {code: SCH, name: The school, holds: What teachers see}
  - {code: GP, name: The practice, holds: What doctors see}
""",
    "chronology.yaml": f"""\
events:{_event(1)}{_event(2)}{_event(3)}
history:
  - ref: H1
    on: 2025-01-01
    when: Early 2025
    stage: 2
    concerns: [bea]
    held_by: [GP]
    fact: Something came before.
""",
    "stages/1.md": _stage(1, "The beginning"),
    "stages/2.md": _stage(2, "The middle"),
    "stages/3.md": _stage(3, "The end"),
    "documents/E1.md": _document(1, "E1"),
    "documents/E2.md": _document(2, "E2, H1"),
    "documents/E3.md": _document(3, "E3"),
}
