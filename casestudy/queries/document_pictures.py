"""Who sees which picture of a case: whoever sees the document that shows it."""

from __future__ import annotations

from django.db.models import Q

from casestudy.models import CasePicture, CaseRun, Document
from casestudy.queries.parts import part_of
from workshops.models import Device, Roadshow, Staff
from workshops.queries.room import observed_by, roadshows_of


def picture_at_table(device: Device, case: int, name: str) -> CasePicture | None:
    """Return a picture of a document that this device has."""
    run = _run(device.table.roadshow, case)
    if run is None or not _shown(run, name, Q(agency=part_of(device))):
        return None
    return _picture(case, name)


def picture_for_staff(staff: Staff, case: int, name: str) -> CasePicture | None:
    """Return a picture to whoever runs the case; to whoever watches it, once the room has it."""
    if roadshows_of(staff).filter(case_run__case=case).exists():
        return _picture(case, name)
    runs = CaseRun.objects.filter(roadshow__in=observed_by(staff), case=case)
    return _picture(case, name) if any(_shown(run, name, Q()) for run in runs) else None


def _run(roadshow: Roadshow, case: int) -> CaseRun | None:
    return CaseRun.objects.filter(roadshow=roadshow, case=case).first()


def _shown(run: CaseRun, name: str, own: Q) -> bool:
    """Whether a document with this picture is revealed; while parts are given out, `own` says whose are seen."""
    standing = run.reveals.filter(withdrawn_at=None, stage__number__lte=run.stage)
    documents = Document.objects.filter(stage__case=run.case_id, picture=name)
    if not run.parts:
        return documents.filter(stage__in=standing.values("stage")).exists()
    pooled = standing.exclude(pooled_at=None).values("stage")
    return documents.filter(Q(stage__in=pooled) | Q(stage__in=standing.values("stage")) & own).exists()


def _picture(case: int, name: str) -> CasePicture | None:
    return CasePicture.objects.filter(case=case, name=name).first()
