from django.db import migrations, models


class Migration(migrations.Migration):
    """A crime in issue keeps the version of its tree, and the tree, that it was chosen under (R24)."""

    dependencies = [("cases", "0007_outcomes")]
    operations = [
        migrations.AddField(
            "crimeinissue", "version", models.CharField(blank=True, db_default="", default="", max_length=64)
        ),
        migrations.AddField("crimeinissue", "law", models.JSONField(default=dict)),
    ]
