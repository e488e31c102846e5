from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """Let the pictures of a test be in a folder of its own, and return it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"
