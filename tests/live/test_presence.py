from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from live import presence
from live.models import Bulletin, Log
from live.presence import Attendance

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Log:
    return Log.objects.create()


def test_a_subject_is_in_touch_while_one_of_its_sockets_is_open(log: Log) -> None:
    attendance = Attendance()
    attendance.opened("device:1", 3)
    attendance.opened("device:1", 5)
    attendance.closed("device:1")

    presence.publish(log.pk, "a", attendance.entries())

    here = presence.read(log.pk)["device:1"]
    assert (here.have, here.in_touch) == (5, True)


def test_a_subject_without_sockets_is_out_of_touch_since_the_last_one_closed(log: Log) -> None:
    attendance = Attendance()
    attendance.opened("device:1", 3)
    attendance.closed("device:1")

    presence.publish(log.pk, "a", attendance.entries())

    here = presence.read(log.pk)["device:1"]
    assert not here.in_touch
    assert timezone.now() - here.since < timedelta(seconds=5)


def test_receipts_only_rise(log: Log) -> None:
    attendance = Attendance()
    attendance.opened("device:1", 0)
    attendance.has("device:1", 5)
    attendance.fresh = True

    attendance.has("device:1", 4)

    assert attendance.fresh
    assert attendance.entries()["device:1"][0] == 5


def test_processes_are_read_together(log: Log) -> None:
    one, other = Attendance(), Attendance()
    one.opened("device:1", 7)
    one.closed("device:1")
    other.opened("device:1", 4)

    presence.publish(log.pk, "a", one.entries())
    presence.publish(log.pk, "b", other.entries())

    here = presence.read(log.pk)["device:1"]
    assert (here.have, here.in_touch) == (7, True)


def test_what_a_dead_process_held_is_out_of_touch_since_its_last_bulletin(log: Log) -> None:
    attendance = Attendance()
    attendance.opened("device:1", 3)
    presence.publish(log.pk, "a", attendance.entries())
    died = timezone.now() - timedelta(minutes=2)
    Bulletin.objects.update(written_at=died)

    here = presence.read(log.pk)["device:1"]

    assert (here.have, here.in_touch, here.since) == (3, False, died)


def test_bulletins_of_yesterday_are_left_out(log: Log) -> None:
    attendance = Attendance()
    attendance.opened("device:1", 3)
    presence.publish(log.pk, "a", attendance.entries())
    Bulletin.objects.update(written_at=timezone.now() - timedelta(hours=25))

    assert presence.read(log.pk) == {}


def test_a_new_process_clears_away_what_is_older_than_a_day(log: Log) -> None:
    presence.publish(log.pk, "old", {})
    presence.publish(log.pk, "recent", {})
    Bulletin.objects.filter(process="old").update(written_at=timezone.now() - timedelta(hours=25))

    presence.publish(log.pk, "new", {})

    assert set(Bulletin.objects.values_list("process", flat=True)) == {"recent", "new"}


def test_listeners_hear_of_each_bulletin(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(presence, "_listeners", [])
    presence.register(heard.append)
    presence.register(heard.append)

    presence.publish(log.pk, "a", {})

    assert heard == [log.pk]
