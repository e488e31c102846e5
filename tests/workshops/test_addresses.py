from __future__ import annotations

import socket
from typing import Self

import pytest

from workshops import addresses


class Probe:
    """A datagram socket on a machine whose network is as the test says."""

    def __init__(self, own: str | None) -> None:
        self.own = own

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def connect(self, address: tuple[str, int]) -> None:
        assert address[0].startswith("192.0.2.")  # nobody's
        if self.own is None:
            raise OSError("network is unreachable")

    def getsockname(self) -> tuple[str, int]:
        assert self.own is not None
        return self.own, 40000


def machine(monkeypatch: pytest.MonkeyPatch, *, own: str | None, name: str, resolved: list[str] | None) -> None:
    """Let this machine have a network, a name, and addresses to which that name resolves."""

    def resolve(_name: str) -> tuple[str, list[str], list[str]]:
        if resolved is None:
            raise socket.gaierror("unknown name")
        return name, [], resolved

    monkeypatch.setattr("workshops.addresses.socket.socket", lambda *_: Probe(own))
    monkeypatch.setattr("workshops.addresses.socket.gethostname", lambda: name)
    monkeypatch.setattr("workshops.addresses.socket.gethostbyname_ex", resolve)


def test_the_address_towards_the_network_comes_first_and_each_comes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, own="10.1.2.3", name="hall", resolved=["127.0.1.1", "10.1.2.3", "192.168.1.4"])
    assert addresses.own_addresses() == ["10.1.2.3", "192.168.1.4"]


def test_a_name_that_does_not_resolve_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, own="10.1.2.3", name="hall", resolved=None)
    assert addresses.own_addresses() == ["10.1.2.3"]


def test_without_a_network_there_is_no_address_but_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, own=None, name="hall", resolved=["127.0.0.1"])
    assert addresses.own_addresses() == []
    assert addresses.host_names()[:3] == ["localhost", "127.0.0.1", "[::1]"]


def test_an_address_of_nothing_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, own="0.0.0.0", name="hall", resolved=[])  # noqa: S104 -- what some kernels answer
    assert addresses.own_addresses() == []


@pytest.mark.parametrize(
    ("name", "also"), [("Hall", ["hall", "hall.local"]), ("hall.example.org", ["hall.example.org"]), ("", [".local"])]
)
def test_the_machine_goes_by_its_name_and_its_name_in_the_room(
    monkeypatch: pytest.MonkeyPatch, name: str, also: list[str]
) -> None:
    machine(monkeypatch, own="10.1.2.3", name=name, resolved=None)
    assert addresses.host_names() == ["localhost", "127.0.0.1", "[::1]", "10.1.2.3", *also]


def test_this_very_machine_can_be_asked() -> None:
    assert set(addresses.host_names()) >= {"localhost", "127.0.0.1", "[::1]"}
    assert not any(address.startswith("127.") for address in addresses.own_addresses())
