"""What a proxy of ours relies on: it sends forms by connections that it has kept for up to two minutes."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection

import pytest

from tests.servers.conftest import NewServer
from workshops.management.commands.serve import IDLE_IN_FRONT_OF_BROWSERS

PUBLIC_URL = "https://roadshow.example.org"


def asked(connection: HTTPConnection) -> int:
    """Ask by this one connection, which is never opened again; return the answer's status."""
    connection.auto_open = 0
    connection.request("GET", "/healthz")
    answer = connection.getresponse()
    answer.read()
    return answer.status


def test_a_connection_that_a_proxy_keeps_is_still_open_after_a_pause(new_server: NewServer) -> None:
    servers = new_server(PUBLIC_URL=PUBLIC_URL), new_server()
    with ExitStack() as stack:
        behind, alone = [stack.enter_context(closing(HTTPConnection("127.0.0.1", each.port))) for each in servers]
        for connection in (behind, alone):
            connection.connect()
            assert asked(connection) == 200
        time.sleep(IDLE_IN_FRONT_OF_BROWSERS + 1.5)
        assert asked(behind) == 200
        with pytest.raises(ConnectionError):
            asked(alone)
