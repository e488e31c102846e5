from __future__ import annotations

import re
import socket
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from tests.certificates import write_certificate
from workshops import serving
from workshops.management.commands import serve
from workshops.models import Roadshow, Staff

# The journal mode of SQLite cannot be set inside a test's transaction.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> list[int]:
    """Let `serve` stop where it would begin to serve; return the numbers of workers it would have had."""
    workers: list[int] = []
    monkeypatch.setattr(serve, "_serve", lambda _listener, number: workers.append(number))
    monkeypatch.setattr(serve, "_worker", nullcontext)
    settings.HOST, settings.PORT = "127.0.0.1", 0
    # Copying is enough here; naming every file after its contents and packing it takes seconds.
    settings.STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.STATIC_ROOT = tmp_path / "static"
    return workers


def output_of_serve() -> str:
    """Run `manage.py serve` and return what it printed."""
    printed = StringIO()
    call_command("serve", stdout=printed)
    return printed.getvalue()


def test_the_first_run_loads_the_sample_and_a_second_run_keeps_what_people_did(served: list[int]) -> None:
    assert "The sample programme is there" in output_of_serve()
    Roadshow.objects.filter(slug="bristol").delete()
    assert "The sample programme is there" not in output_of_serve()
    assert not Roadshow.objects.filter(slug="bristol").exists()
    assert served == [1, 1]


def test_static_files_are_collected_once(served: list[int]) -> None:
    assert "Preparing the static files" in output_of_serve()
    assert "Preparing the static files" not in output_of_serve()
    assert served == [1, 1]


@pytest.mark.usefixtures("served")
def test_the_printed_link_signs_an_organiser_in(client: Client) -> None:
    link = re.search(r"http://localhost:0(/staff/link/\S+)", output_of_serve())
    assert link is not None
    client.get(link[1])
    assert client.get("/staff/").status_code == 200


@pytest.mark.usefixtures("served")
def test_starting_again_makes_no_second_organiser() -> None:
    output_of_serve()
    output_of_serve()
    assert Staff.objects.count() == 1


def test_a_port_in_use_is_refused_before_anything_is_changed(served: list[int], settings: LazySettings) -> None:
    with serving.listen("127.0.0.1", 0) as taken:
        settings.PORT = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {settings.PORT} is already in use"):
            output_of_serve()
    assert not Roadshow.objects.exists()
    assert served == []


def test_the_port_is_free_again_afterwards(served: list[int], settings: LazySettings) -> None:
    with serving.listen("127.0.0.1", 0) as chosen:
        settings.PORT = chosen.getsockname()[1]
    output_of_serve()
    with socket.socket() as again:
        again.bind(("127.0.0.1", settings.PORT))
    assert served == [1]


def test_a_bad_certificate_is_refused_before_anything_is_changed(
    served: list[int], settings: LazySettings, tmp_path: Path
) -> None:
    settings.SSL_CERTFILE = str(tmp_path / "hall.pem")
    with pytest.raises(CommandError, match=r"SSL_CERTFILE names .*hall\.pem, which cannot be read"):
        output_of_serve()
    assert not Roadshow.objects.exists()
    assert served == []


def test_with_a_good_certificate_the_printed_addresses_say_https(
    served: list[int], settings: LazySettings, tmp_path: Path
) -> None:
    settings.SSL_CERTFILE, settings.SSL_KEYFILE = map(str, write_certificate(tmp_path))
    assert "https://localhost:0/staff/link/" in output_of_serve()
    assert served == [1]


def test_several_workers_need_a_database_that_they_can_share(served: list[int]) -> None:
    with pytest.raises(CommandError, match="set DATABASE_URL and REDIS_URL"):
        call_command("serve", workers=2)
    assert served == []


@pytest.mark.usefixtures("served")
def test_sqlite_keeps_a_write_ahead_log() -> None:
    output_of_serve()
    assert connection.cursor().execute("PRAGMA journal_mode").fetchone() == ("wal",)
