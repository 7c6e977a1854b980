from django.db import migrations

from mad.docket.append_only import append_only


class Migration(migrations.Migration):
    """What lies in a case stays in it (R15)."""

    dependencies = [("cases", "0003_parts")]
    operations = [append_only("cases_casepart")]
