"""What a door's device sends, and what it is told."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from places.actions.holders import cancel, move, offer_to_colleague, take_from_colleague
from places.links import booking_token, ticket_of
from places.models import Admission, Attendance, Claim, Places
from tests.booked import NOTICE, ask_for, claim_of, counted, make_group, make_places
from tests.factories import make_facilitator, make_organiser, make_roadshow, signed_in
from workshops.models import RoadshowState

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
Said = tuple[int, dict[str, Any]]


@pytest.fixture
def today() -> Places:
    starts = dt.time(23, 59)
    return make_places(2, roadshow=make_roadshow(tables=2, held_on=timezone.localdate(), starts_at=starts))


@pytest.fixture
def door(today: Places) -> Client:
    return signed_in(make_facilitator(today.roadshow))


def send(door: Client, places: Places, noted: str = "scan", /, key: str = "k" * 22, **fields: object) -> Said:
    address = reverse("door-note", args=[places.roadshow.slug])
    answer = door.post(address, {"noted": noted, "key": key, "door": "Door 1"} | fields, headers=JSON)
    return answer.status_code, answer.json()


def arrived() -> dt.datetime:
    at = Attendance.objects.get().arrived_at
    assert at
    return at


def another_date(places: Places) -> Places:
    day = timezone.localdate() + dt.timedelta(days=9)
    return make_places(2, roadshow=make_roadshow(programme=places.roadshow.programme, held_on=day))


def test_a_ticket_or_the_booking_s_own_link_lets_its_holder_in(door: Client, today: Places) -> None:
    ann, ben = ask_for(today, "Ann"), ask_for(today, "Ben")
    status, said = send(door, today, ticket=f"http://hall/bookings/{ticket_of(ann)}/")
    assert (status, said["answer"], said["words"]) == (200, "in", ["Ann Example is in. Table 1."])
    assert send(door, today, key="b" * 22, ticket=booking_token(ben.booking))[1]["answer"] == "in"


def test_a_second_scan_says_since_when_and_by_which_door(door: Client, today: Places) -> None:
    ann = ask_for(today)
    send(door, today, claim=ann.pk)
    _status, said = send(door, today, key="b" * 22, claim=ann.pk)
    at = timezone.localtime(arrived())
    assert said["words"] == [f"Ann Example is in already, since {at:%H:%M} by Door 1. Counted once. Table 1."]


def test_who_was_told_a_table_sits_there_and_what_is_no_table_is_refused(door: Client, today: Places) -> None:
    ann = ask_for(today)
    for nothing in ("0", "-1", "two", str(2**40)):
        assert send(door, today, claim=ann.pk, table=nothing)[0] == 422
    _status, said = send(door, today, claim=ann.pk, table=2)
    assert said["words"] == ["Ann Example is in. Table 2."]
    assert 'data-table="2"' in said["html"]


def test_a_walk_in_is_taken_back_by_the_key_under_which_they_were_noted(door: Client, today: Places) -> None:
    send(door, today, "walk-in", name="Wim W", organisation="Trust", agency="police")
    elsewhere = make_places(1, roadshow=make_roadshow(held_on=timezone.localdate()))
    other = signed_in(make_organiser())
    assert send(other, elsewhere, "undo", key="v" * 22, of="k" * 22)[0] == 422
    _status, said = send(door, today, "undo", key="u" * 22, of="k" * 22)
    assert said["words"] == ["Wim W is not in: it was taken back."]
    assert counted(today) == (0, 0)
    assert send(door, today, "undo", key="w" * 22, of="x" * 22)[0] == send(door, today, "undo", key="w" * 22)[0] == 422


def test_what_was_noted_long_ago_keeps_its_time_whatever_the_device_s_clock_says(door: Client, today: Places) -> None:
    send(door, today, claim=ask_for(today).pk, at=1_000, now=1_000 + 30 * 60_000)
    ago = timezone.now() - arrived()
    assert dt.timedelta(minutes=29) < ago < dt.timedelta(minutes=31)


def test_a_time_to_come_is_now(door: Client, today: Places) -> None:
    send(door, today, claim=ask_for(today).pk, at=10**15, now=1)
    assert timezone.now() - arrived() < dt.timedelta(minutes=1)


def test_a_forged_ticket_a_ticket_of_another_day_and_what_is_none_let_nobody_in(door: Client, today: Places) -> None:
    ann = ask_for(today)
    elsewhere = ask_for(make_places(1), "Ben")
    forged = ticket_of(ann)[:-1] + "x"
    for ticket, words in ((forged, "no ticket of ours"), ("hello", "no ticket"), (ticket_of(elsewhere), "is for City")):
        status, said = send(door, today, ticket=ticket)
        assert status == 422
        assert words in said["why"]
    assert send(door, today, claim=elsewhere.pk)[0] == 422
    assert not Admission.objects.exists()


def test_the_ticket_of_before_lets_in_whoever_moved_here_and_counts_them_once(door: Client, today: Places) -> None:
    before = ask_for(another_date(today), "Ann")
    here = move(before, today.roadshow, actor="Ann")
    _status, said = send(door, today, ticket=ticket_of(before))
    assert (said["answer"], said["claim"]) == ("in", here.pk)
    assert send(door, today, key="b" * 22, ticket=ticket_of(here))[1]["answer"] == "already"
    cancel(ask_for(today, "Ben"), actor="Ben")
    gone, again = claim_of(today, "ben@example.org"), ask_for(today, "Ben")
    _status, said = send(door, today, key="c" * 22, ticket=ticket_of(gone))
    assert (said["answer"], said["claim"]) == ("in", again.pk)
    assert counted(today) == (2, 0)


def test_a_ticket_of_before_lets_in_nobody_else(door: Client, today: Places) -> None:
    before = ask_for(another_date(today), "Ann")
    here = move(before, today.roadshow, actor="Ann")
    handed = offer_to_colleague(here, name="Bea Example", email="bea@example.org")
    old = [ticket_of(before), ticket_of(here), booking_token(here.booking)]
    take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    answers = [send(door, today, ticket=ticket) for ticket in old]
    assert [status for status, _said in answers] == [422, 422, 422]
    assert "Find the name first" in answers[0][1]["why"]
    assert not Admission.objects.exists()


def test_who_comes_without_a_booking_must_have_a_name_and_an_organisation(door: Client, today: Places) -> None:
    status, said = send(door, today, "walk-in", name="a@b.org; c@d.org", organisation="!", agency="police")
    assert status == 422
    assert "name of one person" in said["why"]
    assert send(door, today, "walk-in", name="Wim W", organisation="Trust", agency="police")[1]["answer"] == "in"
    assert counted(today) == (1, 0)


def test_nobody_is_of_a_kind_of_agency_that_nobody_chose(door: Client, today: Places) -> None:
    page = door.get(reverse("door", args=[today.roadshow.slug])).content.decode()
    assert re.search(r'<select name="agency" required id="id_agency">\s*<option value="" selected>Choose<', page)
    status, said = send(door, today, "walk-in", name="Wim W", organisation="Trust", agency="")
    assert (status, said["why"]) == (422, "Choose the kind of agency that fits best.")
    assert counted(today) == (0, 0)


def test_a_roadshow_without_places_is_told_so_in_words() -> None:
    roadshow = make_roadshow(held_on=timezone.localdate())
    door = signed_in(make_facilitator(roadshow))
    presses: tuple[tuple[str, dict[str, object]], ...] = (
        ("door-release", {}),
        ("door-keep", {"minutes": 20}),
        ("door-note", {"noted": "walk-in", "key": "k" * 22, "name": "Wim", "organisation": "T", "agency": "police"}),
    )
    for name, fields in presses:
        answer = door.post(reverse(name, args=[roadshow.slug]), fields, headers=JSON)
        assert (answer.status_code, "No places were set" in answer.json()["why"]) == (422, True)


def test_a_group_comes_in_under_the_longest_key_and_a_longer_one_is_refused(door: Client, today: Places) -> None:
    group = make_group(today, 2)
    first = Claim.objects.filter(booking__group=group)[0]
    assert send(door, today, "group", key="k" * 45, claim=first.pk)[0] == 422
    # The column holds 64 signs, and nobody's number has more than 19 figures.
    assert send(door, today, "group", key="k" * 44, claim=first.pk)[0] == 200
    assert Admission.objects.count() == 2


def test_nobody_is_let_in_on_another_day(door: Client, today: Places) -> None:
    ann = ask_for(today)
    roadshow = today.roadshow
    roadshow.state, roadshow.held_on = RoadshowState.PLANNED, timezone.localdate() + dt.timedelta(days=1)
    roadshow.save()
    assert send(door, today, claim=ann.pk)[0] == 422
    page = door.get(reverse("door", args=[roadshow.slug])).content.decode()
    assert "Ann Example" not in page


def test_a_page_without_scripts_finds_lets_in_and_takes_back(door: Client, today: Places) -> None:
    ann = ask_for(today)
    address = reverse("door", args=[today.roadshow.slug])
    page = door.get(address, {"q": "ann"}).content.decode()
    assert "Let in" in page
    post = {"noted": "scan", "key": "k" * 30, "claim": ann.pk}
    page = door.post(reverse("door-note", args=[today.roadshow.slug]), post, follow=True).content.decode()
    assert "Ann Example is in. Table 1." in page


def test_who_takes_back_what_another_door_has_noted_too_is_told_that_they_are_still_in(
    door: Client, today: Places
) -> None:
    ann = ask_for(today)
    send(door, today, claim=ann.pk, door="North")
    send(door, today, key="s" * 22, claim=ann.pk, door="South")
    _status, said = send(door, today, "undo", key="u" * 22, claim=ann.pk, of="s" * 22, door="South")
    assert "still in" in said["words"][0]
    assert "by North" in said["words"][0]
    _status, said = send(door, today, "undo", key="v" * 22, claim=ann.pk, of="all", door="South")
    assert said["words"] == ["Ann Example is not in: it was taken back."]


def test_a_page_without_scripts_takes_back_what_any_door_noted_and_says_so(door: Client, today: Places) -> None:
    ann = ask_for(today)
    send(door, today, claim=ann.pk, door="North")
    page = door.get(reverse("door", args=[today.roadshow.slug]), {"q": "ann"}).content.decode()
    assert "Take back what all doors noted" in page
    assert 'name="of" value="all"' in page


def test_who_waits_beyond_what_a_device_holds_is_counted_on_the_page(
    door: Client, today: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ann", "Ben", "Cleo", "Dan"):
        ask_for(today, name)
    monkeypatch.setattr("places.queries.door.MOST_WAITING", 1)
    page = door.get(reverse("door", args=[today.roadshow.slug])).content.decode()
    assert "1 more wait for a place than this list holds" in page


def test_a_photo_of_a_ticket_is_read(door: Client, today: Places) -> None:
    ticket = ticket_of(ask_for(today))
    address = reverse("door-photo", args=[today.roadshow.slug])
    photo = _photo(f"http://hall/bookings/{ticket}/")
    assert door.post(address, {"photo": photo}, headers=JSON).json()["ticket"].endswith(f"{ticket}/")
    for nothing in (SimpleUploadedFile("x.png", b"no picture"), SimpleUploadedFile("x.png", _blank())):
        answer = door.post(address, {"photo": nothing}, headers=JSON)
        assert (answer.status_code, bool(answer.json()["why"])) == (422, True)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_codes_in_a_photo_the_ticket_is_read(door: Client, today: Places, *, turned: bool) -> None:
    ticket = f"http://hall/bookings/{ticket_of(ask_for(today))}/"
    codes = ["https://example.org/wifi", ticket]
    photo = _photo(*(reversed(codes) if turned else codes))
    address = reverse("door-photo", args=[today.roadshow.slug])
    assert door.post(address, {"photo": photo}, headers=JSON).json() == {"ticket": ticket}


def test_one_name_is_printed_on_one_badge(door: Client, today: Places) -> None:
    ann = ask_for(today)
    address = reverse("badges", args=[today.roadshow.slug])
    assert door.get(address, {"claim": ann.pk}).content.startswith(b"%PDF")
    assert door.get(address, {"claim": "0"}).status_code == 404


def _photo(*codes: str) -> SimpleUploadedFile:
    """Return a photo of codes that lie one beside the other."""
    photo, out = Image.new("RGB", (420 * len(codes), 420), "white"), io.BytesIO()
    for n, code in enumerate(codes):
        drawn = io.BytesIO()
        segno.make(code, micro=False).save(drawn, kind="png", scale=6)
        with Image.open(drawn) as picture:
            photo.paste(picture.convert("RGB"), (420 * n, 0))
    photo.save(out, "PNG")
    return SimpleUploadedFile("photo.png", out.getvalue(), "image/png")


def _blank() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 80), "white").save(out, "PNG")
    return out.getvalue()
