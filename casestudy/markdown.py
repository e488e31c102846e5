"""Markdown of case packs: as safe HTML for pages, and as plain data for paper."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "br", "hr", "h3", "h4", "table", "thead", "tbody"}
_TAGS |= {"tr", "th", "td"}
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=1024)
def rendered(text: str) -> SafeString:
    """Return `text` as HTML with a short list of tags and no attributes.

    Kept by text: a case has some fifty of them, and every page of every table shows them again.
    """
    html = nh3.clean(_parser.render(text), tags=_TAGS, attributes={})
    return mark_safe(html)  # noqa: S308 -- cleaned on the line above


Block = dict[str, Any]
Run = dict[str, Any]


def blocks(text: str) -> list[Block]:
    """Return `text` as blocks of runs, as JSON has it, for templates that set it themselves.

    A block is of a `kind`: "paragraph" or "heading" with `runs`; "list" with `ordered` and `items`, or "quote",
    of blocks again; "table" with a `head` of cells and `rows` of such, each cell a list of runs; "rule".
    A run is a `text` that may be `strong` or `em`; a line feed in it begins a new line.
    """
    return list(_blocks(SyntaxTreeNode(_parser.parse(text))))


def _blocks(parent: SyntaxTreeNode) -> Iterator[Block]:
    for node in parent.children:
        match node.type:
            case "bullet_list" | "ordered_list":
                items = [list(_blocks(item)) for item in node.children]
                yield {"kind": "list", "ordered": node.type == "ordered_list", "items": items}
            case "blockquote":
                yield {"kind": "quote", "blocks": list(_blocks(node))}
            case "table":
                lines = [row for part in node.children for row in part.children]
                head, *rows = [[_runs(cell) for cell in line.children] for line in lines]
                yield {"kind": "table", "head": head, "rows": rows}
            case "hr":
                yield {"kind": "rule"}
            case "heading" | "paragraph":
                yield {"kind": node.type, "runs": _runs(node)}
            case _:  # Code, which a case has no use for, is shown as what it says.
                yield {"kind": "paragraph", "runs": [{"text": node.content.rstrip(), "strong": False, "em": False}]}


def _runs(node: SyntaxTreeNode) -> list[Run]:
    return [run for child in node.children for run in _inline(child, strong=False, em=False)]


def _inline(node: SyntaxTreeNode, *, strong: bool, em: bool) -> Iterator[Run]:
    """Yield the runs of a node; a link or picture is no more than its words."""
    strong, em = strong or node.type == "strong", em or node.type == "em"
    if node.children:
        for child in node.children:
            yield from _inline(child, strong=strong, em=em)
    elif node.type in {"softbreak", "hardbreak"}:
        yield {"text": " " if node.type == "softbreak" else "\n", "strong": strong, "em": em}
    elif node.content:
        yield {"text": node.content, "strong": strong, "em": em}
