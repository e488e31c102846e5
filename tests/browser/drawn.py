"""A program: let the room draw, and hand in so many drawings anew at three tables. Arguments: slug, count, released?

Every fifth is in words; the last of those that wait may not be shown. The first has strokes that can be replayed.
"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from drawings.models import Drawing, DrawingKind, Mark, Picture  # noqa: E402 -- Django first
from tests.coded import handed_in, say  # noqa: E402
from tests.factories import give_room  # noqa: E402
from tests.showing import pictured, shown  # noqa: E402
from workshops.models import ActivityKind, Day, Roadshow  # noqa: E402

WORDS = ("Trust.", "We are all in the same boat, but nobody has an oar.", "Nobody asks. " * 30)
FACTORS = ("trust", "fear", "risk")
IDEAS = ("boat", "bubble", "maze")


def main(slug: str, count: str, released: str = "") -> None:
    """Hand in drawings, instead of all that were there."""
    roadshow = Roadshow.objects.get(slug=slug)
    drawing = roadshow.activities.filter(kind=ActivityKind.DRAW)[0]
    turn = Day.objects.select_related("turn").get(pk=roadshow.pk).turn
    if turn is None or turn.activity_id != drawing.pk:
        give_room(drawing)
    theirs = Drawing.objects.filter(table__roadshow=roadshow)
    theirs.update(picture=None)
    Picture.objects.filter(drawing__in=theirs).delete()
    theirs.delete()
    for n in range(int(count)):
        _hand_in(roadshow, n, last=n + 1 == int(count), released=bool(released))


def _hand_in(roadshow: Roadshow, n: int, *, last: bool, released: bool) -> None:
    table = roadshow.tables.get(number=n % 3 + 1)
    in_words = n % 5 == 1
    said = {"title": f"Drawing {n + 1}", "shows": WORDS[n // 5 % 3] if in_words else "What we drew is what we mean."}
    kind = DrawingKind.WORDS if in_words else DrawingKind.PAD
    make = shown if released else handed_in
    made = make(table, FACTORS[n % 3], kind=kind, **said)
    say(made, idea=IDEAS[n % 3], show="" if last and not released else "yes")
    if not in_words:
        pictured(made, seed=n, width=800, height=600)
    if n == 0:
        for number in range(1, 31):
            points = [v for k in range(6) for v in (20 * number + 5 * k, 100 + 90 * k, 500)]
            stroke = {"tool": "pen", "colour": "blue", "width": 11, "points": points}
            Mark.objects.create(drawing=made, number=number, op={"stroke": stroke})


if __name__ == "__main__":
    main(*sys.argv[1:])
