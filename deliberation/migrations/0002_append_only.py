from django.db import migrations

from mad.docket.append_only import append_only


class Migration(migrations.Migration):
    """The database itself refuses to change a ballot, a clearance or an earlier version (R15, R34, R39)."""

    dependencies = [("deliberation", "0001_initial"), ("docket", "0002_append_only")]
    operations = [
        append_only(
            "deliberation_ballot",
            "deliberation_option",
            "deliberation_optionscore",
            "deliberation_failurereason",
            "deliberation_recommendation",
            "deliberation_step",
            "deliberation_paragraphversion",
            "deliberation_clearance",
            "deliberation_signature",
            "deliberation_delivery",
        )
    ]
