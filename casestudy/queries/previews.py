"""Stages of a draft as the real pages would draw them: things that templates take for a case, a stage, a run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from casestudy import drafting
from casestudy.drafting import KINDS
from casestudy.models import Draft, DraftPicture


@dataclass(frozen=True)
class DrawnAgency:
    """An agency of a draft."""

    code: str
    name: str


@dataclass(frozen=True)
class DrawnDocument:
    """A document of a draft."""

    order: int
    kind: str
    title: str
    dated: str
    body: str
    agency: DrawnAgency
    picture_words: str
    shown_picture: DraftPicture | None


@dataclass(frozen=True)
class DrawnStage:
    """A stage of a draft."""

    number: int
    title: str
    span: str
    content_note: str
    pause: str
    narrative: str
    papers: list[DrawnDocument]


@dataclass(frozen=True)
class DrawnCase:
    """A draft as a case. `digest` is its own with every change, for what is drawn is kept by it."""

    title: str
    banner: str
    digest: str


@dataclass(frozen=True)
class DrawnRun:
    """What a projector takes for a case in a room."""

    case: DrawnCase
    stage: int


@dataclass(frozen=True)
class Preview:
    """A stage of a draft, with the agencies that have something in it."""

    case: DrawnCase
    stage: DrawnStage
    total: int
    agencies: list[DrawnAgency] = field(default_factory=list)

    @property
    def run(self) -> DrawnRun:
        """What a projector takes for a case in a room."""
        return DrawnRun(self.case, self.stage.number)

    def as_agency(self, code: str) -> Preview:
        """Return the stage as one agency has it before everything is pooled: its own papers, and no story."""
        papers = [paper for paper in self.stage.papers if paper.agency.code == code]
        case = replace(self.case, digest=f"{self.case.digest}-{code}")
        return replace(self, case=case, stage=replace(self.stage, narrative="", papers=papers))


def preview_of(draft: Draft, number: int) -> Preview | None:
    """Return a stage of a draft to be drawn, or None if it has no such stage."""
    stages = drafting.parts(draft.content, KINDS["stages"])
    part = next((stage for stage in stages if stage["number"] == number), None)
    if part is None:
        return None
    case = draft.content["case"]
    names = {agency["code"]: agency["name"] for agency in case["agencies"]}
    papers = _papers(draft, number, names)
    stage = DrawnStage(
        number=number,
        title=part["title"],
        span=part["span"],
        content_note=part.get("content_note", ""),
        pause=part.get("pause", ""),
        narrative=part["text"],
        papers=papers,
    )
    drawn = DrawnCase(case["title"], case["banner"], f"draft-{draft.pk}-{draft.revision}")
    agencies = sorted({paper.agency for paper in papers}, key=lambda agency: agency.name)
    return Preview(drawn, stage, len(stages), agencies)


def _papers(draft: Draft, number: int, names: dict[str, str]) -> list[DrawnDocument]:
    pictures = {picture.name: picture for picture in draft.pictures.defer("content")}
    return [
        DrawnDocument(
            order=part["order"],
            kind=part["kind"],
            title=part["title"],
            dated=part["dated"],
            body=part["text"],
            agency=DrawnAgency(part["agency"], str(names.get(part["agency"], part["agency"]))),
            picture_words=part.get("picture_words", ""),
            shown_picture=pictures.get(part.get("picture", "")),
        )
        for part in drafting.parts(draft.content, KINDS["documents"])
        if part["stage"] == number
    ]
