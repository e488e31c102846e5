"""The marks that devices make for what they begin, so that beginning it twice is beginning it once. Pure."""

from __future__ import annotations

import re

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


def is_key(text: str) -> bool:
    """Whether this is 128 random bits as a device writes them."""
    return _KEY.fullmatch(text) is not None
