"""The places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Who comes: bookings, the waiting list, mixed tables, the door, attendance."""

    name = "places"

    def ready(self) -> None:
        """Show the ways to its pages."""
        from places.fragments import attendance  # noqa: PLC0415 -- models are there only now
        from workshops import panels  # noqa: PLC0415

        for place in (panels.Place.CONSOLE_NEXT, panels.Place.ORGANISING):
            panels.register(place, attendance.draw_links)
