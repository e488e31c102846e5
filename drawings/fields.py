"""What a table says of each of its drawings, what may stand in each answer, and until when it is open."""

from __future__ import annotations

from django.utils import timezone

from drawings.codebook import NAMES
from drawings.kinds import DESCRIBED
from drawings.models import Drawing
from drawings.queries.drawings import YES, closed_at, drawing_of
from workshops import answering
from workshops.answering import ClosedError, Field, UnknownFieldError, clean_text, one_of
from workshops.models import Device
from workshops.topics import CONSOLES, SCREENS

# What was drawn in 2016, and what else comes to mind.
IDEAS = (
    ("boat", "A boat"),
    ("bubble", "A bubble"),
    ("maze", "A maze"),
    ("magnifying-glass", "A magnifying glass"),
    ("bridge", "A bridge"),
    ("wall", "A wall"),
    ("jigsaw", "A jigsaw"),
    ("island", "An island"),
    ("other", "Something else"),
)
TEXTS = ("title", "shows", "own-idea", "tags", "alt")
TICKS = ("show", "publish", *(f"factor.{name}" for name in NAMES))

_idea = one_of(*(value for value, _words in IDEAS))
_tick = one_of(YES)


def connect() -> None:
    """Let tables say what their drawings show."""
    answering.register("drawing", find)


def find(device: Device, name: str) -> Field:
    """Return a field of a drawing that is open to a device. Raises ClosedError or UnknownFieldError."""
    _app, _, rest = name.partition(".")
    key, _, what = rest.partition(".")
    drawing = drawing_of(device.table, key)
    if drawing is None or what not in ("idea", *TEXTS, *TICKS):
        raise UnknownFieldError(f"Nobody asks for {name!r} at this table, so it was not stored.")
    _check_open(drawing)
    if what in TEXTS:
        _check_unseen(drawing)
        return Field(name, clean_text, DESCRIBED, merged=True, topics=_topics(drawing))
    return Field(name, _idea if what == "idea" else _tick, DESCRIBED, topics=_topics(drawing))


def _topics(drawing: Drawing) -> tuple[str, ...]:
    """Return who else hears of it once it is handed in. Screens as well, for it may be released at this moment."""
    return (CONSOLES, SCREENS) if drawing.handed_in_at else ()


def _check_unseen(drawing: Drawing) -> None:
    """Raise ClosedError for words of a released drawing: the room sees those that a facilitator has seen."""
    if drawing.released_at is not None:
        raise ClosedError(
            "This drawing is on the wall, and its words stand as a facilitator released them. This was not stored. Ask "
            "a facilitator to take it off the wall; then you can change them."
        )


def _check_open(drawing: Drawing) -> None:
    """Raise ClosedError unless the table may still say something of a drawing."""
    if drawing.withdrawn_at is not None:
        raise ClosedError(
            "This drawing was withdrawn, so this was not stored. What the table had said of it is kept, and shown "
            "to nobody."
        )
    closed = closed_at(drawing.table.roadshow)
    if closed is not None:
        raise ClosedError(
            f"The room went on at {timezone.localtime(closed):%H:%M}, and since then drawings do not change. This "
            "was not stored; what the table had said by then is kept."
        )
