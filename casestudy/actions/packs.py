"""Storing a case pack as a version of its case."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from casestudy.models import (
    Agency,
    CasePicture,
    CaseStudy,
    ChronologyEvent,
    Document,
    EventKey,
    HistoryItem,
    Person,
    Stage,
    ToldStatus,
)
from casestudy.pack import Pack
from casestudy.pack.pictures import CONTENT_TYPE


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
        whole=pack.case.whole,
        concern_for=list(pack.case.concern_for),
        threshold=pack.case.threshold.model_dump() if pack.case.threshold else None,
    )
    Person.objects.bulk_create(
        Person(case=case, order=n, **person.model_dump()) for n, person in enumerate(pack.case.people)
    )
    agencies = {
        agency.code: agency
        for agency in Agency.objects.bulk_create(
            Agency(case=case, order=n, **agency.model_dump()) for n, agency in enumerate(pack.case.agencies)
        )
    }
    _store_stages(case, pack, agencies)
    _store_chronology(case, pack, agencies)
    CasePicture.objects.bulk_create(
        CasePicture(
            case=case,
            name=picture.name,
            content_type=CONTENT_TYPE,
            content=picture.content,
            width=picture.width,
            height=picture.height,
        )
        for picture in pack.pictures
    )
    return case, True


def _store_stages(case: CaseStudy, pack: Pack, agencies: dict[str, Agency]) -> None:
    stages = []
    for text in pack.stages:
        head = text.head.model_dump()
        head["content_note"], head["pause"] = head["content_note"] or "", head["pause"] or ""
        stages.append(Stage(case=case, narrative=text.body, **head))
    by_number = {stage.number: stage for stage in Stage.objects.bulk_create(stages)}
    documents = []
    for text in pack.documents:
        head = text.head.model_dump()
        stage, agency = by_number[head.pop("stage")], agencies[head.pop("agency")]
        head["picture"], head["picture_words"] = head["picture"] or "", head["picture_words"] or ""
        documents.append(Document(stage=stage, agency=agency, body=text.body, **head))
    Document.objects.bulk_create(documents)


def _store_chronology(case: CaseStudy, pack: Pack, agencies: dict[str, Agency]) -> None:
    rows = pack.chronology.events
    events = ChronologyEvent.objects.bulk_create(
        ChronologyEvent(
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
        for row in rows
    )
    keys = EventKey.objects.bulk_create(
        EventKey(
            event=event,
            type=row.key.type,
            barrier=row.key.barrier or "",
            made_sense=row.key.made_sense or "",
        )
        for event, row in zip(events, rows, strict=True)
    )
    ToldStatus.objects.bulk_create(
        ToldStatus(key=key, agency=agencies[t.agency], who=t.who or "", told=t.told, on=t.on, note=t.note or "")
        for key, row in zip(keys, rows, strict=True)
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
