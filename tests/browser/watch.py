"""Watching a page: every request, every complaint of the browser, and every text that it was sent."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from playwright.sync_api import ConsoleMessage, Page, Response, WebSocket

from casestudy.pack import Pack

# Shorter sentences can stand in any text by chance.
_TELLING = 40


@dataclass(frozen=True)
class Telltale:
    """A sentence, squashed, that no table may have been sent before `stage`; None: not at any time."""

    stage: int | None
    sentence: str


@dataclass
class Watch:
    """What happened on one page from the moment of watching."""

    page: Page
    urls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    _answers: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.urls.append(request.url))
        self.page.on("response", self._keep)
        self.page.on("websocket", self._follow)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def received(self) -> str:
        """Return, squashed, every text that the page was sent so far: answers and frames."""
        answers, self._answers = self._answers, []
        self.sent += [answer.text() for answer in answers if _is_text(answer)]
        return "\n".join(map(squash, self.sent))

    def _keep(self, answer: Response) -> None:
        self._answers.append(answer)

    def _follow(self, socket: WebSocket) -> None:
        self.urls.append(socket.url.replace("ws:", "http:", 1))
        socket.on("framereceived", lambda payload: self.sent.append(_html_in(payload)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


def leaks(received: str, telltales: Iterable[Telltale], *, stage: int) -> list[Telltale]:
    """Return the sentences in `received` that a table at `stage` may not know."""
    return [t for t in telltales if (t.stage is None or t.stage > stage) and t.sentence in received]


def telltales(pack: Pack) -> list[Telltale]:
    """Return the sentences of every stage that stand in no earlier one, and the facilitators' own."""
    open_to_all = {text.head.number: [text.body] for text in pack.stages}
    for document in pack.documents:
        open_to_all[document.head.stage] += [document.head.title, document.body]
    found, known = [], ""
    for stage, texts in sorted(open_to_all.items()):
        found += [Telltale(stage, s) for text in texts for s in _sentences(text) if s not in known]
        known += "\n".join(map(squash, texts))
    return found + [Telltale(None, s) for text in _facilitators_own(pack) for s in _sentences(text) if s not in known]


def squash(text: str) -> str:
    """Return only the letters and digits of a text: however it is marked up, it stays the same."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", text))
    return "".join(sign for sign in plain.casefold() if sign.isalnum())


def _facilitators_own(pack: Pack) -> Iterable[str]:
    heads = [text.head for text in pack.stages]
    notes = chain.from_iterable((h.room_picture, *h.facilitator_notes, *h.expected_discussion) for h in heads)
    keys = (event.key.made_sense or "" for event in pack.chronology.events)
    history = (item.key_note or "" for item in pack.chronology.history)
    return chain(notes, keys, history)


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.?!])\s+|\n\s*\n", text)
    return [squashed for squashed in map(squash, parts) if len(squashed) >= _TELLING]


def _html_in(payload: str | bytes) -> str:
    said = json.loads(payload)
    return str(said.get("html", ""))


def _is_text(answer: Response) -> bool:
    has_no_body = answer.status == 204 or 300 <= answer.status < 400
    return not has_no_body and answer.request.resource_type not in ("font", "image")
