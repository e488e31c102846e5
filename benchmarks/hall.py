"""Roadshow itself under measurement: a server with its own data, a signed-in facilitator, a hall of devices."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks import wire
from benchmarks.client import Crowd, Exchange
from benchmarks.loop import Loop
from benchmarks.measuring import at_rest, room_for
from benchmarks.processes import PORT, ROOT, Server, python
from benchmarks.stamps import COMMITTED, Stamps


class Hall(Server):
    """One process of the product, started by its own `serve`."""

    name = "Roadshow"

    def __init__(self, *, devices: int, consoles: int = 0, http: str = "threads", threads: int = 8) -> None:
        """`http`: "threads" as the product does, or "asgi" for Django's own handler."""
        super().__init__(PORT)
        self.stamps = Stamps(self.folder / "stamps")
        self._size = (devices, consoles)
        self._http, self._threads = http, threads
        self.made: dict[str, Any] = {}
        self._cookies = ""
        self._token = ""

    def command(self) -> Sequence[str]:
        """Return the product's own `serve`, stamped."""
        return python("-m", "benchmarks.served")

    def environment(self) -> Mapping[str, str]:
        """Return a data folder of its own, and nothing from the outside."""
        return {
            "DATA_DIR": str(self.folder / "data"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "PUBLIC_URL": "",
            "HTTP_THREADS": str(self._threads),
            "BENCH_HTTP": self._http,
            "BENCH_STAMPS": str(self.folder / "stamps"),
        }

    def start(self) -> None:
        """Start; the first time also seat the devices and sign the facilitator in."""
        super().start()
        if not self.made:
            self._prepare()
            self._sign_in()

    def addresses(self, who: str, extra: str = "") -> list[str]:
        """Return the socket addresses of "devices", "consoles" or "screens"."""
        return [f"/live/?ticket={ticket}{extra}" for ticket in self.made[who]]

    def press(self, button: str, stage: int) -> bytes:
        """Return the request of the console's button "reveal" or "withdraw", as its page sends it."""
        return wire.request(
            "POST",
            self.port,
            f"/roadshows/{self.made['slug']}/console/{button}/",
            f"stage={stage}".encode(),
            Content_Type="application/x-www-form-urlencoded",
            Cookie=self._cookies,
            X_CSRFToken=self._token,
            HX_Request="true",
        )

    def join(self, table: int) -> bytes:
        """Return the request of a new device that joins a table: one row more."""
        codes = self.made["codes"]
        return wire.request(
            "POST",
            self.port,
            "/join/",
            f"code={codes[table % len(codes)]}".encode(),
            Content_Type="application/x-www-form-urlencoded",
            Cookie=f"csrftoken={self._token}",
            X_CSRFToken=self._token,
        )

    def table_page(self, table: int = 0) -> bytes:
        """Return the request of a table's first device for its page; tables are counted from 0."""
        return wire.request("GET", self.port, "/table/", Cookie=f"device={self.made['cookies'][table]}")

    def answer(self, table: int, body: bytes, key: str) -> bytes:
        """Return the request by which a table's first device answers, as the outbox sends it."""
        return wire.request(
            "POST",
            self.port,
            "/table/answers/",
            body,
            Content_Type="application/x-www-form-urlencoded",
            Accept="application/json",
            Idempotency_Key=key,
            Cookie=f"device={self.made['cookies'][table]}; csrftoken={self._token}",
            X_CSRFToken=self._token,
        )

    def note(self, body: bytes) -> bytes:
        """Return the request by which a door's page sends what was noted."""
        return wire.request(
            "POST",
            self.port,
            f"/roadshows/{self.made['slug']}/door/note/",
            body,
            Content_Type="application/x-www-form-urlencoded",
            Accept="application/json",
            Cookie=self._cookies,
            X_CSRFToken=self._token,
        )

    def photo(self, table: int, key: str, content: bytes) -> bytes:
        """Return the request by which a table's first device sends a photo, as the page for photos does."""
        head = 'Content-Disposition: form-data; name="photo"; filename="photo"\r\nContent-Type: image/jpeg'
        body = f"--bench\r\n{head}\r\n\r\n".encode() + content + b"\r\n--bench--\r\n"
        return wire.request(
            "POST",
            self.port,
            f"/table/drawings/{key}/photo/",
            body,
            Content_Type="multipart/form-data; boundary=bench",
            Accept="application/json",
            Cookie=f"device={self.made['cookies'][table]}; csrftoken={self._token}",
            X_CSRFToken=self._token,
        )

    def pack(self, audience: str) -> bytes:
        """Return the request of a facilitator for a paper pack."""
        path = f"/roadshows/{self.made['slug']}/console/paper/{audience}.pdf"
        return wire.request("GET", self.port, path, Cookie=self._cookies)

    def _prepare(self) -> None:
        devices, consoles = (str(n) for n in self._size)
        made = subprocess.run(
            python("-m", "benchmarks.prepare", devices, consoles),
            cwd=ROOT,
            env=os.environ | self.environment(),
            capture_output=True,
            check=True,
        )
        self.made = json.loads(made.stdout)

    def _sign_in(self) -> None:
        """Follow the link, then open a page for the token that every form carries."""
        jar: dict[str, str] = {}
        for path in (self.made["link"], "/staff/", "/join/"):
            connection = http.client.HTTPConnection("127.0.0.1", self.port)
            cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
            connection.request("GET", path, headers={"Cookie": cookies} if cookies else {})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = line.partition("=")
                jar[name] = rest.partition(";")[0]
        self._token = jar["csrftoken"]
        self._cookies = "; ".join(f"{name}={value}" for name, value in jar.items())


class Facilitator:
    """Presses the console's buttons over one kept connection and waits for what follows."""

    def __init__(self, loop: Loop, hall: Hall) -> None:
        """Nothing is revealed yet."""
        self.hall, self._loop = hall, loop
        self.exchange = Exchange(loop, hall.port)
        self.head: int = hall.made["head"]  # the newest event
        self.stage = 0

    def press(self) -> tuple[int, int]:
        """Reveal the first stage, or withdraw it again; return the event's number and the press's moment (ns)."""
        button = "withdraw" if self.stage else "reveal"
        self.stage = 1 - self.stage
        self.head += 1
        return self.head, self.exchange.send(self.hall.press(button, 1))

    def committed(self, seq: int) -> int:
        """Return when an event was committed (monotonic ns)."""
        moment = self.hall.stamps.moment(COMMITTED, seq)
        if moment is None:
            raise RuntimeError(f"Event {seq} was never committed; the last answer was {self.exchange.status}.")
        return moment


@dataclass(frozen=True, slots=True)
class Gathering:
    """A hall with all its devices connected, and a facilitator at the button."""

    loop: Loop
    hall: Hall
    facilitator: Facilitator
    devices: Crowd
    consoles: Crowd

    def press(self, *, seconds: float = 30) -> int:
        """Press once and wait until every device has what followed; return the event's number."""
        seq, _pressed = self.facilitator.press()
        if not self.loop.pump(lambda: self.devices.has_all(seq) and not self.facilitator.exchange.waiting, seconds):
            have, answer = len(self.devices.arrivals[seq]), self.facilitator.exchange.status
            raise TimeoutError(
                f"{have} of {len(self.devices.addresses)} devices had event {seq} after {seconds:.0f} s; "
                f"the press was answered with {answer}. The server said:\n{self.hall.said()}"
            )
        return seq

    def rest(self) -> None:
        """Wait until every receipt is sent and the server has nothing left to do."""
        self.loop.pump(lambda: not self.devices.receipts, 30)
        at_rest(self.loop, self.hall.pid)


@contextmanager
def gathered(devices: int, *, consoles: int = 0, **how: Any) -> Iterator[Gathering]:
    """Open a hall with so many devices and consoles connected, after a reveal and a withdrawal to warm up."""
    room_for(devices)
    with Hall(devices=devices, consoles=consoles, **how) as hall:
        loop = Loop()
        crowd = Crowd(loop, hall.port, hall.addresses("devices"))
        facing = Crowd(loop, hall.port, hall.addresses("consoles"), keeps=True)
        crowd.connect()
        facing.connect()
        gathering = Gathering(loop, hall, Facilitator(loop, hall), crowd, facing)
        for _ in range(2):
            gathering.press()
        gathering.rest()
        yield gathering
