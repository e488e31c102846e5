"""Every move of a case in a room: one verb each, atomic, announced once it is committed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from casestudy.kinds import CHOSEN, REVEALED, WITHDRAWN
from casestudy.models import CaseRun, CaseStudy, Reveal
from casestudy.queries.parts import reveal_topics
from live.announce import announce
from workshops.models import Roadshow
from workshops.topics import CONSOLES, EVERYBODY


class OutOfTurnError(Exception):
    """The room is no longer (or not yet) where the button thought it was. Nothing was changed."""

    def __init__(self, run: CaseRun) -> None:
        """Remember where the room is now."""
        super().__init__(f"the room is at stage {run.stage}")
        self.run = run


@transaction.atomic
def attach_case(roadshow: Roadshow, case: CaseStudy) -> CaseRun:
    """Let a roadshow run a case, in this version for good; a case that it has already stays."""
    run, _made = CaseRun.objects.get_or_create(roadshow=roadshow, defaults={"case": case})
    return run


class BegunError(Exception):
    """A case that the room has seen something of, so that its version stays. Nothing was changed."""


@transaction.atomic
def change_case(run: CaseRun, case: CaseStudy, *, actor: str) -> bool:
    """Let a roadshow run another case, or another version, before anything of it was revealed; False if it does.

    Parts that were given out are taken back: they were those of the other version. Raises BegunError.
    """
    locked = CaseRun.objects.select_for_update().get(pk=run.pk)
    if locked.stage or locked.reveals.exists():
        raise BegunError
    if locked.case_id == case.pk:
        return False
    locked.hands.all().delete()
    CaseRun.objects.filter(pk=run.pk).update(case=case, parts="")
    said = {"case": case.title, "version": case.version}
    announce(run.roadshow.log_id, kind=CHOSEN, topics=[CONSOLES], payload=said, actor=actor)
    return True


def rehearse_case(roadshow: Roadshow, rehearsal: Roadshow) -> None:
    """Let a rehearsal run the case of its roadshow, in the same version, from the beginning."""
    run = CaseRun.objects.select_related("case").filter(roadshow=roadshow).first()
    if run is not None:
        attach_case(rehearsal, run.case)


@transaction.atomic
def reveal(run: CaseRun, *, stage: int, actor: str, key: str = "") -> Reveal:
    """Show `stage` to the whole room. It must be the next one.

    `key` marks one press of the button: the same press once more is answered as the first time, and
    never reveals again what was withdrawn meanwhile. The room's curves close: a new stage is rated unseen.
    Raises OutOfTurnError when the room is elsewhere by now.
    """
    shown = run.case.stages.filter(number=stage).first()
    pressed = run.reveals.filter(stage__number=stage, key=key).exclude(key="")
    # By the row's own columns alone: when PostgreSQL has waited for another press, it looks again at those,
    # but not at what other tables said.
    before = CaseRun.objects.filter(pk=run.pk, stage=stage - 1, case=run.case_id)
    if shown is None or pressed.exists() or not before.update(stage=stage, curves_open=False):
        run.refresh_from_db(fields=["stage"])
        same = pressed.filter(withdrawn_at=None).first()
        if same is not None:
            return same
        raise OutOfTurnError(run)
    run.refresh_from_db(fields=["stage", "parts", "curves_open"])
    topics = reveal_topics(run)
    event = announce(run.roadshow.log_id, kind=REVEALED, topics=topics, payload={"stage": stage}, actor=actor)
    return Reveal.objects.create(run=run, stage=shown, seq=event.seq, revealed_at=event.at, revealed_by=actor, key=key)


@transaction.atomic
def withdraw(run: CaseRun, *, stage: int, actor: str) -> Reveal:
    """Take the newest stage, which must be `stage`, back from every screen. Nothing is deleted.

    Raises OutOfTurnError when the room is elsewhere by now.
    """
    moved = CaseRun.objects.filter(pk=run.pk, stage=stage, stage__gt=0).update(stage=stage - 1)
    if not moved:
        run.refresh_from_db(fields=["stage"])
        raise OutOfTurnError(run)
    run.stage = stage - 1
    announce(run.roadshow.log_id, kind=WITHDRAWN, topics=EVERYBODY, payload={"stage": stage}, actor=actor)
    shown = run.reveals.get(stage__number=stage, withdrawn_at=None)
    shown.withdrawn_at, shown.withdrawn_by = timezone.now(), actor
    shown.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return shown
