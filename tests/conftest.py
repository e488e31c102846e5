"""What every test shares: settings that need no set-up, an empty cache, and a record of what is pushed."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from django.core.cache import caches
from pytest_django import Settings

from live.hub import hub
from live.room import Delivery


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what was collected: thousands of tests, which stay until the end.

    Without this it goes through all of them again and again, which is a fifth of the time of a test.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty folder, where a server would have its collected static files."""
    return tmp_path_factory.mktemp("collected")


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the files that tests upload."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _quick_settings(settings: Settings, collected: Path, media: Path) -> None:
    """Static files as they lie in the source, uploads out of the way, and passwords that are quick to check."""
    settings.MEDIA_ROOT = media
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.STATIC_ROOT = collected
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Start without the wrong codes that another test counted."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[Delivery]:
    """Return what reaches the hub, as though somebody listened to every topic."""
    deliveries: list[Delivery] = []
    monkeypatch.setattr(hub, "has_listeners", lambda _log_id, _topic: True)
    monkeypatch.setattr(hub, "offer", deliveries.append)
    return deliveries
