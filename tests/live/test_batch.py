from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from live.batch import Batch


async def test_questions_put_meanwhile_are_asked_together() -> None:
    asked: list[set[int]] = []
    gate = asyncio.Event()

    async def ask(questions: Collection[int]) -> dict[int, int]:
        asked.append(set(questions))
        await gate.wait()
        return {question: question * 10 for question in questions}

    batch = Batch(ask)
    first = asyncio.create_task(batch(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(batch(number)) for number in (2, 3, 3)]
    await asyncio.sleep(0)
    gate.set()

    assert await asyncio.gather(first, *others) == [10, 20, 30, 30]
    assert asked == [{1}, {2, 3}]


async def test_an_answer_is_never_older_than_its_question() -> None:
    world = {"head": 1}
    reading = asyncio.Event()

    async def ask(questions: Collection[str]) -> dict[str, int]:
        answer = {question: world[question] for question in questions}
        reading.set()
        await asyncio.sleep(0.01)
        return answer

    batch = Batch(ask)
    early = asyncio.create_task(batch("head"))
    await reading.wait()
    world["head"] = 2

    assert await batch("head") == 2
    assert await early == 1


async def test_a_failure_reaches_every_asker_and_the_next_question_is_asked_again() -> None:
    failures = [OSError("no database"), None]

    async def ask(questions: Collection[int]) -> dict[int, int]:
        if failure := failures.pop(0):
            raise failure
        return dict.fromkeys(questions, 1)

    batch = Batch(ask)

    results = await asyncio.gather(batch(1), batch(2), return_exceptions=True)
    assert [type(result) for result in results] == [OSError, OSError]
    assert await batch(1) == 1


async def test_a_cancelled_asker_does_not_disturb_the_others() -> None:
    async def ask(questions: Collection[int]) -> dict[int, int]:
        await asyncio.sleep(0.01)
        return dict.fromkeys(questions, 1)

    batch = Batch(ask)
    gone = asyncio.create_task(batch(1))
    stays = asyncio.create_task(batch(2))
    await asyncio.sleep(0)
    gone.cancel()

    assert await stays == 1
    with pytest.raises(asyncio.CancelledError):
        await gone
