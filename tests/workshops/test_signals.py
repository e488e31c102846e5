from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from live import gate
from tests.factories import (
    first_table,
    join,
    make_coder,
    make_facilitator,
    make_observer,
    make_organiser,
    make_roadshow,
    signed_in,
)
from workshops.actions import room as actions
from workshops.actions.devices import move_device
from workshops.models import Device, Roadshow, Role, SignIn, Staff, StaffRole
from workshops.queries.room import subject_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return join(first_table(roadshow)).device


def admitted(*subjects: str) -> list[str]:
    return sorted(gate.admitted(subjects))


def test_a_device_at_its_table_may_listen(device: Device) -> None:
    assert admitted(subject_of(device)) == [subject_of(device)]


def test_a_removed_device_may_not(device: Device) -> None:
    actions.remove_device(device, actor="Ana")
    assert admitted(subject_of(device)) == []


def test_a_device_of_a_closed_roadshow_may_not_until_it_opens_again(device: Device, roadshow: Roadshow) -> None:
    actions.close_roadshow(roadshow, actor="Ana")
    closed = admitted(subject_of(device))
    actions.open_roadshow(roadshow, actor="Ana")
    assert (closed, admitted(subject_of(device))) == ([], [subject_of(device)])


def test_a_device_that_moved_may_listen_at_its_new_table_only(roadshow: Roadshow) -> None:
    joined = join(first_table(roadshow))
    before = subject_of(joined.device)
    moved = actions.join_table(roadshow.tables.get(number=2).code, token=joined.token)
    assert admitted(before, subject_of(moved.device)) == [subject_of(moved.device)]


def test_a_device_that_was_moved_by_a_facilitator_may_listen_at_its_new_table_only(
    device: Device, roadshow: Roadshow
) -> None:
    before = subject_of(device)
    move_device(device, roadshow.tables.get(number=2), actor="Ana")
    device.refresh_from_db()
    assert admitted(before, subject_of(device)) == [subject_of(device)]


def test_a_whole_hall_is_asked_about_at_once(device: Device) -> None:
    strangers = [f"device:{n}.1" for n in range(10_000, 10_600)]
    assert admitted(subject_of(device), *strangers) == [subject_of(device)]


def subject(staff: Staff, roadshow: Roadshow) -> str:
    return f"staff:{SignIn.objects.get(user=staff, ended_at=None).pk}.{roadshow.pk}"


def test_an_organiser_may_listen_everywhere(roadshow: Roadshow) -> None:
    staff = make_organiser()
    signed_in(staff)
    subjects = [subject(staff, roadshow), subject(staff, make_roadshow())]
    assert admitted(*subjects) == sorted(subjects)


def test_a_facilitator_may_listen_in_their_own_roadshow_only(roadshow: Roadshow) -> None:
    staff = make_facilitator(roadshow)
    signed_in(staff)
    own, other = subject(staff, roadshow), subject(staff, make_roadshow())
    assert admitted(own, other) == [own]


def test_somebody_without_a_role_may_listen_nowhere(roadshow: Roadshow) -> None:
    staff = Staff.objects.create_user("nobody@example.org")
    signed_in(staff)
    assert admitted(subject(staff, roadshow)) == []


def test_who_lost_the_role_may_no_longer_listen(roadshow: Roadshow) -> None:
    staff = make_facilitator(roadshow)
    signed_in(staff)
    before = admitted(subject(staff, roadshow))
    StaffRole.objects.filter(user=staff).delete()
    assert (before, admitted(subject(staff, roadshow))) == ([subject(staff, roadshow)], [])


def test_an_account_that_was_switched_off_may_not_listen(roadshow: Roadshow) -> None:
    staff = make_organiser()
    signed_in(staff)
    Staff.objects.update(is_active=False)
    assert admitted(subject(staff, roadshow)) == []


def test_signing_out_ends_the_right_to_listen_of_that_session_only(roadshow: Roadshow, client: Client) -> None:
    staff = make_organiser()
    signed_in(staff, client)
    (first,) = SignIn.objects.all()
    signed_in(staff)
    client.logout()
    second = SignIn.objects.get(ended_at=None)
    assert second != first
    assert admitted(f"staff:{first.pk}.{roadshow.pk}", f"staff:{second.pk}.{roadshow.pk}") == [
        f"staff:{second.pk}.{roadshow.pk}"
    ]


def test_signing_in_notes_when(roadshow: Roadshow) -> None:
    before = timezone.now()
    signed_in(make_facilitator(roadshow))
    sign_in = SignIn.objects.get()
    assert sign_in.began_at >= before
    assert sign_in.user.staff_roles.get().role == Role.FACILITATOR


def test_a_screen_may_listen_while_its_link_stands(roadshow: Roadshow) -> None:
    screen = roadshow.screens.get()
    name = f"screen:{screen.pk}"
    before = admitted(name)
    screen.delete()
    assert (before, admitted(name)) == ([name], [])


def test_strangers_may_not_listen() -> None:
    assert admitted("guest:1", "", "screen:999", "device:999.1", "staff:999.1") == []


# Observers, and practice runs


def observes(staff: Staff, roadshow: Roadshow) -> str:
    return subject(staff, roadshow).replace("staff:", "observer:")


def test_an_observer_may_listen_as_one_in_their_own_roadshow_only(roadshow: Roadshow) -> None:
    staff = make_observer(roadshow)
    signed_in(staff)
    elsewhere = observes(staff, make_roadshow())
    assert admitted(observes(staff, roadshow), elsewhere) == [observes(staff, roadshow)]


def test_an_observer_may_not_listen_as_a_facilitator_nor_the_other_way_round(roadshow: Roadshow) -> None:
    observer, facilitator = make_observer(roadshow), make_facilitator(roadshow)
    for staff in (observer, facilitator):
        signed_in(staff)
    assert admitted(subject(observer, roadshow), observes(facilitator, roadshow)) == []


def test_who_facilitates_one_roadshow_and_observes_another_does_each_there(roadshow: Roadshow) -> None:
    other = make_roadshow()
    staff = make_facilitator(roadshow)
    StaffRole.objects.create(user=staff, role=Role.OBSERVER, roadshow=other)
    signed_in(staff)
    asked = [name(staff, room) for name in (subject, observes) for room in (roadshow, other)]
    assert admitted(*asked) == sorted([subject(staff, roadshow), observes(staff, other)])


def test_an_observer_who_lost_the_role_or_signed_out_may_no_longer_listen(roadshow: Roadshow, client: Client) -> None:
    staff = make_observer(roadshow)
    signed_in(staff, client)
    name = observes(staff, roadshow)
    seen = [admitted(name)]
    client.logout()
    seen.append(admitted(name))
    signed_in(staff, client)
    StaffRole.objects.filter(user=staff).delete()
    seen.append(admitted(observes(staff, roadshow)))
    assert seen == [[name], [], []]


def test_a_coder_may_listen_nowhere(roadshow: Roadshow) -> None:
    staff = make_coder(roadshow)
    signed_in(staff)
    assert admitted(subject(staff, roadshow), observes(staff, roadshow)) == []


@pytest.mark.parametrize(("make", "name"), [(make_facilitator, subject), (make_observer, observes)])
def test_whoever_has_a_role_in_a_roadshow_has_it_in_its_practice_run_and_in_no_other(
    roadshow: Roadshow, make: Callable[[Roadshow], Staff], name: Callable[[Staff, Roadshow], str]
) -> None:
    own, other = make_roadshow(rehearsal_of=roadshow), make_roadshow(rehearsal_of=make_roadshow())
    staff = make(roadshow)
    signed_in(staff)
    assert admitted(name(staff, own), name(staff, other)) == [name(staff, own)]


def test_a_role_in_a_practice_run_is_none_on_the_day(roadshow: Roadshow) -> None:
    staff = make_facilitator(make_roadshow(rehearsal_of=roadshow))
    signed_in(staff)
    assert admitted(subject(staff, roadshow)) == []
