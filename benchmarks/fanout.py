"""One reveal to 100, 1,000 and 5,000 sockets: ours, nginx+nchan and plain Channels, side by side in one run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from benchmarks.client import Crowd, Exchange
from benchmarks.hall import Facilitator, Hall
from benchmarks.loop import Loop
from benchmarks.measuring import at_rest, room_for, spread
from benchmarks.options import Options
from benchmarks.peers import Nchan, Peer, Plain
from benchmarks.processes import Server
from benchmarks.report import Goal, heading, say, table
from benchmarks.stamps import COMMITTED, DRAWN

CONSOLES, CONSOLE_REVEALS = 2, 5
ROUNDS = 3
WARM_UP = 3
IN_A_ROW = 5
# The most a reveal may take before a server counts as broken (seconds).
PATIENCE = 60.0
# The sizes of room for which there are goals.
LARGE, LARGEST = 1000, 5000
OURS, FACED, NCHAN, PLAIN = "ours", "faced", "nchan", "plain"


@dataclass(slots=True)
class Measured:
    """What one server did with one size of room. Milliseconds, but for memory (bytes) and the rate (per second)."""

    name: str
    sockets: int
    last: list[float] = field(default_factory=list)  # from the press to the last socket
    committed: list[float] = field(default_factory=list)  # from the commit to the last socket
    drawn: list[float] = field(default_factory=list)  # from the hand-over to the hub to the last socket
    each: list[float] = field(default_factory=list)  # from the press to each socket
    hurried: list[float] = field(default_factory=list)  # from the press to the last socket, the server not yet at rest
    cpu: list[float] = field(default_factory=list)
    memory: float = 0.0
    rate: float = 0.0

    def row(self) -> list[object]:
        """Return this as a row of the table."""
        last, each, cpu = spread(self.last), spread(self.each), spread(self.cpu)
        commit = spread(self.committed) if self.committed else None
        return [
            self.name,
            self.sockets,
            len(self.last),
            last.p50,
            last.p99,
            commit.p50 if commit else "-",
            commit.p99 if commit else "-",
            spread(self.drawn).p50 if self.drawn else "-",
            each.p50,
            each.p99,
            spread(self.hurried).p50 if self.hurried else "-",
            cpu.p50,
            cpu.p50 * 1000 / self.sockets,
            self.memory / 1024 / self.sockets,
            self.rate,
        ]


HEAD = [
    "server",
    "sockets",
    "n",
    "press-last p50",
    "p99",
    "commit-last p50",
    "p99",
    "drawn-last p50",
    "press-each p50",
    "p99",
]
HEAD += ["in a row p50", "CPU ms", "us/socket", "KB/socket", "set-up/s"]


class Subject:
    """A server, its crowd and what was measured of them."""

    def __init__(self, loop: Loop, server: Server, addresses: list[str]) -> None:
        """Nothing is connected yet."""
        self.loop, self.server = loop, server
        self.crowd = Crowd(loop, server.port, addresses)
        self.measured = Measured(server.name, len(addresses))

    def gather(self) -> None:
        """Connect the whole crowd; note how fast, and what it costs in memory."""
        at_rest(self.loop, self.server.pid)
        before = self.server.memory()
        seconds = self.crowd.connect()
        at_rest(self.loop, self.server.pid)
        self.measured.rate = len(self.crowd.addresses) / seconds
        self.measured.memory = self.server.memory() - before

    def broadcast(self, send: Callable[[], tuple[int, int]], *, timed: bool = True) -> None:
        """Send once and wait until everybody has it, every receipt is sent and the server is at rest again."""
        used = self.server.cpu()
        seq, pressed = self._send_to_all(send)
        self.loop.pump(lambda: not self.crowd.receipts, PATIENCE)
        at_rest(self.loop, self.server.pid)
        moments = [stamp for _, stamp in self.crowd.arrivals[seq]]
        if len({number for number, _ in self.crowd.arrivals[seq]}) != len(moments):
            raise RuntimeError(f"{self.server.name}: somebody got event {seq} twice.")
        if timed:
            self.measured.cpu.append((self.server.cpu() - used) * 1000)
            self.measured.last.append((max(moments) - pressed) / 1e6)
            self.measured.each += [(moment - pressed) / 1e6 for moment in moments]
            self._since(COMMITTED, seq, max(moments), self.measured.committed)
            self._since(DRAWN, seq, max(moments), self.measured.drawn)

    def hurry(self, send: Callable[[], tuple[int, int]], exchange: Exchange, *, timed: bool = True) -> None:
        """Send as soon as everybody has what was sent before, while the server still works on receipts."""
        seq, pressed = self._send_to_all(send)
        self.loop.pump(lambda: not exchange.waiting, PATIENCE)
        if timed:
            self.measured.hurried.append((max(stamp for _, stamp in self.crowd.arrivals[seq]) - pressed) / 1e6)

    def _send_to_all(self, send: Callable[[], tuple[int, int]]) -> tuple[int, int]:
        seq, pressed = send()
        if not self.loop.pump(lambda: self.crowd.has_all(seq), PATIENCE):
            raise TimeoutError(
                f"{self.server.name}: {len(self.crowd.arrivals[seq])} have event {seq} after {PATIENCE:.0f} s."
            )
        return seq, pressed

    def _since(self, what: str, seq: int, last: int, into: list[float]) -> None:
        moment = self.server.stamps.moment(what, seq) if isinstance(self.server, Hall | Plain) else None
        if moment is not None:
            into.append((last - moment) / 1e6)


class OurSubject(Subject):
    """Roadshow: every second press withdraws, which is waited for but not measured."""

    def __init__(self, loop: Loop, hall: Hall) -> None:
        """Let a screen listen as well; consoles come later."""
        super().__init__(loop, hall, hall.addresses("devices"))
        self._facilitator = Facilitator(loop, hall)
        self._screens = Crowd(loop, hall.port, hall.addresses("screens"))
        self._consoles = Crowd(loop, hall.port, hall.addresses("consoles"))

    def gather(self) -> None:
        """Warm the server up before its memory is read: what loads once belongs to no socket."""
        self._screens.connect()
        for _ in range(2 * WARM_UP):
            self._facilitator.press()
            self.loop.pump(lambda: not self._facilitator.exchange.waiting, PATIENCE)
        super().gather()

    def open_consoles(self) -> None:
        """Connect the consoles and measure by a new name: from here on every receipt is drawn for them."""
        self._consoles.connect()
        at_rest(self.loop, self.server.pid)
        before, name = self.measured, f"{self.server.name}, {CONSOLES} consoles"
        self.measured = Measured(name, before.sockets, memory=before.memory, rate=before.rate)

    def reveals(self, times: int, *, timed: bool = True) -> None:
        """Reveal and withdraw so many times."""
        for _ in range(2 * times):
            self.broadcast(self._facilitator.press, timed=timed and self._facilitator.stage == 0)

    def in_a_row(self, times: int) -> None:
        """Reveal and withdraw without a rest; the first reveal finds the server at rest and does not count."""
        for number in range(2 * times + 2):
            timed = number > 0 and self._facilitator.stage == 0
            self.hurry(self._facilitator.press, self._facilitator.exchange, timed=timed)
        at_rest(self.loop, self.server.pid)

    @property
    def frame_bytes(self) -> int:
        """How long a reveal's frame is, header included: the longer of reveal and withdrawal."""
        return max(self.crowd.bytes_of.values())


class PeerSubject(Subject):
    """nchan or plain Channels: a frame as long as ours, by POST."""

    def __init__(self, loop: Loop, peer: Peer, sockets: int, frame_bytes: int) -> None:
        """Start at event 1."""
        super().__init__(loop, peer, peer.addresses(sockets))
        self._peer, self._bytes, self._seq = peer, frame_bytes, 0
        self._exchange = Exchange(loop, peer.port)

    def reveals(self, times: int, *, timed: bool = True) -> None:
        """Publish so many times."""
        for _ in range(times):
            self.broadcast(self._publish, timed=timed)

    def in_a_row(self, times: int) -> None:
        """Publish without a rest; the first finds the server at rest and does not count."""
        for number in range(times + 1):
            self.hurry(self._publish, self._exchange, timed=number > 0)
        at_rest(self.loop, self.server.pid)

    def _publish(self) -> tuple[int, int]:
        self._seq += 1
        return self._seq, self._exchange.send(self._peer.publish(self._seq, self._bytes))


def run(options: Options) -> list[Goal]:
    """Measure every size; print a table for each and return the goals."""
    room_for(2 * max(options.sockets))
    goals: list[Goal] = []
    for sockets in options.sockets:
        heading(f"fanout: one reveal to {sockets:,} sockets")
        goals += _measure(options, sockets)
    return goals


def _measure(options: Options, sockets: int) -> list[Goal]:
    with ExitStack() as stack:
        loop = Loop()
        ours = OurSubject(loop, stack.enter_context(Hall(devices=sockets, consoles=CONSOLES)))
        ours.gather()
        ours.reveals(WARM_UP, timed=False)
        results = {OURS: ours.measured}
        subjects: list[OurSubject | PeerSubject] = [ours]
        if NCHAN in options.against and Nchan.is_installed():
            nchan = PeerSubject(loop, stack.enter_context(Nchan()), sockets, ours.frame_bytes)
            nchan.gather()
            nchan.reveals(WARM_UP, timed=False)
            results[NCHAN] = nchan.measured
            subjects.append(nchan)
        say(f"A reveal's frame is {ours.frame_bytes:,} bytes. {ROUNDS} interleaved rounds. Times in ms.")
        for _ in range(ROUNDS):
            for subject in subjects:
                subject.reveals(options.reveals // ROUNDS)
        for subject in subjects:
            subject.in_a_row(IN_A_ROW)
        ours.open_consoles()
        ours.reveals(CONSOLE_REVEALS)
        results[FACED] = ours.measured
        for subject in subjects:
            subject.crowd.close()
        if PLAIN in options.against:
            results[PLAIN] = _plain(stack, loop, sockets, ours.frame_bytes)
        say(table(HEAD, [measured.row() for measured in results.values()]))
        return _goals(sockets, results)


def _plain(stack: ExitStack, loop: Loop, sockets: int, frame_bytes: int) -> Measured:
    """Measure plain Channels by itself, a few times only: it works many seconds for a frame to 5,000."""
    plain = PeerSubject(loop, stack.enter_context(Plain()), sockets, frame_bytes)
    plain.gather()
    plain.reveals(20 if sockets < LARGE else 8 if sockets < LARGEST else 3)
    plain.in_a_row(2)
    plain.crowd.close()
    return plain.measured


def _goals(sockets: int, results: dict[str, Measured]) -> list[Goal]:
    """Print the ratios of one size and return what was promised of it."""
    goals = [Goal(f"{sockets:,} sockets: memory a socket", results[OURS].memory / 1024 / sockets, 30, " KB")]
    for name in (OURS, FACED) if NCHAN in results else ():
        goals += _against_nchan(sockets, results[name], results[NCHAN])
    if PLAIN in results:
        ours, plain = results[OURS], results[PLAIN]
        rested = spread(plain.committed).p50 / spread(ours.committed).p50
        in_a_row = spread(plain.hurried).p50 / spread(ours.hurried).p50
        cpu = spread(plain.cpu).p50 / spread(ours.cpu).p50
        say(f"plain / ours: from the commit {rested:.1f}, in a row {in_a_row:.1f}, CPU {cpu:.1f}")
        if sockets >= LARGEST:
            goals.append(
                Goal(f"{sockets:,} sockets: reveals in a row, plain Channels / ours", in_a_row, 50, at_least=True)
            )
    return goals


def _against_nchan(sockets: int, ours: Measured, nchan: Measured) -> list[Goal]:
    theirs = spread(nchan.last).p50
    press, commit = spread(ours.last).p50 / theirs, spread(ours.committed).p50 / theirs
    cpu = spread(ours.cpu).p50 / spread(nchan.cpu).p50
    say(f"{ours.name} / nchan: from the press {press:.2f}, from the commit {commit:.2f}, CPU {cpu:.2f}")
    if sockets < LARGE:
        return []
    limit = 2.0 if sockets >= LARGEST else 2.5
    return [
        Goal(f"{sockets:,} sockets: commit to the last socket, {ours.name} / nchan", commit, limit),
        Goal(f"{sockets:,} sockets: CPU of a reveal, {ours.name} / nchan", cpu, limit),
    ]
