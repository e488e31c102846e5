from __future__ import annotations

import pytest

from drawings.actions import photos
from drawings.actions.photos import choose, take_photo
from drawings.actions.pictures import Made
from drawings.models import PictureKind
from live.room import Delivery
from tests.factories import first_table, join, make_roadshow
from tests.pages import frames
from tests.photographed import jpeg
from workshops.topics import own_table

KEY = "a-key-of-22-characters"


@pytest.mark.django_db(transaction=True)
def test_a_tables_other_devices_see_its_photos_as_they_stand(
    delivered: list[Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = (PictureKind.PLAIN, PictureKind.PAPER)
    monkeypatch.setattr(photos, "_developed", lambda content: [Made(kind, content, 8, 6) for kind in kinds])
    device = join(first_table(make_roadshow())).device
    drawing = take_photo(device, key=KEY, content=jpeg())
    choose(device, drawing, PictureKind.PLAIN)
    for delivery in delivered[-2:]:
        html = frames(delivery)
        assert list(html) == [own_table(device.table_id)]
        assert 'id="own-drawings"' in html[own_table(device.table_id)]
