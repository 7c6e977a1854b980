import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """The ledger asks on every desk what a source has sent on a State since (R11)."""

    dependencies = [("evidence", "0011_uploads")]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["state_codes"], condition=models.Q(protect_source=False), name="open_submissions_by_state"
            ),
        ),
    ]
