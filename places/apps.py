"""The places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Who comes: bookings, the waiting list, mixed tables, the door, attendance."""

    name = "places"

    def ready(self) -> None:
        """Tell the pages where places stand, and the sample how many there are."""
        from places import sample  # noqa: PLC0415 -- models are not ready earlier
        from places.fragments import public  # noqa: PLC0415
        from workshops.sample import register  # noqa: PLC0415

        public.connect()
        register(sample.add_places)
