"""Two processes, one room: what happens at one is seen at the other, with Redis and without."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import psycopg
import pytest

from tests.browser.proxy import Proxy
from tests.browser.server import START_SECONDS, Server
from tests.servers.conftest import FOUND_AGAIN, NewServer
from tests.servers.visitor import CONSOLE, PRESSED, TOO_LATE, Facilitator, Line, Visitor

WITHOUT_TAIL = Path(__file__).with_name("without_tail.py")
# Seconds. Where nothing is timed, what is expected has come SOON, on a machine with many other things to do.
AT_ONCE = 1.0
BY_THE_LOG = 3.5
SOON = 15.0

Pair = tuple[Server, Server]
Facilitators = tuple[Facilitator, Facilitator]


@pytest.fixture
def without_tail(facilitators: Facilitators, new_server: NewServer) -> Server:
    """Return a new process that hears of what happens elsewhere through Redis, which is there, and by nothing else."""
    return new_server(program=WITHOUT_TAIL)


def test_a_reveal_at_one_process_is_pushed_to_the_other(facilitators: Facilitators, without_tail: Server) -> None:
    here, _ = facilitators
    with here.table(1, url=without_tail.url) as table:
        before = table.have
        for stage in range(1, 6):
            assert here.press("reveal", stage) == PRESSED
            frame = table.frame(within=SOON)
            assert (frame["seq"], frame["kind"]) == (before + stage, "stage-revealed")
            assert f'data-stage="{stage}"' in frame["html"]


def test_a_quiet_hour_does_not_make_the_layer_deaf(facilitators: Facilitators, without_tail: Server) -> None:
    here, _ = facilitators
    with here.table(1, url=without_tail.url) as table:
        for stage in (1, 2):
            time.sleep(6.5)  # longer than the socket timeout of redis-py 8, which closed idle layers
            here.press("reveal", stage)
            table.frame(within=SOON)


def test_without_redis_the_log_brings_everything(facilitators: Facilitators, redis: Proxy) -> None:
    here, there = facilitators
    with there.table(1) as table:
        before = table.have
        redis.cut()
        delays = []
        for stage in (1, 2, 3, 4):
            assert here.press("reveal", stage) == PRESSED
            pressed = time.monotonic()
            assert table.frame(within=BY_THE_LOG)["seq"] == before + stage
            delays.append(time.monotonic() - pressed)
        assert max(delays) > AT_ONCE / 2, "Redis was there: nothing was tested"
        redis.heal()
        time.sleep(FOUND_AGAIN)
        here.press("reveal", 5)
        assert table.frame(within=AT_ONCE)["seq"] == before + 5


def test_without_redis_wrong_codes_and_sign_ins_are_answered_as_ever(facilitators: Facilitators, redis: Proxy) -> None:
    somebody = Visitor(facilitators[0].url)
    forms = {"/join/": {"code": "222222"}, "/accounts/login/": {"login": "a@example.org", "password": "no such staff"}}
    tokens = {path: somebody.token_of(path) for path in forms}
    with_redis = [somebody.post(path, csrfmiddlewaretoken=tokens[path], **form)[0] for path, form in forms.items()]
    redis.cut()
    without = [somebody.post(path, csrfmiddlewaretoken=tokens[path], **form)[0] for path, form in forms.items()]
    assert without == with_redis == [404, 200]


def test_two_processes_that_reveal_at_once_move_the_room_one_stage(facilitators: Facilitators) -> None:
    together = Barrier(2)

    def press(facilitator: Facilitator, stage: int) -> int:
        together.wait()
        return facilitator.press("reveal", stage)

    with ThreadPoolExecutor(2) as threads, facilitators[0].table(1) as table, facilitators[1].table(2) as other:
        before = table.have
        for stage in range(1, 9):
            statuses = list(threads.map(press, facilitators, (stage, stage)))
            assert sorted(statuses) == [PRESSED, TOO_LATE]
        expected = [before + n for n in range(1, 9)]
        for line in (table, other):
            assert [line.frame(within=BY_THE_LOG)["seq"] for _ in expected] == expected
            with pytest.raises(TimeoutError):
                line.frame(within=0.5)


def test_receipts_at_one_process_show_on_a_console_at_the_other(facilitators: Facilitators) -> None:
    here, there = facilitators
    with here.listen(CONSOLE) as console, there.table(7) as table:
        here.press("reveal", 1)
        seq = table.frame(within=SOON)["seq"]
        console.shows(r'data-table="7"[^>]* data-have="0"', within=SOON)
        table.say(have=seq)
        console.shows(r'data-table="7"[^>]* data-have="1"', within=SOON)


def test_a_table_whose_process_dies_goes_on_at_the_other(new_server: NewServer, facilitators: Facilitators) -> None:
    doomed = new_server()
    here, _ = facilitators
    with here.table(3, url=doomed.url) as table:
        here.press("reveal", 1)
        table.frame(within=SOON)
        doomed.kill()
        here.press("reveal", 2)
        here.press("reveal", 3)
    had = table.have
    with table.moved(here.url):
        assert [table.frame(within=SOON)["seq"] for _ in range(2)] == [had + 1, had + 2]


def test_several_workers_behind_one_port_are_one_room(
    new_server: NewServer, facilitators: Facilitators, database_url: str
) -> None:
    before = processes(database_url)
    many = new_server("--workers", "2")
    here, _ = facilitators
    with ExitStack() as stack:
        lines: list[Line] = []
        deadline = time.monotonic() + START_SECONDS
        # The server is ready once one of them is: the other may come later, and says of its first socket later still.
        while len(lines) < 24 or len(processes(database_url) - before) < 2:
            assert time.monotonic() < deadline, "one process has all the sockets"
            lines.append(stack.enter_context(here.table(1 + len(lines) % 12, url=many.url)))
        assert here.press("reveal", 1) == PRESSED
        for line in lines:
            assert line.frame(within=SOON)["kind"] == "stage-revealed"
        assert len(processes(database_url) - before) == 2


def processes(database_url: str) -> set[str]:
    """Return the server processes that ever held a socket."""
    with psycopg.connect(database_url) as postgres:
        return {process for (process,) in postgres.execute("SELECT DISTINCT process FROM live_bulletin")}
