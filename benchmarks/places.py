"""A date opens and everybody wants it: 2,000 requests for 100 places from 200 connections, over real HTTP."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks import wire
from benchmarks.client import Exchange
from benchmarks.hall import Hall
from benchmarks.loop import Loop
from benchmarks.measuring import room_for, spread
from benchmarks.options import Options
from benchmarks.processes import ROOT, python
from benchmarks.report import Goal, heading, say, table

REQUESTS, PLACES, CONNECTIONS = 2_000, 100, 200
# What pretix's order API took on this kind of machine (research, performance.md, section 7), and how many times that
# is wanted.
PRETIX, TIMES = 70.5, 5
_AGENCIES = ("police", "health", "education", "social-care", "housing", "probation", "fire", "charity", "other")
_SEEN_OTHER = 302


class BookingHall(Hall):
    """The product with a date of PLACES places, on SQLite or on a PostgreSQL database of its own."""

    def __init__(self, database_url: str = "", redis_url: str = "") -> None:
        """`database_url`: "" for SQLite. `redis_url`: where two processes serve, as on a server."""
        super().__init__(devices=0)
        self._database_url, self._redis_url = database_url, redis_url

    def command(self) -> Sequence[str]:
        """Return how the product is started, as docs/operating.md says."""
        return python("manage.py", "serve", *(["--workers", "2"] if self._redis_url else []))

    def environment(self) -> Mapping[str, str]:
        """Return the hall's, with this database, and as many threads as the product has."""
        own = {"DATABASE_URL": self._database_url, "REDIS_URL": self._redis_url, "HTTP_THREADS": "4"}
        return {**super().environment(), **own}

    def ask(self, n: int) -> bytes:
        """Return the request of person `n` for a place, as the page's form sends it."""
        said = {
            "name": f"Person {n} Example",
            "email": f"person{n}@example.org",
            "organisation": f"Organisation {n % 60}",
            "agency": _AGENCIES[n % len(_AGENCIES)],
            "level": "practitioner",
        }
        return wire.request(
            "POST",
            self.port,
            f"/roadshows/{self.made['slug']}/book/",
            urlencode(said).encode(),
            Content_Type="application/x-www-form-urlencoded",
            Cookie=f"csrftoken={self._token}",
            X_CSRFToken=self._token,
        )

    def bare(self, _n: int) -> bytes:
        """Return the request for a view that does nothing."""
        return wire.request("GET", self.port, "/healthz")

    def told(self, what: str) -> dict[str, Any]:
        """Run `benchmarks.dates` on this hall's database, and return what it says."""
        command = python("-m", "benchmarks.dates", what, self.made["slug"], str(PLACES))
        done = subprocess.run(command, cwd=ROOT, env=os.environ | self.environment(), capture_output=True, check=True)
        return dict(json.loads(done.stdout))


def run(_options: Options) -> list[Goal]:
    """Measure on SQLite; where TEST_DATABASE_URL names one on PostgreSQL, and with TEST_REDIS_URL as on a server."""
    heading(f"places: {REQUESTS:,} requests for {PLACES} places from {CONNECTIONS} connections")
    room_for(CONNECTIONS)
    with BookingHall() as hall:
        goals = _rush(hall, "SQLite")
    server, redis = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    if not server:
        say("TEST_DATABASE_URL is not set, so PostgreSQL was left out.")
        return goals
    with database(server) as url, BookingHall(url) as hall:
        goals += _rush(hall, "PostgreSQL, one process")
    if not redis:
        say("TEST_REDIS_URL is not set, so two processes were left out.")
        return goals
    with database(server) as url, BookingHall(url, redis) as hall:
        goals += _rush(hall, "PostgreSQL, two processes")
    return goals


@contextmanager
def database(server: str) -> Iterator[str]:
    """Yield the address of a new PostgreSQL database that goes afterwards."""
    import psycopg  # noqa: PLC0415 -- there only with the server's packages

    name = f"roadshow_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as postgres:
        postgres.execute(f'CREATE DATABASE "{name}"')
        try:
            url = urlsplit(server)._replace(path=f"/{name}").geturl()
            # Before the server starts, which is given a minute for it.
            subprocess.run(
                python("manage.py", "migrate", "--verbosity=0"),
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": url},
                check=True,
            )
            yield url
        finally:
            postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _rush(hall: BookingHall, name: str) -> list[Goal]:
    bare = _hurried(hall, hall.bare)
    hall.told("prepare")
    asked = _hurried(hall, hall.ask)
    found = hall.told("count")
    per_second, took = asked.per_second, spread(asked.took)
    shares = [per_second / PRETIX, bare.per_second, per_second / bare.per_second]
    heads = ["database", "requests/s", "p50 ms", "p99 ms", "x pretix", "bare view/s", "share of bare"]
    say(table(heads, [[name, per_second, took.p50, took.p99, *shares]]))
    wrong = sum(status != _SEEN_OTHER for status in asked.statuses)
    return [
        Goal(f"places, {name}: booked", found["confirmed"], PLACES),
        Goal(f"places, {name}: booked ", found["confirmed"], PLACES, at_least=True),
        Goal(f"places, {name}: waiting", found["waiting"], REQUESTS - PLACES, at_least=True),
        Goal(f"places, {name}: out of order", found["out_of_order"], 0),
        Goal(f"places, {name}: answers that are no success", wrong, 0),
        Goal(f"places, {name}: requests a second", per_second, TIMES * PRETIX, at_least=True),
    ]


class Hurry:
    """What came of many requests."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.took: list[float] = []
        self.statuses: list[int] = []
        self.per_second = 0.0


def _hurried(hall: BookingHall, ask: Any) -> Hurry:
    """Let CONNECTIONS connections send REQUESTS requests, each the next as soon as it is answered."""
    loop, hurry, sent = Loop(), Hurry(), 0
    exchanges = [Exchange(loop, hall.port) for _n in range(CONNECTIONS)]
    ready = deque(exchanges)

    def answered(exchange: Exchange) -> None:
        hurry.took.append((exchange.answered_at - exchange.sent_at) / 1e6)
        hurry.statuses.append(exchange.status)
        ready.append(exchange)

    def all_answered() -> bool:
        nonlocal sent
        while ready and sent < REQUESTS:
            sent += 1
            ready.popleft().send(ask(sent))
        return len(hurry.took) >= REQUESTS

    for exchange in exchanges:
        exchange.answered = lambda _answer, exchange=exchange: answered(exchange)
    began = time.monotonic()
    if not loop.pump(all_answered, 120):
        raise TimeoutError(f"{len(hurry.took)} of {REQUESTS} answers came.\n{hall.said()}")
    hurry.per_second = REQUESTS / (time.monotonic() - began)
    for exchange in exchanges:
        exchange.close()
    return hurry
