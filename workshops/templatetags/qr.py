"""QR codes in templates."""

from __future__ import annotations

import segno
from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def qr(link: str, title: str) -> SafeString:
    """Draw `link` as an inline SVG QR code that fills its box, with `title` for those who cannot see it."""
    code = segno.make(link, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff", border=2, title=escape(title))
    return mark_safe(svg.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 -- drawn here, title escaped
