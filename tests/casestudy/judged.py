"""Tables that rate, decide and note, for the tests."""

from __future__ import annotations

from casestudy.actions import reveals
from casestudy.models import CaseRun
from tests.factories import join
from workshops.actions.answers import Outcome, Said, save_answers
from workshops.models import Device, Table
from workshops.tokens import new_token


def with_children(run: CaseRun) -> CaseRun:
    """Let tables rate their concern for the child of the small case too."""
    run.case.concern_for = ["anna"]
    run.case.save(update_fields=["concern_for"])
    return run


def reveal(run: CaseRun, up_to: int) -> None:
    """Bring the room to a stage."""
    for number in range(run.stage + 1, up_to + 1):
        reveals.reveal(run, stage=number, actor="Ana")


def says(device: Device, **fields: str) -> Outcome:
    """Let a device answer; a name's dots are written as "__", its hyphens as "_"."""
    return answer(device, {name.replace("__", ".").replace("_", "-"): value for name, value in fields.items()})


def answer(device: Device, fields: dict[str, str]) -> Outcome:
    """Let a device answer fields by their names."""
    fresh = Device.objects.select_related("table__roadshow").get(pk=device.pk)
    key = new_token()
    return save_answers(fresh, [Said(name, value) for name, value in fields.items()], key=key, digest=key)


def rate(table: Table, stage: int, score: int | str, about: str = "family") -> None:
    """Let a table rate; it must be taken."""
    device = table.devices.first() or join(table).device
    outcome = answer(device, {f"case.{stage}.concern.{about}.score": str(score)})
    assert outcome.refused == {}
