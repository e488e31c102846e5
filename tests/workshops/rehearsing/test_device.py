from __future__ import annotations

import asyncio
import time
from random import Random

import pytest

from tests.workshops.rehearsing.conftest import EPOCH, ScriptedBrowser, page
from workshops.rehearsing import answers, device
from workshops.rehearsing.device import Device
from workshops.rehearsing.records import Record, Said
from workshops.rehearsing.waiting import until
from workshops.rehearsing.web import Answer, NetworkAwayError

PARK = """<form method="post" action="/table/park/" data-action="park">
<input type="hidden" name="key" value="the-pages-own"><textarea name="text"></textarea><button>Park</button></form>"""
DOCK = """<section id="dock"><form method="post" action="/table/signal/" data-action="help">
<input type="hidden" name="kind" value="help"><input type="hidden" name="say" value="{say}"><button>Help</button></form>
</section>"""
SEEN = Answer(302, "/table/", "")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "retry_seconds", lambda _attempt, _random: 0.0)
    monkeypatch.setattr(answers, "SILENCE", 1e-9)


async def joined(visitor: ScriptedBrowser, inside: str) -> Device:
    visitor.will("/join/ABC234/", page(0, inside))
    visitor.will("/table/", page(0, inside))
    tablet = Device(visitor, Record("device", ("tables",)), table=3, epoch=EPOCH, speed=60.0, random=Random(1))
    await tablet.join("ABC234")
    return tablet


async def test_a_question_is_sent_with_a_key_of_its_own_and_the_pages_token(visitor: ScriptedBrowser) -> None:
    tablet = await joined(visitor, PARK)
    visitor.will("/table/park/", SEEN)
    await tablet.say_something()
    await tablet.say_something()
    (path, fields, headers), (_path, others, _headers) = visitor.posted
    assert path == "/table/park/"
    assert fields["text"] in answers.QUESTIONS
    assert len({fields["key"], others["key"], "the-pages-own"}) == 3
    assert headers == {"X_CSRFToken": "page-token", "Idempotency_Key": fields["key"]}
    assert [(said.does, said.table, said.key) for said in tablet.said] == [
        ("park", 3, fields["key"]),
        ("park", 3, others["key"]),
    ]


async def test_what_follows_an_accepted_press_is_sent_until_an_answer_comes_and_ends_with_a_refusal(
    visitor: ScriptedBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def more(said: Said) -> list[tuple[str, dict[str, str] | str]]:
        return [("/more/", "{}"), ("/most/", {"about": said.key}), ("/never/", {})]

    park = answers.AnswerKind(lambda _form, _speaker: {"key": ""}, lambda _room, _said: 1, 1.0, then=more)
    monkeypatch.setitem(answers._kinds, "park", park)
    tablet = await joined(visitor, PARK)
    visitor.will("/table/park/", SEEN)
    visitor.will("/more/", NetworkAwayError(), Answer(503, "/more/", ""), Answer(200, "/more/", ""))
    visitor.will("/most/", Answer(409, "/most/", ""))
    await tablet.say_something()
    key = visitor.posted[0][1]["key"]
    assert [(path, fields) for path, fields, _headers in visitor.posted[1:]] == [
        *[("/more/", "{}")] * 3,
        ("/most/", {"about": key}),
    ]
    assert (len(tablet.said), tablet.refused) == (1, 1)


async def test_a_plain_form_leads_back_to_the_page(visitor: ScriptedBrowser) -> None:
    tablet = await joined(visitor, PARK)
    visitor.will("/table/park/", SEEN)
    await tablet.say_something()
    assert visitor.asked[-2:] == [("POST", "/table/park/"), ("GET", "/table/")]


async def test_a_question_without_an_answer_is_sent_again_with_the_same_key(visitor: ScriptedBrowser) -> None:
    tablet = await joined(visitor, PARK)
    visitor.will("/table/park/", NetworkAwayError(), Answer(503, "/table/park/", "busy"), SEEN)
    await tablet.say_something()
    assert len(visitor.posted) == 3
    assert len({fields["key"] for _path, fields, _headers in visitor.posted}) == 1
    assert len(tablet.said) == 1


async def test_a_signal_without_an_answer_is_not_sent_again(visitor: ScriptedBrowser) -> None:
    tablet = await joined(visitor, DOCK.format(say="yes"))
    visitor.will("/table/signal/", NetworkAwayError())
    await tablet.say_something()
    assert len(visitor.posted) == 1
    assert tablet.said == []


async def test_a_signal_is_answered_with_the_buttons_as_they_are_now(visitor: ScriptedBrowser) -> None:
    tablet = await joined(visitor, DOCK.format(say="yes"))
    visitor.will("/table/signal/", Answer(200, "/table/signal/", DOCK.format(say="")))
    await tablet.say_something()
    assert visitor.posted[0][1:] == (
        {"kind": "help", "say": "yes"},
        {"X_CSRFToken": "page-token", "HX_Request": "true"},
    )
    assert tablet.live.page.forms("help")[0].fields["say"] == ""
    await tablet.say_something()
    assert len(visitor.posted) == 1


async def test_an_answer_that_is_refused_is_counted_and_not_believed(visitor: ScriptedBrowser) -> None:
    tablet = await joined(visitor, PARK)
    visitor.will("/table/park/", Answer(409, "/table/park/", "Too late"))
    await tablet.say_something()
    assert (tablet.said, tablet.refused) == ([], 1)


async def test_while_the_room_is_held_nobody_presses_anything(visitor: ScriptedBrowser) -> None:
    tablet = await joined(visitor, '<section id="hold" data-hold="frozen"></section>' + PARK)
    await tablet.say_something()
    assert visitor.posted == []


async def test_where_there_is_nothing_to_answer_nothing_is_said(visitor: ScriptedBrowser) -> None:
    tablet = await joined(
        visitor, '<form action="/table/secret/" data-action="something-new"><button>?</button></form>'
    )
    await tablet.say_something()
    assert visitor.posted == []


@pytest.mark.parametrize(
    ("began_ago", "share"),
    [(0.0, 0.0), (30.0, 0.5), (60.0, 1.0)],  # 3,600 s at 60 times the clock: a minute
)
async def test_how_much_of_an_activity_is_over_goes_by_the_quicker_clock(
    visitor: ScriptedBrowser, began_ago: float, share: float
) -> None:
    ends_at = int((time.time() - began_ago + 3600) * 1000)
    clock = f'<span data-clock data-length="3600" data-ends-at="{ends_at}"></span>'
    tablet = await joined(visitor, f'<section id="activity" data-turn="4"></section>{clock}')
    assert tablet._speaker(tablet.live.page).share == pytest.approx(share, abs=0.05)


async def test_before_the_day_begins_nothing_is_over(visitor: ScriptedBrowser) -> None:
    tablet = await joined(
        visitor, '<section id="activity" hidden></section><section id="stage" data-stage="2"></section>'
    )
    speaker = tablet._speaker(tablet.live.page)
    assert (speaker.share, speaker.stage, speaker.table) == (None, 2, 3)


async def test_it_says_something_now_and_then_until_it_is_sent_away(visitor: ScriptedBrowser) -> None:
    tablet = await joined(visitor, PARK)
    tablet._speed = 1e6
    visitor.will("/table/park/", SEEN)
    taking_part = asyncio.create_task(tablet.take_part())
    assert await until(lambda: len(tablet.said) >= 3, 5)
    tablet.live.record.sent_away = "401"
    await asyncio.wait_for(taking_part, 5)
