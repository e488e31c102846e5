"""What a drawing is coded for: the six cultural factors of 2016, and two ways out. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """One code: its name in the data, its word, when it applies, when it does not."""

    name: str
    word: str
    applies: str
    not_when: str = ""


FACTORS = (
    Code(
        "trust",
        "Trust",
        "Whether somebody believes that others will use what they are told well, and not pass it on or turn it "
        "against a family, a source or a colleague.",
        "Somebody is afraid for themselves: that is fear.",
    ),
    Code(
        "fear",
        "Fear",
        "What might happen to whoever shares: blame, a complaint, breaking the law, harm to a family's confidence.",
        "The danger is weighed coolly, or is somebody else's: that is risk.",
    ),
    Code(
        "risk",
        "Risk",
        "How danger is seen and weighed: thresholds, one incident at a time, a piece too small to matter.",
    ),
    Code(
        "relationships",
        "Relationships",
        "Who knows whom: agencies apart, nobody to ring, different languages, rank between professions.",
        "They know each other and do not believe each other: that is trust.",
    ),
    Code(
        "processes",
        "Processes",
        "Forms, systems, routes and rules: what cannot be sent, found or read, or goes round in circles.",
    ),
    Code(
        "leadership",
        "Leadership",
        "What those in charge want, allow, reward or leave open: no time, no backing, no common aim.",
    ),
)
NOT_CULTURE = Code("not-culture", "Not culture", "What stops sharing lies in the law, in money or in machines alone.")
OTHER = Code("other", "Other", "Something of the culture that none of the six names. Say what, in the note.")
CODEBOOK = (*FACTORS, NOT_CULTURE, OTHER)
NAMES = tuple(code.name for code in CODEBOOK)
