"""The core of the day as a Django app."""

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """Programme, roadshows, tables, devices and staff."""

    name = "workshops"

    def ready(self) -> None:
        """Tell the push layer who may listen, and how the room is drawn; register what is printed."""
        from workshops import sheets, signals  # noqa: PLC0415 -- models are not ready earlier

        signals.connect()
        sheets.connect()
