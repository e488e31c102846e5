"""The simulated browser keeps the rules of docs/live.md."""

from __future__ import annotations

import asyncio
import json
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from tests.workshops.rehearsing.conftest import EPOCH, Desk, ScriptedBrowser, beat, frame, page
from workshops.rehearsing import listening
from workshops.rehearsing.listening import LivePage, NotARehearsalError
from workshops.rehearsing.records import How, Record
from workshops.rehearsing.waiting import until
from workshops.rehearsing.web import Answer


def came(live: LivePage) -> list[tuple[int, How]]:
    return [(got.seq, got.how) for got in live.record.got]


async def has(live: LivePage, seq: int) -> bool:
    return await until(lambda: live.record.have == seq, 5)


@pytest.mark.parametrize("text", [page(0, rehearsal=False), page(0, epoch="another")])
async def test_a_page_of_no_rehearsal_or_another_one_is_refused(visitor: ScriptedBrowser, text: str) -> None:
    visitor.will("/table/", text)
    live = LivePage(visitor, "/table/", Record("device", ()), epoch=EPOCH, random=Random(1))
    with pytest.raises(NotARehearsalError):
        await live.open()


async def test_a_code_that_joins_nothing_is_refused(visitor: ScriptedBrowser) -> None:
    visitor.will("/join/ABC234/", Answer(404, "/join/ABC234/", "No table has this code."))
    live = LivePage(visitor, "/table/", Record("device", ()), epoch=EPOCH, random=Random(1))
    with pytest.raises(NotARehearsalError, match="404"):
        await live.open("/join/ABC234/")


async def test_it_says_what_it_has_and_where_it_comes_from(live: LivePage, desk: Desk) -> None:
    assert desk.addresses == ["/live/?ticket=t&epoch=e1&since=0"]
    assert desk.sockets[0].request is not None
    assert desk.sockets[0].request.headers["Origin"] == live.browser.server


async def test_a_frame_is_applied_and_acknowledged(live: LivePage, desk: Desk) -> None:
    await desk.say(frame(3, after=0))
    assert await until(lambda: desk.heard == [{"have": 3}], 5)
    assert came(live) == [(3, How.SOCKET)]


async def test_what_comes_before_the_first_heartbeat_is_a_replay(visitor: ScriptedBrowser, desk: Desk) -> None:
    desk.greeting = [frame(1, after=0), frame(2, after=1), beat(2)]
    live = LivePage(visitor, "/table/", Record("device", ("tables",)), epoch=EPOCH, random=Random(1))
    await live.open()
    task = asyncio.create_task(live.listen())
    assert await has(live, 2)
    await desk.say(frame(3, after=2))
    assert await has(live, 3)
    assert came(live) == [(1, How.REPLAY), (2, How.REPLAY), (3, How.SOCKET)]
    task.cancel()


async def test_a_frame_that_it_has_is_ignored(live: LivePage, desk: Desk) -> None:
    await desk.say(frame(3, after=0), frame(3, after=0), frame(4, after=3))
    assert await has(live, 4)
    assert (came(live), live.record.ignored) == ([(3, How.SOCKET), (4, How.SOCKET)], 1)


@pytest.mark.parametrize(
    ("said", "gaps"),
    [(frame(5, after=4), 1), (beat(5), 0), ({"epoch": EPOCH, "reload": True}, 0)],
    ids=["a gap", "a heartbeat ahead", "reload"],
)
async def test_what_shows_that_something_is_missing_fetches_the_page(
    live: LivePage, desk: Desk, visitor: ScriptedBrowser, said: dict[str, object], gaps: int
) -> None:
    visitor.will("/table/", page(5))
    await desk.say(said)
    assert await has(live, 5)
    assert (live.record.pages, live.record.gaps, came(live)) == ([5], gaps, [])


async def test_frames_that_come_while_a_page_is_fetched_are_taken_afterwards(
    live: LivePage, desk: Desk, visitor: ScriptedBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = asyncio.Event()
    get = visitor.get

    async def slowly(path: str) -> Answer:
        await fetched.wait()
        return await get(path)

    monkeypatch.setattr(visitor, "get", slowly)
    visitor.will("/table/", page(4))
    await desk.say(beat(4), frame(4, after=3), frame(5, after=4))
    assert await until(lambda: len(live._waiting) == 2, 5)
    fetched.set()
    assert await has(live, 5)
    assert (live.record.pages, came(live), live.record.ignored) == ([4], [(5, How.SOCKET)], 1)


async def test_a_page_that_cannot_be_fetched_does_not_lose_what_came_meanwhile(
    live: LivePage, desk: Desk, visitor: ScriptedBrowser
) -> None:
    visitor.will("/table/", Answer(503, "/table/", "busy"))
    await desk.say(beat(9), frame(1, after=0))
    assert await has(live, 1)


async def test_a_line_that_is_lost_is_opened_again_with_what_the_page_has(live: LivePage, desk: Desk) -> None:
    await desk.say(frame(3, after=0))
    assert await has(live, 3)
    desk.greeting = [frame(4, after=3), beat(4)]
    await desk.sockets[0].close(1013)
    assert await has(live, 4)
    assert desk.addresses[1] == "/live/?ticket=t&epoch=e1&since=3"
    assert await until(lambda: live.record.drops[0].equal_at is not None, 5)
    assert len(live.record.drops) == 1


async def test_who_may_not_listen_any_more_looks_at_the_page_and_leaves(
    live: LivePage, desk: Desk, visitor: ScriptedBrowser
) -> None:
    visitor.will("/table/", Answer(401, "/table/", "This device is not at a table"))
    await desk.sockets[0].close(listening.NOT_ALLOWED)
    assert await until(lambda: live.record.sent_away == "/table/ was answered with 401", 5)
    assert live.is_equal


async def test_who_only_had_an_old_ticket_goes_on(live: LivePage, desk: Desk, visitor: ScriptedBrowser) -> None:
    visitor.will("/table/", page(2))
    desk.greeting = [beat(2)]
    await desk.sockets[0].close(listening.NOT_ALLOWED)
    assert await until(lambda: len(desk.sockets) == 2 and live.is_equal, 5)
    assert live.record.pages == [2]


async def test_a_page_that_has_turned_into_the_live_ones_is_left(
    live: LivePage, desk: Desk, visitor: ScriptedBrowser
) -> None:
    visitor.will("/table/", page(0, rehearsal=False))
    await desk.say(beat(1))
    assert await until(lambda: "no page of this rehearsal" in live.record.sent_away, 5)


async def test_a_cut_is_noticed_at_once_and_mended_when_the_network_is_back(
    live: LivePage, desk: Desk, visitor: ScriptedBrowser
) -> None:
    visitor.will("/live/head/?ticket=t", Answer(200, "/live/head/", json.dumps(beat(0))))
    desk.greeting = [frame(1, after=0), beat(1)]
    await live.cut(0.2, noticed=True)
    assert await has(live, 1)
    (drop,) = live.record.drops
    assert drop.back_at is not None
    assert drop.back_at - drop.at >= 0.2
    assert came(live) == [(1, How.REPLAY)]


async def test_where_no_socket_opens_it_polls(
    live: LivePage, desk: Desk, visitor: ScriptedBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "poll_seconds", lambda _random: 0.05)
    monkeypatch.setattr(listening, "retry_seconds", lambda _attempt, _random: 0.05)
    visitor.will("/live/head/?ticket=t", Answer(200, "/live/head/", json.dumps(beat(7))))
    visitor.will("/table/", page(7))
    desk.refuse_with = 1013
    await desk.sockets[0].close(1013)
    assert await has(live, 7)
    assert live.record.polls >= 1
    desk.refuse_with, desk.greeting = None, [beat(7)]
    assert await until(lambda: live.is_equal, 5)
    polls = live.record.polls
    await asyncio.sleep(0.3)
    assert live.record.polls == polls


async def test_a_page_that_is_closed_in_the_moment_of_a_message_is_closed(visitor: ScriptedBrowser) -> None:
    live = LivePage(visitor, "/table/", Record("device", ("tables",)), epoch=EPOCH, random=Random(1))
    await live.open()
    loop = asyncio.get_running_loop()
    arriving = loop.create_future()
    messages = iter([arriving, loop.create_future()])
    socket: Any = SimpleNamespace(recv=lambda: next(messages))
    hearing = asyncio.create_task(live._hear(socket))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    arriving.set_result(json.dumps(beat(0)))
    hearing.cancel()
    await asyncio.wait([hearing], timeout=1)
    assert hearing.done()
    assert hearing.cancelled()


async def test_a_silent_line_is_given_up(live: LivePage, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "SILENCE_SECONDS", 0.2)
    await desk.say(beat(0))
    assert await until(lambda: len(desk.sockets) == 2, 5)


async def test_a_slow_device_takes_its_time_until_it_is_woken(
    live: LivePage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    live._slow = True
    monkeypatch.setattr(live._random, "uniform", lambda _least, _most: 0.4)
    await desk.say(frame(1, after=0))
    await asyncio.sleep(0.2)
    assert live.record.have == 0
    assert await has(live, 1)
    await live.wake()
    assert await until(lambda: {"ping": 1} in desk.heard, 5)
    assert not live.is_equal
    await desk.say(frame(2, after=1), beat(2))
    assert await until(lambda: live.is_equal, 0.3)
