"""What pages show of drafts: their parts in lists, and what is wrong with them, each with the place to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from casestudy import drafting
from casestudy.drafting import ITSELF, KINDS, Kind, Part
from casestudy.models import Draft
from casestudy.pack.content import checked
from casestudy.pack.pictures import Picture
from casestudy.pack.problems import Flaw, dotted
from casestudy.schema import (
    AgencyType,
    CoupleState,
    DocumentKind,
    EventType,
    Factor,
    MarkKind,
    Symbol,
    Told,
)

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Wrong:
    """Something that is wrong or worth a look: in which part, in which field of it, and where it can be mended."""

    part: str
    field: str
    words: str
    address: str
    kind: str
    pk: int


@dataclass(frozen=True)
class Judgement:
    """Whether a draft could be published, and what is to be said of it."""

    in_order: bool
    errors: list[Wrong]
    warnings: list[Wrong]


@dataclass(frozen=True)
class Listed:
    """A part in a list of parts."""

    pk: int
    name: str
    hint: str
    errors: int
    stage: int | None


@dataclass(frozen=True)
class Section:
    """All parts of a kind."""

    kind: Kind
    parts: list[Listed]

    @property
    def errors(self) -> int:
        """How many mistakes there are in them."""
        return sum(part.errors for part in self.parts)


def draft_by_id(pk: int) -> Draft | None:
    """Return a draft."""
    return Draft.objects.select_related("based_on").filter(pk=pk).first()


def judged(draft: Draft) -> Judgement:
    """Check a draft as an import would."""
    raw = drafting.raw(draft.content)
    # Of its pictures only the names matter here: what is in them was judged when they came.
    sizes = draft.pictures.values_list("name", "width", "height")
    raw.pictures = [Picture(name, b"", width, height, "") for name, width, height in sizes]
    pack, flaws = checked(raw)
    found = {warning: [_wrong(draft, flaw) for flaw in flaws if flaw.warning == warning] for warning in (False, True)}
    return Judgement(in_order=pack is not None, errors=found[False], warnings=found[True])


def sections(draft: Draft, judgement: Judgement) -> list[Section]:
    """Return every part of a draft, by its kind."""
    return [
        Section(kind, [_listed(kind, part, judgement) for part in drafting.parts(draft.content, kind)])
        for kind in KINDS.values()
    ]


def removed(draft: Draft) -> list[tuple[str, Listed]]:
    """Return what was taken out, the newest first, each with what it is."""
    nothing = Judgement(in_order=False, errors=[], warnings=[])
    return [
        (KINDS[one["kind"]].one, _listed(KINDS[one["kind"]], one["part"], nothing)) for one in draft.content["removed"]
    ]


def name_of(kind: Kind, part: Part) -> str:
    """Return what people would call a part."""
    match kind.name:
        case "stages":
            return f"Stage {part.get('number', '')}: {part['title']}"
        case "documents":
            return str(part["title"])
        case "events" | "history":
            return f"{part['ref']}, {part['on']}"
        case "couples":
            return " and ".join(part["people"])
        case _:
            return str(part["name"])


def lists_of(draft: Draft) -> dict[str, Choices]:
    """Return what can be chosen in the forms for a draft's parts, by name."""
    case, chronology = draft.content["case"], draft.content["chronology"]
    facts = [*chronology["events"], *chronology["history"]]
    return {
        "people": [(person["key"], person["name"]) for person in case["people"]],
        "agencies": [(agency["code"], f"{agency['code']}, {agency['name']}") for agency in case["agencies"]],
        "stages": [(str(stage["number"]), name_of(KINDS["stages"], stage)) for stage in draft.content["stages"]],
        "refs": [(fact["ref"], f"{fact['ref']}, {fact['on']}: {_short(fact['fact'])}") for fact in facts],
        "pictures": [(name, name) for name in draft.pictures.values_list("name", flat=True)],
        "document_kinds": [(kind.value, kind.words) for kind in DocumentKind],
        **{name: _words(values) for name, values in _ENUMS.items()},
    }


_ENUMS: dict[str, Any] = {
    "symbols": Symbol,
    "marks": MarkKind,
    "couples": CoupleState,
    "agency_types": AgencyType,
    "event_types": EventType,
    "factors": Factor,
    "told": Told,
}


def _words(values: Any) -> Choices:
    return [(value.value, value.replace("-", " ").capitalize()) for value in values]


def _wrong(draft: Draft, flaw: Flaw) -> Wrong:
    if flaw.file.startswith("pictures/"):
        return Wrong("Picture", "", flaw.words, reverse("draft-pictures", args=[draft.pk]), "pictures", 0)
    name, pk, rest = drafting.place_in(draft.content, flaw.file, flaw.loc)
    field = dotted(tuple(part for part in rest if isinstance(part, str))).replace("_", " ")
    if pk:
        part = drafting.part_of(draft.content, KINDS[name], pk) or {}
        return Wrong(name_of(KINDS[name], part), field, flaw.words, _address(draft, name, pk), name, pk)
    if name == ITSELF:
        return Wrong("The case itself", field, flaw.words, reverse("draft-itself", args=[draft.pk]), name, 0)
    return Wrong(KINDS[name].many, field, flaw.words, reverse("draft", args=[draft.pk]) + f"#{name}", name, 0)


def _address(draft: Draft, kind: str, pk: int) -> str:
    return reverse("draft-part", args=[draft.pk, kind, pk])


def _listed(kind: Kind, part: Part, judgement: Judgement) -> Listed:
    errors = sum(wrong.kind == kind.name and wrong.pk == part["id"] for wrong in judgement.errors)
    stage = part.get("stage", part.get("number"))
    return Listed(part["id"], name_of(kind, part), _hint(kind, part), errors, stage)


def _hint(kind: Kind, part: Part) -> str:
    match kind.name:
        case "stages":
            return str(part["span"])
        case "documents":
            return f"Stage {part['stage']} · {DocumentKind(part['kind']).words}, {part['agency']}"
        case "events" | "history":
            return f"Stage {part['stage']} · {', '.join(part['held_by'])} · {_short(part['fact'])}"
        case "agencies":
            return f"{part['code']} · {_short(part['holds'])}"
        case "households":
            return ", ".join(part["people"])
        case _:
            return str(part.get("role", part.get("state", ""))).replace("-", " ")


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80].rstrip()}…"  # noqa: PLR2004 -- a line of a list
