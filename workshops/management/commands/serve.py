"""`manage.py serve`: make ready what is missing, say where to go, and serve."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from uvicorn.supervisors import Multiprocess

from workshops import serving
from workshops.accounts import make_sign_in_link
from workshops.addresses import own_addresses
from workshops.certificate import BadCertificateError, check_certificate
from workshops.models import Roadshow, Role, Staff
from workshops.sample import ORGANISER

NOT_ALONE = (
    "Several workers share what happens through PostgreSQL and Redis: set DATABASE_URL and REDIS_URL, "
    "or leave --workers out. Nothing was changed."
)

# Seconds for which an unused connection stays open. A proxy keeps its own for up to two minutes (Caddy's default) and
# answers 502 to a form that it sent just as we closed; a browser sends it again by itself.
IDLE_IN_FRONT_OF_BROWSERS, IDLE_BEHIND_A_PROXY = 5, 130


class Command(BaseCommand):
    """Set up the database, the sample and the static files where they are missing, then serve."""

    help = "Serve Roadshow on HOST (default 0.0.0.0) and PORT (default 8000)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read how many processes are to serve."""
        parser.add_argument("--workers", type=int, default=1, help="processes that serve (default 1)")

    def handle(self, *, workers: int, **_options: Any) -> None:
        """Take the port before anything is changed, then make ready and serve until stopped."""
        if workers > 1 and (connection.vendor == "sqlite" or not settings.REDIS_URL):
            raise CommandError(NOT_ALONE)
        self._refuse_unwritable()
        try:
            if settings.SSL_CERTFILE:
                check_certificate(settings.SSL_CERTFILE, settings.SSL_KEYFILE, timezone.now())
            listener = serving.listen(settings.HOST, settings.PORT)
        except (BadCertificateError, serving.CannotListenError) as error:
            raise CommandError(str(error)) from error
        with listener:
            self._make_ready()
            self._announce()
            connections.close_all()
            with _worker():
                _serve(listener, workers)
        self.stdout.write(f"\nStopped. Everything is kept in {settings.DATA_DIR}.")

    def _refuse_unwritable(self) -> None:
        kept = [settings.DATA_DIR]
        if connection.vendor == "sqlite":
            kept.append(Path(connection.settings_dict["NAME"]))
        if locked := serving.unwritable(kept):
            raise CommandError(
                f"{locked} cannot be written by this account. Nothing was changed. "
                "Give the account write permission there, or set DATA_DIR to another folder."
            )

    def _make_ready(self) -> None:
        """Bring the database, the sample and the static files to where this version needs them."""
        try:
            self._migrate()
        except OperationalError as error:
            raise CommandError(
                f"The database does not answer ({' '.join(str(error).split())}). What it holds was not changed. "
                "Start it, or correct DATABASE_URL, then start again."
            ) from error
        if not Roadshow.objects.exists():
            call_command("sample", stdout=self.stdout)
        self._collect_static()

    def _migrate(self) -> None:
        if connection.vendor == "sqlite":
            # Kept in the file: readers and the one writer no longer wait for each other.
            connection.cursor().execute("PRAGMA journal_mode=WAL")
        executor = MigrationExecutor(connection)
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if steps:
            self.stdout.write(f"Preparing the database ({len(steps)} steps) ...")
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        present = serving.fingerprint(_static_files())
        if not (stamp.is_file() and stamp.read_text() == present):
            self.stdout.write("Preparing the static files ...")
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(present)

    def _announce(self) -> None:
        secure = bool(settings.SSL_CERTFILE)
        opened = serving.addresses(settings.HOST, settings.PORT, own_addresses(), settings.PUBLIC_URL, secure=secure)
        sign_in = opened[0].rstrip("/") + make_sign_in_link(email=_organiser())
        self.stdout.write(serving.banner(opened, sign_in, str(settings.DATA_DIR)))
        self.stdout.flush()


def _organiser() -> str:
    """Return the address of the organiser who has been here longest; on the first run the sample's."""
    known = Staff.objects.filter(is_active=True, staff_roles__role=Role.ORGANISER).order_by("pk").first()
    return known.email if known else ORGANISER


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for path, storage in finder.list(None):
            yield Path(storage.path(path))


@contextmanager
def _worker() -> Iterator[None]:
    """Let the worker go on beside the server: mail, offers that pass, reminders. It ends when this process does.

    A process of its own, so that it never takes the server's time; it hears of our end, however that comes, by its
    input being closed.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--beside"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as worker:  # noqa: S603 -- our own
        try:
            yield
        finally:
            if worker.stdin:
                worker.stdin.close()
            worker.terminate()


def _serve(listener: Any, workers: int) -> None:
    """Serve until a signal comes. Addresses hold tickets and tokens, so no line is logged for a request."""
    config = uvicorn.Config(
        "config.asgi:application",
        workers=workers,
        loop="auto",  # uvloop, but on Windows
        http="httptools",
        ws="live.protocol:HallProtocol",
        ws_per_message_deflate=False,
        ws_max_size=8192,
        backlog=serving.BACKLOG,
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(settings.PUBLIC_URL),
        timeout_keep_alive=IDLE_BEHIND_A_PROXY if settings.PUBLIC_URL else IDLE_IN_FRONT_OF_BROWSERS,
        ssl_certfile=settings.SSL_CERTFILE or None,
        ssl_keyfile=settings.SSL_KEYFILE or None,
        timeout_graceful_shutdown=3,
    )
    try:
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass  # Ctrl-C: uvicorn has let the requests under way finish.
