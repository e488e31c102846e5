"""The places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Who comes: bookings, the waiting list, mixed tables, the door, attendance."""

    name = "places"

    def ready(self) -> None:
        """Say who sits with whom to whoever asks, and show the way to it."""
        from places.fragments.seating import draw_link  # noqa: PLC0415 -- models are not ready earlier
        from places.queries import seating  # noqa: PLC0415
        from workshops import mix, panels  # noqa: PLC0415

        mix.register(seating.mix)
        for place in (panels.Place.CONSOLE_NEXT, panels.Place.ORGANISING):
            panels.register(place, draw_link)
