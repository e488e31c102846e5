"""Forty photos at once: is each stored once, how much memory that takes, and how long a reveal waits meanwhile."""

from __future__ import annotations

import io
import json
import os
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from PIL import Image

from benchmarks import wire
from benchmarks.hall import Gathering, Hall, gathered
from benchmarks.measuring import processes, quantile
from benchmarks.options import Options
from benchmarks.peers import PlainPhotos
from benchmarks.prepare import DEVICES_PER_TABLE
from benchmarks.processes import ROOT, Server, python
from benchmarks.report import Goal, heading, say, table
from workshops.tokens import new_token

PHOTOS, SIZE, WANTED = 40, (4_000, 3_000), 3_000_000
MB = 1024 * 1024
# Of so many photos one is sent again at once, as though its answer had been lost.
TWICE = 4
STORED = 200


@dataclass
class Peak:
    """The most memory that a server and all that it started have taken while this is open; read every 20 ms."""

    server: Server
    most: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.02):
            try:
                self.most = max(self.most, _memory(self.server.pid))
            except OSError:
                continue  # A darkroom ended meanwhile.


def _memory(pid: int) -> int:
    """Return what a server and its darkrooms take. The worker that sends mail beside it has no part in photos."""
    return sum(_resident(each) for each in processes(pid) if each == pid or b"darkroom" in _command(each))


def _worker_memory(pid: int) -> int:
    """Return what the worker beside a server takes."""
    return sum(_resident(each) for each in processes(pid) if b"--beside" in _command(each))


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def run(_options: Options) -> list[Goal]:
    """Send forty photos to the product and to a plain view; then release one and fetch it as a screen does."""
    heading(f"photos: {PHOTOS} of {SIZE[0]} x {SIZE[1]} points and 3 MB at once, one in {TWICE} sent twice")
    photos = [_photo(n) for n in range(PHOTOS)]
    say(f"each {min(map(len, photos)) / 1e6:.1f} to {max(map(len, photos)) / 1e6:.1f} MB")
    with gathered(PHOTOS * DEVICES_PER_TABLE, threads=4) as room:
        ours, reveals, peak, statuses = _ours(room, photos)
        stored, copies = _counted(room.hall)
        say(f"all after {ours:.0f} s, at most {peak / MB:.0f} MB; a reveal p95 {quantile(reveals, 0.95):.0f} ms")
        say(f"beside it the worker that sends mail: {_worker_memory(room.hall.pid) / MB:.0f} MB")
        walls = [_on_the_wall(room.hall, n) for n in range(1, 6)]
    with PlainPhotos() as plain:
        theirs, pings, plain_peak = _plain(plain, photos)
    say(
        table(
            ["", "all after s", "peak MB", "meanwhile p50 ms", "p95 ms"],
            [
                ["ours (a reveal, to the last of 160)", ours, peak / MB, *_quantiles(reveals)],
                ["plain Pillow in a view (a ping)", theirs, plain_peak / MB, *_quantiles(pings)],
            ],
        )
    )
    say(f"ours takes {peak / plain_peak:.2f} x the memory; {len(reveals)} reveals, {len(statuses)} posts: {statuses}")
    say(f"released to fetched by a screen: {', '.join(f'{each * 1000:.0f}' for each in walls)} ms")
    return [
        Goal("photos: stored", stored, PHOTOS, at_least=True),
        Goal("photos: stored twice", copies, 0),
        Goal("photos: memory of the server and its darkrooms", peak / MB, 400, " MB"),
        Goal("photos: a reveal meanwhile, button to last device, p95", quantile(reveals, 0.95), 500, " ms"),
        Goal("photos: 12 megapixels on the wall after release, worst", max(walls), 2, " s"),
    ]


def _photo(n: int) -> bytes:
    """Return a photo of about 3 MB that is like no other."""
    grain = Image.effect_noise(SIZE, 46).convert("RGB")
    grain.paste((n, 2 * n, 255 - n), (0, 0, 64, 64))
    out = io.BytesIO()
    grain.save(out, "JPEG", quality=40)
    return out.getvalue() + bytes(max(0, WANTED - out.tell()))


def _quantiles(values: list[float]) -> list[float]:
    return [quantile(values, 0.5), quantile(values, 0.95)]


def _ours(room: Gathering, photos: list[bytes]) -> tuple[float, list[float], int, dict[int, int]]:
    """Return how long all took, what each reveal meanwhile took in ms, the most memory, and the answers' statuses."""
    requests = [room.hall.photo(n, new_token(), content) for n, content in enumerate(photos)]
    requests += requests[::TWICE]
    took: list[float] = []
    everybody, button = room.devices, room.facilitator
    known = set(everybody.arrivals)

    def reached() -> int:
        """Return the newest event that all have: photos tell their own tables only. 0 while there is none."""
        return next((seq for seq in set(everybody.arrivals) - known if everybody.has_all(seq)), 0)

    def reveal() -> None:
        _seq, pressed = button.press()
        if not room.loop.pump(lambda: bool(reached()) and not button.exchange.waiting, 60):
            raise TimeoutError(f"Not all devices had a reveal after a minute. It said:\n{room.hall.said()}")
        seq = reached()
        known.add(seq)
        if button.stage:
            took.append((max(stamp for _, stamp in everybody.arrivals[seq]) - pressed) / 1e6)
        room.loop.rest(0.1)

    seconds, peak, answers = _at_once(room.hall, requests, reveal)
    return seconds, took, peak, {status: answers.count(status) for status in sorted(set(answers))}


def _plain(plain: PlainPhotos, photos: list[bytes]) -> tuple[float, list[float], int]:
    took: list[float] = []
    ping = wire.request("GET", plain.port, "/")

    def measure() -> None:
        began = time.monotonic()
        _post(plain.port, ping)
        took.append((time.monotonic() - began) * 1000)
        time.sleep(0.1)

    requests = [wire.request("POST", plain.port, "/", content) for content in photos]
    seconds, peak, _answers = _at_once(plain, requests, measure)
    return seconds, took, peak


def _at_once(server: Server, requests: list[bytes], meanwhile: Callable[[], None]) -> tuple[float, int, list[int]]:
    """Send all requests at once, and do something again and again until the last is answered."""
    with Peak(server) as peak, ThreadPoolExecutor(len(requests)) as hall:
        began = time.monotonic()
        posts: list[Future[int]] = [hall.submit(_post, server.port, request) for request in requests]
        while not all(post.done() for post in posts):
            meanwhile()
        seconds = time.monotonic() - began
    return seconds, peak.most, [post.result() for post in posts]


def _post(port: int, request: bytes) -> int:
    """Send a request over a connection of its own; return the answer's status."""
    with socket.create_connection(("127.0.0.1", port), timeout=180) as connection:
        connection.sendall(request)
        answer = b""
        while not (whole := wire.answer_size(answer)) or len(answer) < whole:
            more = connection.recv(65_536)
            if not more:
                return 0
            answer += more
    return int(answer[9:12])


def _counted(hall: Hall) -> tuple[int, int]:
    """Return how many different photos the database holds, and how many more than one of each."""
    with closing(sqlite3.connect(hall.folder / "data" / "roadshow.sqlite3")) as database:
        rows = database.execute("SELECT sent FROM drawings_picture WHERE kind = 'plain'").fetchall()
    return len(set(rows)), len(rows) - len(set(rows))


def _on_the_wall(hall: Hall, number: int) -> float:
    """Release a table's photo; return the seconds from the commit until a screen has the whole picture."""
    done = subprocess.run(
        python("-m", "benchmarks.released", str(number)),
        cwd=ROOT,
        env=os.environ | hall.environment(),
        capture_output=True,
        check=True,
    )
    made = json.loads(done.stdout)
    request = wire.request("GET", hall.port, made["address"])
    began = time.monotonic()
    status = _post(hall.port, request)
    if status != STORED:
        raise RuntimeError(f"A screen got {status} for a picture that was released.")
    return time.monotonic() - began + float(made["seconds"])
