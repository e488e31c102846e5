from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from workshops import links


@pytest.fixture(autouse=True)
def _laptop_in_a_hall(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PUBLIC_URL, settings.SSL_CERTFILE, settings.PORT = "", "", 8000
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "hall.local"]
    monkeypatch.setattr(links, "own_addresses", lambda: ["10.1.2.3", "192.168.1.4"])


def test_a_facilitators_own_address_is_what_tablets_get(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"host": "hall.local:8123"})
    assert links.base_address(request) == "http://hall.local:8123"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_no_tablet_is_sent_to_its_own_loopback(rf: RequestFactory, host: str) -> None:
    request = rf.get("/", headers={"host": host})
    assert links.base_address(request) == "http://10.1.2.3:8000"


def test_a_terminal_prints_the_machines_first_address() -> None:
    assert links.base_address() == "http://10.1.2.3:8000"


def test_with_a_certificate_the_links_say_https(rf: RequestFactory, settings: Settings) -> None:
    settings.SSL_CERTFILE = "/somewhere/hall.pem"
    assert links.base_address() == "https://10.1.2.3:8000"
    assert links.code_link(rf.get("/", headers={"host": "localhost"}), "ABC234") == "https://10.1.2.3:8000/join/ABC234/"


def test_without_a_network_the_link_still_works_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "own_addresses", list)
    assert links.base_address() == "http://localhost:8000"


def test_a_public_address_goes_before_everything(rf: RequestFactory, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://roadshow.example"
    request = rf.get("/", headers={"host": "hall.local"})
    assert links.base_address(request) == "https://roadshow.example"
    assert links.room_link(request) == "https://roadshow.example/join/"
    assert links.code_link(request, "ABC234") == "https://roadshow.example/join/ABC234/"
