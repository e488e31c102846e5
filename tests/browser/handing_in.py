"""A program: hand in drawings at three tables of a roadshow, as though the day had been. Arguments: slug, titles."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.coded import handed_in  # noqa: E402 -- Django first
from workshops.models import Table  # noqa: E402


def main(slug: str, *titles: str) -> None:
    """Hand in one drawing for each title; its table found fear in every one."""
    for n, title in enumerate(titles):
        table = Table.objects.get(roadshow__slug=slug, number=n % 3 + 1)
        handed_in(table, "fear", title=title, shows=f"{title}: what we drew is what we mean.")


if __name__ == "__main__":
    main(*sys.argv[1:])
