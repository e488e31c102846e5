from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from tests.factories import make_roadshow
from workshops.models import Role, SignInLink, Staff, StaffRole

pytestmark = pytest.mark.django_db

BASE = "https://roadshow.example"


@pytest.fixture(autouse=True)
def _public(settings: Settings) -> None:
    settings.PUBLIC_URL = BASE


def link(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the command and return the last line it prints."""
    call_command("staff_link", *arguments)
    return capsys.readouterr().out.splitlines()[-1]


def test_the_link_stands_alone_on_the_last_line(capsys: pytest.CaptureFixture[str]) -> None:
    address = link(capsys, "ana@example.org")
    assert address.startswith(f"{BASE}/staff/link/")
    assert len(address.split()) == 1


def test_the_link_signs_in(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    address = link(capsys, "ana@example.org")
    answer = client.get(address.removeprefix(BASE))
    assert (answer.status_code, answer.headers["location"]) == (302, "/staff/")
    assert client.get("/staff/").status_code == 200


def test_an_organiser_is_made_unless_something_else_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    link(capsys, "Ana@Example.org")
    role = StaffRole.objects.get()
    assert (role.user.email, role.role, role.roadshow) == ("ana@example.org", Role.ORGANISER, None)


def test_a_facilitator_gets_their_roadshow(capsys: pytest.CaptureFixture[str]) -> None:
    roadshow = make_roadshow()
    link(capsys, "ben@example.org", "--role", "facilitator", "--roadshow", roadshow.slug)
    role = StaffRole.objects.get()
    assert (role.role, role.roadshow) == (Role.FACILITATOR, roadshow)


def test_an_observer_gets_their_roadshow(capsys: pytest.CaptureFixture[str]) -> None:
    roadshow = make_roadshow()
    link(capsys, "ben@example.org", "--role", "observer", "--roadshow", roadshow.slug)
    role = StaffRole.objects.get()
    assert (role.role, role.roadshow) == (Role.OBSERVER, roadshow)


def test_whoever_runs_it_is_not_made_an_observer_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    make_roadshow(slug="leeds")
    link(capsys, "ben@example.org", "--role", "facilitator", "--roadshow", "leeds")
    with pytest.raises(CommandError) as refusal:
        call_command("staff_link", "Ben@example.org", "--role", "observer", "--roadshow", "leeds")
    assert str(refusal.value) == "Ben@example.org runs leeds already, and so may watch it too. Nothing was made."
    assert (StaffRole.objects.get().role, SignInLink.objects.count()) == (Role.FACILITATOR, 1)


def test_a_coder_gets_their_roadshow(capsys: pytest.CaptureFixture[str]) -> None:
    roadshow = make_roadshow()
    link(capsys, "ben@example.org", "--role", "coder", "--roadshow", roadshow.slug)
    role = StaffRole.objects.get()
    assert (role.role, role.roadshow) == (Role.CODER, roadshow)


@pytest.mark.parametrize(
    ("has", "words"),
    [
        ("organiser", "ben@example.org is an organiser, and so may code leeds already. Nothing was made."),
        ("facilitator", "ben@example.org runs leeds, and so knows what its tables find. A coder must not. "),
        ("observer", "ben@example.org watches leeds, and so knows what its tables find. A coder must not. "),
    ],
)
def test_whoever_knows_what_tables_find_is_not_made_a_coder(
    has: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make_roadshow(slug="leeds")
    where = [] if has == "organiser" else ["--roadshow", "leeds"]
    link(capsys, "ben@example.org", "--role", has, *where)
    with pytest.raises(CommandError) as refusal:
        call_command("staff_link", "ben@example.org", "--role", "coder", "--roadshow", "leeds")
    assert str(refusal.value).startswith(words)
    assert StaffRole.objects.get().role == has


def test_a_coder_is_not_made_an_observer(capsys: pytest.CaptureFixture[str]) -> None:
    make_roadshow(slug="leeds")
    link(capsys, "ben@example.org", "--role", "coder", "--roadshow", "leeds")
    with pytest.raises(CommandError):
        call_command("staff_link", "ben@example.org", "--role", "observer", "--roadshow", "leeds")
    assert StaffRole.objects.get().role == Role.CODER


def test_a_second_link_is_for_the_same_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert link(capsys, "ana@example.org") != link(capsys, "ANA@example.org")
    assert (Staff.objects.count(), StaffRole.objects.count(), SignInLink.objects.count()) == (1, 1, 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody"], "'nobody' is no e-mail address. Nothing was made."),
        (
            ["ana@example.org", "--role", "facilitator"],
            "A facilitator runs one roadshow: say which with --roadshow SLUG. Nothing was made.",
        ),
        (
            ["ana@example.org", "--role", "observer"],
            "An observer watches one roadshow: say which with --roadshow SLUG. Nothing was made.",
        ),
        (
            ["ana@example.org", "--role", "coder"],
            "A coder codes one roadshow: say which with --roadshow SLUG. Nothing was made.",
        ),
        (
            ["ana@example.org", "--roadshow", "leeds"],
            "An organiser runs every roadshow: leave --roadshow out. Nothing was made.",
        ),
        (
            ["ana@example.org", "--role", "facilitator", "--roadshow", "leds"],
            "There is no roadshow 'leds'. Nothing was made. Known are: leeds.",
        ),
        (["ana@example.org", "--role", "king"], "argument --role: invalid choice: 'king'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_makes_nothing(arguments: list[str], words: str) -> None:
    make_roadshow(slug="leeds")
    with pytest.raises(CommandError) as refusal:
        call_command("staff_link", *arguments)
    assert str(refusal.value).startswith(f"Error: {words}" if "argument" in words else words)
    assert not Staff.objects.exists()
    assert not SignInLink.objects.exists()
