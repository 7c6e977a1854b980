"""R31, R32, R33: failure analyses with evidence, salted scores, steps that go together; discussion, sessions, minutes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from mad.docket.append_only import append_only

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def key(to, name="+", **options):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to, **options)


def only(to, name="+", **options):
    return models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to, **options)


MEMBER, USER, ENTRY = "membership.member", settings.AUTH_USER_MODEL, "docket.entry"


class Migration(migrations.Migration):
    dependencies = [
        ("deliberation", "0005_amendments"),
        ("docket", "0002_append_only"),
        ("evidence", "0002_nothing_is_lost"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("optionscore", "salt", models.BinaryField(max_length=32, null=True)),
        migrations.AddField("optionscore", "entry", only(ENTRY, null=True)),
        migrations.AddField("failurereason", "needs", models.TextField(blank=True, default="")),
        migrations.AddField(
            "step",
            "together",
            models.BooleanField(default=False, verbose_name="at the same time as the step before"),
        ),
        migrations.AddConstraint(
            "step",
            models.CheckConstraint(
                condition=Q(("ordinal__gt", 1), ("together", False), _connector="OR"),
                name="the_first_step_follows_none",
            ),
        ),
        migrations.CreateModel(
            name="FailureEvidence",
            fields=[
                ID,
                ("reason", key("deliberation.failurereason", "evidence")),
                ("item", key("evidence.item")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("reason", "item"), name="a_failure_analysis_cites_an_item_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ID,
                (
                    "subject",
                    models.CharField(
                        choices=[("option", "Option"), ("motion", "Motion"), ("paragraph", "Paragraph")], max_length=10
                    ),
                ),
                ("key", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("by", key(MEMBER)),
                ("case", key("cases.case")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("subject__in", ["option", "motion", "paragraph"])), name="remark_subject_is_known"
                    ),
                    models.CheckConstraint(condition=Q(("key", ""), _negated=True), name="a_remark_is_on_something"),
                ],
                "indexes": [models.Index(fields=["case", "subject", "key", "id"], name="remarks_of_a_thread")],
            },
        ),
        migrations.CreateModel(
            name="RemarkText",
            fields=[
                ID,
                ("version", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("entry", only(ENTRY)),
                ("remark", key("deliberation.remark", "texts")),
            ],
            options={
                "ordering": ["remark_id", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("remark", "version"), name="one_remark_text_per_version"),
                    models.CheckConstraint(condition=Q(("text", ""), _negated=True), name="remark_has_text"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ID,
                ("at", models.DateTimeField()),
                ("noted_at", models.DateTimeField(null=True)),
                ("member", key(MEMBER)),
                ("remark", key("deliberation.remark", "mentions")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("remark", "member"), name="spoken_to_once_per_remark")],
                "indexes": [
                    models.Index(condition=Q(("noted_at", None)), fields=["member"], name="mentions_not_noted")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ID,
                ("ordinal", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("case", key("cases.case")),
                ("closed_by", key(USER, null=True)),
                ("opened_by", key(USER)),
            ],
            options={
                "ordering": ["-ordinal"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "ordinal"), name="sittings_are_numbered"),
                    models.UniqueConstraint(
                        condition=Q(("closed_at", None)), fields=("case",), name="one_open_sitting_per_case"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("closed_at", None), ("closed_by", None)),
                            Q(("closed_at__gte", F("opened_at")), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_closed_sitting_has_a_closer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ID,
                ("here", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("member", key(MEMBER)),
                ("sitting", key("deliberation.sitting", "presences")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["sitting", "member", "-id"], name="presence_of_a_member")],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ID,
                ("kind", models.CharField(choices=[("floor", "floor"), ("order", "order")], max_length=5)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("member", key(MEMBER)),
                ("sitting", key("deliberation.sitting", "turns")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(condition=Q(("kind__in", ["floor", "order"])), name="turn_kind_is_known"),
                    models.CheckConstraint(
                        condition=Q(given_at=None, ended_at=None)
                        | Q(given_at__gte=F("asked_at"), withdrawn_at=None)
                        & (Q(ended_at=None) | Q(ended_at__gte=F("given_at"))),
                        name="a_turn_runs_forward",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("ended_at", None), ("withdrawn_at", None)),
                        fields=("sitting", "member", "kind"),
                        name="one_turn_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=Q(given_at__isnull=False, ended_at=None),
                        fields=("sitting",),
                        name="one_member_has_the_floor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ID,
                ("version", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("by", key(USER, null=True)),
                ("entry", only(ENTRY)),
                ("sitting", key("deliberation.sitting", "minutes")),
            ],
            options={
                "ordering": ["sitting_id", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("sitting", "version"), name="one_text_of_minutes_per_version"),
                    models.CheckConstraint(condition=Q(("text", ""), _negated=True), name="minutes_have_text"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesApproval",
            fields=[
                ID,
                ("at", models.DateTimeField()),
                ("by", key(USER)),
                ("minutes", only("deliberation.minutes")),
                ("sitting", only("deliberation.sitting", "approval")),
            ],
        ),
        append_only(
            "deliberation_failureevidence",
            "deliberation_remark",
            "deliberation_remarktext",
            "deliberation_presence",
            "deliberation_minutes",
            "deliberation_minutesapproval",
        ),
    ]
