"""Which socket paths exist."""

from typing import Any

from channels.routing import URLRouter
from django.urls import re_path

from live.socket import live_socket, no_such_socket, same_origin


def websocket_application() -> Any:
    """Return the ASGI application for every WebSocket: the live page's, and a clear no to others."""
    # Django's annotation of re_path knows views only; Channels routes ASGI applications with it.
    routes = [re_path(r"^live/$", live_socket), re_path(r"", no_such_socket)]  # type: ignore[arg-type]
    return same_origin(URLRouter(routes))
