import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mad.docket.append_only import append_only


class Migration(migrations.Migration):
    """What was learnt later of the crimes that determinations decided on; nothing of it is changed or removed (R15)."""

    dependencies = [
        ("cases", "0006_watch"),
        ("docket", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CrimeOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("crime_id", models.CharField(max_length=40)),
                (
                    "happened",
                    models.CharField(
                        choices=[
                            ("occurred", "It occurred"),
                            ("did_not", "It did not occur"),
                            ("unknown", "It cannot be known"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(max_length=500)),
                ("reasons", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="cases.determination",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="docket.entry"),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("happened__in", ["occurred", "did_not", "unknown"])),
                        name="what_happened_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="an_outcome_has_its_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="an_outcome_has_its_reasons"
                    ),
                ],
            },
        ),
        append_only("cases_crimeoutcome"),
    ]
