from __future__ import annotations

import asyncio
from random import Random

import pytest

from tests.workshops.rehearsing.conftest import EPOCH, ScriptedBrowser, page
from workshops.rehearsing import facilitator as module
from workshops.rehearsing.facilitator import Facilitator, NothingToLeadError, Planned
from workshops.rehearsing.listening import NotARehearsalError
from workshops.rehearsing.pages import Form
from workshops.rehearsing.records import Record
from workshops.rehearsing.web import Answer, NetworkAwayError

GROUND = "/roadshows/leeds-rehearsal/console/"
DONE = Answer(200, GROUND, "")


def start(activity: int) -> str:
    """Return the console's part that starts the next activity."""
    return (
        f'<section id="day-next"><form data-action="start-activity" action="{GROUND}start/">'
        f'<input type="hidden" name="activity" value="{activity}"><input type="hidden" name="key" value="k">'
        "<button>Start</button></form></section>"
    )


def reveal(stage: int) -> str:
    return (
        f'<form data-action="reveal" action="{GROUND}reveal/"><input type="hidden" name="stage" value="{stage}">'
        "<button>Reveal</button></form>"
    )


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHOWN_WITHIN", 0.05)
    monkeypatch.setattr(module, "TRY_AGAIN", 0.0)


def facilitator(visitor: ScriptedBrowser, plan: dict[str, Planned] | None = None, speed: float = 1e6) -> Facilitator:
    visitor.will("/staff/link/t/", Answer(200, "/staff/", ""))
    record = Record("console", ("consoles",))
    return Facilitator(
        visitor, record, slug="leeds-rehearsal", epoch=EPOCH, plan=plan or {}, speed=speed, random=Random(1)
    )


async def signed_in(visitor: ScriptedBrowser, console: str, plan: dict[str, Planned] | None = None) -> Facilitator:
    visitor.will(GROUND, page(0, console))
    ana = facilitator(visitor, plan)
    await ana.sign_in("/staff/link/t/")
    return ana


async def test_it_signs_in_by_the_link_and_opens_the_console(visitor: ScriptedBrowser) -> None:
    await signed_in(visitor, reveal(1))
    assert visitor.asked == [("GET", "/staff/link/t/"), ("GET", GROUND)]


async def test_the_console_of_the_live_roadshow_is_refused(visitor: ScriptedBrowser) -> None:
    visitor.will(GROUND, page(0, reveal(1), rehearsal=False))
    with pytest.raises(NotARehearsalError):
        await facilitator(visitor).sign_in("/staff/link/t/")


@pytest.mark.parametrize("action", ["/roadshows/leeds/console/reveal/", "/accounts/logout/", ""])
async def test_a_button_that_leads_off_the_rehearsal_is_never_pressed(visitor: ScriptedBrowser, action: str) -> None:
    ana = await signed_in(visitor, reveal(1))
    with pytest.raises(ValueError, match="not on the console of the rehearsal"):
        await ana.press(Form("reveal", action))
    assert visitor.posted == []


async def test_a_press_carries_the_pages_token_and_a_key_of_its_own(visitor: ScriptedBrowser) -> None:
    ana = await signed_in(visitor, start(7), {"7": Planned(1, "draw")})
    visitor.will(f"{GROUND}start/", DONE)
    (form,) = ana.live.page.forms("start-activity")
    assert await ana.press(form)
    ((path, fields, headers),) = visitor.posted
    assert (path, fields["activity"]) == (f"{GROUND}start/", "7")
    assert len(fields["key"]) == 22
    assert headers == {"X_CSRFToken": "page-token", "HX_Request": "true"}
    assert [(press.does, press.status) for press in ana.presses] == [("start-activity", 200)]


async def test_a_press_that_comes_too_late_looks_at_the_console_anew(visitor: ScriptedBrowser) -> None:
    ana = await signed_in(visitor, reveal(1))
    visitor.will(f"{GROUND}reveal/", Answer(409, GROUND, "Stage 1 is what the room has now"))
    visitor.will(GROUND, page(3, reveal(2)))
    assert not await ana.press(ana.live.page.forms("reveal")[0])
    assert ana.live.page.forms("reveal")[0].fields["stage"] == "2"


async def test_a_press_without_an_answer_did_not_happen(visitor: ScriptedBrowser) -> None:
    ana = await signed_in(visitor, reveal(1))
    visitor.will(f"{GROUND}reveal/", NetworkAwayError())
    assert not await ana.press(ana.live.page.forms("reveal")[0])
    assert ana.presses == []


async def test_it_goes_through_the_running_order_with_one_step_back(
    visitor: ScriptedBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = {"7": Planned(1, "draw"), "8": Planned(1, "case"), "9": Planned(1, "review")}
    ana = await signed_in(visitor, start(7), plan)
    pressed: list[str] = []
    back = (
        f'<section id="day"><form data-action="go-back" action="{GROUND}back/"><button>Back</button></form></section>'
    )
    turns = {"7": back + start(8), "8": reveal(1) + start(9), "9": '<section id="day-next"></section>'}

    async def press(form: Form, **_words: str) -> bool:
        if form.does in ("start-activity", "go-back", "reveal"):
            pressed.append(form.fields.get("activity", form.does))
        if form.does == "start-activity":
            await ana.live._draw(Answer(200, GROUND, page(0, turns[form.fields["activity"]])))
        elif form.does == "go-back":
            await ana.live._draw(Answer(200, GROUND, page(0, start(7))))
        return True

    monkeypatch.setattr(ana, "press", press)
    await asyncio.wait_for(ana.lead(), 10)
    assert [step for step in pressed if step != "reveal"] == ["7", "go-back", "7", "8", "9"]
    assert "reveal" in pressed[pressed.index("8") : pressed.index("9")]


@pytest.mark.parametrize(("console", "plan"), [("", {}), (reveal(1), {"7": Planned(1, "case")})])
async def test_a_rehearsal_that_is_through_is_not_led(
    visitor: ScriptedBrowser, console: str, plan: dict[str, Planned]
) -> None:
    with pytest.raises(NothingToLeadError):
        await signed_in(visitor, console, plan)


async def test_a_table_that_asks_for_help_is_seen_to(visitor: ScriptedBrowser) -> None:
    room = '<ul><li data-table="4" data-help></li><li data-table="5"></li></ul>'
    ana = await signed_in(visitor, reveal(1) + room)
    clear = f'<form data-action="clear-help" action="{GROUND}tables/4/signal/"><button>Seen to</button></form>'
    visitor.will(f"{GROUND}tables/4/", Answer(200, GROUND, clear))
    visitor.will(f"{GROUND}tables/4/signal/", DONE)
    await ana._see_to_tables()
    assert [path for path, _fields, _headers in visitor.posted] == [f"{GROUND}tables/4/signal/"]


async def test_a_room_that_was_held_is_let_go_again(visitor: ScriptedBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze = f'<form data-action="freeze" action="{GROUND}freeze/"><button>Freeze</button></form>'
    unfreeze = f'<form data-action="unfreeze" action="{GROUND}resume/"><button>Go on</button></form>'
    ana = await signed_in(visitor, reveal(1) + freeze + unfreeze)
    visitor.will(f"{GROUND}freeze/", DONE)
    visitor.will(f"{GROUND}resume/", NetworkAwayError(), DONE)
    await ana._hold("freeze", "unfreeze", 1)
    assert [path for path, _fields, _headers in visitor.posted] == [f"{GROUND}freeze/", *[f"{GROUND}resume/"] * 2]


async def test_a_notice_has_words(visitor: ScriptedBrowser) -> None:
    say = f'<form data-action="broadcast" action="{GROUND}broadcast/"><input name="text"><button>Say</button></form>'
    ana = await signed_in(visitor, reveal(1) + say)
    visitor.will(f"{GROUND}broadcast/", DONE)
    await ana._say_something()
    assert visitor.posted[0][1]["text"] in module.NOTICES
