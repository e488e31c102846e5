"""A tablet on which a table draws: its paper, what a pen, a finger and a mouse do there, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.room import SOON, Room, expect_connection

# From the left upper corner of the paper, in hundredths of its width.
Place = tuple[float, float]
LINE: Sequence[Place] = ((20, 20), (40, 30), (60, 20), (80, 30))
LOWER: Sequence[Place] = ((20, 50), (80, 50))

BLACK, WHITE = (28, 36, 48), (255, 255, 255)


def start(room: Room, kind_words: str) -> None:
    """Give the room to the activity of the running order that has these words in its title."""
    page = room.console()
    form = page.locator("#order form[data-action=start-activity]", has_text=f"Start {kind_words} now")
    if form.count():
        fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
        room.facilitator.post("start/", **{name: fields[name] for name in ("activity", "after", "key")})
    page.close()


def begun(page: Page, kind: str = "pad") -> Page:
    """Begin a drawing at the table's page; return its page once it is live."""
    page.locator(f".draw button[value={kind}]").click()
    page.wait_for_url("**/table/drawings/*/")
    expect_connection(page, "live")
    if kind == "pad":
        expect(page.locator("#pad[data-open]")).to_be_visible()
    return page


class Hand:
    """What touches the paper of a page, by the browser's own input."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._devtools = page.context.new_cdp_session(page)

    def mouse(self, places: Sequence[Place] = LINE) -> None:
        self._stroke(places, self._by_mouse("mouse", 0.5))

    def pen(self, places: Sequence[Place] = LINE, *, force: float = 0.5) -> None:
        self._stroke(places, self._by_mouse("pen", force))

    def finger(self, places: Sequence[Place] = LINE) -> None:
        self._stroke(places, self._touch)

    def palm_down(self, place: Place) -> None:
        """Lay the palm on the paper and leave it there."""
        self._touch("Pressed", *self._at(place))

    def palm_up(self) -> None:
        self._touch("Released", 0, 0)

    def _stroke(self, places: Sequence[Place], does: Callable[[str, float, float], None]) -> None:
        first, *others = [self._at(place) for place in places]
        does("Pressed", *first)
        for place in others:
            does("Moved", *place)
        does("Released", *(others or [first])[-1])

    def _at(self, place: Place) -> Place:
        box = self._page.locator("#paper").bounding_box()
        assert box
        return box["x"] + place[0] * box["width"] / 100, box["y"] + place[1] * box["width"] / 100

    def _by_mouse(self, pointer: str, force: float) -> Callable[[str, float, float], None]:
        def does(what: str, x: float, y: float) -> None:
            pressed = {"button": "left", "buttons": 0 if what == "Released" else 1, "clickCount": 1}
            self._send(
                "Input.dispatchMouseEvent", type=f"mouse{what}", x=x, y=y, pointerType=pointer, force=force, **pressed
            )

        return does

    def _touch(self, what: str, x: float, y: float) -> None:
        kind = {"Pressed": "touchStart", "Moved": "touchMove", "Released": "touchEnd"}[what]
        points = [] if what == "Released" else [{"x": x, "y": y, "id": 7}]
        self._send("Input.dispatchTouchEvent", type=kind, touchPoints=points)

    def _send(self, method: str, **about: Any) -> None:
        self._devtools.send(method, about)


def colour_at(page: Page, x: float, y: float) -> tuple[int, ...]:
    """Return what is on the paper there, both layers together."""
    return tuple(
        page.evaluate(
            """([x, y]) => {
              const [done, live] = document.querySelectorAll("#paper canvas");
              const at = (canvas) => canvas.getContext("2d")
                .getImageData(Math.round(x * canvas.width / 100), Math.round(y * canvas.width / 100), 1, 1).data;
              const over = at(live);
              return [...(over[3] > 200 ? over : at(done))].slice(0, 3);
            }""",
            [x, y],
        )
    )


def expect_ink(page: Page, place: Place, colour: tuple[int, ...] = BLACK) -> None:
    page.wait_for_function(
        """([x, y, colour]) => {
          const canvas = document.querySelector("#paper canvas");
          const found = canvas?.getContext("2d")
            .getImageData(Math.round(x * canvas.width / 100), Math.round(y * canvas.width / 100), 1, 1).data;
          return found && colour.every((value, n) => Math.abs(found[n] - value) < 12);
        }""",
        arg=[*place, list(colour)],
    )


def tool(page: Page, does: str) -> Locator:
    return page.locator(f'[data-does="{does}"]')


def expect_saved(page: Page, *, within: float = SOON) -> None:
    expect(page.locator("#ink-state")).to_have_attribute("data-state", "saved", timeout=within)


def marks_there(page: Page) -> list[dict[str, Any]]:
    """Return what the server has of this page's drawing."""
    answer = page.request.get(page.evaluate("document.body.dataset.marksUrl"), max_retries=1)
    return list(answer.json()["marks"])
