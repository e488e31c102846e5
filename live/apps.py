"""The push layer as a Django app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Numbered logs and the hub that brings them to every screen."""

    name = "live"
