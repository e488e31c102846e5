"""Who reaches what: every address of the product, tried by everybody who might try it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404  # noqa: TID251 -- what access raises
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.addresses import (
    ACTORS,
    ALL_STAFF,
    CODERS_OF_IT,
    HIDDEN,
    IN,
    ORGANISERS,
    REFUSED,
    ROWS,
    SIGN_IN,
    STAFF_OF_IT,
    WATCHERS_OF_IT,
)
from tests.factories import (
    first_table,
    join,
    make_activity,
    make_coder,
    make_facilitator,
    make_observer,
    make_order,
    make_organiser,
    make_roadshow,
    make_run,
    seated,
    signed_in,
)
from workshops import access
from workshops.access import roadshow_of_coder, roadshow_of_observer, roadshow_of_staff
from workshops.actions.talk import broadcast, park_question
from workshops.models import Device, Roadshow, SignIn, Staff, StaffRole, SupportContact

pytestmark = pytest.mark.django_db

TRIES = [(name, method) for name, row in ROWS.items() for method in row.methods.split()]


def named(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns)
        else:
            yield pattern.name or f"an address without a name: {pattern.pattern}"


def furnished() -> SimpleNamespace:
    """Return a roadshow with its case, a device at its table, and one of each kind of staff, in a browser each."""
    roadshow = make_roadshow()
    make_run(roadshow)
    staff = {
        "facilitator": make_facilitator(roadshow, "facilitator@example.org"),
        "other_facilitator": make_facilitator(make_roadshow(), "elsewhere@example.org"),
        "organiser": make_organiser("organiser@example.org"),
        "observer": make_observer(roadshow, "observer@example.org"),
        "coder": make_coder(roadshow, "coder@example.org"),
    }
    clients = {actor: signed_in(somebody) for actor, somebody in staff.items()}
    clients |= {"anonymous": Client(), "device": seated(first_table(roadshow))}
    return SimpleNamespace(
        roadshow=roadshow,
        cookies={actor: {c.key: c.value for c in client.cookies.values()} for actor, client in clients.items()},
        device=join(first_table(roadshow)).device,
        staff=staff,
        activity=make_order(roadshow, "Draw")[0],
        contact=SupportContact.objects.create(roadshow=roadshow, name="A helpline", reach="123"),
    )


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SimpleNamespace]:
    """Return the room that every test here finds as it was: what a test does to it is rolled back with the test."""
    with django_db_blocker.unblock(), rolled_back():
        yield furnished()


@pytest.fixture
def room(kept: SimpleNamespace, db: None) -> SimpleNamespace:
    return deepcopy(kept)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(actor: str, room: SimpleNamespace, **options: Any) -> Client:
    """Return the browser of an actor who came before, as it was when they had come."""
    client = Client(raise_request_exception=False, **options)
    client.cookies = SimpleCookie(room.cookies[actor])
    return client


def outcome(response: Any) -> str:
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return SIGN_IN
    return {401: REFUSED, 403: REFUSED, 404: HIDDEN}.get(response.status_code, IN)


def outcomes(name: str, method: str, room: SimpleNamespace, actors: Sequence[str] = ACTORS) -> tuple[str, ...]:
    address = reverse(name, kwargs=ROWS[name].arguments(room))
    return tuple(outcome(client_of(actor, room).generic(method, address)) for actor in actors)


def opened(client: Client, address: str) -> Any:
    """Open an address as a browser does whose user presses Enter in the address bar."""
    return client.get(address, follow=True, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})


def let_in(name: str, room: SimpleNamespace) -> bool:
    """Return whether all those of the staff whom the table keeps from this address are let in."""
    row = ROWS[name]
    others = [actor for actor, told in zip(ACTORS, row.outcomes, strict=True) if told == HIDDEN]
    return set(outcomes(name, row.methods.split()[0], room, others)) == {IN}


def test_every_address_is_in_the_table() -> None:
    assert sorted(named(get_resolver().url_patterns)) == sorted(ROWS)


@pytest.mark.parametrize(("name", "method"), TRIES)
def test_everybody_gets_what_the_table_says(name: str, method: str, room: SimpleNamespace) -> None:
    assert outcomes(name, method, room) == ROWS[name].outcomes


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.methods == "POST"])
def test_the_address_of_a_press_opens_the_page_it_stands_on_for_whoever_may_see_that(
    name: str, room: SimpleNamespace
) -> None:
    address = reverse(name, kwargs=ROWS[name].arguments(room))
    page = opened(client_of("organiser", room), address).resolver_match.url_name
    for n, actor in enumerate(ACTORS):
        answer = opened(client_of(actor, room), address)
        told, at_sign_in = ROWS[page].outcomes[n], answer.resolver_match.url_name == "account_login"
        assert (SIGN_IN if at_sign_in else outcome(answer)) == told, (actor, page)
        assert answer.status_code == 200 or ROWS[name].outcomes[n] not in (IN, SIGN_IN), (actor, page)


def test_whoever_signs_in_after_a_press_finds_the_page_that_it_stands_on(room: SimpleNamespace) -> None:
    press = reverse("import-signups", args=[room.roadshow.slug])
    sent_to = Client().post(press)["Location"]
    assert sent_to == f"{reverse('account_login')}?next={press}"
    answer = opened(client_of("organiser", room), sent_to)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, reverse("places", args=[room.roadshow.slug]))


@pytest.mark.parametrize(
    ("headers", "is_told"),
    [
        ({"Accept": "text/html"}, True),
        ({"Accept": "text/html, */*", "HX-Request": "true"}, True),
        ({"Accept": "application/json"}, False),  # a page that keeps on the device what it could not send
    ],
)
def test_whose_press_was_lost_reads_so_where_they_sign_in(
    headers: dict[str, str], is_told: bool, room: SimpleNamespace
) -> None:
    client = Client()
    client.post(reverse("import-signups", args=[room.roadshow.slug]), headers=headers)
    assert ("press it once more" in client.get(reverse("account_login")).text) == is_told


def test_control_whoever_only_opened_a_page_lost_no_press(room: SimpleNamespace) -> None:
    client = Client()
    client.get(reverse("places", args=[room.roadshow.slug]), headers={"Accept": "text/html"})
    assert "press it once more" not in client.get(reverse("account_login")).text


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.outcomes == STAFF_OF_IT])
def test_the_table_notices_a_roadshow_given_to_anybody(
    name: str, room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "roadshows_of", lambda _staff: Roadshow.objects.all())
    assert let_in(name, room)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.outcomes == WATCHERS_OF_IT])
def test_the_table_notices_a_roadshow_watched_by_anybody(
    name: str, room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "observed_by", lambda _staff: Roadshow.objects.all())
    assert let_in(name, room)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.outcomes == CODERS_OF_IT])
def test_the_table_notices_drawings_coded_by_anybody(
    name: str, room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "coded_by", lambda _staff: Roadshow.objects.all())
    assert let_in(name, room)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.outcomes == ORGANISERS])
def test_the_table_notices_an_organiser_who_is_none(
    name: str, room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "is_organiser", lambda _staff: True)
    assert let_in(name, room)


def test_the_table_notices_staff_without_a_sign_in(room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "sign_in_of", lambda _request: SignIn(user=room.staff["organiser"]))
    assert outcomes("staff", "GET", room) != ALL_STAFF


def told_that_the_page_is_not_ours(room: SimpleNamespace, *, with_token: bool) -> set[str]:
    """Post to every address as an organiser; return the names of those that refused it for its origin."""
    told = set()
    ours = client_of("organiser", room)
    token = {"csrfmiddlewaretoken": ours.get(reverse("new-programme")).context["csrf_token"]}
    for name, row in ROWS.items():
        client = client_of("organiser", room, enforce_csrf_checks=True)
        client.cookies["csrftoken"] = ours.cookies["csrftoken"].value
        with rolled_back():  # One of them ends the sign-in.
            response = client.post(reverse(name, kwargs=row.arguments(room)), token if with_token else {})
        assert response.status_code < 500, name  # A press without anything in it is answered in words, too.
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


# Observers, practice runs, and what belongs to a roadshow


def watched(staff: Staff, roadshow: Roadshow) -> bool:
    try:
        return roadshow_of_observer(staff, roadshow.slug) == roadshow
    except Http404:
        return False


def test_an_observer_watches_their_own_roadshow_and_runs_none(room: SimpleNamespace) -> None:
    observer = room.staff["observer"]
    seen = [(watched(observer, roadshow), may(observer, roadshow)) for roadshow in (room.roadshow, make_roadshow())]
    assert seen == [(True, False), (False, False)]
    client = signed_in(observer)
    assert outcome(client.get(reverse("console", args=[room.roadshow.slug]))) == HIDDEN


def test_whoever_runs_a_roadshow_may_watch_it(room: SimpleNamespace) -> None:
    staff = ("organiser", "facilitator", "other_facilitator")
    assert [watched(room.staff[actor], room.roadshow) for actor in staff] == [True, True, False]


def coded(staff: Staff, roadshow: Roadshow) -> bool:
    try:
        return roadshow_of_coder(staff, roadshow.slug) == roadshow
    except Http404:
        return False


def test_a_coder_codes_their_own_roadshow_and_neither_runs_nor_watches_it(room: SimpleNamespace) -> None:
    coder, other, rehearsal = room.staff["coder"], make_roadshow(), make_roadshow(rehearsal_of=room.roadshow)
    assert [coded(coder, roadshow) for roadshow in (room.roadshow, rehearsal, other)] == [True, True, False]
    assert (may(coder, room.roadshow), watched(coder, room.roadshow)) == (False, False)


def test_whoever_runs_or_watches_a_roadshow_does_not_code_it_apart_from_organisers(room: SimpleNamespace) -> None:
    staff = ("organiser", "facilitator", "other_facilitator", "observer")
    assert [coded(room.staff[actor], room.roadshow) for actor in staff] == [True, False, False, False]


def test_a_practice_run_is_run_by_those_who_run_the_day_and_watched_by_its_observers(room: SimpleNamespace) -> None:
    rehearsal = make_roadshow(rehearsal_of=room.roadshow)
    observer = room.staff["observer"]
    assert [may(room.staff[actor], rehearsal) for actor in ("organiser", "facilitator", "other_facilitator")] == [
        True,
        True,
        False,
    ]
    assert (may(observer, rehearsal), watched(observer, rehearsal)) == (False, True)


def test_a_role_in_a_practice_run_is_none_on_the_day(room: SimpleNamespace) -> None:
    rehearsal = make_roadshow(rehearsal_of=room.roadshow)
    helper = make_facilitator(rehearsal, "helper@example.org")
    assert (may(helper, rehearsal), may(helper, room.roadshow)) == (True, False)


def test_what_belongs_to_another_roadshow_is_as_if_absent(room: SimpleNamespace) -> None:
    other = make_roadshow()
    theirs = {
        access.activity_of: make_activity(other).pk,
        access.broadcast_of: broadcast(other, text="Lunch is ready.", actor="Ana").pk,
        access.question_of: park_question(other, text="Who knew?", actor="Ana").pk,
        access.screen_of_roadshow: other.screens.get().pk,
    }
    for reach, pk in theirs.items():
        assert reach(other, pk).pk == pk
        with pytest.raises(Http404):
            reach(room.roadshow, pk)
