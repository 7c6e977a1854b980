"""R16: named readers of a strictly confidential case. Who opened one that is there already goes on reading it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import mad.common.canonical
from mad.docket.append_only import append_only

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
SALT = ("salt", models.BinaryField(default=mad.common.canonical.new_salt, editable=False, max_length=32))


def user() -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)


def name_openers(apps, schema_editor) -> None:
    strict = apps.get_model("cases", "Case").objects.filter(
        sensitivity="strictly_confidential", opened_by__role="officer"
    )
    apps.get_model("cases", "CaseReader").objects.bulk_create(
        apps.get_model("cases", "CaseReader")(
            case=case, user_id=case.opened_by_id, named_by_id=case.opened_by_id, at=case.opened_at, reason="Opened it."
        )
        for case in strict
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_reporting_functions"),
        ("docket", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseReader",
            fields=[
                ID,
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                SALT,
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="named_readers", to="cases.case"
                    ),
                ),
                ("named_by", user()),
                ("user", user()),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["case", "user"], name="readers_of_a_case")],
                "constraints": [
                    models.CheckConstraint(name="a_case_reader_is_named_with_a_reason", condition=~Q(reason=""))
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseReaderEnd",
            fields=[
                ID,
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                SALT,
                ("by", user()),
                (
                    "reader",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="cases.casereader"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(name="a_case_reader_ends_with_a_reason", condition=~Q(reason=""))
                ]
            },
        ),
        append_only("cases_casereader", "cases_casereaderend"),
        migrations.RunPython(name_openers, migrations.RunPython.noop, elidable=True),
    ]
