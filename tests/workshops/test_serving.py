from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from workshops import serving


def test_a_free_port_is_listened_on_at_once() -> None:
    with serving.listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname(), timeout=5):
        pass


def test_a_port_in_use_is_refused_with_the_way_to_another() -> None:
    with serving.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(serving.CannotListenError) as refusal:
            serving.listen("127.0.0.1", port)
    assert str(refusal.value) == (
        f"Port {port} is already in use on this machine, perhaps by a Roadshow that is still running. "
        f"Nothing was changed. Stop that one, or choose another port: make run PORT={port + 1}"
    )


def test_a_number_that_is_no_port_is_refused() -> None:
    with pytest.raises(serving.CannotListenError, match=r"There is no port 70000\. Nothing was changed\."):
        serving.listen("127.0.0.1", 70000)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(serving.CannotListenError, match=r"This machine has no address 203\.0\.113\.1"):
        serving.listen("203.0.113.1", 8000)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("0.0.0.0", ["http://10.1.2.3:8000/", "http://localhost:8000/"]),  # noqa: S104 -- compared
        ("127.0.0.1", ["http://localhost:8000/"]),
        ("10.1.2.3", ["http://10.1.2.3:8000/"]),
        ("fd00::1", ["http://[fd00::1]:8000/"]),
    ],
)
def test_the_addresses_are_those_that_answer(host: str, expected: list[str]) -> None:
    assert serving.addresses(host, 8000, ["10.1.2.3"], public_url="") == expected


def test_a_public_address_stands_alone() -> None:
    own = ["10.1.2.3"]
    assert serving.addresses("127.0.0.1", 8000, own, "https://roadshow.example") == ["https://roadshow.example/"]


def test_with_a_certificate_every_address_says_https() -> None:
    opened = serving.addresses("0.0.0.0", 8000, ["10.1.2.3"], "", secure=True)  # noqa: S104 -- compared
    assert opened == ["https://10.1.2.3:8000/", "https://localhost:8000/"]


def test_the_banner_shows_where_to_go_and_the_room_as_a_qr_code() -> None:
    opened = ["http://10.1.2.3:8000/", "http://localhost:8000/"]
    text = serving.banner(opened, "http://10.1.2.3:8000/staff/link/abc/", "/data")
    lines = text.splitlines()
    assert [line.strip() for line in lines[1:4]] == ["Roadshow is open:", *opened]
    assert "    http://10.1.2.3:8000/staff/link/abc/" in lines
    assert "The room: scan this, or open http://10.1.2.3:8000/join/" in lines
    assert serving.qr_text("http://10.1.2.3:8000/join/") in text
    assert lines[-1] == "Everything is kept in /data. Ctrl-C stops; make run goes on from there."


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_without_a_network_no_qr_code_leads_nowhere(scheme: str) -> None:
    text = serving.banner([f"{scheme}://localhost:8000/"], f"{scheme}://localhost:8000/staff/link/abc/", "/data")
    assert "█" not in text
    assert serving.ALONE in text


def test_what_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "roadshow.sqlite3"
    database.touch()
    monkeypatch.setattr(os, "access", lambda path, _mode: path != database)
    assert serving.unwritable([tmp_path, database]) == database
    assert serving.unwritable([tmp_path, tmp_path / "not there yet"]) is None


def test_the_fingerprint_changes_with_every_write_and_removal(tmp_path: Path) -> None:
    one, two = tmp_path / "one.css", tmp_path / "two.css"
    one.write_text("a")
    two.write_text("b")
    before = serving.fingerprint([one, two])
    assert serving.fingerprint([two, one]) == before
    assert serving.fingerprint([one]) != before
    two.write_text("longer")
    assert serving.fingerprint([one, two]) != before
