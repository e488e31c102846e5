"""A simulated tablet at a table: joins by the card's code, keeps its page live, and answers now and then."""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from random import Random

from workshops.rehearsing.answers import Speaker, choose, kind_of
from workshops.rehearsing.listening import LivePage
from workshops.rehearsing.pages import Form, Page
from workshops.rehearsing.position import retry_seconds
from workshops.rehearsing.records import Record, Said
from workshops.rehearsing.web import Answer, Browser, NetworkAwayError
from workshops.tokens import new_token

TABLE = "/table/"
# How often somebody at a device thinks of saying something, in seconds of the workshop; --speed makes it quicker.
THINKS_EVERY = 10 * 60.0


class Device:
    """One tablet. `said` grows by every answer that the server accepted."""

    def __init__(
        self, browser: Browser, record: Record, *, table: int, epoch: str, speed: float, random: Random
    ) -> None:
        """`epoch`: of the rehearsal's log. `speed`: how much quicker than the clock the day is."""
        self.live = LivePage(browser, TABLE, record, epoch=epoch, random=random)
        self.said: list[Said] = []
        self.refused = 0
        self._table, self._speed, self._random = table, speed, random
        self._turn, self._began_at = "", 0.0

    async def join(self, code: str) -> None:
        """Join the table whose card shows `code`; ends on the table's page."""
        await self.live.open(f"/join/{code}/")

    async def take_part(self) -> None:
        """Say something now and then, for as long as the server lets it."""
        while not self.live.record.sent_away:
            await asyncio.sleep(self._random.expovariate(self._speed / THINKS_EVERY))
            await self.say_something()

    async def say_something(self) -> None:
        """Answer one of the forms that can be answered now, if there is anything to say."""
        page = self.live.page
        if page.element("hold").get("data-hold"):
            return  # The room is held: nobody presses anything.
        forms = [form for does in sorted(page.does()) if kind_of(does) for form in page.forms(does)]
        chosen = choose(forms, self._speaker(page))
        if chosen is not None:
            form, words = chosen
            kind = kind_of(form.does)
            await self._send(form, words if kind and kind.only_filled else form.fields | words)

    async def _send(self, form: Form, fields: dict[str, str]) -> None:
        """Post an answer. One that has a key is sent until an answer comes, always with the same key."""
        key = new_token() if "key" in fields else ""
        if key:
            fields = fields | {"key": key}
        sent_at = time.time()
        answer = await self._post(form.action, fields, key)
        if answer is not None:
            await self._answered(form, fields, key, sent_at, answer)

    async def _post(self, path: str, fields: dict[str, str] | str, key: str) -> Answer | None:
        """Return the server's answer; None where none came to a post without a key, which is not sent again."""
        attempt = 0
        while True:
            try:
                answer = await self.live.browser.post(path, fields, **self._headers(key))
            except NetworkAwayError:
                if not key:
                    return None  # The page says that it did not arrive, and somebody presses again.
            else:
                if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return answer
            await asyncio.sleep(retry_seconds(attempt, self._random))
            attempt += 1

    async def _answered(self, form: Form, fields: dict[str, str], key: str, sent_at: float, answer: Answer) -> None:
        if not answer.ok:
            self.refused += 1
            return
        said = Said(form.does, self._table, key, fields, sent_at, time.time())
        self.said.append(said)
        kind = kind_of(form.does)
        for path, more in kind.then(said) if kind else ():
            followed = await self._post(path, more, new_token())
            if followed is None or not followed.ok:
                self.refused += 1
                break
        if answer.status == HTTPStatus.OK:
            self.live.page.apply(answer.text)
        else:
            await self.live.heal()  # A plain form leads back to the page.

    def _headers(self, key: str) -> dict[str, str]:
        """Return what the page's own scripts send along; a form with a key is a plain one."""
        headers = {"X_CSRFToken": self.live.token}
        return headers | ({"Idempotency_Key": key} if key else {"HX_Request": "true"})

    def _speaker(self, page: Page) -> Speaker:
        stage = page.element("stage").get("data-stage", "")
        activity = page.element("activity").get("data-kind", "")
        return Speaker(self._table, self._random, self._share(page), int(stage) if stage.isdigit() else 0, activity)

    def _share(self, page: Page) -> float | None:
        """Return how much of the present activity is over, by the quicker clock of the rehearsal."""
        turn = page.element("activity").get("data-turn", "")
        clock = next(iter(page.having("data-clock")), {})
        length, ends_at = (int(clock.get(name) or 0) for name in ("data-length", "data-ends-at"))
        if not turn or not length:
            return None
        now = time.time()
        if turn != self._turn:
            self._turn, self._began_at = turn, min(now, ends_at / 1000 - length) if ends_at else now
        return (now - self._began_at) * self._speed / length
