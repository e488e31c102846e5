"""Join codes: six signs that nobody misreads. Pure."""

from __future__ import annotations

import secrets

# 31 signs: digits and capitals without 0 and O, and without 1, I and L. 31**6 is 29.7 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6


def new_code() -> str:
    """Return a random join code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidied(typed: str) -> str:
    """Return what somebody typed as a code would be written: capitals, without spaces and dashes."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[: LENGTH + 1]


def is_code(text: str) -> bool:
    """Whether `text` has the shape of a code."""
    return len(text) == LENGTH and all(sign in ALPHABET for sign in text)
