from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.markdown import Block, Run, blocks, rendered
from casestudy.templatetags.case import kind_words

ALLOWED = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "br", "hr", "h3", "h4"}
ALLOWED |= {"table", "thead", "tbody", "tr", "th", "td"}
KINDS = {"paragraph", "heading", "list", "quote", "table", "rule"}


def test_what_authors_use_is_drawn() -> None:
    text = "**Seen by:** *nobody*\nat all\n\n- one\n- two\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    drawn = rendered(text)
    for html in (
        "<strong>Seen by:</strong> <em>nobody</em>\nat all",
        "<li>one</li>",
        "<blockquote>\n<p>said</p>",
        "<th>a</th>",
        "<td>2</td>",
    ):
        assert html in drawn


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![x](https://elsewhere.example/x.png)",
        "<style>body{}</style>",
        '<p style="position:fixed">x</p>',
        "<iframe src=https://elsewhere.example></iframe>",
        "[x](https://elsewhere.example 'onmouseover=alert(1)')",
    ],
)
def test_a_pack_cannot_bring_scripts_pictures_or_links(text: str) -> None:
    tags = re.findall(r"<[^>]*>", rendered(text))
    assert [tag for tag in tags if tag not in ("<p>", "</p>")] == []


def test_quotes_and_signs_stay_what_they_are() -> None:
    assert rendered('He said "no" & left <early>') == '<p>He said "no" &amp; left &lt;early&gt;</p>\n'


def run(text: str, *, strong: bool = False, em: bool = False) -> Run:
    return {"text": text, "strong": strong, "em": em}


def paragraph(*runs: Run) -> Block:
    return {"kind": "paragraph", "runs": list(runs)}


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("plain\nwords", paragraph(run("plain"), run(" "), run("words"))),
        ("one\\\nline each", paragraph(run("one"), run("\n"), run("line each"))),
        (
            "**Seen by:** *nobody **at all***",
            paragraph(
                run("Seen by:", strong=True),
                run(" "),
                run("nobody ", em=True),
                run("at all", strong=True, em=True),
            ),
        ),
        (
            "- one\n- two",
            {"kind": "list", "ordered": False, "items": [[paragraph(run("one"))], [paragraph(run("two"))]]},
        ),
        ("1. one", {"kind": "list", "ordered": True, "items": [[paragraph(run("one"))]]}),
        ("> said", {"kind": "quote", "blocks": [paragraph(run("said"))]}),
        ("## Head", {"kind": "heading", "runs": [run("Head")]}),
        ("---", {"kind": "rule"}),
        (
            "| a | b |\n|---|---|\n| *1* | |",
            {"kind": "table", "head": [[run("a")], [run("b")]], "rows": [[[run("1", em=True)], []]]},
        ),
        ("    kept as it is", paragraph(run("kept as it is"))),
        ("a [link](https://elsewhere.example) `code`", paragraph(run("a "), run("link"), run(" "), run("code"))),
        ('<b>raw</b> &amp; "quotes"', paragraph(run('<b>raw</b> & "quotes"'))),
    ],
)
def test_for_paper_a_text_is_blocks_of_runs(text: str, block: Block) -> None:
    assert blocks(text) == [block]


@given(st.text())
def test_whatever_is_written_paper_has_it_as_data(text: str) -> None:
    assert all(block["kind"] in KINDS for block in blocks(text))


@given(st.text())
def test_whatever_is_written_becomes_nothing_but_plain_tags(text: str) -> None:
    tags = re.findall(r"</?([a-z0-9]+)([^>]*)>", rendered(text))
    assert all(name in ALLOWED and attributes == "" for name, attributes in tags)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("email", "E-mail"), ("call-note", "Call note"), ("agency-record", "Agency record"), ("log", "Log")],
)
def test_a_kind_of_document_is_named_as_people_say_it(kind: str, said: str) -> None:
    assert kind_words(kind) == said
