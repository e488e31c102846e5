"""One log's sockets in this process. Lives on the event loop; touches no database and never waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from live.lines import Line, Message
from live.presence import Attendance
from live.replay import Catch, Welcome
from live.wire import COME_BACK, heartbeat_text, reload_text

# Heartbeats are spread over as many seconds, so that they never add up to a second reveal.
BEAT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Delivery:
    """Texts of one event, on the way to a room: (topic, the topic's previous number, text).

    `seq` is None for a passing state, which has no number.
    """

    log_id: int
    epoch: str
    seq: int | None
    texts: tuple[tuple[str, int, str], ...]


class Socket:
    """One browser's connection: who it is, what it listens to, and its way out."""

    __slots__ = ("early", "heard", "issued_at", "line", "slot", "subject", "topics")

    def __init__(self, subject: str, topics: tuple[str, ...], line: Line, issued_at: float) -> None:
        """`issued_at`: when its ticket was made (seconds since 1970)."""
        self.subject = subject
        self.topics = topics
        self.line = line
        self.issued_at = issued_at
        self.heard = 0
        self.slot = 0
        self.early: list[tuple[int | None, Message]] | None = []


class Room:
    """The sockets of one log, by topic, and how far this process has delivered."""

    def __init__(self, log_id: int) -> None:
        """Start empty; `epoch` and `head` are known once the log was read."""
        self.log_id = log_id
        self.epoch = ""
        self.head = -1
        self.heads: dict[str, int] = {}
        self.topics: dict[str, set[Socket]] = {}
        self.joining: set[Socket] = set()
        self.beats: list[set[Socket]] = [set() for _ in range(BEAT_SECONDS)]
        self.attendance = Attendance()
        # Deliveries that came before one that is missing; how far the log is known to be; whether that is known.
        self.ahead: dict[int, Delivery] = {}
        self.goal = -1
        self.unsure = False
        self._beat = ("", 0), Message(heartbeat_text("", 0))  # nearly all sockets get the same one
        self._next_slot = 0

    def sockets(self) -> Iterable[Socket]:
        """Every socket that has been let in."""
        for beat in self.beats:
            yield from beat

    def wanted(self) -> set[str]:
        """Return the topics that somebody here listens to, or is about to."""
        listened = {topic for topic, sockets in self.topics.items() if sockets}
        return listened.union(*(socket.topics for socket in self.joining))

    def expect(self, socket: Socket) -> None:
        """Keep what is delivered from now on for `socket` until the log was read for it."""
        self.joining.add(socket)

    def admit(self, socket: Socket, welcome: Welcome) -> None:
        """Send what the log held, then what arrived meanwhile, then how far the log is; and let in."""
        self.joining.discard(socket)
        if self.head < 0:
            self.epoch, self.head = welcome.epoch, welcome.head
        for topic, seq in welcome.heads.items():
            self.heads[topic] = max(seq, self.heads.get(topic, 0))
        early, socket.early = socket.early or [], None
        texts = [reload_text(welcome.epoch)] if welcome.reload else welcome.texts
        first = [Message(text) for text in texts]
        first += [message for seq, message in early if seq is None or seq > welcome.head]
        if not all(socket.line.write(message) for message in first):
            socket.line.close(COME_BACK)
            return
        socket.slot = self._next_slot = (self._next_slot + 1) % BEAT_SECONDS
        self.beats[socket.slot].add(socket)
        for topic in socket.topics:
            self.topics.setdefault(topic, set()).add(socket)
        self.beat(socket)

    def remove(self, socket: Socket) -> None:
        """Forget `socket`."""
        self.joining.discard(socket)
        self.beats[socket.slot].discard(socket)
        for topic in socket.topics:
            if listeners := self.topics.get(topic):
                listeners.discard(socket)

    @property
    def is_behind(self) -> bool:
        """Whether the log holds, or may hold, what was not delivered yet."""
        return self.unsure or self.head < self.goal

    def take(self, delivery: Delivery) -> bool:
        """Deliver what is next and what had to wait for it; False when something is missing before it."""
        if delivery.seq is None:
            self.deliver(delivery)
        elif delivery.seq > self.head:
            self.ahead[delivery.seq] = delivery
            self._follow_up()
        return not self.ahead

    def deliver(self, delivery: Delivery) -> None:
        """Write each text to its topic's sockets. The caller has checked the number."""
        for topic, _after, text in delivery.texts:
            message = Message(text)
            if delivery.seq is not None:
                self.heads[topic] = delivery.seq
            for socket in self.joining:
                if topic in socket.topics and socket.early is not None:
                    socket.early.append((delivery.seq, message))
            listeners = self.topics.get(topic, ())
            behind = [socket for socket in listeners if not socket.line.write(message)]
            for socket in behind:
                self.drop(socket, COME_BACK)
        if delivery.seq is not None:
            self.head = delivery.seq

    def bring(self, catch: Catch) -> None:
        """Deliver what a reading of the log brought, as far as it is new."""
        for seq, texts in catch.texts.items():
            if seq > self.head:
                self.deliver(Delivery(self.log_id, catch.epoch, seq, tuple(texts)))
        self.head = max(self.head, catch.head)
        self._follow_up()

    def beat(self, socket: Socket) -> None:
        """Tell `socket` how far the log is for its topics."""
        head = max((self.heads.get(topic, 0) for topic in socket.topics), default=0)
        if self._beat[0] != (self.epoch, head):
            self._beat = (self.epoch, head), Message(heartbeat_text(self.epoch, head))
        if not socket.line.write(self._beat[1]):
            self.drop(socket, COME_BACK)

    def start_anew(self, epoch: str, head: int) -> None:
        """Tell everybody to fetch the page again: the log is another one, or too far ahead."""
        self.epoch, self.head, self.heads = epoch, head, {}
        self.goal = head
        self.ahead.clear()
        message = Message(reload_text(epoch))
        for socket in list(self.sockets()):
            if not socket.line.write(message):
                self.drop(socket, COME_BACK)

    def _follow_up(self) -> None:
        """Deliver what had to wait and is next now; forget what was delivered by another way."""
        while (delivery := self.ahead.pop(self.head + 1, None)) is not None:
            self.deliver(delivery)
        self.ahead = {seq: waiting for seq, waiting in self.ahead.items() if seq > self.head}

    def drop(self, socket: Socket, code: int) -> None:
        """Close `socket` and serve it no more; its own task ends with the close."""
        self.remove(socket)
        socket.line.close(code)
