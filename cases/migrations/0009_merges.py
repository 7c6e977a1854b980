"""R20: which case was merged into which; the database refuses to change it (R15)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from mad.docket.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_tree_versions"),
        ("docket", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merged_here", to="cases.case"
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merge", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(name="a_merge_has_a_reason", condition=~Q(reason="")),
                    models.CheckConstraint(name="no_case_is_merged_into_itself", condition=~Q(source=F("into"))),
                ]
            },
        ),
        append_only("cases_casemerge"),
    ]
