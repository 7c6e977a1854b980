"""R12, R15: the database keeps what was received as it was received, and deletes nothing."""

from django.db import migrations

from mad.docket.append_only import append_only

_FUNCTION = """
CREATE OR REPLACE FUNCTION evidence_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'R15: nothing is deleted from %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF to_jsonb(OLD) - TG_ARGV IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV THEN
        RAISE EXCEPTION 'R12: what % received never changes', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

_MAY_CHANGE = {
    "submission": ["status", "sensitivity", "source_grade", "info_grade", "due_at", "version"],
    "storedfile": ["type", "scan", "checked_at"],
    "submissionfile": ["verdict", "why"],
    "query": ["answer", "answered_by_id", "answered_at", "closed_at"],
    "item": [
        "source_grade",
        "info_grade",
        "sensitivity",
        "derived_from_id",
        "retracted_at",
        "retracted_by_id",
        "retraction_reason",
        "version",
    ],
}


def _guard(table: str, columns: list[str]) -> str:
    arguments = ", ".join(f"'{column}'" for column in columns)
    return (
        f"CREATE TRIGGER evidence_{table}_kept BEFORE UPDATE OR DELETE ON evidence_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION evidence_kept({arguments});"
    )


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("docket", "0002_append_only")]

    operations = [
        migrations.RunSQL(_FUNCTION, "DROP FUNCTION evidence_kept"),
        *(
            migrations.RunSQL(_guard(table, columns), f"DROP TRIGGER evidence_{table}_kept ON evidence_{table}")
            for table, columns in _MAY_CHANGE.items()
        ),
        append_only(
            "evidence_screeningdecision",
            "evidence_gradechange",
            "evidence_namedreader",
            "evidence_sourcereveal",
            "evidence_reading",
        ),
    ]
