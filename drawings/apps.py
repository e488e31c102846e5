"""The drawn challenges as a Django app."""

from django.apps import AppConfig


class DrawingsConfig(AppConfig):
    """Drawings and photos of what stops information being shared: pad, wall, coding and gallery."""

    name = "drawings"

    def ready(self) -> None:
        """Tell the pages, the push layer and the sheets where drawings stand."""
        from drawings import fields, rehearsing  # noqa: PLC0415 -- models are not ready earlier
        from drawings.actions import pictures  # noqa: PLC0415
        from drawings.fragments import console, events, own, photos, wall  # noqa: PLC0415

        fields.connect()
        rehearsing.connect()
        pictures.connect()
        own.connect()
        photos.connect()
        events.connect()
        console.connect()
        wall.connect()
