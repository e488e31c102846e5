from __future__ import annotations

import pytest

from tests.factories import first_table, join, make_roadshow
from workshops import answering
from workshops.answering import (
    LONGEST_NAME,
    MOST_CHARACTERS,
    Field,
    RefusedError,
    UnknownFieldError,
    clean_text,
    field,
    one_of,
    register,
)
from workshops.models import Answer, Device


@pytest.fixture(autouse=True)
def _nobody_asks_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "_finders", {})


def find(_device: Device, name: str) -> Field:
    return Field(name, clean_text, "kind")


@pytest.mark.django_db
def test_a_field_is_found_by_the_first_part_of_its_name() -> None:
    device = join(first_table(make_roadshow())).device
    register("case", find)
    assert field(device, "case.3.unknown") == find(device, "case.3.unknown")
    for name in ("plan.1", "case3.unknown", "case." + "x" * LONGEST_NAME):
        with pytest.raises(UnknownFieldError, match="Nobody asks"):
            field(device, name)


def test_the_longest_name_is_as_long_as_the_column() -> None:
    assert Answer._meta.get_field("field").max_length == LONGEST_NAME


def test_only_one_knows_the_fields_of_a_prefix() -> None:
    register("case", find)
    register("case", find)
    with pytest.raises(ValueError, match="two who know"):
        register("case", lambda _device, name: Field(name, clean_text, "another"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  plain, with spaces \n", "  plain, with spaces \n"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("a\x00b", "ab"),
        ("half \ud83d of a sign", "half \N{REPLACEMENT CHARACTER} of a sign"),
        ("\ud83d\ude42 whole", "🙂 whole"),
        ("👩🏽‍👧 نور רות <script>alert(1)</script>", "👩🏽‍👧 نور רות <script>alert(1)</script>"),
    ],
)
def test_text_is_kept_as_typed_but_for_what_no_database_takes(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_text_is_measured_in_characters_and_refused_in_words_when_it_is_too_long() -> None:
    assert clean_text("🙂" * MOST_CHARACTERS) == "🙂" * MOST_CHARACTERS
    with pytest.raises(RefusedError, match=r"100,000 characters long.*room for 4,000.*kept on this device"):
        clean_text("x" * 100_000)


def test_a_choice_is_one_of_several_or_none() -> None:
    clean = one_of("now", "not-yet")
    assert [clean("now"), clean("")] == ["now", ""]
    with pytest.raises(RefusedError, match="none of the choices"):
        clean("later")
