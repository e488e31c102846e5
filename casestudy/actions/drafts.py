"""Every change of a draft: one verb each, atomic. Nobody's words are lost by somebody else's.

The row is locked, changed as it stands now, and its `revision` counted up. What two people change at once is told
apart by part: only who changes the very part that somebody else has changed is asked to look.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from casestudy import drafting
from casestudy.actions.packs import import_case
from casestudy.drafting import Content, Kind, Part
from casestudy.models import CaseStudy, Draft, DraftPicture
from casestudy.pack.content import as_data, checked
from casestudy.pack.pictures import Picture
from casestudy.stored import pack_of, pictures_of_draft
from workshops.actions.snapshots import require_word

MOST_PICTURES = 40


class PartChangedError(Exception):
    """Somebody else changed this part meanwhile, or took it out (then `part` is None). Nothing was changed."""

    def __init__(self, draft: Draft, part: Part | None) -> None:
        """Remember what the part says now."""
        super().__init__("the part was changed meanwhile")
        self.draft, self.part = draft, part


class NotInOrderError(Exception):
    """A draft that is not in order, so that it cannot be published. Nothing was changed."""


class TooManyPicturesError(Exception):
    """A draft that has as many pictures as a pack may have. Nothing was changed."""


@transaction.atomic
def begin_draft(case: CaseStudy, *, actor: str) -> Draft:
    """Begin a draft that says what a version does, pictures too."""
    content = drafting.begun_from(as_data(pack_of(case)))
    draft = Draft.objects.create(title=case.title, based_on=case, content=content, made_by=actor, changed_by=actor)
    for picture in case.pictures.all():
        size = {"width": picture.width, "height": picture.height}
        DraftPicture.objects.create(draft=draft, name=picture.name, content=picture.content, **size)
    return draft


def add_part(draft: Draft, kind: Kind, part: Part, *, actor: str) -> None:
    """Add a part."""
    _change(draft, lambda content: drafting.added(content, kind, part), actor)


def change_part(draft: Draft, kind: Kind, pk: int, part: Part, *, seen: str, actor: str) -> None:
    """Let a part say something else; `seen` marks what it said when the change began. Raises PartChangedError."""

    def change(content: Content) -> Content:
        present = drafting.part_of(content, kind, pk)
        if present is None or drafting.mark(present) != seen:
            raise PartChangedError(draft, present)
        return drafting.changed(content, kind, pk, part)

    _change(draft, change, actor)


def change_itself(draft: Draft, part: Part, *, seen: str, actor: str) -> None:
    """Change what the case says of itself. Raises PartChangedError."""

    def change(content: Content) -> Content:
        present = drafting.itself(content)
        if drafting.mark(present) != seen:
            raise PartChangedError(draft, present)
        return drafting.with_itself(content, part)

    _change(draft, change, actor)


def move_part(draft: Draft, kind: Kind, pk: int, *, step: int, actor: str) -> None:
    """Move a part up (-1) or down (1). Raises PartChangedError if it is there no more."""
    _change(draft, lambda content: drafting.moved(_with(draft, content, kind, pk), kind, pk, step), actor)


def remove_part(draft: Draft, kind: Kind, pk: int, *, actor: str) -> None:
    """Take a part out; it can be put back. Raises PartChangedError if it is out already, or StillNeededError."""
    _change(draft, lambda content: drafting.without(_with(draft, content, kind, pk), kind, pk), actor)


def put_back(draft: Draft, pk: int, *, actor: str) -> None:
    """Put a part back that was taken out."""
    _change(draft, lambda content: drafting.put_back(content, pk), actor)


def replace_chronology(draft: Draft, events: list[Part], history: list[Part], *, actor: str) -> None:
    """Let the events and history of a spreadsheet take the place of those that there are."""
    _change(draft, lambda content: drafting.with_chronology(content, events, history), actor)


@transaction.atomic
def add_picture(draft: Draft, picture: Picture, *, actor: str) -> None:
    """Add a picture; one of the same name is replaced. Raises TooManyPicturesError."""
    _change(draft, lambda content: content, actor)
    if draft.pictures.exclude(name=picture.name).count() >= MOST_PICTURES:
        raise TooManyPicturesError
    new = {"content": picture.content, "width": picture.width, "height": picture.height}
    DraftPicture.objects.update_or_create(draft=draft, name=picture.name, defaults=new)


@transaction.atomic
def remove_picture(draft: Draft, name: str, *, actor: str) -> None:
    """Take a picture out."""
    _change(draft, lambda content: content, actor)
    draft.pictures.filter(name=name).delete()


@transaction.atomic
def publish(draft: Draft, *, actor: str) -> tuple[CaseStudy, bool]:
    """Make a version of a draft, through the same door as an import; False when the same is there already.

    The draft stays, and is based on that version from now on. Raises NotInOrderError.
    """
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    raw = drafting.raw(locked.content)
    raw.pictures = pictures_of_draft(locked)
    pack, _flaws = checked(raw)
    if pack is None:
        raise NotInOrderError
    case, new = import_case(pack)
    Draft.objects.filter(pk=draft.pk).update(based_on=case, changed_at=timezone.now(), changed_by=actor)
    return case, new


@transaction.atomic
def discard(draft: Draft, *, word: str) -> None:
    """Throw a draft away, once its title was typed. Raises WrongWordError."""
    require_word(draft.title, word)
    draft.delete()


@transaction.atomic
def _change(draft: Draft, change: Callable[[Content], Content], actor: str) -> None:
    """Change a draft as it stands now, whatever somebody has read of it."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    locked.content = change(locked.content)
    locked.title = locked.content["case"].get("title", locked.title)
    locked.revision += 1
    locked.changed_at, locked.changed_by = timezone.now(), actor
    locked.save()


def _with(draft: Draft, content: Content, kind: Kind, pk: int) -> Content:
    if drafting.part_of(content, kind, pk) is None:
        raise PartChangedError(draft, None)
    return content
