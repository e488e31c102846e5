"""Who asks for a place: delegates, groups, and what they need."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from places.spelling import LONGEST_KEY
from workshops.models import Programme, Roadshow, Staff


class AgencyType(models.TextChoices):
    """What kind of organisation somebody works for."""

    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Schools and early years"
    SOCIAL_CARE = "social-care", "Social care"
    HOUSING = "housing", "Housing"
    PROBATION = "probation", "Probation"
    FIRE = "fire", "Fire and rescue"
    CHARITY = "charity", "Charity"
    OTHER = "other", "Something else"


class JobLevel(models.TextChoices):
    """From practitioner to director."""

    PRACTITIONER = "practitioner", "Practitioner"
    TEAM = "team-leader", "Senior practitioner or team leader"
    MANAGER = "manager", "Manager"
    SENIOR = "senior-manager", "Senior manager"
    DIRECTOR = "director", "Director or chief officer"


class Group(models.Model):
    """Places at a roadshow that an agency's coordinator reserves, and names by a date; what is unnamed then goes back.

    What those who are named for them ask for at other dates is none of the group's. `edition` is part of the
    coordinator's link, so that a link can be made void.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="groups")
    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="groups")
    coordinator = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    email_key = models.CharField(max_length=254, db_index=True)
    organisation = models.CharField(max_length=200)
    agency_type = models.CharField(max_length=12, choices=AgencyType.choices)
    together = models.BooleanField(default=False)  # all places or none
    name_by = models.DateTimeField()
    edition = models.PositiveSmallIntegerField(default=1)
    privacy_notice = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(agency_type__in=AgencyType.values), name="group_agency_type_known"),
        ]

    def __str__(self) -> str:
        """Name the group by its organisation."""
        return self.organisation


class Booking(models.Model):
    """One person who asks for a place at one of a programme's roadshows; nameless while a group has not named them.

    `email_key` and `organisation_key` are what all spellings have in common (places.spelling). `edition` is part of
    its link: handing a place over makes the old link void. `later` is the booking of the same person that says who they
    are now, where this one keeps what they said on days that are over.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="bookings")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="bookings")
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    organisation = models.CharField(max_length=200)
    organisation_key = models.CharField(max_length=LONGEST_KEY)
    agency_type = models.CharField(max_length=12, choices=AgencyType.choices)
    job_level = models.CharField(max_length=16, choices=JobLevel.choices, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    edition = models.PositiveSmallIntegerField(default=1)
    privacy_notice = models.CharField(max_length=20, blank=True)  # none, until whoever was named opens their page
    made_at = models.DateTimeField(default=timezone.now)
    later = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="earlier")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "email_key"], condition=~Q(email_key=""), name="one_booking_a_mailbox"
            ),
            models.CheckConstraint(condition=Q(agency_type__in=AgencyType.values), name="booking_agency_type_known"),
            models.CheckConstraint(condition=Q(job_level__in=["", *JobLevel.values]), name="booking_level_known"),
        ]

    def __str__(self) -> str:
        """Name the person, as far as they are named."""
        return self.name or f"a place of {self.organisation}"

    @property
    def person(self) -> int:
        """The key of the booking under which this person asks now."""
        return self.later_id or self.pk


class Needs(models.Model):
    """What somebody needs to take part and to eat. Apart, since few may read it and it is kept for days only."""

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="needs")
    access = models.TextField(blank=True)
    diet = models.TextField(blank=True)
    step_free = models.BooleanField(default=False)
    consented_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "needs"

    def __str__(self) -> str:
        """Say whose they are."""
        return f"needs of {self.booking}"


class NeedsReading(models.Model):
    """That somebody read the needs of those who come to a roadshow, and when; `is_copy`: one person's, for them."""

    roadshow = models.ForeignKey("workshops.Roadshow", models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_copy = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        """Say who read them."""
        return f"{self.staff} at {timezone.localtime(self.at):%d.%m. %H:%M}"
