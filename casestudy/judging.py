"""What a table is asked at each stage: the names of its answers, and the choices in plain words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from casestudy.schema import Factor

FAMILY = "family"
HIGHEST = 10
SCORES = tuple(str(score) for score in range(HIGHEST + 1))
YES = "yes"


class Sure(StrEnum):
    """How sure a table is of its number."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def words(self) -> str:
        """As people say it."""
        return {"low": "Not sure", "medium": "Fairly sure", "high": "Very sure"}[self]


class When(StrEnum):
    """Whether a table would share with an agency at this stage."""

    NOW = "now"
    ADVICE = "advice"
    NOT_YET = "not-yet"

    @property
    def words(self) -> str:
        """As people say it."""
        return {"now": "Share now", "advice": "Seek advice first", "not-yet": "Not yet"}[self]


class Basis(StrEnum):
    """What in law would allow it, as people at a table say it: Article 6 of the UK GDPR, without its words."""

    CONSENT = "consent"
    LEGAL_DUTY = "legal-duty"
    PUBLIC_TASK = "public-task"
    VITAL = "vital"
    SAFEGUARDING = "safeguarding"
    OTHER = "other"
    UNSURE = "unsure"

    @property
    def words(self) -> str:
        """As people say it."""
        return {
            "consent": "They agreed, freely and knowing to what",
            "legal-duty": "A law says that we must",
            "public-task": "It is part of our public task, such as keeping a child safe",
            "vital": "Somebody's life may depend on it",
            "safeguarding": "A good reason that outweighs their privacy, such as safeguarding",
            "other": "Something else",
            "unsure": "We do not know, and would ask",
        }[self]


FACTOR_WORDS = {
    Factor.TRUST: "Trust",
    Factor.FEAR: "Fear",
    Factor.RISK: "Risk",
    Factor.RELATIONSHIPS: "Relationships",
    Factor.PROCESSES: "Processes",
    Factor.LEADERSHIP: "Leadership",
}
# What is typed about an agency, beside the choices.
SHARE_TEXTS = ("what", "whom", "why", "basis-words")


def concern(stage: int, about: str, what: str) -> str:
    """Return the name of a part ("score", "confidence", "reason") of a table's concern about somebody."""
    return f"case.{stage}.concern.{about}.{what}"


def alone(stage: int, code: str, about: str, what: str) -> str:
    """Return the like for what an agency's part thinks before the pieces are put together."""
    return f"case.{stage}.alone-{code}.{about}.{what}"


def share(stage: int, code: str, what: str) -> str:
    """Return the name of a part ("when", "what", "factor.trust" ...) of the decision about an agency."""
    return f"case.{stage}.share.{code}.{what}"


def of_stage(stage: int, what: str) -> str:
    """Return the name of what is asked once a stage: "vulnerabilities", "unknown", "passed"."""
    return f"case.{stage}.{what}"


def present(code: str) -> str:
    """Return the name of the tick that says that an agency sits at the table."""
    return f"case.present.{code}"


@dataclass(frozen=True)
class Asked:
    """What a field's name says, taken apart.

    `kind`: "concern", "alone", "share", "text", "passed" or "present"; `stage` is 0 for what belongs to none.
    `of`: whom a concern is about, or an agency's code; `code`: the part that rates alone.
    """

    kind: str
    stage: int = 0
    of: str = ""
    what: str = ""
    code: str = ""


_CODE = r"(?P<code>[A-Z][A-Z0-9]{1,5})"
_RATED = r"(?P<of>[a-z][a-z0-9-]*)\.(?P<what>score|confidence|reason)"
_SHARED = rf"when|basis|{'|'.join(SHARE_TEXTS)}|factor\.(?:{'|'.join(Factor)})"
_STAGE = r"case\.(?P<stage>[1-9][0-9]?)\."
_NAMES = {
    "concern": re.compile(rf"{_STAGE}concern\.{_RATED}"),
    "alone": re.compile(rf"{_STAGE}alone-{_CODE}\.{_RATED}"),
    "share": re.compile(rf"{_STAGE}share\.{_CODE.replace('code', 'of')}\.(?P<what>{_SHARED})"),
    "text": re.compile(rf"{_STAGE}(?P<what>vulnerabilities|unknown)"),
    "passed": re.compile(rf"{_STAGE}passed"),
    "present": re.compile(rf"case\.present\.{_CODE.replace('code', 'of')}"),
}


def asked(name: str) -> Asked | None:
    """Return what a field's name says; None for a name that is none of the case's."""
    for kind, pattern in _NAMES.items():
        found = pattern.fullmatch(name)
        if found:
            said = found.groupdict()
            stage = int(said.pop("stage", 0))
            return Asked(kind, stage, **said)
    return None
