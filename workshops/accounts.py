"""How staff get in and out: roles, one-time links, sign-ins that can be ended, and allauth's adapter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from workshops.access import SIGN_IN_KEY
from workshops.models import Roadshow, Role, SignIn, SignInLink, Staff, StaffRole
from workshops.tokens import digest, new_token

LINK_LASTS = timedelta(hours=24)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CAME_BY_LINK = "came_by_link"


class LinkRefusedError(Exception):
    """A sign-in link that is unknown, used or too old."""


class LastOrganiserError(Exception):
    """The one organiser who is left: without them nobody could give anybody a role again."""


@dataclass(frozen=True)
class StaffGlance:
    """Somebody as the list of staff shows them: what they may do, and since when they are signed in."""

    staff: Staff
    roles: tuple[StaffRole, ...]
    sign_ins: tuple[SignIn, ...]

    @property
    def is_organiser(self) -> bool:
        """Whether they may do everything."""
        return any(role.role == Role.ORGANISER for role in self.roles)

    @property
    def roadshows(self) -> list[Roadshow]:
        """The roadshows whose facilitator they are."""
        return self._as(Role.FACILITATOR)

    @property
    def watched(self) -> list[Roadshow]:
        """The roadshows that they watch as an observer."""
        return self._as(Role.OBSERVER)

    @property
    def coded(self) -> list[Roadshow]:
        """The roadshows whose drawings they code."""
        return self._as(Role.CODER)

    def _as(self, role: Role) -> list[Roadshow]:
        return [held.roadshow for held in self.roles if held.role == role and held.roadshow is not None]

    @property
    def since(self) -> datetime | None:
        """When the oldest sign-in that still lasts began; None when they are nowhere signed in."""
        return self.sign_ins[0].began_at if self.sign_ins else None


class StaffAccountAdapter(DefaultAccountAdapter):
    """Staff are invited: nobody signs up by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and this password do not belong together. "
        "Check both and try once more, or ask for a one-time link.",
        "too_many_login_attempts": "Too many wrong passwords or codes for this account. Wait five minutes, "
        "or ask for a one-time link, which works at once.",
        "incorrect_password": "This is not your password. Nothing was changed. Try once more.",
        "enter_current_password": "This is not your present password. Nothing was changed.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Return no."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- allauth's signature
        """Return to where one's work is."""
        return reverse("staff")


class StaffMFAAdapter(DefaultMFAAdapter):
    """The second step, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right, or was used already. Wait until the app shows the next one.",
    }


@transaction.atomic
def make_sign_in_link(*, email: str, role: str = Role.ORGANISER, roadshow: Roadshow | None = None) -> str:
    """Return the path of a one-time sign-in link; the account and its role are made if need be.

    All others than organisers need a roadshow. Whoever watches or codes a roadshow and is to run it does only that
    from then on; any other role that somebody has there already stays as it is.
    """
    address = email.strip().lower()
    staff, _made = Staff.objects.get_or_create(email=address, defaults={"password": make_password(None)})
    had, made = StaffRole.objects.get_or_create(user=staff, roadshow=roadshow, defaults={"role": role})
    if not made and role == Role.FACILITATOR:
        StaffRole.objects.filter(pk=had.pk).update(role=role)
    return new_sign_in_link(staff)


def new_sign_in_link(staff: Staff) -> str:
    """Return the path of one more one-time sign-in link for somebody who has an account."""
    token = new_token()
    SignInLink.objects.create(user=staff, token_digest=digest(token), expires_at=timezone.now() + LINK_LASTS)
    return reverse("staff-link", args=[token])


@transaction.atomic
def sign_in_by_link(request: HttpRequest, token: str) -> Staff:
    """Sign in whoever holds an unused link, and use it up. Whoever was signed in here before is signed out.

    Raises LinkRefusedError; two who press at once: one gets in.
    """
    now = timezone.now()
    links = SignInLink.objects.filter(token_digest=digest(token), used_at=None, expires_at__gt=now)
    link = links.filter(user__is_active=True).select_related("user").first()
    if link is None or not links.update(used_at=now):
        raise LinkRefusedError
    logout(request)
    login(request, link.user, backend=BACKEND)
    request.session[CAME_BY_LINK] = True
    return link.user


def begin_sign_in(request: HttpRequest, user: Staff, **_signal: Any) -> None:
    """Note a new session of staff, so that its sockets can end with it."""
    request.session[SIGN_IN_KEY] = SignIn.objects.create(user=user).pk


def end_sign_in(request: HttpRequest, **_signal: Any) -> None:
    """Note that a session of staff has ended."""
    SignIn.objects.filter(pk=request.session.get(SIGN_IN_KEY, 0), ended_at=None).update(ended_at=timezone.now())


def password_changed(request: HttpRequest, user: Staff, **_signal: Any) -> None:
    """End every other sign-in: whoever changes a password may fear that somebody else has it.

    Django ends the other sessions by itself; their open sockets hang on the sign-ins.
    """
    others = user.sign_ins.filter(ended_at=None).exclude(pk=request.session.get(SIGN_IN_KEY, 0))
    others.update(ended_at=timezone.now())
    request.session.pop(CAME_BY_LINK, None)


@transaction.atomic
def sign_out_everywhere(staff: Staff) -> int:
    """End every sign-in of somebody, and every link that would begin one. Return how many sign-ins ended.

    Their pages ask for a sign-in at the next press, their sockets close within seconds.
    """
    now = timezone.now()
    staff.sign_in_links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    return staff.sign_ins.filter(ended_at=None).update(ended_at=now)


def remove_facilitator(roadshow: Roadshow, staff: Staff) -> bool:
    """Let somebody no longer run a roadshow; their consoles of it close within seconds. False if they never did."""
    return _remove(roadshow, staff, Role.FACILITATOR)


def remove_observer(roadshow: Roadshow, staff: Staff) -> bool:
    """Let somebody no longer watch a roadshow; their page of it closes within seconds, their notes are kept."""
    return _remove(roadshow, staff, Role.OBSERVER)


def remove_coder(roadshow: Roadshow, staff: Staff) -> bool:
    """Let somebody no longer code what the tables of a roadshow made; what they coded is kept and counts."""
    return _remove(roadshow, staff, Role.CODER)


def role_in(roadshow: Roadshow, email: str) -> Role | None:
    """Return which role somebody with this address has in a roadshow; an organiser has theirs in every one."""
    roles = StaffRole.objects.filter(user__email=email.strip().lower()).filter(Q(roadshow=roadshow) | Q(roadshow=None))
    held = {Role(role) for role in roles.values_list("role", flat=True)}
    return Role.ORGANISER if Role.ORGANISER in held else next(iter(held), None)


def _remove(roadshow: Roadshow, staff: Staff, role: Role) -> bool:
    removed, _by_model = StaffRole.objects.filter(user=staff, roadshow=roadshow, role=role).delete()
    return bool(removed)


@transaction.atomic
def remove_organiser(staff: Staff) -> bool:
    """Let somebody be no longer an organiser. False when they were none.

    Raises LastOrganiserError when nobody would be left who could make another.
    """
    # Locked, so that the last two cannot remove each other at the same moment.
    roles = StaffRole.objects.select_for_update(of=("self",)).filter(role=Role.ORGANISER, user__is_active=True)
    organisers = set(roles.values_list("user_id", flat=True))
    if organisers == {staff.pk}:
        raise LastOrganiserError
    removed, _by_model = StaffRole.objects.filter(user=staff, role=Role.ORGANISER).delete()
    return bool(removed)


def remove_account(email: str) -> None:
    """Remove an account that was made for a while, with its roles and sign-ins; what it did is kept under its name."""
    Staff.objects.filter(email=email).delete()


def staff_at_a_glance() -> list[StaffGlance]:
    """Return everybody with an account, by address, with their roles and the sign-ins that last."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    lasting = SignIn.objects.filter(ended_at=None, began_at__gt=oldest).order_by("began_at")
    roles = StaffRole.objects.select_related("roadshow").order_by("roadshow__held_on")
    everybody = Staff.objects.order_by("email").prefetch_related(
        Prefetch("staff_roles", roles), Prefetch("sign_ins", lasting)
    )
    return [StaffGlance(staff, tuple(staff.staff_roles.all()), tuple(staff.sign_ins.all())) for staff in everybody]
