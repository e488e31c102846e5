"""Waiting for what somebody else does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


async def until(holds: Callable[[], bool], seconds: float, *, look_every: float = 0.02) -> bool:
    """Wait until something holds, `seconds` at most; return whether it did."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(look_every)
    return True
