"""Whoever is forgotten is nowhere any more: not in the database, not in the mail, not in files."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from places.actions import erasing
from places.actions.attendance import correct, note_export
from places.actions.booking import Coordinator, NeedsSaid, book_group
from places.actions.door import admit, walk_in
from places.actions.erasing import erase
from places.actions.groups import name_place
from places.actions.holders import cancel, change_needs, offer_to_colleague, reconfirm, take_from_colleague
from places.actions.mail import queue
from places.actions.places import set_places
from places.actions.reasons import WantsReasonError
from places.actions.seating import add_rule
from places.actions.waiting import accept, decline_for_all, put_first
from places.links import group_by_token, group_token
from places.mail.sending import send_due
from places.models import Booking, Claim, Erasure, Group, Mail, MailKind, Needs, Outcome, Places
from places.queries.attendance import review_of
from places.queries.person import everything_of, person_behind, person_of, traces_of, without_mailbox
from tests.attended import came, day_over
from tests.booked import NOTICE, ask_for, claim_of, counted, details, make_group, make_places, note, states
from tests.factories import make_roadshow

pytestmark = pytest.mark.django_db
ANN = "ann@example.org"
TRACES = ("ann example", ANN)


@pytest.fixture(autouse=True)
def mail_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def forget(email: str = ANN) -> erasing.Erased:
    return erase(person_of(email), reason="Their wish", actor="Ana")


def with_everything() -> Places:
    """Return a date at which Ann left a trace of every kind."""
    places = make_places(2)
    ann = ask_for(places, "Ann", email="Ann+work@Example.org")
    change_needs(ann.booking, NeedsSaid(diet="No nuts"))
    put_first(ask_for(places, "Zoe"), reason="She helps.", actor="Ana")
    ben = ask_for(places, "Ben")
    Claim.objects.filter(pk=ben.pk).update(state="confirmed")
    offer_to_colleague(claim_of(places, "zoe@example.org"), name="Ann Example", email="ANN@example.org")
    correct(ann, Outcome.APOLOGY, reason="She rang.", actor="Ana")
    return places


def test_neither_name_nor_address_is_left_anywhere_in_the_database() -> None:
    with_everything()
    assert traces_of(TRACES)
    erased = forget()
    assert erased.traces == []
    assert traces_of(TRACES) == []
    assert not Needs.objects.exists()
    assert not person_of(ANN)


def test_the_search_for_traces_would_find_one_that_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with_everything()
    monkeypatch.setattr(erasing, "_forget_mails", lambda _person: 0)
    assert [name for name, _hits in forget().traces] == ["mail"]


@pytest.mark.parametrize("words", ["An annual day.", "Write to joann@example.org.", "Anna Example-Lee speaks."])
def test_what_only_looks_like_them_is_no_trace(words: str) -> None:
    ask_for(make_places(1), "Ann")
    queue(MailKind.NOTICE, to="ben@example.org", words=words)
    Booking.objects.update(name="Ann")
    assert forget().traces == []


@pytest.mark.parametrize("name", ["Ann", "Zoë"])
def test_a_name_that_somebody_typed_into_a_text_is_reported_and_left(name: str) -> None:
    ask_for(make_places(1), name, email=ANN)
    queue(MailKind.NOTICE, to="ben@example.org", words=f"Thank {name} Example for it.")
    assert forget().traces == [("mail", 1)]
    assert name in Mail.objects.get().facts["words"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Renée Example", "RENÉE EXAMPLE"), ("Ann Example", "Ann  Example"), ("Jo Strauß", "JO STRAUSS"), ("Ёва", "ЁВА")],
)
def test_another_way_to_type_a_name_is_a_trace_as_well(name: str, typed: str) -> None:
    places = make_places(2)
    ask_for(places, "Ann")
    Booking.objects.update(name=name)
    correct(ask_for(places, "Ben"), Outcome.APOLOGY, reason=f"{typed} rang for him.", actor="Ana")
    assert forget().traces == [("attendance", 1), ("correction", 1)]


def test_the_place_goes_to_who_is_next() -> None:
    places = make_places(1)
    for name in ("Ann", "Ben"):
        ask_for(places, name)
    forget()
    assert states(places) == {"Ben": "offered"}
    assert counted(places) == (1, 0)


def test_others_stay_as_they_are() -> None:
    places = make_places(3)
    for name in ("Ann", "Ben"):
        ask_for(places, name)
    forget()
    assert states(places) == {"Ben": "confirmed"}
    assert Mail.objects.get().to == "ben@example.org"


def test_a_day_that_is_over_counts_them_without_a_name() -> None:
    places = day_over()
    came(places, "Ann")
    came(places, "Ben")
    forget()
    review = review_of(places.roadshow)
    assert review.total.came == 2
    assert [line.claim.booking.name for line in review.lines] == ["Ben Example"]


def test_who_is_in_the_room_now_stays_counted() -> None:
    places = make_places(2, roadshow=make_roadshow(held_on=timezone.localdate(), starts_at=dt.time(23, 59)))
    admit(ask_for(places, "Ann"), note("k"))
    forget()
    assert review_of(places.roadshow).total.came == 1
    assert counted(places) == (0, 0)


def test_mail_to_a_colleague_that_names_them_goes_as_well() -> None:
    places = make_places(1)
    hand_over = offer_to_colleague(ask_for(places, "Zoe"), name="Ann Example", email=ANN)
    take_from_colleague(hand_over, job_level="manager", privacy_notice=NOTICE)
    assert Mail.objects.get(kind="handed-over").facts["colleague"] == "Ann Example"
    forget()
    assert not Mail.objects.filter(kind="handed-over").exists()
    assert traces_of(TRACES) == []


def test_a_group_loses_its_coordinator_and_unnamed_places_and_nobody_else() -> None:
    places = make_places(3)
    coordinator = Coordinator("Ann Example", ANN, "Sample Council", "social-care")
    group = book_group(places.roadshow, coordinator, 3, together=False, name_by=timezone.now(), privacy_notice=NOTICE)
    name_place(group.bookings.all()[0], details("Ben"))
    link = group_token(group)
    forget()
    assert group_by_token(link) is None
    assert list(Booking.objects.values_list("name", flat=True)) == ["Ben Example"]
    assert Group.objects.get().coordinator == ""
    assert counted(places) == (1, 0)
    assert traces_of(TRACES) == []


def test_what_a_coordinator_let_go_for_somebody_they_had_named_says_no_more_that_it_was_them() -> None:
    places = make_places(2)
    others = [ask_for(places, name) for name in ("Cas", "Zoe")]
    group = make_group(places, 2, together=True, email=ANN, name="Ann Example")
    name_place(group.bookings.all()[0], details("Ben"))
    for each in others:
        cancel(each, actor="them")
    assert decline_for_all(claim_of(places, "ben@example.org"), actor=group.coordinator)
    assert forget().traces == []
    assert claim_of(places, "ben@example.org").ended_by == "erased at their wish"


def test_a_mail_that_was_queued_for_a_coordinator_since_they_were_looked_for_goes_as_well() -> None:
    group = make_group(make_places(2), 2, email=ANN)
    name_place(group.bookings.all()[0], details("Ben"))
    person = person_of(ANN)
    queue(MailKind.GROUP, group=group)
    erase(person, reason="Their wish", actor="Ana")
    assert {mail.to for mail in Mail.objects.all()} == {"ben@example.org"}


def test_a_group_of_which_nobody_is_named_goes_wholly() -> None:
    places = make_places(3)
    coordinator = Coordinator("Ann Example", ANN, "Sample Council", "social-care")
    book_group(places.roadshow, coordinator, 2, together=True, name_by=timezone.now(), privacy_notice=NOTICE)
    forget()
    assert not Group.objects.exists()
    assert counted(places) == (0, 0)


@pytest.fixture
def to_files(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def in_files(folder: Path) -> list[str]:
    """Return to whom the mails go that lie in files."""
    return sorted(re.findall(r"^To: (.*)$", "".join(file.read_text() for file in folder.glob("*.log")), re.MULTILINE))


def test_mails_in_files_to_them_and_about_their_bookings_go_and_those_to_others_stay(
    to_files: None, mail_folder: Path
) -> None:
    places = make_places(4)
    ann = ask_for(places, "Ann", email="Ann+work@Example.org")
    for name in ("Joann", "Zoe"):
        ask_for(places, name)
    offer_to_colleague(ann, name="Bea Example", email="bea@example.org")  # A mail to Bea about Ann's booking.
    name_place(make_group(places, 1).bookings.get(), details("Ann"))
    send_due()
    others = ["cy@example.org", "joann@example.org", "zoe@example.org"]
    assert in_files(mail_folder) == sorted(["Ann+work@Example.org", ANN, "bea@example.org", *others])
    erased = forget()
    assert in_files(mail_folder) == others
    assert (erased.removed["mails in files"], erased.traces) == (3, [])


def test_a_mail_to_somebody_else_that_mentions_them_stays_in_its_file_and_is_shown(
    to_files: None, mail_folder: Path
) -> None:
    places = make_places(4)
    ask_for(places, "Ann")
    Booking.objects.update(name="Ann")
    for name, words in (("Zoe", "Ann speaks first."), ("Ben", "Our annual day: joann@example.org, ann@other.org")):
        queue(MailKind.NOTICE, claim=ask_for(places, name), words=words)
    send_due()
    erased = forget()
    assert erased.removed["mails in files"] == 1
    assert erased.traces == [("mail", 1), ("mail in files", 1)]
    assert len(in_files(mail_folder)) == 4


def test_a_mail_that_was_sent_long_ago_is_known_by_its_address(mail_folder: Path) -> None:
    (mail_folder / "one.log").write_bytes(b"To: Ann Example <ANN+old@example.org>\nSubject: A place\n\nDear A\n")
    ask_for(make_places(1), "Ann")
    assert forget().removed["mails in files"] == 1
    assert not in_files(mail_folder)


def test_lists_that_were_taken_along_with_them_are_named() -> None:
    places = make_places(1)
    note_export(places.roadshow, "Before she asked", people=0, actor="Ana")
    ask_for(places, "Ann")
    note_export(places.roadshow, "Attendance as CSV", people=1, actor="Ana")
    assert [export.what for export in forget().exports] == ["Attendance as CSV"]


def test_that_it_was_done_is_kept_without_saying_to_whom() -> None:
    ask_for(make_places(1), "Ann")
    forget()
    erasure = Erasure.objects.get()
    assert (erasure.by, erasure.reason, erasure.removed["bookings"]) == ("Ana", "Their wish", 1)


def test_nobody_is_forgotten_without_a_reason() -> None:
    ask_for(make_places(1), "Ann")
    with pytest.raises(WantsReasonError):
        erase(person_of(ANN), reason=" ", actor="Ana")
    assert person_of(ANN)


def test_what_is_kept_is_handed_out_whole_and_of_them_alone() -> None:
    with_everything()
    text = json.dumps(everything_of(person_of("ANN+else@example.org")), ensure_ascii=False)
    assert all(
        word in text for word in ("Ann Example", "Ann+work@Example.org", "No nuts", "She rang.", "Sample Council")
    )
    assert "Zoe" not in text
    assert "ben@example.org" not in text


@pytest.mark.parametrize("email", ["", "nobody@example.org", "Ann"])
def test_of_whom_nothing_is_kept_there_is_nothing_to_forget(email: str) -> None:
    ask_for(make_places(1), "Ben")
    person = person_of(email)
    assert not person
    assert sum(erase(person, reason="?", actor="Ana").removed.values()) == 0
    assert Booking.objects.count() == 1


def walked_in(places: Places, key: str, *, organisation: str = "Sample Council") -> Booking:
    """Return the booking of an Ann Example who came without one, and left no address."""
    said = details("Ann", email="", organisation=organisation)
    return walk_in(places.roadshow, said, note(key), privacy_notice=NOTICE).claim.booking


def open_door() -> Places:
    return make_places(9, roadshow=make_roadshow(held_on=timezone.localdate(), starts_at=dt.time(23, 59)))


def test_whoever_has_the_same_name_and_left_no_address_is_somebody_else_until_an_organiser_says_so() -> None:
    places = open_door()
    ask_for(places, "Ann")
    one, other = walked_in(places, "a"), walked_in(places, "b", organisation="Sample Trust")
    assert [booking.email for booking in person_of(ANN).bookings] == [ANN]
    forget()
    assert set(Booking.objects.all()) == {one, other}
    assert without_mailbox(" ann EXAMPLE ") == [one, other]
    meant = person_behind(other.pk)
    assert meant
    assert meant.word == "Ann Example"
    erase(meant, reason="Their wish", actor="Ana")
    assert list(Booking.objects.all()) == [one]


@pytest.mark.parametrize("typed", ["émile żak", "ÉMILE  ŻAK", "E\u0301mile Żak"])
def test_whoever_left_no_address_is_found_however_their_name_is_typed(typed: str) -> None:
    booking = walked_in(open_door(), "a")
    Booking.objects.filter(pk=booking.pk).update(name="Émile Żak")
    assert without_mailbox(typed) == [booking]
    assert without_mailbox("Emil Żak") == []


def test_a_booking_with_an_address_or_without_a_name_is_nobody_who_left_no_address() -> None:
    places = make_places(3)
    named = ask_for(places, "Ann").booking
    group = book_group(
        places.roadshow, Coordinator("Cy", "cy@example.org", "Sample Trust", "health"), 2,
        together=False, name_by=timezone.now(), privacy_notice=NOTICE,
    )  # fmt: skip
    assert without_mailbox("") == without_mailbox("Ann Example") == []
    assert all(person_behind(pk) is None for pk in (named.pk, group.bookings.all()[0].pk, 0))


def test_mails_in_files_to_somebody_of_the_same_name_stay(mail_folder: Path) -> None:
    (mail_folder / "one.log").write_bytes(b"To: other@example.org\nSubject: A place\n\nDear Ann Example\n")
    ask_for(make_places(3), "Ann")
    assert forget().removed["mails in files"] == 0
    assert in_files(mail_folder) == ["other@example.org"]


def test_a_place_that_a_coordinator_named_them_for_is_theirs_beside_what_they_asked_for() -> None:
    places = make_places(3)
    ask_for(places, "Ann", email="Ann+work@example.org")
    name_place(make_group(places, 1).bookings.get(), details("Ann"))
    assert len(person_of(ANN).bookings) == 2
    assert forget().traces == []
    assert counted(places) == (0, 0)


def test_the_copy_holds_seat_rules_notes_of_the_doors_offers_and_what_was_confirmed() -> None:
    places = open_door()
    ann, zoe = ask_for(places, "Ann"), ask_for(places, "Zoe")
    add_rule(places.roadshow, kind="apart", one=ann.booking, other=zoe.booking, reason="Zoe asked for it.", actor="Olu")
    offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    reconfirm(ann)
    admit(ann, note("k", "North door"))
    queue(MailKind.NOTICE, claim=ann, words="Bring a coat.")
    kept = everything_of(person_of(ANN))
    [booking] = kept["bookings"]
    [date] = booking["dates"]
    assert booking["rules for their seat"][0]["rule"] == "Sit at different tables"
    assert "North door" in date["noted at the doors"][0]
    assert date["said that they come"]
    assert date["offered to colleagues"][0]["e-mail"] == "bea@example.org"
    assert {"words": "Bring a coat."} in [mail["said beside what is above"] for mail in kept["mails"]]
    assert "Zoe" not in json.dumps(kept)  # Who is kept apart from them is not told by this.


def test_the_copy_of_whoever_took_a_place_over_holds_nothing_of_who_had_it() -> None:
    places = make_places(1)
    ask_for(places, "Cas")
    put_first(ask_for(places, "Ann"), reason="She speaks.", actor="Ana")
    set_places(places.roadshow, capacity=2)
    ann = claim_of(places, ANN)
    accept(ann, actor="Ann")
    offer_to_colleague(ann, name="Dan Example", email="dan@example.org")
    given = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    text = json.dumps(everything_of(person_of("bea@example.org")))
    assert "She speaks." not in text
    assert "dan@example.org" not in text
