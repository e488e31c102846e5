"""What a simulated browser sees of a page: its named elements and its forms, kept true by frames. Pure.

Elements are replaced, merged and removed by their ids as static/js/live/regions.js does it, so that a form is
pressed as it stands on the page at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html.parser import HTMLParser

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_PRESSED = frozenset({"button", "submit", "reset", "image", "file"})

Attributes = dict[str, str]


@dataclass(frozen=True)
class Form:
    """A form that changes the day: `does` is its data-action, `blanks` are the fields that wait for words."""

    does: str
    action: str
    fields: Attributes = field(default_factory=dict)
    blanks: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True)
class Piece:
    """An element with a name, or a form, and the ids of the elements around it, its own id last."""

    within: tuple[str, ...]
    depth: int
    attributes: Attributes
    form: Form | None = None

    @property
    def name(self) -> str:
        """Its id; "" for none."""
        return self.attributes.get("id", "")


class Page:
    """A page as it stands now."""

    def __init__(self, html: str) -> None:
        """Read the whole page."""
        self._pieces = list(_read(html))
        body = next((piece for piece in self._pieces if "data-live" in piece.attributes), None)
        self.body: Attributes = dict(body.attributes) if body else {}
        self.is_rehearsal = any("data-rehearsal" in piece.attributes for piece in self._pieces)

    def forms(self, does: str, within: str = "") -> list[Form]:
        """Return the forms that can be pressed now for one data-action, all or those inside an element."""
        return [
            piece.form
            for piece in self._pieces
            if piece.form is not None
            and piece.form.does == does
            and piece.form.enabled
            and (not within or within in piece.within)
        ]

    def does(self) -> set[str]:
        """Return every data-action that can be pressed now."""
        return {piece.form.does for piece in self._pieces if piece.form is not None and piece.form.enabled}

    def element(self, name: str) -> Attributes:
        """Return the attributes of the element with this id; none when it is not there."""
        return next((piece.attributes for piece in self._pieces if piece.name == name), {})

    def having(self, attribute: str) -> list[Attributes]:
        """Return the attributes of every element that has `attribute`."""
        return [piece.attributes for piece in self._pieces if attribute in piece.attributes]

    def apply(self, html: str) -> None:
        """Take a frame's elements, each to the element of the same id."""
        pieces = _read_frame(html)
        for top in pieces:
            if top.depth == 0 and top.name:
                inside = [piece for piece in pieces if piece.within[:1] == (top.name,)]
                if "data-merge" in top.attributes:
                    self._merge(top, inside)
                else:
                    self._replace(top.name, inside)

    def _merge(self, top: Piece, inside: Iterable[Piece]) -> None:
        """Renew an element's attributes; replace, add or remove only the children that came along."""
        at, around = self._find(top.name)
        if at < 0:
            return
        self._pieces[at] = replace(self._pieces[at], attributes=top.attributes)
        inside = list(inside)
        for child in inside:
            if child.depth != 1 or not child.name:
                continue
            family = [replace(p, within=p.within[1:]) for p in inside if p.within[1:2] == (child.name,)]
            if "data-gone" in child.attributes:
                self._replace(child.name, [])
            elif not self._replace(child.name, family):
                last = max(n for n, piece in enumerate(self._pieces) if top.name in piece.within)
                self._pieces[last + 1 : last + 1] = _moved(family, (*around, top.name))

    def _replace(self, name: str, fresh: Iterable[Piece]) -> bool:
        at, around = self._find(name)
        if at < 0:
            return False
        self._pieces = [piece for piece in self._pieces if name not in piece.within]
        self._pieces[at:at] = _moved(fresh, around)
        return True

    def _find(self, name: str) -> tuple[int, tuple[str, ...]]:
        """Return where an element is and which are around it; -1 when it is not there."""
        for at, piece in enumerate(self._pieces):
            if name in piece.within:
                return at, piece.within[: piece.within.index(name)]
        return -1, ()


def _moved(pieces: Iterable[Piece], around: tuple[str, ...]) -> list[Piece]:
    return [replace(piece, within=(*around, *piece.within)) for piece in pieces]


@lru_cache(maxsize=64)
def _read_frame(html: str) -> tuple[Piece, ...]:
    """Read a frame once: every device of a hall gets the same text."""
    return _read(html)


def _read(html: str) -> tuple[Piece, ...]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.pieces())


class _Reader(HTMLParser):
    """Notes what has a name or a data attribute that tells something, and the forms with a data-action."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[Piece] = []
        self._open: list[tuple[str, str]] = []  # tag and id of every element that is open
        self._form: list[tuple[int, list[tuple[str, Attributes]]]] = []
        self._select = ""

    def pieces(self) -> Iterator[Piece]:
        """Yield what was found, in the order of the document."""
        yield from self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and what belongs to the form around it."""
        attributes = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append((tag, attributes.get("id", "")))
        if tag == "form":
            self._form.append((len(self._found), []))
        elif self._form and tag in ("input", "textarea", "select", "option", "button"):
            self._form[-1][1].append((tag, attributes))
        if attributes.get("id") or tag == "form" or any(name.startswith("data-") for name in attributes):
            within = tuple(name for _tag, name in self._open if name)
            depth = len(self._open) - (tag not in _VOID)
            self._found.append(Piece(within, depth, attributes))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those inside it that nobody closed."""
        if tag not in (opened for opened, _name in self._open):
            return
        while self._open.pop()[0] != tag:
            pass
        if tag == "form" and self._form:
            at, controls = self._form.pop()
            piece = self._found[at]
            if "data-action" in piece.attributes:
                self._found[at] = replace(piece, form=_form(piece.attributes, controls))


def _form(attributes: Attributes, controls: list[tuple[str, Attributes]]) -> Form:
    """Return a form with the values that it would send as it stands."""
    fields: Attributes = {}
    blanks: list[str] = []
    enabled, select = True, ""
    for tag, control in controls:
        name, kind = control.get("name", ""), control.get("type", "text")
        if tag == "button" and kind in ("text", "submit"):
            enabled = enabled and "disabled" not in control and control.get("aria-disabled") != "true"
        elif tag == "select":
            select = name
        elif tag == "option" and select and (select not in fields or "selected" in control):
            fields[select] = control.get("value", "")
        elif name and tag == "textarea":
            blanks.append(name)
        elif name and tag == "input" and kind not in _PRESSED:
            if kind not in ("radio", "checkbox"):
                fields[name] = control.get("value", "")
                if kind != "hidden" and not fields[name]:
                    blanks.append(name)
            elif "checked" in control:
                fields[name] = control.get("value", "on")
    return Form(attributes["data-action"], attributes.get("action", ""), fields, tuple(blanks), enabled)
