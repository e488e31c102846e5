"""The case that is shipped: complete, consistent with its brief, and telling nothing before its stage."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from casestudy.pack import Pack, Text
from casestudy.schema import DocumentKind, Event, EventType, Factor, HistoryItem

# The stage at which the room learns each event. Some surface late, because only one agency held them.
REVEALED_IN = {
    1: ["E1", "E2", "E3", "E4"],
    2: ["E5", "E6", "E7", "E8", "E9"],
    3: ["E10", "E13", "H1"],
    4: ["E14", "E15", "E16"],
    5: ["E11", "E18", "E19", "E20", "H3"],
    6: ["E12", "E21", "E22", "E23", "E26", "H2"],
    7: ["E17", "E24", "E25", "E27", "E28", "E29", "E30", "E31"],
    8: ["E32", "E33", "E34", "E35"],
}
TITLES = {
    1: "Basic information only",
    2: "Settling in",
    3: "A new partner",
    4: "A pregnancy",
    5: "Marks and worries",
    6: "Beliefs at home",
    7: "Baby Will",
    8: "The last weeks",
}
PEOPLE = {
    "katie": ("Katie Walsh", dt.date(1998, 3, 14)),
    "erin": ("Erin Walsh", dt.date(2017, 5, 9)),
    "toby": ("Toby Walsh", dt.date(2020, 11, 20)),
    "will": ("Will Walsh", dt.date(2025, 9, 22)),
    "lee": ("Lee Garrow", 1993),
    "craig": ("Craig Dunmore", 1991),
    "ryan": ("Ryan Holt", 1996),
    "sheila": ("Sheila Walsh", 1969),
}
MONTHS = [f"{dt.date(2024, n, 1):%B}" for n in range(1, 13)]
DATE = re.compile(rf"\b(\w{{3,9}}day|Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")


def told_in(pack: Pack, stage: int) -> Iterator[Text]:
    """Yield everything that the room reads at a stage."""
    yield from (text for text in pack.stages if text.head.number == stage)
    yield from (text for text in pack.documents if text.head.stage == stage)


def test_there_are_eight_stages(walsh: Pack) -> None:
    assert {stage.head.number: stage.head.title for stage in walsh.stages} == TITLES


def test_there_are_eight_people_as_the_brief_has_them(walsh: Pack) -> None:
    assert {p.key: (p.name, p.born or p.born_year) for p in walsh.case.people} == PEOPLE
    died = {p.key: p.died for p in walsh.case.people if p.died}
    assert died == {"will": dt.date(2026, 2, 11)}


def test_every_event_and_history_item_is_there_once_and_in_order(walsh: Pack) -> None:
    assert [event.ref for event in walsh.chronology.events] == [f"E{n}" for n in range(1, 36)]
    assert sorted(item.ref for item in walsh.chronology.history) == ["H1", "H2", "H3"]
    dates = [event.on for event in walsh.chronology.events]
    assert dates == sorted(dates)
    assert (dates[0], dates[-1]) == (dt.date(2024, 9, 2), dt.date(2026, 2, 11))
    assert all(item.on < dates[0] for item in walsh.chronology.history)


def test_every_event_is_revealed_in_the_stage_of_the_brief(walsh: Pack) -> None:
    rows: list[Event | HistoryItem] = [*walsh.chronology.events, *walsh.chronology.history]
    stages = {row.ref: row.stage for row in rows}
    assert stages == {ref: stage for stage, refs in REVEALED_IN.items() for ref in refs}


def test_every_event_has_a_document_in_its_stage(walsh: Pack) -> None:
    for stage, refs in REVEALED_IN.items():
        told = {ref for document in walsh.documents if document.head.stage == stage for ref in document.head.events}
        assert told == set(refs)


def test_every_kind_of_document_is_used(walsh: Pack) -> None:
    assert {document.head.kind for document in walsh.documents} == set(DocumentKind)


def test_the_papers_of_a_stage_are_numbered_without_a_gap(walsh: Pack) -> None:
    for stage in TITLES:
        orders = [document.head.order for document in walsh.documents if document.head.stage == stage]
        assert orders == list(range(1, len(orders) + 1))


def test_a_documents_agency_is_one_of_those_that_hold_its_event(walsh: Pack) -> None:
    rows: list[Event | HistoryItem] = [*walsh.chronology.events, *walsh.chronology.history]
    held_by = {row.ref: row.held_by for row in rows}
    for document in walsh.documents:
        assert document.head.agency in {code for ref in document.head.events for code in held_by[ref]}, document.file


def test_every_stage_but_the_first_has_a_content_note(walsh: Pack) -> None:
    assert [stage.head.number for stage in walsh.stages if stage.head.content_note] == [2, 3, 4, 5, 6, 7, 8]
    assert [stage.head.number for stage in walsh.stages if stage.head.pause][-1] == 8


def test_the_banner_says_that_everything_is_made_up(walsh: Pack) -> None:
    for name in ("made-up family", "made-up town", "Walsh", "Brackenshaw", "Saltmere", "agency"):
        assert name in walsh.case.banner


def wrong_weekdays(text: str, year: int) -> list[str]:
    """Return the dates in a text whose weekday is not that of the day; `year` where the text names none."""
    wrong = []
    for found in DATE.finditer(text):
        weekday, day, month, own_year = found.groups()
        date = dt.date(int(own_year or year), MONTHS.index(month) + 1, int(day))
        if not f"{date:%A}".startswith(weekday[:3]):
            wrong.append(found.group())
    return wrong


def test_every_weekday_is_that_of_its_date(walsh: Pack) -> None:
    for text in (*walsh.stages, *walsh.documents):
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


def test_most_documents_bear_the_date_of_their_event(walsh: Pack) -> None:
    dates = {event.ref: f"{event.on:%A} {event.on.day} {event.on:%B %Y}" for event in walsh.chronology.events}
    others = {d.file for d in walsh.documents if d.head.dated not in {dates.get(ref) for ref in d.head.events}}
    # Three papers from before the window, and the referral that was sent five days after its meeting.
    assert others == {
        "documents/H1-brackenshaw-marac.md",
        "documents/H2-court-order.md",
        "documents/H3-old-school-logs.md",
        "documents/E34-re-referral.md",
    }


def named_too_early(pack: Pack, people: dict[str, int]) -> list[str]:
    """Return who is named in what the room reads before the stage in which they first appear."""
    return [
        f"{name} in {text.file}"
        for name, first in people.items()
        for stage in range(1, first)
        for text in told_in(pack, stage)
        if re.search(rf"\b{name}\b", f"{text.head.title}\n{text.body}")
    ]


def test_nobody_is_named_before_they_appear(walsh: Pack) -> None:
    first = {person.name.split()[0]: person.first_stage for person in walsh.case.people}
    assert first == {"Katie": 1, "Erin": 1, "Toby": 1, "Ryan": 1, "Lee": 2, "Craig": 3, "Sheila": 5, "Will": 7}
    assert named_too_early(walsh, first) == []


def test_control_somebody_who_appears_later_would_be_found(walsh: Pack) -> None:
    assert any(found.startswith("Craig in") for found in named_too_early(walsh, {"Craig": 4}))


def test_everybody_is_named_by_the_stage_in_which_they_appear(walsh: Pack) -> None:
    for person in walsh.case.people:
        read = " ".join(text.body for text in told_in(walsh, person.first_stage))
        assert person.name.split()[0] in read


def test_no_event_concerns_somebody_before_they_are_born(walsh: Pack) -> None:
    born = {person.key: person.born for person in walsh.case.people if person.born}
    early = {(e.ref, who) for e in walsh.chronology.events for who in e.concerns if who in born and e.on < born[who]}
    assert early == {("E14", "will"), ("E15", "will"), ("E16", "will"), ("E20", "will")}  # the unborn baby


def test_every_factor_and_every_type_of_event_is_there_to_discuss(walsh: Pack) -> None:
    assert {event.key.barrier for event in walsh.chronology.events} == {*Factor, None}
    assert {event.key.type for event in walsh.chronology.events} == set(EventType)


def test_the_good_practice_is_that_of_the_brief(walsh: Pack) -> None:
    good = [event.ref for event in walsh.chronology.events if event.key.type == EventType.GOOD_PRACTICE]
    assert good == ["E5", "E7", "E22", "E33"]


def test_every_missed_opportunity_has_a_barrier_and_a_reason_that_made_sense(walsh: Pack) -> None:
    missed = [event for event in walsh.chronology.events if event.key.type == EventType.MISSED_OPPORTUNITY]
    assert len(missed) > 15
    assert all(event.key.barrier and event.key.made_sense and event.key.told for event in missed)


@pytest.mark.parametrize("phrase", ["hard to engage", "failed to protect", "hard to reach", "disengaged"])
def test_no_words_that_blame(walsh: Pack, phrase: str) -> None:
    everything = " ".join(text.body for text in (*walsh.stages, *walsh.documents))
    assert phrase not in everything.lower()
