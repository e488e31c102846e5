"""What simulated tables draw in a rehearsal: simple pictures, plainly invented; and whether they were kept."""

from __future__ import annotations

import json

from django.urls import reverse

from drawings.models import Drawing, DrawingKind
from drawings.queries.drawings import YES
from workshops.models import ActivityKind, Roadshow
from workshops.rehearsing.answers import AnswerKind, Speaker, register
from workshops.rehearsing.pages import Form
from workshops.rehearsing.records import Said
from workshops.tokens import new_token

# Each picture as lines through places on the paper.
PICTURES = {
    "A boat": (
        ((200, 450), (300, 580), (700, 580), (800, 450), (200, 450)),
        ((500, 450), (500, 150), (680, 380), (500, 380)),
    ),
    "A wall": (
        ((200, 250), (800, 250), (800, 550), (200, 550), (200, 250)),
        ((200, 400), (800, 400)),
        ((500, 250), (500, 400)),
    ),
    "A bridge": (((100, 400), (900, 400)), ((200, 600), (250, 420), (500, 300), (750, 420), (800, 600))),
}
# Most tables draw once or twice while there is time for it.
OFTEN = 6.0


def connect() -> None:
    """Let simulated tables draw while the room does."""
    register("draw", AnswerKind(_begin, _kept, OFTEN, only_filled=True, then=_finish))


def _begin(_form: Form, speaker: Speaker) -> dict[str, str] | None:
    """Begin on the pad; what is drawn there goes along, for whoever finishes it."""
    if speaker.activity != ActivityKind.DRAW:
        return None
    return {"key": "", "kind": DrawingKind.PAD, "draws": speaker.random.choice(sorted(PICTURES))}


def _finish(said: Said) -> list[tuple[str, dict[str, str] | str]]:
    """Draw line by line, say that it may be shown, and hand it in."""
    draws, field = said.fields["draws"], f"drawing.{said.key}."
    marks = [{"number": n, "op": {"stroke": _stroke(line)}} for n, line in enumerate(PICTURES[draws], start=1)]
    words = {f"{field}title": f"{draws} (simulated)", f"{field}show": YES, "Idempotency-Key": new_token()}
    return [
        (reverse("drawing-marks", args=[said.key]), json.dumps({"marks": marks})),
        (reverse("answer"), words),
        (reverse("hand-in-drawing", args=[said.key]), {}),
    ]


def _stroke(line: tuple[tuple[int, int], ...]) -> dict[str, object]:
    return {"tool": "pen", "colour": "blue", "width": 11, "points": [n for x, y in line for n in (x, y, 500)]}


def _kept(rehearsal: Roadshow, said: Said) -> int:
    return Drawing.objects.filter(table__roadshow=rehearsal, table__number=said.table, key=said.key).count()
