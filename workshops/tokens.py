"""Random tokens for addresses and cookies, and what is stored of them. Pure."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Return 128 random bits for an address or a cookie."""
    return secrets.token_urlsafe(16)


def digest(token: str) -> str:
    """Return what is stored of a token, so that a stolen database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
