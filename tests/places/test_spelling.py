"""When two spellings are one mailbox, one organisation or one person."""

from __future__ import annotations

import pytest

from places.spelling import finder, mailbox, organisation, person


@pytest.mark.parametrize(
    "spelling",
    ["Ann.Lee@Example.org", " ann.lee@example.org ", "ann.lee+work@example.org", "\uff41nn.lee@example.org"],
)
def test_spellings_of_one_mailbox(spelling: str) -> None:
    assert mailbox(spelling) == "ann.lee@example.org"


def test_full_stops_matter_but_where_the_provider_ignores_them() -> None:
    assert mailbox("a.nn@googlemail.com") == mailbox("ann@gmail.com") == "ann@gmail.com"
    assert mailbox("a.nn@example.org") != mailbox("ann@example.org")


@pytest.mark.parametrize("nothing", ["", "ann", "  "])
def test_what_is_no_address_has_no_mailbox(nothing: str) -> None:
    assert mailbox(nothing) == ""


@pytest.mark.parametrize(
    "spelling",
    ["Sample & Town Council", "The Sample and Town Council", "sample, and  TOWN council", "Sämple and Town Council"],
)
def test_spellings_of_one_organisation(spelling: str) -> None:
    assert organisation(spelling) == "sample and town council"


def test_different_organisations_stay_apart() -> None:
    assert organisation("Sample Town Council") != organisation("Sample County Council")


@pytest.mark.parametrize("spelling", ["Zoe Lee-Example", "EXAMPLE, Zoë Lee", " zoe  lee example "])
def test_spellings_of_one_person_s_name(spelling: str) -> None:
    assert person(spelling) == person("Zoë Lee Example") != person("Zoë Example")


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Ann", "Dear Ann,"),
        ("Ann Example", "Thanks to (ann\nEXAMPLE)."),
        ("Zoë", "Zoe\u0308's talk"),
        ("李小龍", "「李小龍」"),
        ("ann@example.org", "Write to <Ann@Example.org>."),
        ("ann@example.org", "mailto:ann@example.org. Then wait."),
    ],
)
def test_a_name_or_an_address_stands_in_a_text(word: str, text: str) -> None:
    assert finder([word])(text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Ann", "annual, Joann, ann@example.org, ann.lee@example.org, lee@ann.org"),
        ("Zoe", "Zoë"),
        ("ann@example.org", "joann@example.org, jo.ann@example.org, jo-ann@example.org"),
        ("ann@example.org", "ann@example.org.uk, ann@example.organic, ann@example.org-x.net"),
        ("", "anything"),
    ],
)
def test_what_only_begins_or_ends_alike_is_another(word: str, text: str) -> None:
    assert not finder([word])(text)
