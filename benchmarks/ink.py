"""A long drawing on a slow tablet: from what the hand does until the frame that shows it, beside a bare page.

A pen draws in the system's Chromium whose processor is slowed down. Measured is every movement of the pen: from the
event's own time stamp until the page has painted the frame after it.
"""

from __future__ import annotations

import math
import os
import shutil
import time
from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from benchmarks.hall import Hall
from benchmarks.measuring import on_all_cores, quantile
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say, table
from tools.browser import present

SLOWER, TABLET = 4, {"width": 1080, "height": 810}
MOVES, FRAME_SECONDS = 5, 1 / 60
LIMIT_MS = 32.0
FLAGS = ["--no-sandbox", "--disable-gpu"]

# The frame is painted when a task that was queued in its last callback runs.
_MEASURE = """
globalThis.lags = [];
addEventListener("pointermove", ({ timeStamp }) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => lags.push(performance.now() - timeStamp);
  port2.postMessage("");
}), true);
"""
# The least that draws: what any page must pay.
_BARE = """
<!doctype html><style>body { margin: 0 } canvas { touch-action: none }</style>
<canvas width="1080" height="810"></canvas>
<script>
const ink = document.querySelector("canvas").getContext("2d");
ink.lineWidth = 11;
let from = null;
addEventListener("pointerdown", (event) => (from = [event.clientX, event.clientY]));
addEventListener("pointerup", () => (from = null));
addEventListener("pointermove", ({ clientX, clientY }) => {
  if (!from) return;
  ink.beginPath();
  ink.moveTo(...from);
  ink.lineTo(clientX, clientY);
  ink.stroke();
  from = [clientX, clientY];
});
</script>
"""


def run(options: Options) -> list[Goal]:
    """Let a pen make the same strokes on the pad and on a bare page; the pad's 95th percentile counts."""
    minutes = options.strokes * (MOVES + 1) * FRAME_SECONDS / 60
    heading(f"ink: {options.strokes:,} strokes in {minutes:.1f} min or longer, the processor {SLOWER} times slower")
    with on_all_cores(), Hall(devices=1) as hall, sync_playwright() as playwright:
        found = present(os.environ, shutil.which)
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        rows = [
            _measured("Roadshow", browser, lambda context: _pad(context, hall), options.strokes),
            _measured("bare page", browser, _bare, options.strokes),
        ]
        browser.close()
    ours, bare = (row[2] for row in rows)
    say(table(["page", "p50 ms", "p95 ms", "worst ms", "movements"], rows))
    say(f"  p95 of Roadshow / bare page: {float(ours) / float(bare):.2f}")
    return [Goal("ink: input to paint, p95", float(ours), LIMIT_MS, " ms")]


def _measured(
    name: str, browser: Browser, opened: Callable[[BrowserContext], Page], strokes: int
) -> tuple[str, float, float, float, int]:
    context = browser.new_context(viewport={"width": TABLET["width"], "height": TABLET["height"]}, has_touch=True)
    context.add_init_script(_MEASURE)
    page = opened(context)
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    for places in _strokes(page, strokes):
        _draw(devtools, places)
    page.wait_for_timeout(500)
    lags = page.evaluate("lags")
    context.close()
    return name, quantile(lags, 0.5), quantile(lags, 0.95), max(lags), len(lags)


def _pad(context: BrowserContext, hall: Hall) -> Page:
    """Return the page of a drawing that a table's device has just begun."""
    url = f"http://127.0.0.1:{hall.port}/"
    context.add_cookies([{"name": "device", "value": hall.made["cookies"][0], "url": url}])
    page = context.new_page()
    page.goto(f"{url}table/")
    with page.expect_navigation():
        page.locator(".draw button[value=pad]").evaluate("button => button.form.requestSubmit(button)")
    page.wait_for_selector("#pad[data-open] canvas")
    return page


def _bare(context: BrowserContext) -> Page:
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body=_BARE, content_type="text/html"))
    page.goto("http://bare.invalid/")
    return page


def _strokes(page: Page, strokes: int) -> Iterator[list[tuple[float, float]]]:
    """Yield short bent strokes all over the paper, as a hand that shades makes them."""
    box = page.locator("canvas").first.bounding_box()
    if box is None:
        raise RuntimeError("There is no paper on the page.")
    for n in range(strokes):
        x = box["x"] + box["width"] * (0.05 + 0.8 * (n * 0.618 % 1))
        y = box["y"] + box["height"] * (0.05 + 0.8 * (n * 0.382 % 1))
        yield [(x + 18 * k, y + 14 * math.sin(n + k)) for k in range(MOVES + 1)]


def _draw(devtools: CDPSession, places: list[tuple[float, float]]) -> None:
    """Draw one stroke at the speed of a hand: a place for every frame."""
    for n, (x, y) in enumerate(places):
        began = time.monotonic()
        _pen(devtools, "mouseMoved" if n else "mousePressed", x, y)
        time.sleep(max(0, began + FRAME_SECONDS - time.monotonic()))
    _pen(devtools, "mouseReleased", *places[-1])


def _pen(devtools: CDPSession, kind: str, x: float, y: float) -> None:
    pressed = {"button": "left", "buttons": int(kind != "mouseReleased"), "clickCount": 1}
    devtools.send(
        "Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "pointerType": "pen", "force": 0.5, **pressed}
    )
