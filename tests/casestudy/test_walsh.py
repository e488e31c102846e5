"""The case that is shipped: complete, consistent with its brief, and telling nothing before its stage."""

from __future__ import annotations

import datetime as dt

from casestudy.pack import Pack
from casestudy.schema import DocumentKind, Event, EventType, Factor, HistoryItem, MarkKind, Person, Told

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
    "baby": ("Will Walsh", dt.date(2025, 9, 22)),
    "lee": ("Lee Garrow", 1993),
    "craig": ("Craig Dunmore", 1991),
    "ryan": ("Ryan Holt", 1996),
    "sheila": ("Sheila Walsh", 1969),
}


def test_there_are_eight_stages(walsh: Pack) -> None:
    assert {stage.head.number: stage.head.title for stage in walsh.stages} == TITLES


def test_there_are_eight_people_as_the_brief_has_them(walsh: Pack) -> None:
    assert {p.key: (p.name, p.born or p.born_year) for p in walsh.case.people} == PEOPLE
    died = {p.key: p.died for p in walsh.case.people if p.died}
    assert died == {"baby": dt.date(2026, 2, 11)}


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


def test_every_stage_but_the_first_has_a_content_note(walsh: Pack) -> None:
    assert [stage.head.number for stage in walsh.stages if stage.head.content_note] == [2, 3, 4, 5, 6, 7, 8]
    assert [stage.head.number for stage in walsh.stages if stage.head.pause][-1] == 8


def test_the_banner_says_that_everything_is_made_up(walsh: Pack) -> None:
    for name in ("made-up family", "made-up town", "Walsh", "Brackenshaw", "Saltmere", "agency"):
        assert name in walsh.case.banner


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


def test_no_event_concerns_somebody_before_they_are_born(walsh: Pack) -> None:
    born = {person.key: person.born for person in walsh.case.people if person.born}
    early = {(e.ref, who) for e in walsh.chronology.events for who in e.concerns if who in born and e.on < born[who]}
    assert early == {("E14", "baby"), ("E15", "baby"), ("E16", "baby"), ("E20", "baby")}  # the unborn baby


def test_every_factor_and_every_type_of_event_is_there_to_discuss(walsh: Pack) -> None:
    assert {event.key.barrier for event in walsh.chronology.events} == {*Factor, None}
    assert {event.key.type for event in walsh.chronology.events} == set(EventType)


def test_the_good_practice_is_that_of_the_brief(walsh: Pack) -> None:
    good = [event.ref for event in walsh.chronology.events if event.key.type == EventType.GOOD_PRACTICE]
    assert good == ["E5", "E7", "E22", "E33"]


def person(pack: Pack, key: str) -> Person:
    return next(person for person in pack.case.people if person.key == key)


def test_nobodys_role_tells_what_the_room_learns_later(walsh: Pack) -> None:
    roles = {person.key: person.role for person in walsh.case.people}
    assert (roles["katie"], roles["toby"]) == ("Mother of Erin and Toby", "Katie's son and Erin's younger brother")
    early = " ".join(roles[person.key] for person in walsh.case.people if person.first_stage < 7)
    assert [word for word in ("Will", "baby", "Reception", "abus", "pregnan") if word in early] == []


def test_the_room_knows_of_a_pregnancy_of_the_baby_and_of_the_death_in_three_stages(walsh: Pack) -> None:
    baby = person(walsh, "baby")
    assert (baby.name, baby.expected_stage, baby.first_stage, baby.died_stage) == ("Will Walsh", 4, 7, 8)


def test_what_is_sent_of_an_unborn_baby_does_not_hold_the_name(walsh: Pack) -> None:
    """Keys of people stand in the names of fields, so the key of somebody not yet born must say nothing."""
    expected = [p for p in walsh.case.people if p.expected_stage]
    assert [p.key for p in expected] == ["baby"]
    assert all(p.name.split()[0].lower() not in p.key for p in expected)


def test_concern_is_rated_for_the_family_and_each_child(walsh: Pack) -> None:
    assert (walsh.case.whole, walsh.case.concern_for) == ("the family", ["erin", "toby", "baby"])


def test_abuse_is_marked_from_the_stage_in_which_the_room_reads_of_it(walsh: Pack) -> None:
    marks = {frozenset(c.people): [(m.kind, m.stage) for m in c.marks] for c in walsh.case.couples}
    assert marks == {
        frozenset({"ryan", "katie"}): [],
        frozenset({"lee", "katie"}): [(MarkKind.ABUSE, 2)],
        frozenset({"craig", "katie"}): [(MarkKind.ABUSE, 7)],
    }


def test_craig_lives_there_from_the_booking_on_and_will_from_his_birth(walsh: Pack) -> None:
    assert [(home.first_stage, set(home.people)) for home in walsh.case.households] == [
        (1, {"katie", "erin", "toby"}),
        (4, {"katie", "craig", "erin", "toby"}),
        (7, {"katie", "craig", "erin", "toby", "baby"}),
    ]


def test_what_was_told_late_has_the_day_of_the_brief(walsh: Pack) -> None:
    late = {(e.ref, t.agency): t.on for e in walsh.chronology.events for t in e.key.told if t.told == Told.LATE}
    assert late == {
        ("E2", "SCH"): dt.date(2025, 1, 15),  # when the old school's file arrived
        ("E4", "OHV"): dt.date(2024, 11, 26),
        ("E11", "SCH"): dt.date(2025, 7, 21),  # when it was read
        ("E16", "GP"): dt.date(2025, 7, 15),
        ("E30", "CSC"): dt.date(2026, 1, 12),
        ("E31", "HV"): dt.date(2026, 1, 26),
        ("E32", "SCH"): dt.date(2026, 1, 19),
        ("E34", "MASH"): dt.date(2026, 2, 9),  # when the referral was sent
    }


def test_a_mark_on_a_child_weighs_most_and_a_decision_nothing(walsh: Pack) -> None:
    rows: list[Event | HistoryItem] = [*walsh.chronology.events, *walsh.chronology.history]
    weights = {row.ref: row.weight for row in rows}
    assert max(weights, key=lambda ref: weights[ref]) == "E31"
    assert [weights[ref] for ref in ("E2", "E7", "E8", "E32", "E35")] == [0] * 5
