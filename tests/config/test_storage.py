from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from config.storage import DurableStorage


def test_it_is_the_storage_of_the_product() -> None:
    assert isinstance(storages["default"], DurableStorage)


def test_a_file_and_its_folders_are_on_the_disk_before_anybody_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    storage = DurableStorage(location=tmp_path)
    name = storage.save("drawings/1/a.jpg", ContentFile(b"content"))
    assert synced == [tmp_path / name, tmp_path / "drawings/1", tmp_path / "drawings"]
    assert (tmp_path / name).read_bytes() == b"content"
