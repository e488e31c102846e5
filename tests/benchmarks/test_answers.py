from __future__ import annotations

from collections import Counter

from benchmarks.answers import asked, said
from workshops.rehearsing.pages import Page

FORM = """<form data-action="note" action="/table/answers/"><input type="hidden" name="a.1~base" value="">
<textarea name="a.1"></textarea><input type="radio" name="a.2" value="1"><button>Save</button></form>
<form data-action="park" action="/table/park/"><textarea name="text"></textarea><button>Park</button></form>"""


def test_a_table_answers_in_the_texts_of_the_forms_that_go_to_the_answers() -> None:
    assert asked(Page(FORM)) == ["a.1"]


def test_what_stands_is_counted_by_its_changes_and_by_our_words() -> None:
    items = "".join(
        f'<li id="said-{n}" data-field="{n}" data-version="{version}" data-value="{value}"></li>'
        for n, version, value in [("a", 2, "answer1x1. answer1x2."), ("b", 1, "answer1x1, and timed1")]
    )
    assert said(Page(f"<ul id='said'>{items}</ul>")) == (3, Counter({"answer1x1": 2, "answer1x2": 1}))
