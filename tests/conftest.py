"""What every test shares: settings that need no set-up, an empty cache, and a record of what is pushed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db.models.signals import post_migrate
from django.test import override_settings

from casestudy.pack import read_pack
from live.hub import hub
from live.room import Delivery

# However busy the machine is that runs the tests: how long one example takes says nothing.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what was collected: thousands of tests, which stay until the end.

    Without this it goes through all of them again and again, which is a fifth of the time of a test. Nor need it
    come as often as in a server that runs for months.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 50)


@pytest.fixture(scope="session", autouse=True)
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files as they lie in the source, uploads out of the way, and passwords that are quick to check."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        STATIC_ROOT=tmp_path_factory.mktemp("collected"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _shipped_packs_read_once() -> Iterator[None]:
    """Let the sample take each shipped pack as it was read first: it is frozen, and reading it takes longer than most.

    What reading them gives is tested in tests/casestudy.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casestudy.sample.read_pack", cache(read_pack))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_permissions() -> None:
    """Leave out Django's permissions, which nobody here asks for: a database that is emptied gets all of them anew."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the database of the tests, which nobody will miss, not wait for the disk."""
    options = settings.DATABASES["default"]["OPTIONS"]
    if "init_command" in options:
        options["init_command"] = "PRAGMA synchronous=OFF;"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Start without the wrong codes that another test counted."""
    for each in caches.all(initialized_only=True):
        each.clear()


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[Delivery]:
    """Return what reaches the hub, as though somebody listened to every topic."""
    deliveries: list[Delivery] = []
    monkeypatch.setattr(hub, "has_listeners", lambda _log_id, _topic: True)
    monkeypatch.setattr(hub, "offer", deliveries.append)
    return deliveries
