"""Three pools of threads, so that what takes its time never holds up what is quick.

An upload holds its thread while its body comes over the hall's Wi-Fi, a photo while the darkroom works, a drawing that
is handed in while its picture is made, a document while it is set, and an archive until all of it is sent. Among the
few threads for everything else, forty at once would keep a reveal waiting for all of them. Whoever asks for a place
waits for the others who ask at the same moment, so as to be served together with them (places/desk.py): the more
threads wait there, the more are served at once.
"""

from __future__ import annotations

from typing import Any

# No answer and no form of a table is longer; a file nearly always is.
LONG = 64 * 1024
# Posts that are long work although their bodies may be short, and the files that are made when they are asked for.
LONG_POSTS = ("/photo/", "/hand-in/")
LONG_FILES = (".pdf", ".zip")
# What is served together with whatever else of its kind comes at the same moment.
SERVED_TOGETHER = "/book/"


class Lanes:
    """ASGI: three applications, `quick`, `slow` and `together`, of which each request takes one."""

    def __init__(self, quick: Any, slow: Any, together: Any) -> None:
        """Stand in front of all."""
        self._quick, self._slow, self._together = quick, slow, together

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass the request on."""
        if takes_time(scope):
            lane = self._slow
        elif scope["method"] == "POST" and scope["path"].endswith(SERVED_TOGETHER):
            lane = self._together
        else:
            lane = self._quick
        await lane(scope, receive, send)


def takes_time(scope: dict[str, Any]) -> bool:
    """Whether a request has a long body, or asks for long work."""
    length = int(dict(scope["headers"]).get(b"content-length", b"0"))
    return length > LONG or scope["path"].endswith(LONG_POSTS if scope["method"] == "POST" else LONG_FILES)
