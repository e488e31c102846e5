"""`manage.py purge`: what goes, in numbers."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from places.models import Booking
from tests.attended import came, day_over

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_folder(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path


def purged(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("purge", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_it_prints_a_line_for_each_kind_and_their_sum() -> None:
    places = day_over()
    came(places, "Ann")
    on = (places.roadshow.held_on + dt.timedelta(days=365)).isoformat()
    assert purged("--on", on, "--only-count")[-1] == f"     2  would be deleted, as on {on}"
    assert Booking.objects.exists()
    lines = purged("--on", on)
    assert "     1  Name, e-mail, organisation, area, and what became of each booking" in lines
    assert lines[-1] == f"     2  deleted, as on {on}"
    assert not Booking.objects.exists()


def test_today_is_meant_when_no_day_is_named() -> None:
    came(day_over(ago=31), "Ann")
    assert "     1  What was noted at the doors, scan by scan" in purged()


def test_what_is_no_date_deletes_nothing() -> None:
    with pytest.raises(CommandError, match=r"is no date\. Nothing was deleted"):
        purged("--on", "next week")
