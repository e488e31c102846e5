"""A simulated facilitator: signs in, keeps the console live, and leads the rehearsal through its running order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from workshops.rehearsing.listening import LivePage
from workshops.rehearsing.pages import Form, Page
from workshops.rehearsing.records import Press, Record
from workshops.rehearsing.waiting import until
from workshops.rehearsing.web import Browser, NetworkAwayError
from workshops.tokens import new_token

# How often a facilitator does something beside the running order, in seconds of the workshop.
ACTS_EVERY = 6 * 60.0
# Without a running order a stage has so long, in minutes of the workshop.
STAGE_MINUTES = 15
MOST_STAGES = 10
REVEALS_IN = "case"
# Seconds. How long people wait for the console to show what they pressed (some presses change nothing there),
# and before they press again what was not taken.
SHOWN_WITHIN, TRY_AGAIN = 2.0, 0.5
NEXT = "day-next"
NOTICES = ("Lunch is in the next room.", "Please leave your drawings on the table.", "We go on in five minutes.")


class NothingToLeadError(Exception):
    """The rehearsal has been gone through to its end."""


@dataclass(frozen=True)
class Planned:
    """What the facilitator knows of an activity from the running order on paper."""

    minutes: int
    kind: str


class Facilitator:
    """Somebody at the console. `presses` holds what was pressed and how it was answered."""

    def __init__(
        self,
        browser: Browser,
        record: Record,
        *,
        slug: str,
        epoch: str,
        plan: Mapping[str, Planned],
        speed: float,
        random: Random,
    ) -> None:
        """`plan`: the running order by the numbers that the console's buttons name. `slug`: the rehearsal's."""
        self._ground = f"/roadshows/{slug}/console/"
        self.live = LivePage(browser, self._ground, record, epoch=epoch, random=random)
        self.presses: list[Press] = []
        self._plan, self._speed, self._random = plan, speed, random
        for_the_case = sum(planned.minutes for planned in plan.values() if planned.kind == REVEALS_IN)
        self._reveal_every = min(STAGE_MINUTES, for_the_case / MOST_STAGES) * 60
        self._acts: tuple[Callable[[], Awaitable[object]], ...] = (
            self._extend,
            self._stop_and_go,
            lambda: self._hold("freeze", "unfreeze", 1),
            lambda: self._hold("pause", "resume", 2),
            self._say_something,
            self._press_any("hindsight"),
            self._press_any("settle"),
            self._press_any("choose-view"),
            self._press_any("take-down"),
            self._withdraw_and_reveal,
        )

    async def sign_in(self, link: str) -> None:
        """Sign in by a one-time link and open the console. Raises NothingToLeadError when all is through already."""
        await self.live.browser.get(link)
        await self.live.open()
        if (self._next() if self._plan else self._reveal()) is None:
            raise NothingToLeadError

    async def lead(self) -> None:
        """Go through the running order, or through the case where there is none."""
        await (self._go_through_the_order() if self._plan else self._go_through_the_case())

    async def press(self, form: Form, **words: str) -> bool:
        """Press a button of the console; return whether it did what it said."""
        if not form.action.startswith(self._ground):
            raise ValueError(f"{form.action} is not on the console of the rehearsal")
        fields = form.fields | words
        if "key" in fields:
            fields["key"] = new_token()
        headers = {"X_CSRFToken": self.live.token, "HX_Request": "true"}
        sent_at = time.time()
        try:
            answer = await self.live.browser.post(form.action, fields, **headers)
        except NetworkAwayError:
            await asyncio.sleep(TRY_AGAIN)
            return False
        self.presses.append(Press(form.does, sent_at, time.time(), answer.status))
        if answer.ok:
            await until(lambda: form not in self.live.page.forms(form.does), SHOWN_WITHIN)
        else:
            await self.live.heal()
            await asyncio.sleep(TRY_AGAIN)
        return answer.ok

    async def _go_through_the_order(self) -> None:
        goes_back = True
        while (form := self._next()) is not None and not self.live.record.sent_away:
            if not await self.press(form):
                continue  # Somebody else was quicker, and the console was drawn anew.
            if goes_back:  # Once a day it was the wrong button.
                goes_back = False
                await self._press_any("go-back")()
                continue
            await self._during(self._plan.get(form.fields["activity"], Planned(STAGE_MINUTES, "")))

    async def _go_through_the_case(self) -> None:
        while (form := self._reveal()) is not None and not self.live.record.sent_away:
            if await self.press(form):
                await self._during(Planned(STAGE_MINUTES, ""))

    def _next(self) -> Form | None:
        return next(iter(self.live.page.forms("start-activity", within=NEXT)), None)

    async def _during(self, planned: Planned) -> None:
        """Fill the time of an activity: reveals spread over it if it is the case's, and this and that between."""
        ends_at = time.time() + planned.minutes * 60 / self._speed
        async with asyncio.TaskGroup() as group:
            group.create_task(self._act_until(ends_at))
            if planned.kind == REVEALS_IN:
                while (form := self._reveal()) is not None and time.time() < ends_at:
                    await self._rest(1)  # To read the content note aloud.
                    await self.press(form)
                    await asyncio.sleep(max(0.0, min(self._reveal_every / self._speed, ends_at - time.time())))
            await asyncio.sleep(max(0.0, ends_at - time.time()))

    def _reveal(self) -> Form | None:
        return next(iter(self.live.page.forms("reveal")), None)

    async def _act_until(self, ends_at: float) -> None:
        """See to the tables that ask, and do what facilitators do, until it is time to go on."""
        while True:
            await asyncio.sleep(
                min(self._random.expovariate(self._speed / ACTS_EVERY), max(0.0, ends_at - time.time()))
            )
            if time.time() >= ends_at or self.live.record.sent_away:
                return
            await self._see_to_tables()
            await self._random.choice(self._acts)()

    async def _see_to_tables(self) -> None:
        """Go to every table that asks for somebody, and note that one has been there."""
        asking = {card["data-table"] for mark in ("data-help", "data-moment") for card in self.live.page.having(mark)}
        for table in sorted(asking):
            with suppress(NetworkAwayError):
                card = Page((await self.live.browser.get(f"{self._ground}tables/{table}/")).text)
                for does in ("clear-help", "clear-moment"):
                    for form in card.forms(does):
                        await self.press(form)

    async def _withdraw_and_reveal(self) -> None:
        if await self._press_any("withdraw")():
            await self._rest(1)
            await self._press_any("reveal")()

    async def _extend(self) -> None:
        forms = self.live.page.forms("extend")
        if forms:
            await self.press(self._random.choice(forms))

    async def _stop_and_go(self) -> None:
        await self._press_any("stop-clock")()
        await self._rest(1)
        await self._press_any("start-clock")()

    async def _hold(self, hold: str, release: str, minutes: float) -> None:
        await self._press_any(hold)()
        await self._rest(minutes)
        for _ in range(3):  # A room is never left held.
            if not self.live.page.forms(release) or await self._press_any(release)():
                return

    async def _say_something(self) -> None:
        for form in self.live.page.forms("broadcast")[:1]:
            await self.press(form, **dict.fromkeys(form.blanks, self._random.choice(NOTICES)))

    def _press_any(self, does: str) -> Callable[[], Awaitable[bool]]:
        """Return what presses one of the buttons for `does`, if there is any then."""

        async def pressing() -> bool:
            forms = self.live.page.forms(does)
            return bool(forms) and await self.press(self._random.choice(forms))

        return pressing

    async def _rest(self, minutes: float) -> None:
        """Wait for some minutes of the workshop."""
        await asyncio.sleep(minutes * 60 / self._speed)
