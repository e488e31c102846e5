"""One hub per process: brings every delivery to this process's sockets, and repairs what it missed.

Three ways lead in, and the log is behind each of them: `offer` from this process's own requests, the
channel layer from other processes (a hint that may be lost), and `_tail`, which looks at the log every
two seconds and finds whatever came by neither.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import close_old_connections

from live import gate, presence, replay
from live.batch import Batch
from live.replay import Arrival, Welcome
from live.room import BEAT_SECONDS, Delivery, Room, Socket
from live.tickets import MAX_AGE_SECONDS
from live.wire import NOT_ALLOWED, BadFrameError, parse_receipt

logger = logging.getLogger("roadshow.live")
Result = TypeVar("Result")

GROUP = "live"
TAIL_SECONDS = 2.0
# Events that are drawn at the same moment overtake each other by about this much.
PATIENCE_SECONDS = 0.2
SWEEP_SECONDS = 10.0
# Receipts and pings from one socket between two of its heartbeats: 30 a second, far above any reader.
MAX_INBOUND = 30 * BEAT_SECONDS


class Hub:
    """The rooms of this process and the tasks that keep them true."""

    def __init__(self) -> None:
        """Do nothing until the first socket or the server's start calls `start`."""
        self.process = secrets.token_hex(8)
        self.rooms: dict[int, Room] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self._threads = self._new_threads()
        self._tasks: set[asyncio.Task[None]] = set()
        self._catching: dict[int, asyncio.Task[None]] = {}
        self._second = 0

    @staticmethod
    def _new_threads() -> ThreadPoolExecutor:
        return ThreadPoolExecutor(2, thread_name_prefix="live")

    def start(self) -> None:
        """Begin on the running loop; harmless when that has happened already."""
        loop = asyncio.get_running_loop()
        if self.loop is loop:
            return
        self.loop, self.rooms, self._catching = loop, {}, {}
        self._welcome: Batch[Arrival, Welcome | None] = Batch(self._ask_welcome)
        work = [self._every(TAIL_SECONDS, self._tail), self._every(SWEEP_SECONDS, self._sweep)]
        work += [self._every(1.0, self._beat), self._every(presence.NEWS_SECONDS, self._news)]
        if get_channel_layer() is not None:
            work.append(self._listen())
        self._tasks = {asyncio.create_task(coroutine) for coroutine in work}

    async def stop(self) -> None:
        """End the tasks and close the threads' database connections; `start` may follow."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown()
        self._threads = self._new_threads()
        self.loop, self.rooms = None, {}

    async def in_thread(self, work: Callable[..., Result], *args: object) -> Result:
        """Run database work off the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_live_connection, work, *args)

    def has_listeners(self, log_id: int, topic: str) -> bool:
        """Whether a text for `topic` could reach anybody: here, or in a process we cannot see into."""
        if get_channel_layer() is not None:
            return True
        room = self.rooms.get(log_id)
        if room is None:
            return False
        return bool(room.topics.get(topic)) or any(topic in socket.topics for socket in list(room.joining))

    def offer(self, delivery: Delivery) -> None:
        """Take a delivery from any thread, for this process's sockets and for the other processes."""
        loop = self.loop
        if loop is not None and loop.is_running():
            loop.call_soon_threadsafe(self._take_own, delivery)
        elif get_channel_layer() is not None:
            async_to_sync(self._tell_others)(delivery)

    # From here on: the event loop only.

    async def join(self, socket: Socket, arrival: Arrival) -> bool:
        """Let a socket in, subscribed before the log is read; False when it may not listen."""
        room = self.rooms.get(arrival.log_id)
        if room is None:
            room = self.rooms[arrival.log_id] = Room(arrival.log_id)
        room.expect(socket)
        try:
            welcome = await self._welcome(arrival)
            if welcome is None:
                return False
            # (Of another epoch than was read: a backup was put back meanwhile, and the numbers say nothing.)
            while 0 <= room.head < welcome.head and room.epoch == welcome.epoch:
                # Shielded: others may wait for the same reading when this one is given up.
                await asyncio.shield(self._catch(room, welcome.head))
            if self.rooms.get(arrival.log_id) is not room:
                return False  # The log was thrown away meanwhile.
        finally:
            room.joining.discard(socket)
        first = room.head < 0
        room.admit(socket, welcome)
        if first:
            self._look_again(room)  # What was delivered while nobody knew how far the room was.
        room.attendance.opened(socket.subject, arrival.since or 0)
        return True

    def heard(self, socket: Socket, room: Room, text: str | bytes) -> bool:
        """Note a receipt or answer a ping; False when the socket says nonsense or says too much."""
        socket.heard += 1
        if socket.heard > MAX_INBOUND:
            return False
        try:
            have = parse_receipt(text)
        except BadFrameError:
            return False
        if have is None:
            room.beat(socket)
        else:
            room.attendance.has(socket.subject, min(have, room.head))
        return True

    def leave(self, socket: Socket, room: Room) -> None:
        """Forget a socket that was let in."""
        room.remove(socket)
        room.attendance.closed(socket.subject)

    def _take_own(self, delivery: Delivery) -> None:
        self._take(delivery)
        if get_channel_layer() is not None:
            task = asyncio.create_task(self._tell_others(delivery))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _take(self, delivery: Delivery) -> None:
        """Deliver what is next; ignore what was delivered; see to what is missing before it."""
        room = self.rooms.get(delivery.log_id)
        if room is None or room.head < 0:
            return  # Nobody is in yet; whoever is coming reads the log.
        if delivery.epoch != room.epoch:
            self._look_again(room)
        elif not room.take(delivery):
            self._catch(room, max(room.ahead))

    def _look_again(self, room: Room) -> None:
        """Read the log of `room`, whatever is known of it."""
        room.unsure = True
        self._catch(room, room.head)

    def _catch(self, room: Room, goal: int) -> asyncio.Task[None]:
        """Bring `room` up to event `goal`, by one reading of the log at a time."""
        room.goal = max(room.goal, goal)
        task = self._catching.get(room.log_id)
        if task is None or task.done():
            task = self._catching[room.log_id] = asyncio.create_task(self._catch_up(room))
            task.add_done_callback(lambda caught: self._go_on(room, caught))
        return task

    def _go_on(self, room: Room, caught: asyncio.Task[None]) -> None:
        """Read once more if the room is still behind; what failed is tried again by the tail."""
        if caught.cancelled():
            return
        if error := caught.exception():
            logger.warning("The log could not be read (%s); it is tried again.", error)
        elif room.is_behind:
            self._catch(room, room.goal)

    async def _catch_up(self, room: Room) -> None:
        """Read the log once, unless what is missing was only late and came by itself meanwhile."""
        if not room.unsure:
            await asyncio.sleep(PATIENCE_SECONDS)
        if not room.is_behind:
            return
        room.unsure = False
        topics = room.wanted()
        catch = await self.in_thread(replay.catch_up, room.log_id, room.head, topics)
        if catch.epoch != room.epoch or catch.too_much:
            room.start_anew(catch.epoch, catch.head)
        elif room.wanted() <= topics:
            room.bring(catch)
        else:
            room.unsure = True  # Somebody came meanwhile who listens to something else.

    async def _ask_welcome(self, arrivals: Collection[Arrival]) -> dict[Arrival, Welcome | None]:
        return await self.in_thread(replay.welcome_all, arrivals)

    async def _tell_others(self, delivery: Delivery) -> None:
        """Send to the other processes. If that fails they find it in the log within TAIL_SECONDS."""
        layer = get_channel_layer()
        message = {"type": GROUP, "from": self.process, "delivery": dataclasses.asdict(delivery)}
        try:
            await layer.group_send(GROUP, message)
        except Exception:  # noqa: BLE001 -- whatever the layer's backend raises
            logger.warning("The channel layer did not take event %s; the log will bring it.", delivery.seq)

    async def _listen(self) -> None:
        """Take deliveries from the other processes, for as long as this one runs."""
        layer = get_channel_layer()
        while True:
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    message = await layer.receive(channel)
                    if message["from"] != self.process:
                        self._take(Delivery(**message["delivery"]))
            except Exception as error:  # noqa: BLE001 -- whatever the layer's backend raises
                logger.warning("The channel layer is away (%s); the log is read instead.", error)
                await asyncio.sleep(TAIL_SECONDS)

    async def _tail(self) -> None:
        """Find what came by no other way: a layer that lost it, a command that runs by itself."""
        known = {room.log_id: (room.epoch, room.head) for room in self.rooms.values() if room.head >= 0}
        if not known:
            return
        changed, gone = await self.in_thread(replay.changed_logs, known)
        for log_id, (epoch, head) in changed.items():
            room = self.rooms[log_id]
            if epoch == room.epoch:
                self._catch(room, head)
            else:
                self._look_again(room)
        for log_id in gone:
            room = self.rooms.pop(log_id)
            for socket in list(room.sockets()):
                room.drop(socket, NOT_ALLOWED)

    async def _sweep(self) -> None:
        """Drop who may not listen any more: signed out, removed, or with too old a ticket."""
        for room in list(self.rooms.values()):
            sockets = list(room.sockets())
            admitted = await self.in_thread(gate.admitted, {s.subject for s in sockets})
            oldest = time.time() - MAX_AGE_SECONDS
            for socket in sockets:
                if socket.subject not in admitted or socket.issued_at < oldest:
                    room.drop(socket, NOT_ALLOWED)
            room.attendance.fresh = False

    async def _beat(self) -> None:
        """Send this second's share of the heartbeats."""
        self._second = (self._second + 1) % BEAT_SECONDS
        for room in self.rooms.values():
            for socket in list(room.beats[self._second]):
                socket.heard = 0
                room.beat(socket)

    async def _news(self) -> None:
        """Write the bulletins that changed, each taking up a small share of the time at most."""
        for room in list(self.rooms.values()):
            attendance = room.attendance
            began = time.monotonic()
            if attendance.fresh or began < attendance.next_news:
                continue
            attendance.fresh = True
            await self.in_thread(presence.publish, room.log_id, self.process, attendance.entries())
            attendance.next_news = time.monotonic() + presence.NEWS_SHARE * (time.monotonic() - began)

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except Exception:
                logger.exception("The hub's %s failed; it goes on.", work.__name__)


def _with_live_connection(work: Callable[..., Result], *args: object) -> Result:
    """Drop a database connection that broke meanwhile, as Django does before each request."""
    close_old_connections()
    return work(*args)


hub = Hub()
