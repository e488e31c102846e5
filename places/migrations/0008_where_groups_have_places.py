"""Groups know their roadshow, and of whoever they named nobody says that they saw the privacy notice."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def carry_over(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """A group's own claims were made with it; all others of whoever it named were made before or later.

    Groups of which nobody is left, which the next purge would delete, go now.
    """
    for group in apps.get_model("places", "Group").objects.all():
        claims = apps.get_model("places", "Claim").objects.filter(booking__group=group, made_at__gte=group.made_at)
        own = claims.order_by("made_at").first()
        if own:
            group.roadshow_id = own.roadshow_id
            group.save(update_fields=["roadshow"])
        else:
            group.delete()
    named = apps.get_model("places", "Booking").objects.filter(group__isnull=False)
    named.exclude(claims__hand_overs__taken_at__isnull=False).update(privacy_notice="")
    schema.connection.check_constraints()  # PostgreSQL alters no table for which that is still to be done.


class Migration(migrations.Migration):
    dependencies = [("places", "0007_copies_of_needs"), ("workshops", "0004_coders")]

    operations = [
        migrations.AddField(
            model_name="group",
            name="roadshow",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="groups",
                to="workshops.roadshow",
            ),
        ),
        migrations.AlterField(
            model_name="booking", name="privacy_notice", field=models.CharField(blank=True, max_length=20)
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="group",
            name="roadshow",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="workshops.roadshow"
            ),
        ),
    ]
