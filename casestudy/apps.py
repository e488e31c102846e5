"""The staged case as a Django app."""

from django.apps import AppConfig


class CasestudyConfig(AppConfig):
    """Case packs, and the reveals of a case to a room."""

    name = "casestudy"

    def ready(self) -> None:
        """Tell the push layer how reveals are drawn, and the pages and sheets where the case stands."""
        from casestudy import (  # noqa: PLC0415 -- models are not ready earlier
            fields,
            picture_sheets,
            rehearsing,
            sample,
            sheets,
        )
        from casestudy.actions import reveals  # noqa: PLC0415
        from casestudy.fragments import judgement, key, parts, pictures  # noqa: PLC0415
        from casestudy.fragments import reveals as drawing  # noqa: PLC0415
        from workshops.actions import rehearsals  # noqa: PLC0415
        from workshops.sample import register  # noqa: PLC0415

        pictures.connect()
        drawing.connect()
        parts.connect()
        key.connect()
        sheets.connect()
        picture_sheets.connect()
        fields.connect()
        judgement.connect()
        rehearsing.connect()
        register(sample.add_cases)
        rehearsals.register(reveals.rehearse_case)
