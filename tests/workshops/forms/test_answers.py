from __future__ import annotations

import pytest

from workshops.actions.answers import Said
from workshops.forms.answers import KEY_FIELD, digest_of, is_for, key_in, said_in

KEY = "k" * 22


def test_everything_with_a_fields_name_is_said_and_nothing_else() -> None:
    post = {
        "case.3.unknown": "Who knew?",
        "case.3.unknown~base": "Who",
        "case.3.share.GP-1.when": "",
        "csrfmiddlewaretoken": "t",
        KEY_FIELD: KEY,
        "table": "4",
        "<script>.x": "1",
        "case..x": "1",
        "~base": "",
    }
    assert said_in(post) == [Said("case.3.unknown", "Who knew?", "Who"), Said("case.3.share.GP-1.when", "")]


@pytest.mark.parametrize(("field", "header", "key"), [(KEY, "", KEY), ("", KEY, KEY), ("other", KEY, KEY)])
def test_the_key_comes_in_a_field_or_a_header(field: str, header: str, key: str) -> None:
    assert key_in({KEY_FIELD: field}, header) == key


@pytest.mark.parametrize("key", ["", "k" * 21, "k" * 65, "k" * 21 + " ", "k" * 21 + "\n", "é" * 22])
def test_what_is_no_key_is_none(key: str) -> None:
    assert key_in({KEY_FIELD: key}, "") is None


def test_a_post_is_for_the_table_that_it_names_or_for_any_if_it_names_none() -> None:
    assert [is_for({"table": name}, 4) for name in ("4", "", "5", "x", "04")] == [True, True, False, False, False]
    assert is_for({}, 4)


def test_the_mark_of_a_post_tells_contents_apart_whatever_their_order() -> None:
    one, two = Said("a.1", "x"), Said("a.2", "x", "base")
    assert digest_of([one, two]) == digest_of([two, one])
    different = [[one], [two], [Said("a.1", "x", "base")], [Said("a.1", "y")], [one, two]]
    assert len({digest_of(said) for said in different}) == len(different)
