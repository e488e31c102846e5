from __future__ import annotations

import datetime as dt

import pytest

from casestudy.pictures import words
from casestudy.pictures.known import Agency, Entry, Known, age, age_in_words
from tests.casestudy.pictures.families import DAY, EXPECTED, THREE_PARTNERS, person


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (dt.date(1998, 2, 11), "28"),
        (dt.date(1998, 2, 12), "27"),
        (dt.date(2025, 9, 22), "20 weeks"),
        (dt.date(2025, 5, 1), "9 months"),
        (dt.date(2026, 3, 1), ""),
    ],
)
def test_an_age_is_told_in_weeks_months_or_years(born: dt.date, told: str) -> None:
    assert age_in_words(person("a", born=born), DAY) == told


def test_of_a_year_alone_an_age_is_told_as_about() -> None:
    assert age(person("a", born_year=1991), DAY) == "~35"
    assert age_in_words(person("a", born_year=1991), DAY) == "about 35"


def test_who_died_keeps_the_age_that_they_had() -> None:
    assert age(person("a", born=dt.date(2000, 1, 1), dead=True, died=dt.date(2020, 1, 1)), DAY) == "20"
    assert age(person("a", born=dt.date(2000, 1, 1), dead=True), DAY) == ""


def test_couples_are_told_with_what_is_between_them_and_their_children() -> None:
    assert words.relations_in_words(THREE_PARTNERS) == [
        "Kit Made and Ron Made: partners once, no longer. Child: Eve Made",
        "Kit Made and Leo Made: married, now apart, abuse. Child: Tom Made",
        "Cal Made and Kit Made: partners who live together, abuse, hostile. Child: Bo Made",
    ]
    assert words.homes_in_words(THREE_PARTNERS) == ["Their home: Kit Made, Eve Made, Tom Made, Bo Made and Cal Made"]


def test_people_are_told_as_they_are_drawn() -> None:
    rows = {row.name: row for row in words.people_in_words(THREE_PARTNERS)}
    assert rows["Bo Made (new)"].died == "11 Feb 2026"
    assert rows["Ron Made"].born == "1996"
    assert words.people_in_words(EXPECTED)[1].what == "pregnancy"


def test_contacts_are_told_with_how_many_are_new_and_whom_nobody_met() -> None:
    def entry(n: int, *people: str, new: bool = False) -> Entry:
        return Entry(n, DAY, "a day", "A fact.", people, ("HV",), new=new)

    known = Known(
        (person("a"), person("b"), person("c")),
        agencies=(Agency("HV", "Health visiting"),),
        entries=(entry(1, "a"), entry(2, "a", "b", new=True)),
    )
    assert words.contacts_in_words(known) == [
        ("HV", "Health visiting: A Made 2 times (1 of them new), B Made once (new)")
    ]
    assert words.unmet(known) == ["C Made"]
