"""R16, R20: persons alleged to be responsible; nothing of what was written or asked is changed (R15)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import mad.common.canonical
from mad.docket.append_only import append_only

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
BY = (
    "by",
    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
)
SALT = ("salt", models.BinaryField(default=mad.common.canonical.new_salt, editable=False, max_length=32))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_reporting"),
        ("docket", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AllegedPerson",
            fields=[
                ID,
                ("designation", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("grounds", models.TextField()),
                ("at", models.DateTimeField()),
                SALT,
                BY,
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="persons", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        name="a_person_is_named_and_designated",
                        condition=~Q(name="") & ~Q(designation="") & ~Q(grounds=""),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonWithdrawn",
            fields=[
                ID,
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                BY,
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawn", to="cases.allegedperson"
                    ),
                ),
            ],
            options={"constraints": [models.CheckConstraint(name="a_person_is_taken_back_with_a_reason", condition=~Q(reason=""))]},
        ),
        migrations.CreateModel(
            name="NameRead",
            fields=[
                ID,
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                SALT,
                BY,
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reads", to="cases.allegedperson"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(name="a_name_is_asked_for_with_a_reason", condition=~Q(reason=""))
                ]
            },
        ),
        append_only("cases_allegedperson", "cases_personwithdrawn", "cases_nameread"),
    ]
