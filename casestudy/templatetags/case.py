"""Template filters for the case."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from casestudy.markdown import rendered
from casestudy.schema import DocumentKind

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Return a pack's Markdown as safe HTML."""
    return rendered(text)


@register.filter
def kind_words(kind: str) -> str:
    """Return a kind of document as people say it: "call-note" is "Call note"."""
    return DocumentKind(kind).words


@register.filter
def units(length: float) -> str:
    """Return a length in a drawing to a tenth of a unit, whatever the language: "12.5", "40"."""
    return f"{length:.1f}".removesuffix(".0")
