from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from live import gate
from tests.factories import make_facilitator, make_observer, make_organiser, make_roadshow, signed_in
from workshops import accounts
from workshops.access import SIGN_IN_KEY
from workshops.models import Roadshow, Role, SignIn, SignInLink, Staff, StaffRole

pytestmark = pytest.mark.django_db

PASSWORD = "seven-tables-and-a-pond"


def subject(client: Client, roadshow: Roadshow) -> str:
    """Name the sockets that this browser's console of `roadshow` opens."""
    return f"staff:{client.session[SIGN_IN_KEY]}.{roadshow.pk}"


def hears(client: Client, roadshow: Roadshow) -> bool:
    wanted = subject(client, roadshow)
    return gate.admitted({wanted}) == {wanted}


def with_password(staff: Staff) -> Staff:
    staff.set_password(PASSWORD)
    staff.save()
    return staff


# Links


def test_a_link_makes_the_account_and_the_role_once() -> None:
    roadshow = make_roadshow()
    for spelling in ("Fay@Example.org", " fay@example.org "):
        accounts.make_sign_in_link(email=spelling, role=Role.FACILITATOR, roadshow=roadshow)
    assert [staff.email for staff in Staff.objects.all()] == ["fay@example.org"]
    assert list(StaffRole.objects.values_list("role", "roadshow_id")) == [("facilitator", roadshow.pk)]
    assert not Staff.objects.get().has_usable_password()


def test_a_link_signs_in_once() -> None:
    path = accounts.make_sign_in_link(email="fay@example.org")
    first, second = Client(), Client()
    assert first.get(path)["Location"] == reverse("staff")
    assert first.get(reverse("staff")).status_code == 200
    assert second.get(path).status_code == 410
    assert SIGN_IN_KEY not in second.session


def test_a_link_is_kept_as_its_digest_only() -> None:
    token = accounts.make_sign_in_link(email="fay@example.org").strip("/").rpartition("/")[2]
    assert token not in str(SignInLink.objects.values())


def test_a_link_is_good_for_a_day() -> None:
    path = accounts.make_sign_in_link(email="fay@example.org")
    assert SignInLink.objects.get().expires_at - SignInLink.objects.get().made_at <= timedelta(hours=24, seconds=1)
    SignInLink.objects.update(expires_at=timezone.now())
    assert Client().get(path).status_code == 410


def test_a_link_of_somebody_switched_off_signs_nobody_in() -> None:
    path = accounts.make_sign_in_link(email="fay@example.org")
    Staff.objects.update(is_active=False)
    assert Client().get(path).status_code == 410
    assert SignInLink.objects.get().used_at is None


# Sessions


def planted() -> tuple[Client, str]:
    """Return a browser with a session that somebody else may know, and its key."""
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    assert session.session_key
    client.cookies["sessionid"] = session.session_key
    return client, session.session_key


def test_signing_in_by_link_starts_a_new_session() -> None:
    client, key = planted()
    client.get(accounts.make_sign_in_link(email="fay@example.org"))
    assert client.session[SIGN_IN_KEY] == SignIn.objects.get().pk
    assert client.session.session_key != key
    assert "planted" not in client.session


def test_signing_in_by_password_changes_the_session_key() -> None:
    with_password(make_organiser())
    client, key = planted()
    client.post(reverse("account_login"), {"login": "organiser@example.org", "password": PASSWORD})
    assert client.session[SIGN_IN_KEY] == SignIn.objects.get().pk
    assert client.session.session_key != key


def test_a_link_opened_where_somebody_else_is_signed_in_signs_them_out() -> None:
    roadshow = make_roadshow()
    client = signed_in(make_organiser())
    before = subject(client, roadshow)
    client.get(accounts.make_sign_in_link(email="fay@example.org"))
    assert gate.admitted({before}) == set()
    assert hears(client, roadshow)
    assert SignIn.objects.filter(ended_at=None).count() == 1


def test_a_refused_link_leaves_whoever_is_signed_in_as_they_are() -> None:
    client = signed_in(make_organiser())
    assert client.get(reverse("staff-link", args=["never-was"])).status_code == 410
    assert client.get(reverse("staff")).status_code == 200


def test_signing_out_ends_the_sign_in() -> None:
    roadshow = make_roadshow()
    client = signed_in(make_organiser())
    heard_as = subject(client, roadshow)
    assert hears(client, roadshow)
    client.post(reverse("account_logout"))
    assert gate.admitted({heard_as}) == set()
    assert SignIn.objects.get().ended_at is not None


def test_signing_out_here_leaves_the_other_browser_signed_in() -> None:
    organiser = make_organiser()
    here, there = signed_in(organiser), signed_in(organiser)
    here.post(reverse("account_logout"))
    assert there.get(reverse("staff")).status_code == 200


def test_changing_the_password_ends_every_other_sign_in() -> None:
    roadshow, organiser = make_roadshow(), with_password(make_organiser())
    here, there = signed_in(organiser), signed_in(organiser)
    typed = {"oldpassword": PASSWORD, "password1": PASSWORD + "-too", "password2": PASSWORD + "-too"}
    response = here.post(reverse("account_change_password"), typed)
    assert response["Location"] == reverse("staff")
    assert hears(here, roadshow)
    assert here.get(reverse("staff")).status_code == 200
    assert not hears(there, roadshow)
    assert there.get(reverse("staff")).status_code == 302


def test_setting_the_first_password_ends_every_other_sign_in() -> None:
    roadshow, organiser = make_roadshow(), make_organiser()
    here, there = signed_in(organiser), signed_in(organiser)
    here.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    assert (hears(here, roadshow), hears(there, roadshow)) == (True, False)


def test_a_password_of_somebody_else_ends_nothing_of_mine() -> None:
    roadshow = make_roadshow()
    mine = signed_in(make_organiser())
    theirs = signed_in(make_organiser("other@example.org"))
    theirs.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    assert hears(mine, roadshow)


# Who may listen


def test_a_facilitator_hears_their_own_roadshow_only() -> None:
    own, other = make_roadshow(), make_roadshow()
    client = signed_in(make_facilitator(own))
    assert gate.admitted({subject(client, own), subject(client, other)}) == {subject(client, own)}


def test_an_organiser_hears_every_roadshow() -> None:
    roadshows = make_roadshow(), make_roadshow()
    client = signed_in(make_organiser())
    wanted = {subject(client, roadshow) for roadshow in roadshows}
    assert gate.admitted(wanted) == wanted


def test_a_facilitator_whose_last_role_is_gone_hears_nothing() -> None:
    own, other = make_roadshow(), make_roadshow()
    facilitator = make_facilitator(own)
    client = signed_in(facilitator)
    assert hears(client, own)
    assert accounts.remove_facilitator(own, facilitator)
    assert gate.admitted({subject(client, own), subject(client, other)}) == set()


def test_a_facilitator_of_two_keeps_the_other() -> None:
    one, two = make_roadshow(), make_roadshow()
    facilitator = make_facilitator(one)
    StaffRole.objects.create(user=facilitator, role=Role.FACILITATOR, roadshow=two)
    client = signed_in(facilitator)
    accounts.remove_facilitator(one, facilitator)
    assert (hears(client, one), hears(client, two)) == (False, True)


def test_somebody_switched_off_hears_nothing_and_opens_nothing() -> None:
    roadshow = make_roadshow()
    client = signed_in(make_organiser())
    assert hears(client, roadshow)
    Staff.objects.update(is_active=False)
    assert not hears(client, roadshow)
    assert client.get(reverse("staff")).status_code == 302


def test_no_sign_in_at_all_hears_nothing() -> None:
    roadshow = make_roadshow()
    assert gate.admitted({f"staff:999.{roadshow.pk}"}) == set()


def test_many_staff_are_asked_for_in_one_query(django_assert_num_queries: object) -> None:
    roadshow = make_roadshow()
    clients = [signed_in(make_organiser(f"organiser-{n}@example.org")) for n in range(3)]
    wanted = {subject(client, roadshow) for client in clients}
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert gate.admitted(wanted) == wanted


# Observers


def test_an_observer_who_is_to_run_it_runs_it() -> None:
    roadshow = make_roadshow()
    observer = make_observer(roadshow)
    accounts.make_sign_in_link(email=observer.email, role=Role.FACILITATOR, roadshow=roadshow)
    assert [role.role for role in observer.staff_roles.all()] == [Role.FACILITATOR]


def test_a_facilitator_who_is_to_watch_it_goes_on_running_it() -> None:
    roadshow = make_roadshow()
    facilitator = make_facilitator(roadshow)
    accounts.make_sign_in_link(email=facilitator.email, role=Role.OBSERVER, roadshow=roadshow)
    assert [role.role for role in facilitator.staff_roles.all()] == [Role.FACILITATOR]


def test_an_observer_hears_as_an_observer_until_removed_and_never_as_staff() -> None:
    roadshow = make_roadshow()
    observer = make_observer(roadshow)
    client = signed_in(observer)
    as_observer = subject(client, roadshow).replace("staff:", "observer:")
    assert gate.admitted({as_observer, subject(client, roadshow)}) == {as_observer}
    assert not accounts.remove_facilitator(roadshow, observer), "they never ran it"
    assert accounts.remove_observer(roadshow, observer)
    assert not accounts.remove_observer(roadshow, observer)
    assert gate.admitted({as_observer}) == set()


def test_an_observer_of_one_and_facilitator_of_another_keeps_both_apart() -> None:
    watched, run = make_roadshow(), make_roadshow()
    staff = make_observer(watched)
    StaffRole.objects.create(user=staff, role=Role.FACILITATOR, roadshow=run)
    [glance] = accounts.staff_at_a_glance()
    assert (glance.roadshows, glance.watched) == ([run], [watched])
    assert not accounts.remove_observer(run, staff)


# Signed out everywhere, and organisers


def test_signed_out_everywhere_means_sessions_sockets_and_unused_links() -> None:
    roadshow, organiser = make_roadshow(), make_organiser()
    path = accounts.new_sign_in_link(organiser)
    browsers = [signed_in(organiser), signed_in(organiser)]
    assert accounts.sign_out_everywhere(organiser) == 2
    assert [hears(client, roadshow) for client in browsers] == [False, False]
    assert [client.get(reverse("staff")).status_code for client in browsers] == [302, 302]
    assert Client().get(path).status_code == 410
    assert Client().get(accounts.new_sign_in_link(organiser)).status_code == 302, "a new link works"


def test_signing_somebody_out_leaves_others_signed_in() -> None:
    client = signed_in(make_organiser())
    accounts.sign_out_everywhere(make_organiser("other@example.org"))
    assert client.get(reverse("staff")).status_code == 200


def test_the_last_organiser_stays() -> None:
    organiser = make_organiser()
    make_facilitator(make_roadshow())
    with pytest.raises(accounts.LastOrganiserError):
        accounts.remove_organiser(organiser)
    assert StaffRole.objects.filter(role=Role.ORGANISER).count() == 1


def test_an_organiser_who_is_switched_off_does_not_count_as_one_left() -> None:
    organiser = make_organiser()
    Staff.objects.filter(pk=make_organiser("gone@example.org").pk).update(is_active=False)
    with pytest.raises(accounts.LastOrganiserError):
        accounts.remove_organiser(organiser)


def test_one_of_two_organisers_can_be_removed_once() -> None:
    organiser, other = make_organiser(), make_organiser("other@example.org")
    assert accounts.remove_organiser(other)
    assert not accounts.remove_organiser(other)
    assert [role.user for role in StaffRole.objects.all()] == [organiser]


# The list


def test_the_list_shows_roles_and_the_oldest_sign_in_that_lasts() -> None:
    roadshow = make_roadshow()
    facilitator = make_facilitator(roadshow)
    now = timezone.now()
    ended = {"began_at": now - timedelta(hours=9), "ended_at": now}
    run_out = {"began_at": now - timedelta(days=15)}
    lasting = [{"began_at": now - timedelta(hours=hours)} for hours in (1, 2)]
    for fields in (ended, run_out, *lasting):
        SignIn.objects.create(user=facilitator, **fields)
    [glance] = accounts.staff_at_a_glance()
    assert glance.since == lasting[1]["began_at"]
    assert len(glance.sign_ins) == 2
    assert (glance.is_organiser, glance.roadshows) == (False, [roadshow])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_three_queries_however_long_it_is(count: int, django_assert_num_queries: object) -> None:
    for n in range(count):
        signed_in(make_organiser(f"organiser-{n}@example.org"))
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert [glance.is_organiser for glance in accounts.staff_at_a_glance()] == [True] * count


# Signing up


def test_nobody_signs_up_by_themselves() -> None:
    assert not accounts.StaffAccountAdapter().is_open_for_signup(AnonymousUser())  # type: ignore[arg-type]
    for path in ("signup/", "email/", "confirm-email/", "password/reset/", "login/code/confirm/"):
        assert Client().get(f"/accounts/{path}").status_code == 404
