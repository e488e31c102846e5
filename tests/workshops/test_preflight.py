from __future__ import annotations

from dataclasses import replace

import pytest

from workshops.preflight import Finding, Ground, findings, reachable
from workshops.visits import Visit

HALL = Ground(secure=False, host="0.0.0.0", port=8000, own=("10.1.2.3",), allowed=("localhost", "10.1.2.3"))  # noqa: S104
BY = "http://10.1.2.3:8000"
# As many findings as there are when all is well, in this order.
ADDRESS, REACHED, SOCKETS, SECURITY = range(4)


def found(ground: Ground = HALL, *visits: Visit) -> list[Finding]:
    return findings(ground, visits)


def signs(all_found: list[Finding]) -> list[str]:
    return [finding.sign for finding in all_found]


def test_a_laptop_in_a_hall_is_reached_by_its_address_on_the_network() -> None:
    assert reachable(HALL) == [f"{BY}/"]
    finding = found()[ADDRESS]
    assert (finding.sign, finding.words) == ("ok", f"Other devices come by {BY}/.")


def test_a_laptop_on_two_networks_names_both() -> None:
    ground = replace(HALL, own=("10.1.2.3", "192.168.1.4"), allowed=("10.1.2.3", "192.168.1.4"))
    assert found(ground)[ADDRESS].words == f"Other devices come by {BY}/ and http://192.168.1.4:8000/."


def test_a_laptop_on_no_network_says_so_and_what_to_do() -> None:
    ground = replace(HALL, own=())
    finding = found(ground)[ADDRESS]
    assert (reachable(ground), finding.sign, finding.title) == ([], "no", "Only this laptop can open Roadshow")
    assert "an access point of your own" in finding.todo


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_for_this_laptop_alone_says_so_and_what_to_do(host: str) -> None:
    ground = replace(HALL, host=host)
    finding = found(ground)[ADDRESS]
    assert (reachable(ground), finding.sign) == ([], "no")
    assert "leave HOST unset" in finding.todo


def test_an_address_that_came_after_the_start_is_not_offered_and_said() -> None:
    ground = replace(HALL, own=("10.1.2.3", "172.16.0.9"))
    assert reachable(ground) == [f"{BY}/"]
    assert signs(found(ground)) == ["ok", "no", "note", "note", "note"]
    assert "172.16.0.9" in found(ground)[1].words
    assert "start it again" in found(ground)[1].todo


def test_when_the_only_address_came_after_the_start_that_is_the_only_trouble() -> None:
    ground = replace(HALL, own=("172.16.0.9",))
    assert signs(found(ground)) == ["no", "note", "note", "note"]
    assert "172.16.0.9" in found(ground)[0].words


def test_a_public_address_stands_alone() -> None:
    ground = replace(HALL, secure=True, public_url="https://roadshow.example", own=("172.16.0.9",))
    assert reachable(ground) == ["https://roadshow.example/"]
    assert signs(found(ground)) == ["ok", "note", "note", "ok"]


def test_with_a_certificate_the_address_says_https() -> None:
    assert reachable(replace(HALL, certificate=True)) == ["https://10.1.2.3:8000/"]


def test_nobody_came_yet() -> None:
    finding = found()[REACHED]
    assert (finding.sign, finding.title) == ("note", "No other device has been here yet")


def test_this_laptop_itself_is_no_other_device() -> None:
    visits = [
        Visit("a", "http://localhost:8000", "ok"),
        Visit("b", "http://127.0.0.1:8000"),
        Visit("c", "http://[::1]"),
    ]
    assert signs(found(HALL, *visits)) == ["ok", "note", "note", "note"]


def test_who_came_is_counted_by_address() -> None:
    visits = [Visit("a", BY), Visit("b", "http://hall.local:8000"), Visit("c", BY)]
    finding = found(HALL, *visits)[REACHED]
    assert finding.title == "3 devices have been here"
    assert finding.words == f"The check page was opened by {BY} (2) and http://hall.local:8000 (1)."


def test_one_device_is_said_as_one() -> None:
    assert found(HALL, Visit("a", BY))[REACHED].title == "1 device has been here"


def test_whether_sockets_are_blocked_is_not_known_until_a_device_tells() -> None:
    assert found(HALL, Visit("a", BY))[SOCKETS].sign == "note"


def test_sockets_that_work_are_counted() -> None:
    finding = found(HALL, Visit("a", BY, "ok"), Visit("b", BY, "ok"), Visit("c", BY))[SOCKETS]
    assert (finding.sign, finding.words) == ("ok", "On every device that has told what it found (2).")


def test_a_blocked_socket_is_said_with_what_it_means_and_what_to_do() -> None:
    finding = found(HALL, Visit("a", BY, "ok"), Visit("b", BY, "no"), Visit("c", BY))[SOCKETS]
    assert (finding.sign, finding.title) == ("no", "Live updates do not come through on 1 of 2 devices")
    assert "nothing is lost" in finding.words
    assert "VPN" in finding.todo


def test_plain_http_is_no_fault_and_says_what_it_costs() -> None:
    finding = found()[SECURITY]
    assert (finding.sign, finding.title) == ("note", "This page came over plain http")
    assert "photos taken with the button" in finding.words


def test_https_is_said_as_well() -> None:
    assert found(replace(HALL, secure=True))[SECURITY].title == "This page came by https"
