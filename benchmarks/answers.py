"""Tables that answer: how soon a table's other devices have it, and that nothing is stored twice or lost."""

from __future__ import annotations

import re
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

from benchmarks import wire
from benchmarks.client import Exchange
from benchmarks.hall import Gathering, gathered
from benchmarks.measuring import quantile, spread
from benchmarks.options import Options
from benchmarks.prepare import DEVICES_PER_TABLE
from benchmarks.report import Goal, heading, say
from workshops.rehearsing.pages import Page
from workshops.tokens import new_token

DEVICES, TABLES, TIMED = 200, 40, 200
ANSWERS, SECONDS, CUT = 25, 60.0, 0.1
AGAIN_SECONDS = 0.5
STORED = 200
_WORD = re.compile(r"answer\d+x\d+")


@dataclass
class Desk:
    """A table's device with a bad network: its answers go one after the other, each until it is said to be stored."""

    table: int
    exchange: Exchange
    posts: deque[tuple[float, bytes]]
    said: list[str] = field(default_factory=list)
    cuts: int = 0

    def go_on(self, now: float, random: Random) -> None:
        """Send what is due; one in ten is cut off after it was sent, and sent again a little later."""
        if self.exchange.waiting:
            return
        if self.exchange.status == STORED:
            self.exchange.status = 0
            self.posts.popleft()
        if not self.posts or self.posts[0][0] > now:
            return
        _due, request = self.posts[0]
        self.exchange.send(request)
        if random.random() < CUT:
            self.cuts += 1
            self.exchange.close()
            self.posts[0] = (now + AGAIN_SECONDS, request)


def run(_options: Options) -> list[Goal]:
    """Time single answers; then let forty tables answer for a minute over a bad network, and count what is stored."""
    heading(f"answers: {DEVICES} devices; {TABLES} tables with {ANSWERS} answers each in {SECONDS:.0f} s")
    with gathered(DEVICES) as room:
        room.press()  # A stage of the case stands, so that tables are asked something.
        room.rest()
        names = asked(_page(room, 0))
        if not names:
            raise SystemExit("The tables' page asks for no text, so there is nothing to answer. Nothing was measured.")
        return [*_timed(room, names), *_counted(room, names)]


def asked(page: Page) -> list[str]:
    """Return the names of the texts in which a table can answer."""
    forms = [form for does in sorted(page.does()) for form in page.forms(does)]
    return [name for form in forms if form.action.endswith("/answers/") for name in form.blanks if "." in name]


def said(page: Page) -> tuple[int, Counter[str]]:
    """Return how many changes of its answers a table's page knows, and how often each of our words stands in them."""
    fields = page.having("data-field")
    words = Counter(word for each in fields for word in _WORD.findall(each["data-value"]))
    return sum(int(each["data-version"]) for each in fields), words


def _timed(room: Gathering, names: list[str]) -> list[Goal]:
    exchange = Exchange(room.loop, room.hall.port)
    bare = [_exchanged(room, exchange, room.hall.join(n)) for n in range(TIMED // 4)]
    room.rest()
    took: list[float] = []
    answered: list[float] = []
    for n in range(TIMED):
        room.facilitator.head += 1
        seq = room.facilitator.head
        request = _answer(room, n % TABLES, names[n // TABLES % len(names)], f"timed{n}")
        answered.append(_exchanged(room, exchange, request))
        arrivals = room.devices.arrivals[seq]
        if not room.loop.pump(lambda: len(arrivals) >= DEVICES_PER_TABLE, 10):  # noqa: B023 -- asked at once
            raise TimeoutError(f"{len(arrivals)} devices had answer {n} after 10 s; it got {exchange.status}.")
        took.append((max(stamp for _, stamp in arrivals) - exchange.sent_at) / 1e6)
    reached, p95 = spread(took), quantile(took, 0.95)
    ratio = quantile(answered, 0.5) / quantile(bare, 0.5)
    say(f"POST to the table's devices: p50 {reached.p50:.0f} ms, p95 {p95:.0f} ms, worst {reached.worst:.0f} ms")
    say(f"POST to its answer: p50 {quantile(answered, 0.5):.0f} ms, {ratio:.1f} x joining, which tells nobody")
    return [Goal("answers: POST to the frame on the table's other devices, p95", p95, 300, " ms")]


def _counted(room: Gathering, names: list[str]) -> list[Goal]:
    random = Random(1)
    before = [said(_page(room, table))[0] for table in range(TABLES)]
    desks = [_desk(room, table, names, random) for table in range(TABLES)]
    began = time.monotonic()

    def all_said() -> bool:
        for desk in desks:
            desk.go_on(time.monotonic() - began, random)
        return not any(desk.posts for desk in desks)

    done = room.loop.pump(all_said, SECONDS * 3)
    pages = [said(_page(room, table)) for table in range(TABLES)]
    changes = sum(changes for changes, _words in pages) - sum(before)
    times = [pages[desk.table][1][word] for desk in desks for word in desk.said]
    cuts, took = sum(desk.cuts for desk in desks), time.monotonic() - began
    say(f"{len(times):,} answers in {took:.0f} s, {cuts} cut off after sending; {changes:,} changes stored.")
    once = sum(n == 1 for n in times) if done else 0
    return [
        Goal("answers: stored exactly once", once, TABLES * ANSWERS, at_least=True),
        Goal("answers: changes beyond one for each", changes - len(times), 0),
    ]


def _desk(room: Gathering, table: int, names: list[str], random: Random) -> Desk:
    desk = Desk(table, Exchange(room.loop, room.hall.port), deque())
    for n, due in enumerate(sorted(random.uniform(0, SECONDS) for _ in range(ANSWERS))):
        desk.said.append(f"answer{table}x{n}")
        desk.posts.append((due, _answer(room, table, names[n % len(names)], desk.said[-1])))
    return desk


def _answer(room: Gathering, table: int, name: str, text: str) -> bytes:
    """Return the post of a table's first device: a text that somebody typed in a box that was empty to them."""
    body = urlencode({name: f"{text}.", f"{name}~base": ""}).encode()
    return room.hall.answer(table, body, new_token())


def _exchanged(room: Gathering, exchange: Exchange, request: bytes) -> float:
    """Send a request and wait for its answer; return the milliseconds that it took."""
    exchange.send(request)
    room.loop.pump(lambda: not exchange.waiting, 30)
    return (exchange.answered_at - exchange.sent_at) / 1e6


def _page(room: Gathering, table: int) -> Page:
    exchange = Exchange(room.loop, room.hall.port)
    answers: list[bytes] = []
    exchange.answered = answers.append
    _exchanged(room, exchange, room.hall.table_page(table))
    exchange.close()
    return Page(wire.body_of(answers[0]).decode())
