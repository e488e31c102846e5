"""When two spellings mean the same mailbox, the same organisation or the same person. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

# They ignore full stops in the part before the @.
_DOTLESS = {"gmail.com", "googlemail.com"}
_ALIASES = {"googlemail.com": "gmail.com"}
# As long as a name is; "&" is written out in a key, so that one would be longer than what was typed.
LONGEST_KEY = 200


def mailbox(address: str) -> str:
    """Return what all usual spellings of one address have in common; "" for none.

    Capitals, spaces around it, "+something" and, where the provider ignores them, full stops do not matter.
    """
    local, at, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    if not at:
        return ""
    local = local.partition("+")[0]
    if domain in _DOTLESS:
        local = local.replace(".", "")
    return f"{local}@{_ALIASES.get(domain, domain)}"


def organisation(name: str) -> str:
    """Return what all spellings of one organisation's name have in common: no capitals, signs or "the".

    Of those that begin alike and go on for longer than a name may be, the beginning counts.
    """
    return " ".join(word for word in _words(name) if word != "the")[:LONGEST_KEY]


def person(name: str) -> str:
    """Return what all spellings of one person's name have in common: no capitals, accents or signs, in any order."""
    return " ".join(sorted(_words(name)))


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    return re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def finder(words: Iterable[str]) -> Callable[[str], bool]:
    """Return what says whether one of these names or addresses stands in a text: as a whole, in any capitals.

    "Ann" is neither in "annual" nor in "ann@example.org", nor is that in "joann@example.org".
    """
    patterns = [re.compile(_whole(known)) for word in words if (known := plain(word))]

    def holds(text: str) -> bool:
        said = plain(text)
        return any(pattern.search(said) for pattern in patterns)

    return holds


def plain(text: str) -> str:
    """Return what all ways of typing one text have in common: capitals and blanks do not matter, accents do."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _whole(word: str) -> str:
    if "@" in word:
        return rf"(?<![\w.+-]){re.escape(word)}(?![\w-]|\.\w)"
    return rf"(?<![\w@]){re.escape(word)}(?![\w]|[\w.+-]*@)"
