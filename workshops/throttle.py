"""Counting failures, and nothing but failures: a whole hall has one address."""

from __future__ import annotations

from django.core.cache import cache

WINDOW_SECONDS = 60
MAX_FAILURES = 30


def failed_too_often(address: str) -> bool:
    """Count one wrong code from an address; True once there were more than MAX_FAILURES in a minute.

    What follows is a delay of the wrong answer (config.intake holds every 429 back), never a refusal of
    a right code.
    """
    key = f"wrong-code:{address}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) > MAX_FAILURES
    except ValueError:  # The window ended between the two calls.
        return False
