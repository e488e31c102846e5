"""What an observer noted. Nobody else reads it."""

from __future__ import annotations

from workshops.models import ObserverNote, Roadshow, Staff


def notes_of(roadshow: Roadshow, author: Staff) -> list[ObserverNote]:
    """Return somebody's own notes on a roadshow with the activities they are about, the newest first."""
    notes = roadshow.observer_notes.filter(author=author).select_related("turn__activity")
    return list(notes.order_by("-pk"))
