"""The rules for writers, so far as they can be tested, on every case that is shipped."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

import pytest

from casestudy.pack import Pack, Text
from casestudy.schema import Event, EventType, HistoryItem, Told

MONTHS = [f"{dt.date(2024, n, 1):%B}" for n in range(1, 13)]
DATE = re.compile(rf"\b(\w{{3,9}}day|Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")
BLAMING = ("hard to engage", "failed to protect", "hard to reach", "disengaged", "non-compliant", "refused to engage")
GRAPHIC = ("blood", "corpse", "skull", "fracture", "post-mortem", "cause of death", "maggot", "excrement")
# By Flesch's formula; 60 is plain English, 50 is what colleagues write to one another.
EASY, FAIR = 60, 50


@pytest.fixture(params=["walsh", "tindlow"])
def shipped(request: pytest.FixtureRequest) -> Pack:
    """Return each shipped pack in turn."""
    pack: Pack = request.getfixturevalue(request.param)
    return pack


def rows(pack: Pack) -> list[Event | HistoryItem]:
    return [*pack.chronology.events, *pack.chronology.history]


def told_in(pack: Pack, stage: int) -> Iterator[Text]:
    """Yield everything that the room reads at a stage."""
    yield from (text for text in pack.stages if text.head.number == stage)
    yield from (text for text in pack.documents if text.head.stage == stage)


def test_every_event_has_a_document_in_its_stage(shipped: Pack) -> None:
    for stage in shipped.stages:
        number = stage.head.number
        told = {ref for document in shipped.documents if document.head.stage == number for ref in document.head.events}
        assert told == {row.ref for row in rows(shipped) if row.stage == number}


def test_the_papers_of_a_stage_are_numbered_without_a_gap(shipped: Pack) -> None:
    for stage in shipped.stages:
        orders = [d.head.order for d in shipped.documents if d.head.stage == stage.head.number]
        assert orders == list(range(1, len(orders) + 1))


def test_a_documents_agency_is_one_of_those_that_hold_its_event(shipped: Pack) -> None:
    held_by = {row.ref: row.held_by for row in rows(shipped)}
    for document in shipped.documents:
        assert document.head.agency in {code for ref in document.head.events for code in held_by[ref]}, document.file


def test_the_banner_says_that_everything_is_made_up(shipped: Pack) -> None:
    for words in ("made-up", "invented for the workshop", "every agency"):
        assert words in shipped.case.banner


def test_every_stage_but_the_first_has_a_content_note_and_the_last_a_pause(shipped: Pack) -> None:
    assert [bool(stage.head.content_note) for stage in shipped.stages] == [False] + [True] * (len(shipped.stages) - 1)
    assert shipped.stages[-1].head.pause
    assert "may step out" in " ".join(stage.head.content_note or "" for stage in shipped.stages)


def test_every_stage_says_what_a_good_table_is_likely_to_raise(shipped: Pack) -> None:
    assert {3 <= len(stage.head.expected_discussion) <= 5 for stage in shipped.stages} == {True}


def test_every_missed_opportunity_has_a_barrier_and_a_reason_that_made_sense(shipped: Pack) -> None:
    missed = [event for event in shipped.chronology.events if event.key.type == EventType.MISSED_OPPORTUNITY]
    assert len(missed) * 2 > len(shipped.chronology.events)
    assert all(event.key.barrier and event.key.made_sense and event.key.told for event in missed)


def test_there_is_good_practice_in_every_case(shipped: Pack) -> None:
    good = [event for event in shipped.chronology.events if event.key.type == EventType.GOOD_PRACTICE]
    assert len(good) >= 3
    assert {event.stage for event in good} & {stage.head.number for stage in shipped.stages[-2:]}


def test_what_was_told_late_has_a_day_after_the_event(shipped: Pack) -> None:
    for event in shipped.chronology.events:
        late = [told.on for told in event.key.told if told.told == Told.LATE]
        assert all(on is not None and on > event.on for on in late), event.ref


@pytest.mark.parametrize("phrase", BLAMING + GRAPHIC)
def test_no_words_that_blame_and_nothing_graphic(shipped: Pack, phrase: str) -> None:
    read = " ".join(text.body for text in (*shipped.stages, *shipped.documents))
    assert phrase not in read.lower()


def wrong_weekdays(text: str, year: int) -> list[str]:
    """Return the dates in a text whose weekday is not that of the day; `year` where the text names none."""
    wrong = []
    for found in DATE.finditer(text):
        weekday, day, month, own_year = found.groups()
        date = dt.date(int(own_year or year), MONTHS.index(month) + 1, int(day))
        if not f"{date:%A}".startswith(weekday[:3]):
            wrong.append(found.group())
    return wrong


def test_every_weekday_is_that_of_its_date(shipped: Pack) -> None:
    for text in (*shipped.stages, *shipped.documents):
        dated = getattr(text.head, "dated", "")
        years = re.findall(r"\b(20\d\d)\b", f"{dated} {text.body} {getattr(text.head, 'span', '')}")
        for year in {int(year) for year in years}:
            if not wrong_weekdays(f"{dated}\n{text.body}", year):
                break
        else:
            pytest.fail(f"{text.file}: {wrong_weekdays(f'{dated} {text.body}', int(years[0]))}")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Monday 2 September 2024", []),
        ("Tuesday 2 September 2024", ["Tuesday 2 September 2024"]),
        ("on Wed 15 January", []),
        ("on Fri 15 January", ["Fri 15 January"]),
    ],
)
def test_control_a_wrong_weekday_is_found(text: str, wrong: list[str]) -> None:
    assert wrong_weekdays(text, 2025) == wrong


def named_too_early(pack: Pack, people: dict[str, int]) -> list[str]:
    """Return who is named in what the room reads before the stage in which they first appear."""
    return [
        f"{name} in {text.file}"
        for name, first in people.items()
        for stage in range(1, first)
        for text in told_in(pack, stage)
        if re.search(rf"\b{name}\b", f"{text.head.title}\n{text.body}")
    ]


def test_nobody_is_named_before_they_appear(shipped: Pack) -> None:
    first = {person.name.split()[0]: person.first_stage for person in shipped.case.people}
    assert named_too_early(shipped, first) == []


def test_control_somebody_who_appears_later_would_be_found(walsh: Pack) -> None:
    assert any(found.startswith("Craig in") for found in named_too_early(walsh, {"Craig": 4}))


def test_everybody_is_named_by_the_stage_in_which_they_appear(shipped: Pack) -> None:
    for person in shipped.case.people:
        read = " ".join(text.body for text in told_in(shipped, person.first_stage))
        assert person.name.split()[0] in read


def ease(text: str) -> float:
    """Return Flesch's reading ease of some prose."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.?!](?:\s|\"|$)", text)))
    # A group of vowels is a syllable, but for a silent e: as near as such a formula needs.
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<!l)e$|es$", "", w.lower())))) for w in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def test_what_tables_read_is_plain_english(shipped: Pack) -> None:
    for stage in shipped.stages:
        assert ease(stage.body) >= EASY, stage.file
        assert ease(f"{stage.head.content_note or stage.body} {stage.head.pause or ''}") >= EASY, stage.file


def test_what_facilitators_read_is_fair_english(shipped: Pack) -> None:
    for stage in shipped.stages:
        head = stage.head
        assert ease(" ".join([head.room_picture, *head.facilitator_notes, *head.expected_discussion])) >= FAIR


def test_control_officialese_is_not_plain_english() -> None:
    assert (
        ease("Multidisciplinary professionals subsequently facilitated proportionate information dissemination.") < FAIR
    )


def enough(facts: Iterable[tuple[dt.date, int]], points: int) -> dt.date | None:
    """Return the day on which facts of those weights add up to `points`."""
    total = 0
    for on, weight in sorted(facts):
        total += weight
        if total >= points:
            return on
    return None


def days_before_the_outcome(pack: Pack, agency: str = "") -> int | None:
    """Return how long before the outcome an agency by itself, or all together, held enough for a referral."""
    threshold = pack.case.threshold
    assert threshold
    outcome = next(event.on for event in pack.chronology.events if event.ref == threshold.outcome)
    facts = [(since, row.weight) for row in rows(pack) if (since := known_since(row, agency))]
    day = enough(facts, threshold.points)
    return (outcome - day).days if day and day <= outcome else None


def known_since(row: Event | HistoryItem, agency: str) -> dt.date | None:
    """Return when an agency came to hold a fact, counting what it was told in part as told; "" is all of them."""
    if not agency or agency in row.held_by or isinstance(row, HistoryItem):
        return row.on if not agency or agency in row.held_by else None
    told = [entry.on or row.on for entry in row.key.told if entry.agency == agency and entry.told != Told.NO]
    return min(told, default=None)


@pytest.mark.parametrize(("name", "together", "soonest_alone"), [("walsh", 386, 88), ("tindlow", 69, 6)])
def test_together_they_held_enough_long_before_any_of_them_did(
    request: pytest.FixtureRequest, name: str, together: int, soonest_alone: int
) -> None:
    pack: Pack = request.getfixturevalue(name)
    alone = [days_before_the_outcome(pack, agency.code) for agency in pack.case.agencies]
    assert days_before_the_outcome(pack) == together
    assert max(days for days in alone if days is not None) == soonest_alone
