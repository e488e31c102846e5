"""The server profile: a PostgreSQL database of its own, a Redis that can be cut off, and two processes.

TEST_DATABASE_URL and TEST_REDIS_URL name servers that run already (.ci/run starts both).
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.browser.proxy import Proxy
from tests.browser.server import Server
from tests.servers.visitor import Facilitator

MISSING = (
    "{name} is not set, so the server profile cannot be tested. Set TEST_DATABASE_URL and TEST_REDIS_URL to a "
    "PostgreSQL and a Redis that run, or use .ci/run, which starts both."
)


def named(name: str) -> str:
    """Return a server's address from the environment, or fail in words."""
    address = os.environ.get(name, "")
    if not address:
        pytest.fail(MISSING.format(name=name), pytrace=False)
    return address


@pytest.fixture(scope="session", autouse=True)
def _this_process_has_the_profile_too() -> None:
    named("TEST_DATABASE_URL")
    named("TEST_REDIS_URL")
    if connection.vendor != "postgresql":
        pytest.fail("DATABASE_URL must be TEST_DATABASE_URL here, as tools/suite.py sets it.", pytrace=False)


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """Return the address of a new, empty database that goes when the module is done."""
    server = named("TEST_DATABASE_URL")
    name = f"roadshow_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as postgres:
        postgres.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def redis() -> Iterator[Proxy]:
    """Return the road to Redis, which can be cut."""
    address = urlsplit(named("TEST_REDIS_URL"))
    with Proxy(address.port or 6379, host=address.hostname or "127.0.0.1") as between:
        yield between


NewServer = Callable[..., Server]
# Seconds within which all processes find a Redis again that is back.
FOUND_AGAIN = 5.0


@pytest.fixture(scope="module")
def new_server(database_url: str, redis: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewServer]:
    """Return what starts product processes on the one database and Redis; all end with the module."""
    servers: list[Server] = []
    secret = secrets.token_urlsafe(48)
    redis_url = redis.url.replace("http:", "redis:") + urlsplit(named("TEST_REDIS_URL")).path

    def start(*arguments: str, **how: Any) -> Server:
        data = tmp_path_factory.mktemp("server") / "data"
        profile: dict[str, Any] = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": secret}
        servers.append(Server(data, arguments=arguments, **profile | how).start())
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def pair(new_server: NewServer) -> tuple[Server, Server]:
    """Return two processes, as two machines behind one address would run them."""
    return new_server(), new_server()


@pytest.fixture(scope="module")
def desks(pair: tuple[Server, Server]) -> tuple[Facilitator, Facilitator]:
    """Return a facilitator at each process, signed in for the whole module."""
    here, there = (Facilitator(server.url, server.printed_link()) for server in pair)
    return here, there


@pytest.fixture
def facilitators(desks: tuple[Facilitator, Facilitator], redis: Proxy) -> tuple[Facilitator, Facilitator]:
    """Return the facilitators, with the room at the beginning of the case and Redis there, for both processes."""
    if redis.is_cut:  # by the test before this one
        redis.heal()
        time.sleep(FOUND_AGAIN)
    desks[0].begin_anew()
    return desks
