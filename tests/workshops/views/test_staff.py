"""Signing in by password, the second step, and one's own password."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tests.factories import make_facilitator, make_organiser, make_roadshow, signed_in
from workshops import accounts
from workshops.models import SignIn, Staff

pytestmark = pytest.mark.django_db

PASSWORD = "seven-tables-and-a-pond"
LOGIN = "/accounts/login/"


def make_staff(email: str = "organiser@example.org") -> Staff:
    staff = make_organiser(email)
    staff.set_password(PASSWORD)
    staff.save()
    return staff


def sign_in(client: Client, email: str = "organiser@example.org", password: str = PASSWORD, to: str = "") -> Any:
    return client.post(LOGIN, {"login": email, "password": password} | ({"next": to} if to else {}))


def words(response: Any) -> str:
    """Return what the page says, without its tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def code_of(staff: Staff, steps: int = 0) -> str:
    secret = Authenticator.objects.get(user=staff, type="totp").data["secret"]
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


# By password


def test_a_password_signs_in_and_leads_to_ones_roadshows() -> None:
    make_staff()
    client = Client()
    assert sign_in(client)["Location"] == reverse("staff")
    assert client.get(reverse("staff")).status_code == 200


def test_the_address_may_be_typed_in_capitals() -> None:
    make_staff()
    assert sign_in(Client(), "Organiser@Example.ORG").status_code == 302


def test_signing_in_leads_to_where_one_wanted_to_go() -> None:
    make_staff()
    console = reverse("console", args=[make_roadshow().slug])
    client = Client()
    asked = client.get(client.get(console)["Location"])
    assert f'<input type="hidden" name="next" value="{console}">' in asked.content.decode()
    assert sign_in(client, to=console)["Location"] == console


def test_signing_in_leads_to_no_other_host() -> None:
    make_staff()
    assert sign_in(Client(), to="https://elsewhere.example/")["Location"] == reverse("staff")


def test_a_wrong_password_and_an_unknown_address_read_the_same() -> None:
    make_staff()
    wrong = sign_in(Client(), password="not-the-password")
    unknown = sign_in(Client(), email="nobody@example.org")
    told = "This address and this password do not belong together."
    assert told in words(wrong)
    assert words(wrong) == words(unknown)
    assert wrong.status_code == unknown.status_code


def test_somebody_without_a_password_reads_the_same_too() -> None:
    make_organiser()
    assert "do not belong together" in words(sign_in(Client(), password="anything-at-all"))


def test_somebody_switched_off_is_told_so_only_after_the_right_password() -> None:
    make_staff()
    Staff.objects.update(is_active=False)
    client = Client()
    assert "do not belong together" in words(sign_in(client, password="not-the-password"))
    assert "This account is switched off" in words(client.get(sign_in(client)["Location"]))
    assert SignIn.objects.count() == 0


def test_the_page_says_how_else_one_gets_in_and_offers_no_account() -> None:
    page = words(Client().get(LOGIN))
    assert "Ask an organiser for a one-time link" in page
    assert "sign up" not in page.lower()


# Throttled by account, never by address


def test_forty_staff_who_mistype_once_in_one_hall_lock_nobody_out() -> None:
    for n in range(40):
        make_staff(f"staff-{n}@example.org")
        assert "do not belong together" in words(sign_in(Client(), f"staff-{n}@example.org", "mistyped-once"))
    for n in range(40):
        assert sign_in(Client(), f"staff-{n}@example.org").status_code == 302


def test_that_test_notices_a_throttle_by_address(settings: pytest.FixtureRequest) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key"}  # type: ignore[attr-defined]  # with allauth's own login limit
    with pytest.raises(AssertionError):
        test_forty_staff_who_mistype_once_in_one_hall_lock_nobody_out()


def test_one_account_is_slowed_down_after_ten_wrong_passwords() -> None:
    make_staff()
    make_staff("other@example.org")
    for _ in range(10):
        assert "do not belong together" in words(sign_in(Client(), password="guess"))
    assert "Wait five minutes" in words(sign_in(Client(), password="guess"))
    assert "Wait five minutes" in words(sign_in(Client())), "the right password is not told from a wrong one"
    assert sign_in(Client(), "other@example.org").status_code == 302


def test_an_account_that_is_slowed_down_still_opens_by_link() -> None:
    staff = make_staff()
    for _ in range(11):
        sign_in(Client(), password="guess")
    assert Client().get(accounts.new_sign_in_link(staff))["Location"] == reverse("staff")


def test_guessing_at_an_address_that_has_no_account_is_slowed_down_alike() -> None:
    for _ in range(10):
        sign_in(Client(), "nobody@example.org", "guess")
    assert "Wait five minutes" in words(sign_in(Client(), "nobody@example.org", "guess"))


# One's own password


def test_whoever_came_by_link_can_set_a_first_password_and_use_it() -> None:
    client = Client()
    client.get(accounts.make_sign_in_link(email="fay@example.org"))
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account_set_password")
    done = client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    assert "Your password is set." in words(client.get(done["Location"]))
    assert sign_in(Client(), "fay@example.org").status_code == 302


def test_a_short_or_common_password_is_refused() -> None:
    client = signed_in(make_organiser())
    response = client.post(reverse("account_set_password"), {"password1": "password1234", "password2": "password1234"})
    assert "This password is too common." in words(response)
    assert not Staff.objects.get().has_usable_password()


def test_changing_a_password_asks_for_the_present_one() -> None:
    make_staff()
    client = Client()
    sign_in(client)
    new = {"password1": "another-pond-and-tables", "password2": "another-pond-and-tables"}
    assert "This is not your present password" in words(
        client.post(reverse("account_change_password"), new | {"oldpassword": "guess"})
    )
    assert client.post(reverse("account_change_password"), new).status_code == 200
    assert Staff.objects.get().check_password(PASSWORD)


def test_whoever_forgot_it_comes_by_link_and_sets_another_once() -> None:
    staff = make_staff()
    client = Client()
    client.get(accounts.new_sign_in_link(staff))
    page = client.get(reverse("account_change_password"))
    assert "you need not know the present one" in words(page)
    new = {"password1": "another-pond-and-tables", "password2": "another-pond-and-tables"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    assert sign_in(Client(), password="another-pond-and-tables").status_code == 302
    assert 'name="oldpassword"' in client.get(reverse("account_change_password")).content.decode()


def test_too_many_tries_at_changing_it_are_answered_in_words() -> None:
    client = signed_in(make_staff())
    for _ in range(5):
        client.post(reverse("account_change_password"), {})
    response = client.post(reverse("account_change_password"), {})
    assert response.status_code == 429
    assert "Nothing was changed. Wait a minute" in words(response)


# The second step


@pytest.fixture
def with_second_step() -> Staff:
    staff = make_staff()
    TOTP.activate(staff, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    return staff


def test_switching_on_the_second_step_shows_a_code_to_scan_and_recovery_codes() -> None:
    staff = make_staff()
    client = signed_in(staff)
    asked = client.get(reverse("mfa_activate_totp"))["Location"]
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    assert '<svg role="img"' in page.content.decode()
    assert "data:" not in page.content.decode()
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    shown = client.get(done["Location"]).content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", shown)) == 10
    assert Authenticator.objects.filter(user=staff, type="totp").count() == 1


def test_the_second_step_is_switched_on_with_the_right_code_only() -> None:
    client = signed_in(make_organiser())
    client.get(reverse("mfa_activate_totp"))
    assert "This code is not right" in words(client.post(reverse("mfa_activate_totp"), {"code": "000000"}))
    assert Authenticator.objects.count() == 0


def test_the_password_alone_does_not_sign_in_then(with_second_step: Staff) -> None:
    client = Client()
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("staff")).status_code == 302
    assert SignIn.objects.count() == 0
    assert "This code is not right" in words(client.post(reverse("mfa_authenticate"), {"code": "000000"}))
    assert client.get(reverse("staff")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(with_second_step)}).status_code == 302
    assert client.get(reverse("staff")).status_code == 200
    assert SignIn.objects.count() == 1


def test_the_code_beside_the_present_one_is_taken_too_but_none_older(with_second_step: Staff) -> None:
    client = Client()
    sign_in(client)
    assert "This code is not right" in words(
        client.post(reverse("mfa_authenticate"), {"code": code_of(with_second_step, -3)})
    )
    client.post(reverse("mfa_authenticate"), {"code": code_of(with_second_step, 1)})
    assert client.get(reverse("staff")).status_code == 200


def test_where_one_wanted_to_go_survives_the_second_step(with_second_step: Staff) -> None:
    client = Client()
    sign_in(client, to="/organising/")
    done = client.post(reverse("mfa_authenticate"), {"code": code_of(with_second_step)})
    assert done["Location"] == "/organising/"


def test_codes_are_guessed_at_ten_times_and_no_more(with_second_step: Staff) -> None:
    client = Client()
    sign_in(client)
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    told = client.post(reverse("mfa_authenticate"), {"code": code_of(with_second_step)})
    assert "Wait five minutes" in words(told)


def test_switching_it_off_asks_for_the_password_first(with_second_step: Staff) -> None:
    client = signed_in(with_second_step)
    asked = client.post(reverse("mfa_deactivate_totp"))["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert "Is it you?" in words(client.get(asked))
    assert "This is not your password." in words(client.post(asked, {"password": "guess"}))
    assert Authenticator.objects.filter(type="totp").exists()
    client.post(asked, {"password": PASSWORD})
    assert not Authenticator.objects.exists()


def test_whoever_lost_the_phone_comes_by_link(with_second_step: Staff) -> None:
    client = Client()
    client.get(accounts.new_sign_in_link(with_second_step))
    assert client.get(reverse("staff")).status_code == 200


def test_without_a_password_there_is_no_second_step_to_switch_on() -> None:
    page = signed_in(make_organiser()).get(reverse("mfa_index")).content.decode()
    assert reverse("account_set_password") in page
    assert reverse("mfa_activate_totp") not in page


# The pages


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("account_logout", "You are signed in as organiser@example.org."),
        ("account_change_password", "Your present password"),
        ("mfa_index", "The second step is on"),
        ("mfa_reauthenticate", "Type a code from your app"),
        ("account_reauthenticate", "type your password once more"),
    ],
)
def test_allauths_pages_are_ours(name: str, says: str, with_second_step: Staff) -> None:
    page = signed_in(with_second_step).get(reverse(name))
    assert says.lower() in words(page).lower()
    assert 'class="masthead"' in page.content.decode()


def test_ones_roadshows_are_ones_own_and_only_organisers_are_led_to_organising() -> None:
    roadshow = make_roadshow(city="Leeds")
    make_roadshow(city="York")
    facilitators = words(signed_in(make_facilitator(roadshow)).get(reverse("staff")))
    organisers = words(signed_in(make_organiser()).get(reverse("staff")))
    assert ("Leeds" in facilitators, "York" in facilitators, "Organising" in facilitators) == (True, False, False)
    assert ("Leeds" in organisers, "York" in organisers, "Organising" in organisers) == (True, True, True)
