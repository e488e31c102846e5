"""Claims say themselves whether they are offered with the others of their group: not all that its members ask for are."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def carry_over(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("places", "Claim").objects.filter(booking__group__together=True).update(together=True)


class Migration(migrations.Migration):
    dependencies = [("places", "0004_attendance_and_keeping")]

    operations = [
        migrations.AddField(model_name="claim", name="together", field=models.BooleanField(default=False)),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
