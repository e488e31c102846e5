"""Addresses for paper and terminals: the ones that lead here from another device."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from workshops.addresses import own_addresses


def base_address(request: HttpRequest | None = None) -> str:
    """Return scheme, host and port under which tablets reach this server.

    `PUBLIC_URL` if set; else the address in the facilitator's own browser, unless that is this very
    machine's loopback, which no tablet can reach: then the machine's first address on its network.
    """
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL)
    if request is not None and not _is_loopback(request.get_host()):
        return f"{request.scheme}://{request.get_host()}"
    host = next(iter(own_addresses()), "localhost")
    scheme = "https" if settings.SSL_CERTFILE else "http"
    return f"{scheme}://{host}:{settings.PORT}"


def room_link(request: HttpRequest | None = None) -> str:
    """Return the address at which one types a table's code."""
    return base_address(request) + reverse("join")


def code_link(request: HttpRequest | None, code: str) -> str:
    """Return the address that a table's QR code holds."""
    return base_address(request) + reverse("join-code", args=[code])


def _is_loopback(host: str) -> bool:
    return host.startswith(("localhost", "127.", "[::1]"))
