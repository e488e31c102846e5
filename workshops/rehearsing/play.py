"""A rehearsal is played: everybody joins, the network fails as asked, and in the end everybody has everything."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from workshops.rehearsing.device import Device
from workshops.rehearsing.facilitator import Facilitator, Planned
from workshops.rehearsing.listening import LivePage
from workshops.rehearsing.records import Press, Record, Said
from workshops.rehearsing.waiting import until
from workshops.rehearsing.web import Browser, Traffic
from workshops.topics import CONSOLES, SCREENS, TABLES, own_table

# Requests that wait for their answers at the same moment.
THREADS = 24
# A hall does not join in the same second.
JOINS_A_SECOND = 40
# A lost network is back after so many seconds.
AWAY_SECONDS = (0.5, 20.0)
# In the end everybody has so long to become equal, since some may have just been cut off.
SETTLE_SECONDS = 60.0
TELL_EVERY = 10.0


@dataclass(frozen=True)
class SimulatedTable:
    """A table that takes part: its number, its key in the database and the code on its card."""

    number: int
    pk: int
    code: str


@dataclass(frozen=True)
class Script:
    """What is to be played. Shares are between 0 and 1, times in seconds."""

    server: str
    slug: str
    epoch: str
    tables: Sequence[SimulatedTable]
    devices: int
    screen: str
    speed: float
    seconds: float
    cut: float = 0.0
    slow: float = 0.0
    seed: int = 0
    link: str = ""
    plan: Mapping[str, Planned] = field(default_factory=dict)


@dataclass
class Played:
    """What became of it. `began_at`: when everybody was there. `clock_ahead`: of the server's clock, in seconds."""

    records: list[Record]
    traffic: Traffic
    presses: list[Press] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    refused: int = 0
    began_at: float = 0.0
    ended_at: float = 0.0
    clock_ahead: float = 0.0


async def play(script: Script, tell: Callable[[str], None]) -> Played:
    """Play a script from the first join until everybody is equal; `tell` hears how it goes."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="rehearse") as threads:
        return await _Stage(script, threads, tell).play()


class _Stage:
    """The people of one play."""

    def __init__(self, script: Script, threads: ThreadPoolExecutor, tell: Callable[[str], None]) -> None:
        self._script, self._threads, self._tell = script, threads, tell
        self._random = Random(script.seed)  # noqa: S311 -- a play, no secret
        self._played = Played([], Traffic())
        self._devices = [self._device(n) for n in range(script.devices)]
        self._screens = [self._page("screen", script.screen, SCREENS)] if script.screen else []
        self._facilitator = self._led() if script.link else None
        self._listening: list[asyncio.Task[None]] = []

    async def play(self) -> Played:
        self._played.clock_ahead = await _clock_ahead(self._browser())
        try:
            await self._gather()
            self._played.began_at = time.time()
            await self._go_on()
            self._played.ended_at = time.time()
            await self._settle()
        finally:
            await self._stop_listening()
        self._played.said = [said for device in self._devices for said in device.said]
        self._played.refused = sum(device.refused for device in self._devices)
        if self._facilitator is not None:
            self._played.presses = self._facilitator.presses
        return self._played

    async def _gather(self) -> None:
        """Let everybody join and listen, one after the other as people come in."""
        self._tell(f"{len(self._devices)} devices join at {len(self._script.tables)} tables ...")
        for screen in self._screens:
            await screen.open()
            self._listen(screen)
        if self._facilitator is not None:
            await self._facilitator.sign_in(self._script.link)
            self._listen(self._facilitator.live)
        joining = []
        for n, device in enumerate(self._devices):
            joining.append(asyncio.create_task(self._join(device, self._table(n).code)))
            await asyncio.sleep(1 / JOINS_A_SECOND)
        await asyncio.gather(*joining)

    async def _stop_listening(self) -> None:
        """Close every page; raise what went wrong in one of them, which nobody has waited for."""
        for task in self._listening:
            task.cancel()
        for ended in await asyncio.gather(*self._listening, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    async def _join(self, device: Device, code: str) -> None:
        await device.join(code)
        self._listen(device.live)

    async def _go_on(self) -> None:
        """Let the day go on until the facilitator is through, or the time is up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._script.seconds), asyncio.TaskGroup() as group:
                others = [group.create_task(device.take_part()) for device in self._devices]
                others += [group.create_task(self._cut_off()), group.create_task(self._tell_how_it_goes())]
                if self._facilitator is not None:
                    await self._facilitator.lead()
                    for task in others:
                        task.cancel()

    async def _cut_off(self) -> None:
        """Every minute, cut a share of the devices off, each at its own moment and for a while of its own."""
        number = round(self._script.cut * len(self._devices))
        async with asyncio.TaskGroup() as group:
            while number:
                for device in self._random.sample(self._devices, number):
                    group.create_task(self._cut(device, self._random.uniform(0, 60)))
                await asyncio.sleep(60)

    async def _cut(self, device: Device, after: float) -> None:
        await asyncio.sleep(after)
        if not device.live.browser.away:
            await device.live.cut(self._random.uniform(*AWAY_SECONDS), noticed=self._random.random() < 0.5)  # noqa: PLR2004 -- heads or tails

    async def _settle(self) -> None:
        """Bring everybody's network back, and wait until each has what its topics' newest heartbeat says."""
        pages = [*(device.live for device in self._devices), *self._screens]
        if self._facilitator is not None:
            pages.append(self._facilitator.live)
        for page in pages:
            await page.wake()
        await until(lambda: all(page.is_equal for page in pages), SETTLE_SECONDS, look_every=0.1)

    async def _tell_how_it_goes(self) -> None:
        while True:
            await asyncio.sleep(TELL_EVERY)
            so_far = int(time.time() - self._played.began_at)
            connected = sum(device.live.connected for device in self._devices)
            newest = max(record.have for record in self._played.records)
            answers = sum(len(device.said) for device in self._devices)
            self._tell(
                f"{so_far // 60}:{so_far % 60:02} {connected} of {len(self._devices)} devices connected, "
                f"event {newest}, {answers} answers"
            )

    def _table(self, n: int) -> SimulatedTable:
        return self._script.tables[n % len(self._script.tables)]

    def _device(self, n: int) -> Device:
        table = self._table(n)
        slow = n < round(self._script.slow * self._script.devices)
        record = self._record(f"table {table.number}, device {n + 1}", TABLES, own_table(table.pk), slow=slow)
        speed, random = self._script.speed, self._new_random()
        return Device(self._browser(), record, table=table.number, epoch=self._script.epoch, speed=speed, random=random)

    def _led(self) -> Facilitator:
        script = self._script
        return Facilitator(
            self._browser(),
            self._record("console", CONSOLES),
            slug=script.slug,
            epoch=script.epoch,
            plan=script.plan,
            speed=script.speed,
            random=self._new_random(),
        )

    def _page(self, name: str, path: str, *topics: str) -> LivePage:
        record = self._record(name, *topics)
        return LivePage(self._browser(), path, record, epoch=self._script.epoch, random=self._new_random())

    def _record(self, name: str, *topics: str, slow: bool = False) -> Record:
        record = Record(name, topics, slow=slow)
        self._played.records.append(record)
        return record

    def _browser(self) -> Browser:
        return Browser(self._script.server, self._played.traffic, self._threads)

    def _listen(self, page: LivePage) -> None:
        self._listening.append(asyncio.create_task(page.listen()))

    def _new_random(self) -> Random:
        return Random(self._random.random())  # noqa: S311 -- as above


async def _clock_ahead(browser: Browser) -> float:
    """Return how far the server's clock is ahead of this one, by the answer that came quickest; 0 if it tells none."""
    measured = []
    for _ in range(4):
        asked = time.time()
        answer = await browser.get("/live/clock/")
        answered = time.time()
        if not answer.ok:
            return 0.0
        measured.append((answered - asked, json.loads(answer.text)["now"] / 1000 - (asked + answered) / 2))
    return float(min(measured)[1])
