"""When two spellings are one mailbox, or one organisation."""

from __future__ import annotations

import pytest

from places.spelling import mailbox, organisation


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
