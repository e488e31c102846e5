"""What a drawing is coded for: the six cultural factors of 2016, and two ways out. Pure.

The factors are those of the 2016 roadshows; the words that tell them apart are ours. Tables use the same codes for
what they drew themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """One code: its name in the data, its word, when it applies, when it does not."""

    name: str
    word: str
    applies: str
    not_when: str


FACTORS = (
    Code(
        "trust",
        "Trust",
        "Whether others would use well what they are told: keep it safe, and not turn it against a family, a source "
        "or a colleague. A family's trust that could be lost belongs here.",
        "Somebody is afraid for themselves: that is fear. People do not know each other: that is relationships.",
    ),
    Code(
        "fear",
        "Fear",
        "What might happen to the one who shares: blame, a complaint, breaking the law, losing a post, an angry "
        "family.",
        "The danger is to somebody else and is being judged: that is risk. Others might misuse it: that is trust.",
    ),
    Code(
        "risk",
        "Risk",
        "How danger to somebody is seen and weighed: thresholds that differ, one incident at a time, a piece that "
        "seems too small to matter, a whole that nobody sees.",
        "The danger is to the one who shares: that is fear. It was seen, and could not be sent: that is processes.",
    ),
    Code(
        "relationships",
        "Relationships",
        "Who knows whom and how they get on: agencies apart, nobody to ring, languages of their own, rank between "
        "professions.",
        "They know each other and do not believe each other: that is trust. Nobody in charge brings them together: "
        "that is leadership.",
    ),
    Code(
        "processes",
        "Processes",
        "Ways of working: forms, routes, rules and systems as people set them up and use them; what gets stuck, goes "
        "round in circles or arrives too late.",
        "The law itself, money or a machine stops it, whatever people do: that is not culture.",
    ),
    Code(
        "leadership",
        "Leadership",
        "What those in charge want, allow, reward or leave open: no time, no backing, no common aim, no example.",
        "They are backed, and the way of working fails: that is processes.",
    ),
)
NOT_CULTURE = Code(
    "not-culture",
    "Not culture",
    "What stops sharing lies in the law, in money or in machines alone: other people with other habits would be "
    "stopped as well.",
    "One of the six applies too: then leave this one out.",
)
OTHER = Code(
    "other",
    "Other",
    "Something of culture that none of the six names. Say what, in the note.",
    "One of the six fits, if not perfectly: take that one, and say in the note what does not fit.",
)
CODEBOOK = (*FACTORS, NOT_CULTURE, OTHER)
NAMES = tuple(code.name for code in CODEBOOK)

# How to code, whichever code it is.
RULES = (
    "Code what the drawing and its words show, not what you know of the people or the place.",
    "Choose every code that applies, and at least one.",
    "In doubt between two, read when each does not apply. Choose both only if both still do.",
    "Do not talk about a drawing with another coder before both of you have finished.",
)


def in_words(codes: Iterable[str]) -> list[str]:
    """Return the words of codes, in the order of the codebook."""
    chosen = set(codes)
    return [code.word for code in CODEBOOK if code.name in chosen]


def trouble(codes: Iterable[str], note: str) -> str:
    """Return in words why codes cannot stand together with this note; empty when they can."""
    chosen = set(codes)
    if not chosen <= set(NAMES):
        return "One of these codes is not in the codebook. Choose again."
    if not chosen:
        return "Choose at least one code. Where none of the names fits, that is Other."
    if NOT_CULTURE.name in chosen and len(chosen) > 1:
        return "Not culture says that none of the others applies. Take it out, or take the others out."
    if OTHER.name in chosen and not note.strip():
        return "Say in the note what the other factor is."
    return ""
