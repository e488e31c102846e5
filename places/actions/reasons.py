"""What organisers do for a reason that is kept."""

from __future__ import annotations


class WantsReasonError(Exception):
    """Something was to be done that wants a reason, and none was given. Nothing was changed."""
