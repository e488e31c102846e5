"""What people type: mistakes are said in words, and needs are kept with consent only."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.forms.booking import BookingForm, GroupForm, HandOverForm, NamingForm
from places.models import Places
from places.queries.dates import open_dates
from tests.booked import make_dates, make_places

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Ann Example",
    "email": "ann@example.org",
    "organisation": "Sample Council",
    "agency": "health",
    "level": "manager",
}


def form_of(places: Places, **said: str) -> BookingForm:
    return BookingForm(SAID | said, roadshow=places.roadshow, dates=open_dates(places.roadshow.programme_id))


@pytest.mark.parametrize(
    "name",
    [
        "ann@example.org, ben@example.org",
        "Ann Example; Ben Example",
        "Ann <ann@example.org>",
        "Ann\nBen\nCas",
        "Example, Ann, Example, Ben",
        "Ann Example, Ben Example",
        "Ann, Ben, Cas",
        "see https://example.org",
        "Claim at www.example.org/win",
        "WWW.EXAMPLE.ORG",
        "Claim at example.org",
        "x" * 121,
    ],
)
def test_a_list_in_the_name_is_refused_in_words(name: str) -> None:
    form = form_of(make_places(1), name=name)
    assert list(form.errors) == ["name"]


_LETTERED = ["Dr Ann Example, MBE, PhD", "Ann Example, BSc (Hons), RN", "Ann Example, M.sc.", "J.Example", "Dr.Example"]


@pytest.mark.parametrize("name", ["Ann Example", "Example, Ann", "Seán Ó Ríordáin-D'Arcy", "李 小龍", *_LETTERED])
def test_names_of_people_are_taken_as_they_are(name: str) -> None:
    assert form_of(make_places(1), name=name).is_valid()


@pytest.mark.parametrize("email", ["", "ann", "ann@", "a@example.org,b@example.org", "a@example.org b@example.org"])
def test_one_address_is_wanted(email: str) -> None:
    assert list(form_of(make_places(1), email=email).errors) == ["email"]


def test_an_organisation_has_letters() -> None:
    assert list(form_of(make_places(1), organisation="???").errors) == ["organisation"]


def test_needs_want_consent_and_are_left_out_without_any() -> None:
    places = make_places(1)
    assert list(form_of(places, dietary_needs="No nuts").errors) == ["needs_consent"]
    said = form_of(places, dietary_needs="No nuts", step_free="on", needs_consent="on")
    assert said.is_valid()
    needs = said.needs()
    assert needs is not None
    assert (needs.diet, needs.step_free) == ("No nuts", True)
    nothing = form_of(places, needs_consent="on")
    assert nothing.is_valid()
    assert nothing.needs() is None


def test_several_dates_are_ranked_and_each_stands_once() -> None:
    one, two, three = make_dates(1, 1, 1)
    form = form_of(one, wish_2=three.roadshow.slug, wish_3=three.roadshow.slug)
    assert form.is_valid()
    assert form.roadshows() == [one.roadshow, three.roadshow]
    assert form_of(one, wish_2=two.roadshow.slug, wish_3=three.roadshow.slug).is_valid()
    assert list(form_of(one, wish_2=one.roadshow.slug).errors) == ["wish_2"]


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (27, True), (28, False)])
def test_a_group_is_named_some_days_before_the_day(days: int, *, taken: bool) -> None:
    day = timezone.localdate() + dt.timedelta(days=days)
    said = {name: SAID[name] for name in ("name", "email", "organisation", "agency")}
    form = GroupForm(said | {"places": "3", "name_by": f"{day:%Y-%m-%d}"}, roadshow=make_places(1).roadshow)
    assert form.is_valid() is taken


@pytest.mark.parametrize("places", ["1", "0", "-3", "21", "many", ""])
def test_a_group_has_two_places_or_more_and_not_a_hall(places: str) -> None:
    form = GroupForm(SAID | {"places": places}, roadshow=make_places(1).roadshow)
    assert "places" in form.errors


def test_a_group_is_no_larger_than_one_organisation_may_have() -> None:
    roadshow = make_places(9, most_of_one=3).roadshow
    for size, taken in ((3, True), (4, False)):
        errors = GroupForm(SAID | {"places": str(size)}, roadshow=roadshow).errors
        assert ("places" not in errors) is taken
    assert errors["places"] == ["One organisation has at most 3 places on this date."]


def test_whoever_is_named_has_a_name_and_an_address() -> None:
    assert set(NamingForm({}).errors) == {"name", "email", "level"}


PASTED = "ann@example.org, ben@example.org"


def test_whoever_pastes_a_list_reads_what_helps_where_they_are() -> None:
    places = make_places(9)
    forms = (
        form_of(places, name=PASTED),
        GroupForm({"name": PASTED}, roadshow=places.roadshow),
        NamingForm({"name": PASTED}),
        HandOverForm({"name": PASTED}),
    )
    told = [str(form.errors["name"][0]).partition("one person. ")[2] for form in forms]
    assert told == [
        "For several people, book as a group.",
        "Type your own here; you name who comes later.",
        "Name each at a place of their own.",
        "One colleague can have the place.",
    ]


@pytest.mark.parametrize(("size", "together", "fits"), [(4, "yes", False), (3, "yes", True), (4, "", True)])
def test_a_group_that_wants_all_or_none_of_more_places_than_there_are_is_told_so(
    size: int, together: str, *, fits: bool
) -> None:
    places = make_places(2)
    Places.objects.filter(pk=places.pk).update(beyond=1)
    said = SAID | {"places": size, "together": together, "name_by": timezone.localdate()}
    form = GroupForm(said, roadshow=Places.objects.get(pk=places.pk).roadshow)
    assert form.is_valid() == fits
    if not fits:
        assert form.errors == {"places": [f"{form.errors['places'][0]}"]}
        assert "This date has 3 places in all, so there can never be room" in form.errors["places"][0]
