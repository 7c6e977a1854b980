import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from mad.docket.append_only import append_only

LIVE = ["tabled", "voting", "inquorate", "void"]
PARTS = [("preambular", "Preambular"), ("operative", "Operative"), ("plain", "Plain")]
CHANGES = [
    ("replace", "Other words"),
    ("add", "A new paragraph"),
    ("remove", "Take out"),
    ("divide", "Vote separately"),
]
KINDS = [
    ("option", "Option"),
    ("insufficiency", "Finding of insufficiency"),
    ("recommendation", "Recommendation"),
    ("output", "Output"),
    ("amendment", "Amendment"),
    ("division", "Paragraph voted separately"),
]
STATES = [
    ("tabled", "Tabled"),
    ("voting", "Voting is open"),
    ("carried", "Carried"),
    ("not_carried", "Not carried"),
    ("inquorate", "Inquorate"),
    ("void", "Void"),
    ("withdrawn", "Withdrawn"),
]


class Migration(migrations.Migration):
    """Amendments and their wordings (R40); motions on them; motions that their movers take back."""

    dependencies = [
        ("deliberation", "0004_drafting"),
        ("membership", "0002_append_only"),
    ]
    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("change", models.CharField(choices=CHANGES, max_length=10)),
                ("part", models.CharField(choices=PARTS, max_length=12)),
                ("place", models.PositiveSmallIntegerField()),
                ("moved_at", models.DateTimeField()),
                ("merged_at", models.DateTimeField(null=True)),
                ("effect", models.JSONField(null=True)),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.member"
                    ),
                ),
                (
                    "output",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="deliberation.output",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="deliberation.paragraph",
                    ),
                ),
            ],
            options={
                "ordering": ["output_id", "place", "ordinal"],
                "constraints": [
                    models.UniqueConstraint(fields=("output", "ordinal"), name="amendments_are_numbered"),
                    models.CheckConstraint(
                        condition=Q(("change__in", ["replace", "add", "remove", "divide"])),
                        name="amendment_change_is_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(("part__in", ["preambular", "operative", "plain"])), name="amendment_part_is_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(("change", "add"), ("target__isnull", False), _connector="OR"),
                        name="an_amendment_names_its_paragraph",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("effect__isnull", True), ("merged_at", None)),
                            Q(("effect__isnull", False), ("merged_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="merged_with_its_effect",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AmendmentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("base", models.JSONField(default=dict)),
                ("before", models.JSONField(default=list)),
                ("content", models.JSONField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="deliberation.amendment",
                    ),
                ),
            ],
            options={
                "ordering": ["amendment_id", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("amendment", "version"), name="one_wording_per_version")
                ],
            },
        ),
        append_only("deliberation_amendmentversion"),
        migrations.RemoveConstraint(model_name="motion", name="motion_state_is_known"),
        migrations.RemoveConstraint(model_name="motion", name="motion_has_the_object_of_its_kind"),
        migrations.RemoveConstraint(model_name="motion", name="one_live_motion_per_output"),
        migrations.AddField(
            model_name="motion",
            name="amendment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="motions",
                to="deliberation.amendment",
            ),
        ),
        migrations.AlterField(
            model_name="motion", name="kind", field=models.CharField(choices=KINDS, max_length=15)
        ),
        migrations.AlterField(
            model_name="motion",
            name="state",
            field=models.CharField(choices=STATES, default="tabled", max_length=12),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("state__in", ["tabled", "voting", "carried", "not_carried", "inquorate", "void", "withdrawn"])
                ),
                name="motion_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(
                        ("amendment", None),
                        ("kind", "option"),
                        ("option__isnull", False),
                        ("output", None),
                        ("recommendation", None),
                    ),
                    Q(
                        ("amendment", None),
                        ("kind", "recommendation"),
                        ("option", None),
                        ("output", None),
                        ("recommendation__isnull", False),
                    ),
                    Q(
                        ("amendment", None),
                        ("kind", "output"),
                        ("option", None),
                        ("output__isnull", False),
                        ("recommendation", None),
                    ),
                    Q(
                        ("amendment", None),
                        ("kind", "insufficiency"),
                        ("option", None),
                        ("output", None),
                        ("recommendation", None),
                    ),
                    Q(
                        ("amendment__isnull", False),
                        ("kind__in", ["amendment", "division"]),
                        ("option", None),
                        ("output__isnull", False),
                        ("recommendation", None),
                    ),
                    _connector="OR",
                ),
                name="motion_has_the_object_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.UniqueConstraint(
                condition=Q(("kind", "output"), ("state__in", LIVE)),
                fields=("output",),
                name="one_live_motion_per_output",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.UniqueConstraint(
                condition=Q(("state", "voting")), fields=("output",), name="one_vote_at_a_time_on_an_output"
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.UniqueConstraint(
                condition=Q(("state__in", ["tabled", "voting", "carried", "inquorate", "void"])),
                fields=("amendment",),
                name="one_live_motion_per_amendment",
            ),
        ),
    ]
