"""Markdown of case packs as safe HTML."""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

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
