"""Where files are kept: in the folder of the storage, and on the disk itself before anybody is told so."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Django's own storage, except that a file that was saved survives a power cut.

    A device discards its copy as soon as it hears that a photo is stored.
    """

    def _save(self, name: str, content: File[bytes]) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
        path = Path(self.path(saved))
        _write_through(path)
        if os.name != "nt":  # Windows opens no folders, and keeps their entries by itself.
            for folder in (path.parent, path.parent.parent):  # the first may be new
                _write_through(folder)
        return saved


def _write_through(path: Path) -> None:
    """Wait until a file, or the entries of a folder, are on the disk."""
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
