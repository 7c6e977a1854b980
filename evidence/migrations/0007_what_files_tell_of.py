"""R19: from when to when, and of which States, a loaded file tells."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0006_states_of_incidents")]

    operations = [
        migrations.AddField("importrun", "first_day", models.DateField(null=True)),
        migrations.AddField("importrun", "last_day", models.DateField(null=True)),
        migrations.AddField("importrun", "states", models.JSONField(default=list)),
    ]
