"""The places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Who comes: bookings, the waiting list, mixed tables, the door, attendance."""

    name = "places"

    def ready(self) -> None:
        """Say how what happens at the doors is drawn, and show the ways to pages."""
        from live.kinds import register  # noqa: PLC0415 -- models are there only now
        from places import kinds  # noqa: PLC0415
        from places.fragments import attendance  # noqa: PLC0415
        from places.fragments.door import draw_door  # noqa: PLC0415
        from workshops import panels  # noqa: PLC0415

        register(kinds.DOOR, draw_door)
        for place in (panels.Place.CONSOLE_NEXT, panels.Place.ORGANISING):
            panels.register(place, attendance.draw_links)
