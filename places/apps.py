"""The places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Who comes: bookings, the waiting list, mixed tables, the door, attendance."""

    name = "places"

    def ready(self) -> None:
        """Tell the pages where places stand, the sample how many there are, and who sits with whom; follow changes."""
        from live import kinds as live_kinds  # noqa: PLC0415 -- models are not ready earlier
        from places import kinds, sample  # noqa: PLC0415
        from places.actions.following import follow  # noqa: PLC0415
        from places.fragments import attendance, public  # noqa: PLC0415
        from places.fragments.door import draw_door  # noqa: PLC0415
        from places.fragments.seating import draw_link  # noqa: PLC0415
        from places.queries import seating  # noqa: PLC0415
        from workshops import mix, panels, whereabouts  # noqa: PLC0415
        from workshops.sample import register  # noqa: PLC0415

        public.connect()
        live_kinds.register(kinds.DOOR, draw_door)
        register(sample.add_places)
        mix.register(seating.mix)
        whereabouts.register(follow)
        for place in (panels.Place.CONSOLE_NEXT, panels.Place.ORGANISING):
            panels.register(place, draw_link)
            panels.register(place, attendance.draw_links)
