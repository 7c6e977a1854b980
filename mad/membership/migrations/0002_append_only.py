"""What was signed or reported stays as it was (R4, R8, R15)."""

from django.db import migrations

from mad.docket.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial"), ("docket", "0002_append_only")]

    operations = [
        append_only(
            "membership_declaration", "membership_pressureincident", "membership_pressuredecision"
        )
    ]
