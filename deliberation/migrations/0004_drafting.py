import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from mad.docket.append_only import append_only

PARTS = [("preambular", "Preambular"), ("operative", "Operative"), ("plain", "Plain")]


class Migration(migrations.Migration):
    """Unsaved writing of each person, and every version of a whole draft (R38)."""

    dependencies = [
        ("deliberation", "0003_precedents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=30)),
                ("order", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "output",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="deliberation.output",
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deliberation.paragraph",
                    ),
                ),
            ],
            options={
                "ordering": ["output_id", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("output", "version"), name="one_draft_per_output_version"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Writing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(choices=PARTS, max_length=12)),
                ("version", models.PositiveIntegerField(default=0)),
                ("fields", models.JSONField(default=dict)),
                ("kept_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField()),
                (
                    "output",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="deliberation.output"
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deliberation.paragraph",
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["output"], name="writings_of_an_output")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("paragraph__isnull", False)),
                        fields=("paragraph", "writer"),
                        name="one_writing_per_paragraph_and_person",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("paragraph", None)),
                        fields=("output", "part", "writer"),
                        name="one_writing_of_a_new_paragraph_each",
                    ),
                    models.CheckConstraint(
                        condition=Q(("part__in", ["preambular", "operative", "plain"])),
                        name="writing_part_is_known",
                    ),
                ],
            },
        ),
        append_only("deliberation_draftversion"),
    ]
