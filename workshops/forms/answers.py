"""What a table's device sends when it answers: any fields by their names, and which post it is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from workshops.actions.answers import Said

KEY_FIELD = "Idempotency-Key"
BASE = "~base"
TABLE_FIELD = "table"
_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")
_NAME = re.compile(r"[a-z]+(\.[A-Za-z0-9_-]+)+")


def key_in(post: Mapping[str, str], header: str) -> str | None:
    """Return the post's idempotency key, 22 to 64 URL-safe characters; None when it has none that is one."""
    key = header or post.get(KEY_FIELD, "")
    return key if _KEY.fullmatch(key) else None


def is_for(post: Mapping[str, str], table_id: int) -> bool:
    """Whether a post was written at this table; one that does not say where was written on its page."""
    return post.get(TABLE_FIELD, "") in {"", str(table_id)}


def said_in(post: Mapping[str, str]) -> list[Said]:
    """Return what is said of each field."""
    names = [name for name in post if _NAME.fullmatch(name)]
    return [Said(name, post[name], post.get(name + BASE, "")) for name in names]


def digest_of(said: Sequence[Said]) -> str:
    """Return a mark of a post's content."""
    content = sorted((each.field, each.value, each.base) for each in said)
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
