"""When two spellings mean the same mailbox, or the same organisation. Pure."""

from __future__ import annotations

import re
import unicodedata

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
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    words = re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return " ".join(word for word in words if word != "the")[:LONGEST_KEY]
