"""Every change to a case in a room: one verb each, atomic, announced once it is committed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from casestudy.kinds import REVEALED, WITHDRAWN
from casestudy.models import (
    Agency,
    CaseRun,
    CaseStudy,
    ChronologyEvent,
    Document,
    EventKey,
    HistoryItem,
    Person,
    Reveal,
    Stage,
    ToldStatus,
)
from casestudy.pack import Pack
from live.announce import announce
from workshops.models import Roadshow
from workshops.topics import EVERYBODY


class OutOfTurnError(Exception):
    """The room is no longer (or not yet) where the button thought it was. Nothing was changed."""

    def __init__(self, run: CaseRun) -> None:
        """Remember where the room is now."""
        super().__init__(f"the room is at stage {run.stage}")
        self.run = run


@transaction.atomic
def import_case(pack: Pack) -> tuple[CaseStudy, bool]:
    """Store a pack as the newest version of its case; False with the stored one if it is known already."""
    known = CaseStudy.objects.filter(slug=pack.case.slug, digest=pack.digest).first()
    if known is not None:
        return known, False
    last = CaseStudy.objects.filter(slug=pack.case.slug).aggregate(last=Max("version"))["last"] or 0
    case = CaseStudy.objects.create(
        slug=pack.case.slug,
        version=last + 1,
        digest=pack.digest,
        title=pack.case.title,
        banner=pack.case.banner,
        summary=pack.case.summary,
        setting=pack.case.setting,
        couples=[couple.model_dump(mode="json") for couple in pack.case.couples],
        households=[household.model_dump() for household in pack.case.households],
        concern_for=list(pack.case.concern_for),
        threshold=pack.case.threshold.model_dump() if pack.case.threshold else None,
    )
    Person.objects.bulk_create(
        Person(case=case, order=n, **person.model_dump()) for n, person in enumerate(pack.case.people)
    )
    agencies = {
        agency.code: Agency.objects.create(case=case, order=n, **agency.model_dump())
        for n, agency in enumerate(pack.case.agencies)
    }
    _store_stages(case, pack, agencies)
    _store_chronology(case, pack, agencies)
    return case, True


@transaction.atomic
def attach_case(roadshow: Roadshow, case: CaseStudy) -> CaseRun:
    """Let a roadshow run a case, in this version for good; a case that it has already stays."""
    run, _made = CaseRun.objects.get_or_create(roadshow=roadshow, defaults={"case": case})
    return run


def rehearse_case(roadshow: Roadshow, rehearsal: Roadshow) -> None:
    """Let a rehearsal run the case of its roadshow, in the same version, from the beginning."""
    run = CaseRun.objects.select_related("case").filter(roadshow=roadshow).first()
    if run is not None:
        attach_case(rehearsal, run.case)


@transaction.atomic
def reveal(run: CaseRun, *, stage: int, actor: str, key: str = "") -> Reveal:
    """Show `stage` to the whole room. It must be the next one.

    `key` marks one press of the button: the same press once more is answered as the first time, and
    never reveals again what was withdrawn meanwhile.
    Raises OutOfTurnError when the room is elsewhere by now.
    """
    shown = run.case.stages.filter(number=stage).first()
    pressed = run.reveals.filter(stage__number=stage, key=key).exclude(key="")
    # By the row's own columns alone: when PostgreSQL has waited for another press, it looks again at those,
    # but not at what other tables said.
    before = CaseRun.objects.filter(pk=run.pk, stage=stage - 1)
    if shown is None or pressed.exists() or not before.update(stage=stage):
        run.refresh_from_db(fields=["stage"])
        same = pressed.filter(withdrawn_at=None).first()
        if same is not None:
            return same
        raise OutOfTurnError(run)
    run.refresh_from_db(fields=["stage"])
    event = announce(run.roadshow.log_id, kind=REVEALED, topics=EVERYBODY, payload={"stage": stage}, actor=actor)
    return Reveal.objects.create(run=run, stage=shown, seq=event.seq, revealed_at=event.at, revealed_by=actor, key=key)


@transaction.atomic
def withdraw(run: CaseRun, *, stage: int, actor: str) -> Reveal:
    """Take the newest stage, which must be `stage`, back from every screen. Nothing is deleted.

    Raises OutOfTurnError when the room is elsewhere by now.
    """
    moved = CaseRun.objects.filter(pk=run.pk, stage=stage, stage__gt=0).update(stage=stage - 1)
    run.refresh_from_db(fields=["stage"])
    if not moved:
        raise OutOfTurnError(run)
    announce(run.roadshow.log_id, kind=WITHDRAWN, topics=EVERYBODY, payload={"stage": stage}, actor=actor)
    shown = run.reveals.get(stage__number=stage, withdrawn_at=None)
    shown.withdrawn_at, shown.withdrawn_by = timezone.now(), actor
    shown.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return shown


def _store_stages(case: CaseStudy, pack: Pack, agencies: dict[str, Agency]) -> None:
    stages = {}
    for text in pack.stages:
        head = text.head.model_dump()
        head["content_note"], head["pause"] = head["content_note"] or "", head["pause"] or ""
        stages[text.head.number] = Stage.objects.create(case=case, narrative=text.body, **head)
    for text in pack.documents:
        head = text.head.model_dump()
        stage, agency = stages[head.pop("stage")], agencies[head.pop("agency")]
        head["picture"], head["picture_words"] = head["picture"] or "", head["picture_words"] or ""
        Document.objects.create(stage=stage, agency=agency, body=text.body, **head)


def _store_chronology(case: CaseStudy, pack: Pack, agencies: dict[str, Agency]) -> None:
    for row in pack.chronology.events:
        event = ChronologyEvent.objects.create(
            case=case,
            ref=row.ref,
            occurred_on=row.on,
            reveal_stage=row.stage,
            concerns=row.concerns,
            held_by=row.held_by,
            fact=row.fact,
            vulnerability=row.vulnerability,
            weight=row.weight,
        )
        key = EventKey.objects.create(
            event=event,
            type=row.key.type,
            barrier=row.key.barrier or "",
            made_sense=row.key.made_sense or "",
        )
        ToldStatus.objects.bulk_create(
            ToldStatus(key=key, agency=agencies[t.agency], who=t.who or "", told=t.told, on=t.on, note=t.note or "")
            for t in row.key.told
        )
    HistoryItem.objects.bulk_create(
        HistoryItem(
            case=case,
            ref=row.ref,
            on=row.on,
            when=row.when,
            reveal_stage=row.stage,
            concerns=row.concerns,
            held_by=row.held_by,
            fact=row.fact,
            weight=row.weight,
            key_note=row.key_note or "",
        )
        for row in pack.chronology.history
    )
