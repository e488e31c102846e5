"""What comes before anything is destroyed: the typed word, and a snapshot of all that hangs on a roadshow."""

from __future__ import annotations

import gzip
import logging
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.core import serializers
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import router, transaction
from django.db.models import CASCADE, FileField, Model
from django.db.models.deletion import Collector
from django.utils import timezone

from live.announce import announce
from live.models import Log, new_epoch
from workshops import kinds
from workshops.models import Roadshow

logger = logging.getLogger("roadshow.snapshots")

FOLDER = "snapshots"


class WrongWordError(Exception):
    """Another word was typed than the one that destroys. Nothing was changed."""

    def __init__(self, word: str) -> None:
        """Remember which word it would have been."""
        super().__init__(word)
        self.word = word


class SnapshotFailedError(Exception):
    """The snapshot could not be written, so what was to follow it did not happen. Nothing was changed."""


def require_word(word: str, typed: str) -> None:
    """Raise WrongWordError unless `typed` is `word`; capitals and spaces around it do not matter."""
    if typed.strip().casefold() != word.strip().casefold():
        raise WrongWordError(word)


@transaction.atomic
def take_snapshot(roadshow: Roadshow, *, why: str, actor: str) -> Path:
    """Write everything that hangs on a roadshow, its log included, to a file; return its path.

    The file is a gzipped JSON fixture in `DATA_DIR/snapshots`: `manage.py loaddata FILE` puts back what is in
    it. Its log's last event says why it was taken and by whom. Its epoch is a new one, so that a page that
    was open before takes nothing of it for its own. The files that tables sent lie beside it in an archive of
    the same name that ends with `.files.zip`, where there are any. Raises SnapshotFailedError.
    """
    announce(roadshow.log_id, kind=kinds.SNAPSHOT, topics=[], payload={"why": why}, actor=actor)
    folder = Path(settings.DATA_DIR) / FOLDER
    path = folder / f"{roadshow.slug}-{timezone.localtime():%Y%m%d-%H%M%S-%f}.json.gz"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        rows = list(everything(roadshow))
        # The fixture comes last: where it is, the files are too.
        files = sorted(_files_of(rows))
        if files:
            _write(path.with_name(path.name.replace(".json.gz", ".files.zip")), lambda file: _pack(file, files))
        _write(path, lambda file: _serialize(file, rows))
    except OSError as error:
        raise SnapshotFailedError(f"{folder}: {error.strerror}") from error
    logger.info("Snapshot %s, because %s (%s).", path, why, actor)
    return path


def everything(roadshow: Roadshow) -> Iterator[Model]:
    """Yield the rows that would go if the roadshow and its log were deleted, those first that others point to."""
    collector = _Everything(using=router.db_for_write(Roadshow), origin=roadshow)
    collector.collect([roadshow])
    logs = Log.objects.filter(roadshow__in=cast("set[Roadshow]", collector.data[Roadshow]))
    for relation in Log._meta.related_objects:  # noqa: SLF001 -- Django's own way to ask a model
        if relation.on_delete is CASCADE:
            rows = relation.related_model._default_manager  # noqa: SLF001
            collector.collect(rows.filter(**{f"{relation.field.name}__in": logs}))
    collector.sort()
    for log in logs:
        log.epoch = new_epoch()
        yield log
    for model in reversed(collector.data):
        yield from sorted(collector.data[model], key=lambda row: cast("int", row.pk))


class _Everything(Collector):
    """Django's collector of what a deletion takes along, which looks at every row."""

    def can_fast_delete(self, *_args: Any, **_options: Any) -> bool:
        """Return no: a row that is deleted without being looked at would not be in the snapshot."""
        return False


class _ToTheMicrosecond(DjangoJSONEncoder):
    """Django's encoder, which would cut moments to the millisecond."""

    def default(self, o: Any) -> Any:
        """Return a moment in full."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _files_of(rows: Iterable[Model]) -> Iterator[str]:
    """Yield the names in the storage of the files that rows point to."""
    for row in rows:
        for field in row._meta.concrete_fields:  # noqa: SLF001 -- Django's own way to ask a model
            if isinstance(field, FileField) and getattr(row, field.attname):
                yield str(getattr(row, field.attname).name)


def _pack(file: IO[bytes], names: Iterable[str]) -> None:
    """Write files as they are; pictures do not become smaller. One that is gone is told, and the others are kept."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            try:
                with default_storage.open(name) as stored, archive.open(name, "w") as packed:
                    shutil.copyfileobj(stored, packed)
            except FileNotFoundError:
                logger.warning("%s is not in the storage, and so not in the snapshot.", name)


def _serialize(file: IO[bytes], rows: Iterable[Model]) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as text:
        serializers.serialize("json", rows, stream=cast("IO[str]", text), cls=_ToTheMicrosecond)


def _write(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file under another name first: a file of its own name is whole."""
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}-", delete=False) as file:
        unfinished = Path(file.name)
        try:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
