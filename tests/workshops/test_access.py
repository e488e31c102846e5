"""Who reaches what: every address of the product, tried by everybody who might try it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404  # noqa: TID251 -- what access raises
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import (
    first_table,
    join,
    make_facilitator,
    make_organiser,
    make_roadshow,
    make_run,
    seated,
    signed_in,
)
from workshops import access
from workshops.access import roadshow_of_staff
from workshops.actions.rehearsals import begin_rehearsal
from workshops.models import Device, Roadshow, SignIn, Staff, StaffRole

pytestmark = pytest.mark.django_db

ACTORS = ("anonymous", "device", "facilitator", "other_facilitator", "organiser")
IN, HIDDEN, SIGN_IN, REFUSED = "let in", "as if absent", "sent to sign in", "refused"

EVERYBODY = (IN, IN, IN, IN, IN)
DEVICES = (REFUSED, IN, REFUSED, REFUSED, REFUSED)
ALL_STAFF = (SIGN_IN, SIGN_IN, IN, IN, IN)
STAFF_OF_IT = (SIGN_IN, SIGN_IN, IN, HIDDEN, IN)
ORGANISERS = (SIGN_IN, SIGN_IN, HIDDEN, HIDDEN, IN)
TICKETS = (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)  # only a ticket helps, whoever one is
# Nobody here has a password or a second step.
WITH_PASSWORD = (SIGN_IN, SIGN_IN, REFUSED, REFUSED, REFUSED)
WITH_SECOND_STEP = (SIGN_IN, SIGN_IN, HIDDEN, HIDDEN, HIDDEN)


@dataclass(frozen=True)
class Row:
    """An address: how it is asked for, what stands in it, and what becomes of each actor in turn."""

    methods: str
    outcomes: tuple[str, ...]
    arguments: Callable[[SimpleNamespace], dict[str, object]] = lambda _room: {}


def slug(room: SimpleNamespace) -> dict[str, object]:
    return {"slug": room.roadshow.slug}


def slug_and_number(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"number": 1}


def slug_and_device(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.device.pk}


def slug_and_staff(room: SimpleNamespace) -> dict[str, object]:
    return slug(room) | {"pk": room.staff["facilitator"].pk}


def slug_of_rehearsal(room: SimpleNamespace) -> dict[str, object]:
    return {"slug": begin_rehearsal(room.roadshow, actor="Ana").slug}


def one_of_staff(room: SimpleNamespace) -> dict[str, object]:
    return {"pk": room.staff["facilitator"].pk}


ROWS = {
    # Anyone
    "home": Row("GET", EVERYBODY),
    "healthz": Row("GET", EVERYBODY),
    "readyz": Row("GET", EVERYBODY),
    "roadshow": Row("GET", EVERYBODY, slug),
    "join": Row("GET POST", EVERYBODY),
    "join-code": Row("GET", EVERYBODY, lambda room: {"code": first_table(room.roadshow).code}),
    "screen": Row("GET", EVERYBODY, lambda room: {"token": room.roadshow.screens.get().token}),
    "staff-link": Row("GET", EVERYBODY, lambda _room: {"token": "a-link-that-never-was"}),
    # Devices, and whoever holds a ticket
    "table": Row("GET", DEVICES),
    "live-head": Row("GET", TICKETS),
    # Staff of the roadshow
    "console": Row("GET", STAFF_OF_IT, slug),
    "console-table": Row("GET", STAFF_OF_IT, slug_and_number),
    "cards": Row("GET", STAFF_OF_IT, slug),
    "begin-rehearsal": Row("POST", STAFF_OF_IT, slug),
    "throw-away-rehearsal": Row("POST", STAFF_OF_IT, slug_of_rehearsal),
    "open-roadshow": Row("POST", STAFF_OF_IT, slug),
    "close-roadshow": Row("POST", STAFF_OF_IT, slug),
    "rotate-code": Row("POST", STAFF_OF_IT, slug_and_number),
    "remove-device": Row("POST", STAFF_OF_IT, slug_and_device),
    "reveal": Row("POST", STAFF_OF_IT, slug),
    "withdraw": Row("POST", STAFF_OF_IT, slug),
    "stage-preview": Row("GET", STAFF_OF_IT, slug_and_number),
    # All staff
    "staff": Row("GET", ALL_STAFF),
    "account_login": Row("GET POST", EVERYBODY),
    "account_logout": Row("GET POST", EVERYBODY),
    "account_inactive": Row("GET", EVERYBODY),
    "account_reauthenticate": Row("GET POST", WITH_PASSWORD),
    "account_change_password": Row("GET POST", ALL_STAFF),
    "account_set_password": Row("GET POST", ALL_STAFF),
    "mfa_index": Row("GET", ALL_STAFF),
    "mfa_authenticate": Row("GET POST", ALL_STAFF),
    "mfa_reauthenticate": Row("GET POST", WITH_PASSWORD),
    "mfa_activate_totp": Row("GET POST", ALL_STAFF),
    "mfa_deactivate_totp": Row("GET POST", WITH_SECOND_STEP),
    "mfa_view_recovery_codes": Row("GET", WITH_SECOND_STEP),
    "mfa_generate_recovery_codes": Row("GET POST", ALL_STAFF),
    "mfa_download_recovery_codes": Row("GET", WITH_SECOND_STEP),
    # Organisers
    "organising": Row("GET", ORGANISERS),
    "new-programme": Row("GET POST", ORGANISERS),
    "new-roadshow": Row("GET POST", ORGANISERS),
    "edit-roadshow": Row("GET POST", ORGANISERS, slug),
    "choose-case": Row("POST", ORGANISERS, slug),
    "add-facilitator": Row("POST", ORGANISERS, slug),
    "remove-facilitator": Row("POST", ORGANISERS, slug_and_staff),
    "all-staff": Row("GET", ORGANISERS),
    "add-organiser": Row("POST", ORGANISERS),
    "remove-organiser": Row("POST", ORGANISERS, one_of_staff),
    "new-link": Row("POST", ORGANISERS, one_of_staff),
    "sign-out-staff": Row("POST", ORGANISERS, one_of_staff),
}
TRIES = [(name, method) for name, row in ROWS.items() for method in row.methods.split()]


def named(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns)
        else:
            yield pattern.name or f"an address without a name: {pattern.pattern}"


@pytest.fixture
def room(tmp_path: Path) -> SimpleNamespace:
    """A roadshow with its case, a device at its table, and one of each kind of staff."""
    roadshow = make_roadshow()
    make_run(tmp_path, roadshow)
    staff = {
        "facilitator": make_facilitator(roadshow, "facilitator@example.org"),
        "other_facilitator": make_facilitator(make_roadshow(), "elsewhere@example.org"),
        "organiser": make_organiser("organiser@example.org"),
    }
    return SimpleNamespace(roadshow=roadshow, device=join(first_table(roadshow)).device, staff=staff)


def client_of(actor: str, room: SimpleNamespace) -> Client:
    if actor == "device":
        return seated(first_table(room.roadshow))
    return signed_in(room.staff[actor]) if actor in room.staff else Client()


def outcome(response: Any) -> str:
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return SIGN_IN
    return {401: REFUSED, 403: REFUSED, 404: HIDDEN}.get(response.status_code, IN)


def outcomes(name: str, method: str, room: SimpleNamespace) -> tuple[str, ...]:
    address = reverse(name, kwargs=ROWS[name].arguments(room))
    found = []
    for actor in ACTORS:
        client = client_of(actor, room)
        client.raise_request_exception = False
        found.append(outcome(client.generic(method, address)))
    return tuple(found)


def test_every_address_is_in_the_table() -> None:
    assert sorted(named(get_resolver().url_patterns)) == sorted(ROWS)


@pytest.mark.parametrize(("name", "method"), TRIES)
def test_everybody_gets_what_the_table_says(name: str, method: str, room: SimpleNamespace) -> None:
    assert outcomes(name, method, room) == ROWS[name].outcomes


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.outcomes == STAFF_OF_IT])
def test_the_table_notices_a_roadshow_given_to_anybody(
    name: str, room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "roadshows_of", lambda _staff: Roadshow.objects.all())
    assert outcomes(name, ROWS[name].methods, room) == ALL_STAFF


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.outcomes == ORGANISERS])
def test_the_table_notices_an_organiser_who_is_none(
    name: str, room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "is_organiser", lambda _staff: True)
    assert outcomes(name, ROWS[name].methods.split()[0], room) == ALL_STAFF


def test_the_table_notices_staff_without_a_sign_in(room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "sign_in_of", lambda _request: SignIn(user=room.staff["organiser"]))
    assert outcomes("staff", "GET", room) != ALL_STAFF


def told_that_the_page_is_not_ours(room: SimpleNamespace, *, with_token: bool) -> set[str]:
    """Post to every address as an organiser; return the names of those that refused it for its origin."""
    told = set()
    for name, row in ROWS.items():
        client = signed_in(room.staff["organiser"], Client(enforce_csrf_checks=True, raise_request_exception=False))
        token = {"csrfmiddlewaretoken": client.get(reverse("new-programme")).context["csrf_token"]}
        response = client.post(reverse(name, kwargs=row.arguments(room)), token if with_token else {})
        if response.status_code == 403 and "This page was open too long" in response.content.decode():
            told.add(name)
    return told


def test_nothing_is_taken_from_a_page_that_is_not_ours(room: SimpleNamespace) -> None:
    assert told_that_the_page_is_not_ours(room, with_token=False) == set(ROWS)


def test_what_comes_from_a_page_of_ours_is_not_refused_for_that(room: SimpleNamespace) -> None:
    assert told_that_the_page_is_not_ours(room, with_token=True) == set()


def test_another_roadshows_device_is_as_if_absent(room: SimpleNamespace) -> None:
    theirs = join(first_table(make_roadshow())).device
    client = signed_in(room.staff["facilitator"])
    address = reverse("remove-device", kwargs={"slug": room.roadshow.slug, "pk": theirs.pk})
    assert client.post(address).status_code == 404
    assert Device.objects.get(pk=theirs.pk).removed_at is None


def test_a_table_that_only_another_roadshow_has_is_as_if_absent(room: SimpleNamespace) -> None:
    make_roadshow(tables=5)
    client = signed_in(room.staff["facilitator"])
    address = reverse("rotate-code", kwargs={"slug": room.roadshow.slug, "number": 5})
    assert client.post(address).status_code == 404


def test_another_roadshows_facilitator_is_not_removed_from_here(room: SimpleNamespace) -> None:
    client, elsewhere = signed_in(room.staff["organiser"]), room.staff["other_facilitator"]
    client.post(reverse("remove-facilitator", kwargs={"slug": room.roadshow.slug, "pk": elsewhere.pk}))
    assert StaffRole.objects.filter(user=elsewhere).count() == 1


def test_the_sign_in_page_leads_back_to_where_one_wanted_to_go(room: SimpleNamespace) -> None:
    console = reverse("console", args=[room.roadshow.slug])
    assert Client().get(console)["Location"] == f"{reverse('account_login')}?next={console}"


def test_an_organiser_may_run_every_roadshow_and_a_facilitator_their_own(room: SimpleNamespace) -> None:
    slugs = {roadshow.slug for roadshow in Roadshow.objects.all() if may(room.staff["organiser"], roadshow)}
    assert slugs == {roadshow.slug for roadshow in Roadshow.objects.all()}
    own = [roadshow.slug for roadshow in Roadshow.objects.all() if may(room.staff["facilitator"], roadshow)]
    assert own == [room.roadshow.slug]


def may(staff: Staff, roadshow: Roadshow) -> bool:
    try:
        return roadshow_of_staff(staff, roadshow.slug) == roadshow
    except Http404:
        return False


def test_a_session_whose_sign_in_was_ended_opens_no_page_at_all(room: SimpleNamespace) -> None:
    client = signed_in(room.staff["organiser"])
    room.staff["organiser"].sign_ins.update(ended_at="2026-03-02T10:00Z")
    for name in ("staff", "organising", "account_set_password", "mfa_index"):
        assert outcome(client.get(reverse(name))) == SIGN_IN, name
    assert client.get(reverse("account_login")).status_code == 200, "and the sign-in page does not send it round"


def test_without_the_middleware_such_a_session_could_still_set_a_password(
    room: SimpleNamespace, settings: SimpleNamespace
) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "ended_sign_ins" not in name]
    client = signed_in(room.staff["organiser"])
    room.staff["organiser"].sign_ins.update(ended_at="2026-03-02T10:00Z")
    assert outcome(client.get(reverse("account_set_password"))) == IN


def test_a_device_asks_nothing_of_the_session_table(
    room: SimpleNamespace, django_assert_num_queries: Callable[[int], object]
) -> None:
    client = seated(first_table(room.roadshow))
    client.get(reverse("healthz"))
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        client.get(reverse("healthz"))
