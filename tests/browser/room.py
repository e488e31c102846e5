"""What a test sees and does in a room. It knows the pages by their hooks only, never by words or classes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

SLUG = "manchester"
STAGES = 8
# What a button answers to a plain form post that did its work: a redirect to the console.
SEE_CONSOLE = 302
CONSOLE = f"/roadshows/{SLUG}/console/"
# Milliseconds in which whatever is expected has come, on a machine with many other things to do: nothing is timed here.
SOON = 15_000

# Notes every frame that the page applies, in the order of applying.
_NOTE_FRAMES = """
globalThis.applied = [];
document.addEventListener("live:applied", ({ detail }) => { if (detail.seq) applied.push(detail.seq); });
"""


@dataclass
class Room:
    """One server (or the road to it) and the browser in which devices are opened."""

    browser: Browser
    url: str
    facilitator: Facilitator
    devices: list[BrowserContext] = field(default_factory=list)

    def device(self, code_path: str, *, url: str = "", **options: Any) -> Page:
        """Return the page of a new device that joined by a card's address."""
        page = self.page(url=url, **options)
        page.goto(code_path)
        return page

    def table(self, number: int, *, url: str = "", **options: Any) -> Page:
        """Return the live page of a new device at a table."""
        return self.device(self.facilitator.join_path(number), url=url, **options)

    def screen(self, *, url: str = "") -> Page:
        """Return the projector's page."""
        page = self.page(url=url)
        page.goto(self.facilitator.screen_path)
        return page

    def console(self, staff: Facilitator | None = None, *, url: str = "", **options: Any) -> Page:
        """Return the console, in a browser of its own where a facilitator is signed in."""
        page = self.staff_page(staff, url=url, **options)
        page.goto(CONSOLE)
        return page

    def staff_page(self, staff: Facilitator | None = None, **options: Any) -> Page:
        """Return an empty page in a new browser where a facilitator is signed in."""
        return self.page(storage_state=(staff or self.facilitator).context.storage_state(), **options)

    def page(self, url: str = "", **options: Any) -> Page:
        """Return an empty page of a new browser context, which is what a device of its own is."""
        context = self.browser.new_context(base_url=url or self.url, **options)
        self.devices.append(context)
        context.add_init_script(_NOTE_FRAMES)
        return context.new_page()

    def close(self) -> None:
        """Close every device: its pages first, since Chromium may wait for ever when it is to end them all at once."""
        for context in self.devices:
            for page in context.pages:
                page.close()
            context.close()


class Facilitator:
    """A facilitator at another desk, who presses buttons without a page: plain form posts."""

    def __init__(self, context: BrowserContext, link: str):
        self.context = context
        self._page = context.new_page()
        self._page.goto(link)
        self._page.goto(CONSOLE)
        self._token = self._page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
        self.screen_path = self._page.locator("a[href^='/screen/']").first.get_attribute("href") or ""

    def join_path(self, number: int) -> str:
        """Return the address that a table's card holds now."""
        answer = self.got(CONSOLE)
        card = self._page.evaluate(
            """([html, number]) => new DOMParser().parseFromString(html, "text/html")
                .querySelector(`[data-table="${number}"]`).dataset.join""",
            [answer, number],
        )
        return str(card)

    def got(self, path: str) -> str:
        """Return a page as the server sends it."""
        return self.context.request.get(path, max_retries=1).text()

    def post(self, path: str, **fields: str | int) -> int:
        """Post a form of the console; return the answer's status, redirects not followed."""
        form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": self._token, **fields}
        # Once more, as a browser does, when the server closed an unused connection just as it was used again.
        return self.context.request.post(CONSOLE + path, form=form, max_redirects=0, max_retries=1).status

    def reveal(self, stage: int) -> None:
        """Reveal a stage, which must be the next one."""
        assert self.post("reveal/", stage=stage) == SEE_CONSOLE

    def reveal_up_to(self, stage: int) -> None:
        """Bring the room to a stage, whatever it has."""
        self.begin_anew()
        for number in range(1, stage + 1):
            self.reveal(number)

    def stage(self) -> int:
        """Return the stage that the room has, as the projector's page says it."""
        found = re.search(r'id="stage"[^>]* data-stage="(\d+)"', self.got(self.screen_path))
        assert found
        return int(found[1])

    def begin_anew(self) -> None:
        """Open the roadshow and take back whatever stage the room has."""
        self.post("open/")
        for stage in range(self.stage(), 0, -1):
            assert self.post("withdraw/", stage=stage) == SEE_CONSOLE

    def sign_out(self) -> None:
        """Sign out, as on the page for it."""
        self._page.goto("/accounts/logout/")
        self._page.locator("form[action$='/logout/'] button").first.click()

    def close(self) -> None:
        """Leave the desk."""
        self.context.close()


def expect_stage(page: Page, stage: int, *, within: float = SOON) -> None:
    """Expect a table or screen to show `stage` as the newest."""
    expect(page.locator("#stage")).to_have_attribute("data-stage", str(stage), timeout=within)


def expect_connection(page: Page, *states: str, within: float = SOON) -> None:
    """Expect the page to say that its connection is in one of `states`."""
    # By a locator, which goes on looking while one page makes room for the next and there is no element at all.
    one_of = re.compile(f"^({'|'.join(states)})$")
    expect(page.locator("html")).to_have_attribute("data-connection", one_of, timeout=within)


def expect_have(console: Page, table: int, stage: int, *, within: float = SOON) -> None:
    """Expect the console to show that a table's devices have `stage`."""
    expect(console.locator(f'[data-table="{table}"]')).to_have_attribute("data-have", str(stage), timeout=within)


def expect_next(console: Page, stage: int) -> None:
    """Expect the console's button to reveal `stage`: what was revealed before reaches it by itself, like everybody."""
    expect(console.locator('form[data-action="reveal"] [name="stage"]')).to_have_value(str(stage))


def button(console: Page, action: str) -> Locator:
    """Return the button of a form that changes the day, with whatever folds around it open."""
    found = console.locator(f'form[data-action="{action}"] button').first
    found.evaluate("b => { for (let e = b; e; e = e.parentElement) if (e.localName === 'details') e.open = true; }")
    return found


def press(console: Page, action: str) -> Response:
    """Press a button as soon as it takes presses; return the server's answer."""
    with console.expect_response(lambda answer: answer.request.method == "POST") as answer:
        button(console, action).click()
    return answer.value


def applied(page: Page) -> list[int]:
    """Return the numbers of the frames that the page has applied since it was loaded."""
    return list(page.evaluate("applied"))


def stages_shown(page: Page) -> list[int]:
    """Return the stages that stand on a table's page, each as often as it stands there."""
    numbers = page.locator("#stage > article[data-stage]").evaluate_all("all => all.map(a => Number(a.dataset.stage))")
    return list(numbers)
