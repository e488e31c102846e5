"""What tables drew, photographed or put in words, and how it was coded."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from drawings.codebook import in_words
from workshops.models import Device, Roadshow, Staff, Table
from workshops.tokens import new_token


class DrawingKind(models.TextChoices):
    """How a table shows its challenge."""

    PAD = "pad", "Drawn here"
    PHOTO = "photo", "Drawn on paper"
    WORDS = "words", "In words"


class Drawing(models.Model):
    """One challenge of a table. Its words are answers of the table, in fields named "drawing.KEY.title" and so on.

    Until it is handed in, only its own table sees it; until it is released, no screen does. A withdrawn one is
    kept and shown to nobody. `key` is made by the device, so that a drawing begun twice is one.
    """

    table = models.ForeignKey(Table, models.CASCADE, related_name="drawings")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=DrawingKind.choices)
    picture = models.ForeignKey("Picture", models.RESTRICT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("table", "number")
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="drawing_key_once_per_table"),
            models.UniqueConstraint(fields=["table", "number"], name="drawing_number_once_per_table"),
            models.CheckConstraint(condition=models.Q(kind__in=DrawingKind.values), name="drawing_kind_known"),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(handed_in_at__isnull=False),
                name="released_once_handed_in",
            ),
        ]

    def __str__(self) -> str:
        """Name it as the console does."""
        return f"{self.table}, drawing {self.number}"

    @property
    def item(self) -> str:
        """Its name where something is hidden because it needs attention."""
        return f"drawing:{self.pk}"

    @property
    def prefix(self) -> str:
        """How the names of its fields begin."""
        return f"drawing.{self.key}."


class Mark(models.Model):
    """One thing done on the pad, in order: a stroke, a new sheet, or one of them taken back or put back.

    Replayed they are the drawing. `op`: {"stroke": {"tool", "colour", "width", "points": [x, y, pressure, ...]}},
    {"clear": true}, {"undo": n} or {"redo": n}, where n is the number of the mark that is meant. Points are in
    thousandths of the paper's width, to a tenth; pressure 0 to 1000.
    """

    drawing = models.ForeignKey(Drawing, models.CASCADE, related_name="marks")
    number = models.PositiveIntegerField()
    op = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["drawing", "number"], name="mark_number_once_per_drawing")]

    def __str__(self) -> str:
        """Name the mark."""
        return f"{self.drawing}, mark {self.number}"


def random_name(picture: Picture, _sent_name: str) -> str:
    """Return where a picture is kept. Nothing of the name it came with is used."""
    return f"drawings/{picture.drawing_id}/{new_token()}.jpg"


class PictureKind(models.TextChoices):
    """What a picture was made of."""

    PAD = "pad", "The pad's strokes"
    PLAIN = "plain", "The photo as it is"
    PAPER = "paper", "The photo, straightened and lifted"


class Picture(models.Model):
    """A picture of a drawing: JPEG made of pixels alone (workshops.developing), at full size and small.

    `sent` is a digest of the photo that it was made of, so that a photo that arrives twice is stored once.
    """

    drawing = models.ForeignKey(Drawing, models.CASCADE, related_name="pictures")
    kind = models.CharField(max_length=8, choices=PictureKind.choices)
    file = models.FileField(upload_to=random_name)
    small = models.FileField(upload_to=random_name)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    sent = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["drawing", "kind", "sent"], condition=~models.Q(sent=""), name="photo_once_per_drawing"
            ),
        ]

    def __str__(self) -> str:
        """Name the picture."""
        return f"picture of {self.drawing}"


class Grouping(models.TextChoices):
    """How the wall is sorted."""

    NONE = "", "All together"
    FACTOR = "factor", "By factor"
    IDEA = "idea", "By idea"


class Wall(models.Model):
    """What screens show of a roadshow's drawings: one of them large, or all, sorted. No row: all, unsorted."""

    roadshow = models.OneToOneField(Roadshow, models.CASCADE, primary_key=True, related_name="wall")
    shown = models.ForeignKey(Drawing, models.SET_NULL, null=True, blank=True, related_name="+")
    grouping = models.CharField(max_length=8, choices=Grouping.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(grouping__in=Grouping.values), name="grouping_known"),
        ]

    def __str__(self) -> str:
        """Name the wall."""
        return f"wall of {self.roadshow}"


class Coding(models.Model):
    """What one coder found in a drawing, without seeing what others found. A new one ends the old and keeps it."""

    drawing = models.ForeignKey(Drawing, models.CASCADE, related_name="codings")
    coder = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    codes = models.JSONField(default=list)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["drawing", "coder"], condition=models.Q(ended_at=None), name="one_standing_coding_each"
            ),
        ]

    def __str__(self) -> str:
        """Name the coding."""
        return f"{self.coder} on {self.drawing}"

    @property
    def words(self) -> list[str]:
        """Its codes as words."""
        return in_words(self.codes)


class Look(models.Model):
    """That somebody was shown what all have found in a roadshow's drawings, and when last.

    They are not blind any more: what was handed in before that moment they neither code nor code anew.
    """

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="looks")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roadshow", "staff"], name="one_look_each")]

    def __str__(self) -> str:
        """Say who looked."""
        return f"{self.staff} at what was found in {self.roadshow}"


class Settlement(models.Model):
    """What coders who disagreed settled on, and why; their own codings stay beside it. A new one ends the old."""

    drawing = models.ForeignKey(Drawing, models.CASCADE, related_name="settlements")
    codes = models.JSONField(default=list)
    reason = models.TextField()
    settled_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("settled_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["drawing"], condition=models.Q(ended_at=None), name="one_standing_settlement"
            ),
        ]

    def __str__(self) -> str:
        """Name the settlement."""
        return f"settled: {self.drawing}"

    @property
    def words(self) -> list[str]:
        """Its codes as words."""
        return in_words(self.codes)
