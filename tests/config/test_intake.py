from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings

from config import intake
from config.asgi import application
from config.intake import BrokenOffError, Intake

Headers = list[tuple[bytes, bytes]]

MB = 1024 * 1024


@dataclass
class Answer:
    """What came back, and what reached the application behind the door: its headers, or None."""

    status: int
    headers: dict[bytes, bytes]
    text: str
    reached: Headers | None


class Behind:
    """An application that takes everything."""

    def __init__(self) -> None:
        self.reached: Headers | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG002 -- ASGI's own three
        self.reached = scope["headers"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"taken"})


async def ask(*headers: tuple[bytes, bytes], door: Any = None) -> Answer:
    """Send the head of a request, and nothing more."""
    behind = Behind()
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not sent:
            pytest.fail("the body was read before it was answered")
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": list(headers)}
    await (door or Intake(behind))(scope, receive, send)
    start, *bodies = sent
    text = b"".join(body["body"] for body in bodies).decode()
    return Answer(start["status"], dict(start["headers"]), text, behind.reached)


def length(size: int) -> tuple[bytes, bytes]:
    return b"content-length", str(size).encode()


@pytest.mark.parametrize("size", [12 * MB + 1, 300 * MB, 10**30])
async def test_what_is_announced_as_too_large_is_refused_before_it_is_read(size: int) -> None:
    answer = await ask(length(size))
    assert (answer.status, answer.reached) == (413, None)
    assert answer.text == (
        "This is larger than Roadshow takes (12 MB). Nothing was stored. "
        "What you made is still on your device: send something smaller."
    )
    assert answer.headers[b"connection"] == b"close"
    assert int(answer.headers[b"content-length"]) == len(answer.text.encode())


@pytest.mark.parametrize("size", [0, 1, 12 * MB])
async def test_control_what_is_not_too_large_is_let_through(size: int) -> None:
    answer = await ask(length(size))
    assert (answer.status, answer.reached) == (200, [length(size)])


def test_the_limit_is_the_one_in_its_words() -> None:
    assert settings.MAX_BODY_BYTES == 12 * MB


@pytest.mark.parametrize("more", [(), (length(5),)])
async def test_a_body_that_does_not_say_its_length_is_refused(more: tuple[tuple[bytes, bytes], ...]) -> None:
    answer = await ask((b"transfer-encoding", b"chunked"), *more)
    assert (answer.status, answer.reached) == (411, None)
    assert answer.text == "This came without saying how long it is. Nothing was stored. Send it with a Content-Length."


async def test_control_a_request_without_a_body_is_let_through() -> None:
    assert (await ask()).status == 200


async def test_a_header_that_would_pass_for_another_in_django_is_dropped() -> None:
    forged = [(b"x_forwarded_proto", b"https"), (b"x_forwarded-host", b"elsewhere.example"), (b"_", b"")]
    answer = await ask((b"host", b"hall.local"), *forged, (b"x-real", b"kept"))
    assert answer.reached == [(b"host", b"hall.local"), (b"x-real", b"kept")]


async def test_a_forged_length_does_not_open_the_door() -> None:
    answer = await ask((b"content_length", b"5"), length(300 * MB))
    assert answer.status == 413


async def test_the_door_stands_in_front_of_the_whole_application() -> None:
    assert (await ask(length(300 * MB), door=application)).status == 413
    assert (await ask((b"transfer-encoding", b"chunked"), door=application)).status == 411


class Guessed:
    """An application that answers every request as one too many."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG002 -- ASGI's own three
        await send({"type": "http.response.start", "status": 429, "headers": [(b"retry-after", b"7")]})
        await send({"type": "http.response.body", "body": b"wrong"})


async def test_an_answer_to_guessing_is_held_back_as_long_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []

    async def sleep(seconds: int) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    answer = await ask(door=Intake(Guessed()))
    assert (answer.status, waited) == (429, [7])


async def test_control_every_other_answer_goes_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "sleep", lambda _seconds: pytest.fail("an answer was held back"))
    assert (await ask()).status == 200


class Body:
    """What a client sends, piece by piece; afterwards it hangs up, or (with `silent`) says nothing more."""

    def __init__(self, *pieces: bytes, whole: bool = True, silent: bool = False) -> None:
        self.left, self.whole, self.silent, self.taken = list(pieces), whole, silent, 0

    async def __call__(self) -> dict[str, Any]:
        if self.left:
            piece = self.left.pop(0)
            self.taken += len(piece)
            return {"type": "http.request", "body": piece, "more_body": bool(self.left) or not self.whole}
        if self.silent:
            await asyncio.sleep(3_600)
        return {"type": "http.disconnect"}


class Reader:
    """An application that reads the whole body, and what comes after it."""

    def __init__(self) -> None:
        self.read: list[dict[str, Any]] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG002 -- ASGI's own three
        while not self.read or self.read[-1].get("more_body"):
            self.read.append(await receive())
        self.read.append(await receive())


async def read(body: Body, announced: int = 6) -> Reader:
    reader = Reader()

    async def send(_message: dict[str, Any]) -> None:
        pytest.fail("nothing was to be answered")

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [length(announced)]}
    await Intake(reader)(scope, body, send)
    return reader


async def test_a_body_that_comes_whole_is_passed_on_as_it_is_and_so_is_its_end() -> None:
    reader = await read(Body(b"abc", b"def"))
    assert [message.get("body") for message in reader.read] == [b"abc", b"def", None]
    assert reader.read[-1]["type"] == "http.disconnect"


async def test_a_body_that_breaks_off_does_not_pass_for_a_whole_one() -> None:
    with pytest.raises(BrokenOffError):
        await read(Body(b"abc", whole=False))


async def test_a_body_that_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PATIENCE_SECONDS", 0.01)
    with pytest.raises(TimeoutError):
        await read(Body(b"abc", whole=False, silent=True))


async def test_what_is_refused_is_taken_for_a_while_so_that_the_answer_arrives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "LINGER_BYTES", 10)
    monkeypatch.setattr(intake, "LINGER_SECONDS", 0.05)
    for body, taken in ((Body(b"12345", b"67890", b"more"), 10), (Body(b"123", whole=False, silent=True), 3)):
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any], sent: list[dict[str, Any]] = sent) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/", "headers": [length(300 * MB)]}
        await Intake(Behind())(scope, body, send)
        assert body.taken == taken
        assert [message.get("more_body", False) for message in sent] == [False, True, False]


async def test_who_asks_before_sending_is_answered_without_a_wait() -> None:
    async def never() -> dict[str, Any]:
        pytest.fail("it was asked for the body")

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [length(300 * MB), (b"expect", b"100-continue")]
    await Intake(Behind())({"type": "http", "headers": headers}, never, send)
    assert sent[0]["status"] == 413
