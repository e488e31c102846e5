"""The people who run roadshows, their roles and their sign-ins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from workshops.models.programme import Roadshow


class StaffManager(BaseUserManager["Staff"]):
    """Makes staff by e-mail address; without a password they sign in by one-time link."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        """Return new staff; the address is kept in lower case."""
        staff = self.model(email=email.strip().lower(), **fields)
        staff.set_password(password)
        staff.save()
        return staff

    def get_by_natural_key(self, username: str | None) -> Staff:
        """Find staff by address, however it is capitalised."""
        return self.get(email=(username or "").strip().lower())


class Staff(AbstractBaseUser):
    """Somebody with an account. Delegates and tables have none."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = StaffManager()

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        """Name them as the log does."""
        return self.name or self.email


class Role(models.TextChoices):
    """What staff may do: an organiser everything, a facilitator runs roadshows, an observer watches, a coder codes."""

    ORGANISER = "organiser", "Organiser"
    FACILITATOR = "facilitator", "Facilitator"
    OBSERVER = "observer", "Observer"
    CODER = "coder", "Coder"


class StaffRole(models.Model):
    """That somebody is an organiser, or the facilitator, observer or coder of one roadshow."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=12, choices=Role.choices)
    roadshow = models.ForeignKey(Roadshow, models.CASCADE, null=True, blank=True, related_name="staff_roles")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "roadshow"], name="one_role_per_roadshow"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(roadshow=None), name="organiser_once"),
            models.CheckConstraint(
                condition=models.Q(role=Role.ORGANISER, roadshow=None)
                | models.Q(role__in=[Role.FACILITATOR, Role.OBSERVER, Role.CODER], roadshow__isnull=False),
                name="only_organisers_have_no_roadshow",
            ),
        ]

    def __str__(self) -> str:
        """Say who is what."""
        return f"{self.user} {self.role}"


class SignInLink(models.Model):
    """A one-time link that signs staff in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_links")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Say whose link it is."""
        return f"link for {self.user}"


class SignIn(models.Model):
    """One staff session, so that a socket opened in it can end with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Say whose sign-in it is."""
        return f"sign-in of {self.user}"
