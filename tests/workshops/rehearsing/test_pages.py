from __future__ import annotations

import pytest

from workshops.rehearsing.pages import Form, Page

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Table 1</title></head>
<body data-rehearsal data-live="/live/?ticket=a%3Ab&amp;c" data-epoch="e1" data-head="4">
  <section id="activity" data-region data-turn="3"><p>Draw <span data-clock data-length="600">10</span></p></section>
  <section id="stage" data-region data-stage="1">
    <article id="stage-1" data-stage="1"><p>One<p>Unclosed
      <form data-action="note" action="/table/note/"><textarea name="text"></textarea><button>Note it</button></form>
    </article>
  </section>
  <section id="dock" data-region>
    <form method="post" action="/table/signal/" data-action="help">
      <input type="hidden" name="kind" value="help"><input type="hidden" name="say" value="yes"><button>Help</button>
    </form>
    <form method="post" action="/table/signal/" data-action="done">
      <input type="hidden" name="kind" value="done"><button disabled>Done</button>
    </form>
  </section>
  <form action="/search/"><input name="q"></form>
  <form method="post" action="/table/park/" data-action="park">
    <input type="hidden" name="key" value="k1"><input name="text" value=""><input type="email" name="who" value="a@b">
    <select name="kind"><option value="one">1</option><option value="two" selected>2</option></select>
    <input type="radio" name="size" value="s"><input type="radio" name="size" value="l" checked>
    <input type="checkbox" name="loud" value="yes"><input type="submit" name="go" value="Go">
  </form>
</body></html>"""


@pytest.fixture
def page() -> Page:
    return Page(PAGE)


def test_the_body_says_where_to_connect(page: Page) -> None:
    assert page.body["data-live"] == "/live/?ticket=a%3Ab&c"
    assert (page.body["data-epoch"], page.body["data-head"]) == ("e1", "4")
    assert page.is_rehearsal


def test_control_a_page_of_the_live_roadshow_is_no_rehearsals(page: Page) -> None:
    assert not Page(PAGE.replace(" data-rehearsal", "")).is_rehearsal


def test_only_forms_that_can_be_pressed_and_do_something_count(page: Page) -> None:
    assert page.does() == {"note", "help", "park"}
    assert page.forms("done") == []


def test_a_form_holds_what_it_would_send_as_it_stands(page: Page) -> None:
    assert page.forms("help") == [Form("help", "/table/signal/", {"kind": "help", "say": "yes"})]
    fields = {"key": "k1", "text": "", "who": "a@b", "kind": "two", "size": "l"}
    assert page.forms("park") == [Form("park", "/table/park/", fields, blanks=("text",))]
    assert page.forms("note")[0].blanks == ("text",)


@pytest.mark.parametrize("off", ["disabled", 'aria-disabled="true"'])
def test_a_form_whose_button_is_off_cannot_be_pressed(off: str) -> None:
    assert Page(f'<form data-action="help" action="/"><button {off}>Help</button></form>').does() == set()


def test_forms_can_be_looked_for_inside_an_element(page: Page) -> None:
    assert len(page.forms("note", within="stage")) == 1
    assert page.forms("note", within="dock") == []


def test_elements_are_found_by_id_and_by_attribute(page: Page) -> None:
    assert page.element("activity")["data-turn"] == "3"
    assert page.element("nowhere") == {}
    assert page.having("data-clock") == [{"data-clock": "", "data-length": "600"}]


def test_a_frame_replaces_the_element_of_the_same_id(page: Page) -> None:
    page.apply(
        '<section id="dock" data-region><form action="/table/signal/" data-action="done"><button>Done</button></form>'
        '</section><section id="activity" data-turn="4"></section>'
    )
    assert page.does() == {"note", "done", "park"}
    assert page.element("activity") == {"id": "activity", "data-turn": "4"}
    assert page.having("data-clock") == []


def test_what_the_page_does_not_have_is_left_out(page: Page) -> None:
    page.apply('<section id="elsewhere"><form action="/" data-action="vote"><button>Vote</button></form></section>')
    assert page.does() == {"note", "help", "park"}


def test_a_merge_keeps_the_children_that_did_not_come_along(page: Page) -> None:
    page.apply(
        '<section id="stage" data-merge data-stage="2"><div id="waiting" data-gone></div><article id="stage-2">'
        '<form action="/table/concern/" data-action="concern"><button>Say</button></form></article></section>'
    )
    assert page.element("stage")["data-stage"] == "2"
    assert page.element("stage-1")["data-stage"] == "1"
    assert len(page.forms("concern", within="stage")) == len(page.forms("note", within="stage")) == 1


def test_a_merge_replaces_a_child_that_is_there_already(page: Page) -> None:
    for words in ("first", "second"):
        stage = f'<article id="stage-2" data-words="{words}"></article>'
        page.apply(f'<section id="stage" data-merge data-stage="2">{stage}</section>')
    assert page.having("data-words") == [{"id": "stage-2", "data-words": "second"}]


def test_a_merge_removes_a_child_that_is_gone(page: Page) -> None:
    page.apply('<section id="stage" data-merge data-stage="0"><article id="stage-1" data-gone></article></section>')
    assert page.element("stage-1") == {}
    assert page.forms("note") == []
    assert page.element("stage")["data-stage"] == "0"


def test_an_empty_page_has_nothing() -> None:
    page = Page("")
    assert (page.body, page.does(), page.is_rehearsal) == ({}, set(), False)
    page.apply("<p id='a'></p>")
    assert page.element("a") == {}
