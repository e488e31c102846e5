"""The places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Who comes: bookings, the waiting list, mixed tables, the door, attendance."""

    name = "places"

    def ready(self) -> None:
        """Say who sits with whom to whoever asks."""
        from places.queries import seating  # noqa: PLC0415 -- models are not ready earlier
        from workshops import mix  # noqa: PLC0415

        mix.register(seating.mix)
