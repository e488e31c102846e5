"""The drawn challenges as a Django app."""

from django.apps import AppConfig


class DrawingsConfig(AppConfig):
    """Drawings and photos of what stops information being shared: pad, wall, coding and gallery."""

    name = "drawings"
