"""A case as it was imported, and how far a roadshow has revealed it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from casestudy.schema import AgencyType, DocumentKind, EventType, Factor, Told
from workshops.models import Roadshow, Table


class CaseStudy(models.Model):
    """One version of a fictional case. A version that a room has seen never changes."""

    slug = models.SlugField()
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    banner = models.TextField()
    summary = models.TextField()
    setting = models.TextField()
    couples = models.JSONField(default=list)
    households = models.JSONField(default=list)
    whole = models.CharField(max_length=100, default="the family")
    concern_for = models.JSONField(default=list)
    threshold = models.JSONField(null=True)
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="case_version_once"),
            models.UniqueConstraint(fields=["slug", "digest"], name="case_content_once"),
        ]

    def __str__(self) -> str:
        """Name the case."""
        return self.title


class Person(models.Model):
    """Somebody in the case."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="people")
    key = models.SlugField()
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=300)
    born = models.DateField(null=True)
    born_year = models.PositiveSmallIntegerField(null=True)
    died = models.DateField(null=True)
    symbol = models.CharField(max_length=10)
    parents = models.JSONField(default=list)
    first_stage = models.PositiveSmallIntegerField()
    expected_stage = models.PositiveSmallIntegerField(null=True)
    died_stage = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="person_key_once_per_case")]

    def __str__(self) -> str:
        """Name the person."""
        return self.name


class Agency(models.Model):
    """An organisation that may hold a piece of the picture."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="agencies")
    code = models.CharField(max_length=6)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    holds = models.TextField()
    type = models.CharField(max_length=20, default=AgencyType.OTHER, choices=[(t.value, t.value) for t in AgencyType])

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="agency_code_once_per_case")]

    def __str__(self) -> str:
        """Name the agency."""
        return self.name


class Stage(models.Model):
    """One step of the case: what everybody sees when it is revealed, and what only facilitators see."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    span = models.CharField(max_length=100)
    content_note = models.TextField(blank=True)
    pause = models.TextField(blank=True)
    narrative = models.TextField()
    room_picture = models.TextField()
    facilitator_notes = models.JSONField(default=list)
    expected_discussion = models.JSONField(default=list)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="stage_number_once_per_case")]

    def __str__(self) -> str:
        """Name the stage as the console does."""
        return f"Stage {self.number}: {self.title}"

    @property
    def papers(self) -> models.QuerySet[Document]:
        """The stage's documents in order, each with its agency."""
        return self.documents.select_related("agency")


class Document(models.Model):
    """A paper of the case as one would meet it in practice."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="documents")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in DocumentKind])
    title = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="documents")
    dated = models.CharField(max_length=100)
    events = models.JSONField(default=list)
    body = models.TextField()
    picture = models.CharField(max_length=80, blank=True)
    picture_words = models.TextField(blank=True)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["stage", "order"], name="document_order_once_per_stage")]

    def __str__(self) -> str:
        """Name the document."""
        return self.title

    @property
    def shown_picture(self) -> CasePicture | None:
        """The picture that it shows, if it shows one."""
        return (
            CasePicture.objects.defer("content").filter(case__stages=self.stage_id, name=self.picture or None).first()
        )


class CasePicture(models.Model):
    """A picture that documents of a case show, made anew from its pixels when it was imported."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=80)
    content_type = models.CharField(max_length=20)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="picture_name_once_per_case")]

    def __str__(self) -> str:
        """Name the picture."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return where whoever may see it sees it."""
        return reverse("case-picture", args=[self.case_id, self.name])


class Draft(models.Model):
    """A case that somebody is writing: a whole pack as data, which may still be wrong. Published, it is a version."""

    title = models.CharField(max_length=200)
    based_on = models.ForeignKey(CaseStudy, models.SET_NULL, null=True, related_name="drafts")
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("-changed_at",)

    def __str__(self) -> str:
        """Name the draft."""
        return self.title


class DraftPicture(models.Model):
    """A picture of a draft, made anew from its pixels when it was handed in."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=80)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="picture_name_once_per_draft")]

    def __str__(self) -> str:
        """Name the picture."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return where organisers see it."""
        return reverse("draft-picture", args=[self.draft_id, self.name])


class ChronologyEvent(models.Model):
    """A dated fact, and the stage at which the room learns it (the two differ)."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="events")
    ref = models.CharField(max_length=5)
    occurred_on = models.DateField()
    reveal_stage = models.PositiveSmallIntegerField()
    concerns = models.JSONField(default=list)
    held_by = models.JSONField(default=list)
    fact = models.TextField()
    vulnerability = models.TextField()
    weight = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("occurred_on", "ref")
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="event_ref_once_per_case")]

    def __str__(self) -> str:
        """Name the event."""
        return self.ref


class EventKey(models.Model):
    """The facilitator's key of an event: who was told, and what stopped it. Never sent to a table."""

    event = models.OneToOneField(ChronologyEvent, models.CASCADE, related_name="key")
    type = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in EventType])
    barrier = models.CharField(max_length=20, blank=True, choices=[(f.value, f.value) for f in Factor])
    made_sense = models.TextField(blank=True)

    def __str__(self) -> str:
        """Name the key."""
        return f"key of {self.event}"


class ToldStatus(models.Model):
    """One line of the key: an agency that should have known, and whether it was told."""

    key = models.ForeignKey(EventKey, models.CASCADE, related_name="told")
    agency = models.ForeignKey(Agency, models.PROTECT)
    who = models.CharField(max_length=100, blank=True)
    told = models.CharField(max_length=4, choices=[(told.value, told.value) for told in Told])
    on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Say who was told."""
        return f"{self.agency} {self.told}"


class HistoryItem(models.Model):
    """A fact from before the window of the case."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="history")
    ref = models.CharField(max_length=5)
    on = models.DateField()
    when = models.CharField(max_length=100)
    reveal_stage = models.PositiveSmallIntegerField()
    concerns = models.JSONField(default=list)
    held_by = models.JSONField(default=list)
    fact = models.TextField()
    weight = models.PositiveSmallIntegerField(default=0)
    key_note = models.TextField(blank=True)

    class Meta:
        ordering = ("on", "ref")
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="history_ref_once_per_case")]

    def __str__(self) -> str:
        """Name the item."""
        return self.ref


class Parts(models.TextChoices):
    """Whether agencies' parts are given out: then each sees only its agency's fragments until they are pooled."""

    NONE = "", "Everybody sees everything"
    TABLES = "tables", "A part for each table"
    DEVICES = "devices", "A part for each device"


class CaseRun(models.Model):
    """A case in a roadshow: the version it runs with, and how many stages the room has now.

    `curves_open`: the room's concern is on the screens. Once the key is opened, in the review, no stage takes
    answers any more.
    """

    roadshow = models.OneToOneField(Roadshow, models.CASCADE, related_name="case_run")
    case = models.ForeignKey(CaseStudy, models.PROTECT, related_name="runs")
    stage = models.PositiveSmallIntegerField(default=0)
    parts = models.CharField(max_length=8, choices=Parts.choices, default=Parts.NONE, blank=True)
    curves_open = models.BooleanField(default=False)
    key_opened_at = models.DateTimeField(null=True)
    key_opened_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Say where the case stands."""
        return f"{self.case} in {self.roadshow}, stage {self.stage}"


class Part(models.Model):
    """That a table plays an agency. Of several, the table's devices take one each, in order."""

    run = models.ForeignKey(CaseRun, models.CASCADE, related_name="hands")
    table = models.ForeignKey(Table, models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("table", "order")
        constraints = [
            models.UniqueConstraint(fields=["table", "order"], name="one_part_in_a_place"),
            models.UniqueConstraint(fields=["table", "agency"], name="an_agency_once_per_table"),
        ]

    def __str__(self) -> str:
        """Say who plays what."""
        return f"{self.table} plays {self.agency}"


class Reveal(models.Model):
    """That a stage was shown, when and by whom; a withdrawal ends it and deletes nothing.

    Where parts are given out, `pooled_at` is when the fragments were opened together.
    """

    run = models.ForeignKey(CaseRun, models.CASCADE, related_name="reveals")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="reveals")
    seq = models.PositiveIntegerField()
    revealed_at = models.DateTimeField(default=timezone.now)
    revealed_by = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    pooled_at = models.DateTimeField(null=True)
    pooled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("seq",)
        constraints = [
            models.UniqueConstraint(
                fields=["run", "stage"],
                condition=models.Q(withdrawn_at=None),
                name="one_standing_reveal_per_stage",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_by="")),
                name="withdrawn_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        """Say what was revealed."""
        return f"{self.stage} at {self.seq}"
