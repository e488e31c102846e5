"""What is worth a look before a room sees a case. None of it keeps a pack from being used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from casestudy.pack.checks import CASE, CHRONOLOGY, Content, rows
from casestudy.pack.problems import Flaw, Place
from casestudy.pack.reading_age import HARD, grade, is_long_enough

_ENOUGH = 5  # of one text: more of them tell nothing new
_EMAIL = re.compile(
    r"\b[\w.+-]{1,64}@(?!example\.|[\w.-]{1,100}\.(?:example|invalid|test)\b)[\w-]{1,63}\.[\w.-]{0,100}\w"
)
_PHONE = re.compile(r"(?<![\w-])(?:\+44\s?\(?0?\)?|0)[\d][\d ()-]{7,12}\d(?![\w-])")
_NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
# Numbers that Ofcom keeps free for drama: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
_DRAMA = re.compile(r"0(?:1\d{3}960|1\d{2}4960|207946|8081570|909879|30(?:0|3)?0?06|7700900)\d{2,4}")


def warnings_of(content: Content) -> Iterator[Flaw]:
    """Yield what is worth a look, each at its place."""
    for file, loc, words in (
        *_empty_stages(content),
        *_after_death(content),
        *_strangers(content),
        *_threshold(content),
        *_unused_pictures(content),
        *_hard_to_read(content),
        *_looks_real(content),
    ):
        yield Flaw(file, loc, words, warning=True)


Found = Iterator[tuple[str, Place, str]]


def _empty_stages(content: Content) -> Found:
    told = {row.stage for _name, _n, row in rows(content.chronology)}
    told |= {document.head.stage for document in content.documents}
    for stage in content.stages:
        if stage.head.number not in told:
            yield stage.file, ("number",), "nothing is revealed in this stage but its story: no event and no document"


def _after_death(content: Content) -> Found:
    died = {person.key: person for person in content.case.people if person.died}
    for name, n, row in rows(content.chronology):
        for m, key in enumerate(row.concerns):
            person = died.get(key)
            if person and person.died and row.on > person.died:
                words = f"{row.ref} is dated after {person.name} died; is that meant?"
                yield CHRONOLOGY, (name, n, "concerns", m), words


def _strangers(content: Content) -> Found:
    """Find events of people whom the room does not know of yet."""
    known = {person.key: person.expected_stage or person.first_stage for person in content.case.people}
    for name, n, row in rows(content.chronology):
        for m, key in enumerate(row.concerns):
            if known.get(key, 0) > row.stage:
                words = f"{row.ref} is told in stage {row.stage}, and the room knows of {key} from {known[key]} on"
                yield CHRONOLOGY, (name, n, "concerns", m), words


def _threshold(content: Content) -> Found:
    threshold = content.case.threshold
    total = sum(row.weight for _name, _n, row in rows(content.chronology))
    if threshold and total < threshold.points:
        words = f"the weights of all events together are {total}, so that the threshold is never reached"
        yield CASE, ("threshold", "points"), words


def _unused_pictures(content: Content) -> Found:
    used = {document.head.picture for document in content.documents}
    for picture in content.pictures:
        if picture.name not in used:
            yield f"pictures/{picture.name}", (), "no document shows this picture"


def _hard_to_read(content: Content) -> Found:
    """Find what the room reads or hears at once, and would read twice. Documents are as their writers write."""
    texts: list[tuple[str, Place, str | None]] = [
        (CASE, (name,), getattr(content.case, name)) for name in ("banner", "summary", "setting")
    ]
    for stage in content.stages:
        texts += [(stage.file, (name,), getattr(stage.head, name)) for name in ("content_note", "pause")]
        texts.append((stage.file, ("text",), stage.body))
    for file, loc, text in texts:
        if text and is_long_enough(text) and (found := grade(text)) > HARD:
            words = f"this is hard to read: Flesch-Kincaid grade {found:.1f}, reading age {found + 5:.0f}"
            yield file, loc, f"{words}; aim for grade {HARD} or less, with shorter sentences and words"


def _looks_real(content: Content) -> Found:
    """Find what looks as if it led to real people."""
    parts: list[tuple[str, Place, Any]] = [
        (CASE, (), content.case.model_dump(mode="json")),
        (CHRONOLOGY, (), content.chronology.model_dump(mode="json")),
    ]
    parts += [
        (text.file, (), text.head.model_dump(mode="json") | {"text": text.body})
        for text in (*content.stages, *content.documents)
    ]
    for file, loc, part in parts:
        for place, words in _strings(part, loc):
            for found in islice(_real_things(words), _ENOUGH):
                yield file, place, f"{found}: make sure that it is invented"


def _strings(value: Any, loc: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, (*loc, name))
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield from _strings(part, (*loc, n))


def _real_things(words: str) -> Iterator[str]:
    yield from (f"{found} looks like a real e-mail address" for found in _EMAIL.findall(words))
    phones = [found for found in _PHONE.findall(words) if not _DRAMA.fullmatch(_digits(found))]
    yield from (f"{found} looks like a real telephone number" for found in phones)
    numbers = [found for found in _NHS.findall(words) if found not in "".join(phones) and _is_nhs(_digits(found))]
    yield from (f"{found} looks like a real NHS number" for found in numbers)
    yield from (f"{found} looks like a real postcode" for found in _POSTCODE.findall(words))


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return f"0{digits[2:].removeprefix('0')}" if digits.startswith("44") else digits


def _is_nhs(digits: str) -> bool:
    """Whether the last digit is the check digit of the others, modulus 11.

    https://www.datadictionary.nhs.uk/attributes/nhs_number.html; those that begin with 999 are for tests.
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9]) and not digits.startswith("999")
