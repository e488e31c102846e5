"""What `manage.py serve` needs to know and say: where to listen, what to print. No database here."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import socket
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import segno

# Pending connections: a whole hall reconnects at once after the Wi-Fi was away.
BACKLOG = 4096
HIGHEST_PORT = 65535
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 -- tablets are to reach this machine; compared here
LOOPBACK = ("localhost", "127.0.0.1", "::1")

ALONE = (
    "No other device can reach this machine at the moment, so there is no QR code. "
    "Join the venue's network (and leave HOST unset), then start again."
)


class CannotListenError(Exception):
    """The address cannot be had; its text says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on `host` and `port`, so that nobody else can take them meanwhile.

    Raises CannotListenError.
    """
    if not 0 <= port <= HIGHEST_PORT:
        raise CannotListenError(f"There is no port {port}. Nothing was changed. Choose another: make run PORT=8000")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise CannotListenError(_why_not(host, port, error.errno)) from error


def _why_not(host: str, port: int, reason: int | None) -> str:
    if reason == errno.EADDRINUSE:
        why = f"Port {port} is already in use on this machine, perhaps by a Roadshow that is still running."
        what = f"Stop that one, or choose another port: make run PORT={port + 1}"
    elif reason == errno.EACCES:
        why = f"This account may not use port {port}."
        what = "Choose one above 1023: make run PORT=8000"
    else:
        why = f"This machine has no address {host}."
        what = "Leave HOST unset to serve on every address, or set it to one of this machine's own."
    return f"{why} Nothing was changed. {what}"


def addresses(host: str, port: int, own: Iterable[str], public_url: str, *, secure: bool = False) -> list[str]:
    """Return the addresses to open, the one for everybody first; `own` are this machine's on its networks.

    `secure`: the server holds a certificate, so that it answers by https only.
    """
    if public_url:
        return [f"{public_url}/"]
    if host in EVERY_ADDRESS:
        names = [*own, "localhost"]
    elif host in LOOPBACK:
        names = ["localhost"]
    else:
        names = [f"[{host}]" if ":" in host else host]
    scheme = "https" if secure else "http"
    return [f"{scheme}://{name}:{port}/" for name in names]


def qr_text(address: str) -> str:
    """Return a QR code of `address` in block characters, light on dark."""
    drawn = io.StringIO()
    segno.make_qr(address, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()


def banner(opened: Sequence[str], sign_in: str, kept_in: str) -> str:
    """Return what to show when the server is open at `opened` (the address for everybody first).

    The room's QR code is left out when no other device could follow it.
    """
    reach = opened[0]
    lines = ["", "Roadshow is open:", *(f"    {address}" for address in opened), ""]
    lines += ["Staff sign in with this link; it works once, within a day (every start prints a new one):"]
    lines += [f"    {sign_in}", ""]
    if urlsplit(reach).hostname == "localhost":
        lines += [ALONE, ""]
    else:
        lines += [f"The room: scan this, or open {reach}join/", "", qr_text(f"{reach}join/")]
    lines += [f"Everything is kept in {kept_in}. Ctrl-C stops; make run goes on from there."]
    return "\n".join(lines)


def unwritable(paths: Iterable[Path]) -> Path | None:
    """Return the first of `paths` that exists and may not be written."""
    return next((path for path in paths if path.exists() and not os.access(path, os.W_OK)), None)


def fingerprint(files: Iterable[Path]) -> str:
    """Return a mark that changes when one of `files` comes, goes or is written: times and sizes, not contents."""
    marks = hashlib.sha256()
    for path in sorted(files):
        status = path.stat()
        marks.update(f"{path}\0{status.st_mtime_ns}\0{status.st_size}\n".encode())
    return marks.hexdigest()
