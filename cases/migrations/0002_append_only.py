from django.db import migrations

from mad.docket.append_only import append_only


class Migration(migrations.Migration):
    """The database itself refuses to change what was sealed, voted, said or decided (R15, R25, R30)."""

    dependencies = [("cases", "0001_initial"), ("docket", "0002_append_only")]
    operations = [
        append_only(
            "cases_commitment",
            "cases_recusalvote",
            "cases_recusal",
            "cases_casesummary",
            "cases_stagemove",
            "cases_post",
            "cases_label",
            "cases_crimevote",
            "cases_determinationvote",
            "cases_frozenitem",
            "cases_opinion",
        )
    ]
