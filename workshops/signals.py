"""What this app tells the push layer when Django starts."""

from __future__ import annotations

from collections.abc import Collection

from allauth.account.signals import password_changed, password_set
from django.contrib.auth.signals import user_logged_in, user_logged_out

from live import gate, kinds, presence
from workshops import accounts
from workshops.fragments import again, day, devices, room, screens
from workshops.kinds import RESENT, SCREEN, SIGNAL
from workshops.models import Device, RoadshowState, Role, Screen, SignIn


def connect() -> None:
    """Register checks, renderers and the presence listener; follow sign-ins."""
    gate.register("device", devices_in_the_room)
    gate.register("staff", staff_signed_in)
    gate.register("observer", observers_signed_in)
    gate.register("screen", screens_that_exist)
    for kind in room.ROOM_KINDS:
        kinds.register(kind, room.draw_room)
    for kind in room.ROOM_STATE_KINDS:
        kinds.register(kind, day.draw_doors)
    for kind in day.DAY_KINDS:
        kinds.register(kind, day.draw_day)
    for kind in day.TALK_KINDS:
        kinds.register(kind, day.draw_talk)
    for kind in day.ATTENTION_KINDS:
        kinds.register(kind, day.draw_attention)
    kinds.register(SIGNAL, day.draw_signal)
    kinds.register(SCREEN, day.draw_screens)
    kinds.register(RESENT, again.draw_again)
    screens.connect()
    for kind in devices.DEVICE_KINDS:
        kinds.register(kind, devices.draw_change)
    presence.register(room.presence_changed)
    presence.register(devices.presence_changed)
    user_logged_in.connect(accounts.begin_sign_in, dispatch_uid="begin-sign-in")
    user_logged_out.connect(accounts.end_sign_in, dispatch_uid="end-sign-in")
    for changed in (password_changed, password_set):
        changed.connect(accounts.password_changed, dispatch_uid="end-other-sign-ins")


def devices_in_the_room(identities: Collection[str]) -> set[str]:
    """Return those "device.table" that still hold: not removed, not moved, the roadshow open."""
    rows = Device.objects.filter(removed_at=None, table__roadshow__state=RoadshowState.OPEN)
    if len(identities) < 500:  # noqa: PLR2004 -- SQLite takes no endless list; beyond, all rows are read
        rows = rows.filter(pk__in=[identity.partition(".")[0] for identity in identities])
    return {f"{pk}.{table}" for pk, table in rows.values_list("pk", "table_id")} & set(identities)


def staff_signed_in(identities: Collection[str]) -> set[str]:
    """Return those "sign-in.roadshow" that still hold: signed in, active, and in charge there."""
    return _holding(identities, Role.ORGANISER, Role.FACILITATOR)


def observers_signed_in(identities: Collection[str]) -> set[str]:
    """Return those "sign-in.roadshow" that still hold: signed in, active, and an observer there."""
    return _holding(identities, Role.OBSERVER)


def _holding(identities: Collection[str], *roles: Role) -> set[str]:
    wanted = {tuple(identity.split(".", 1)) for identity in identities}
    sign_ins = SignIn.objects.filter(pk__in=[pk for pk, _ in wanted], ended_at=None, user__is_active=True)
    rows = sign_ins.filter(user__staff_roles__role__in=roles).values_list(
        "pk", "user__staff_roles__role", "user__staff_roles__roadshow", "user__staff_roles__roadshow__rehearsal"
    )
    admitted = set()
    for pk, role, *own in rows:
        # By the role, not by the missing roadshow: somebody without any role has no roadshow either.
        may = role == Role.ORGANISER
        admitted |= {f"{p}.{r}" for p, r in wanted if p == str(pk) and (may or r in map(str, own))}
    return admitted


def screens_that_exist(identities: Collection[str]) -> set[str]:
    """Return those screens whose link still stands."""
    return {str(pk) for pk in Screen.objects.filter(pk__in=identities).values_list("pk", flat=True)}
