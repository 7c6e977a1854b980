"""R19: killings of civilians by State and month, kept beside the incidents by the statement that changes them.

The page of a case shows two years of months and the deadliest places; added up anew from a State's incidents that took
the longer the more of them there were.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

_COUNT = """
CREATE FUNCTION evidence_count_months(sources text[], states text[], months date[]) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = on AS $$
BEGIN
    DELETE FROM evidence_incidentmonth AS m USING unnest(sources, states, months) AS k (source, state_id, month)
    WHERE m.source = k.source AND m.state_id = k.state_id AND m.month = k.month;
    INSERT INTO evidence_incidentmonth (source, state_id, month, events, low, best, high, deadliest)
    SELECT k.source, k.state_id, k.month, count(*), sum(i.low), sum(i.best), sum(i.high),
        coalesce((array_agg(i.id ORDER BY i.best DESC, i.id) FILTER (WHERE i.lat IS NOT NULL))[1:12], '{}')
    FROM unnest(sources, states, months) AS k (source, state_id, month)
    JOIN evidence_incident AS i ON i.state_id = k.state_id AND i.source = k.source
        AND i.date_start >= k.month AND i.date_start < (k.month + interval '1 month')::date
    WHERE i.type_of_violence = 3
    GROUP BY 1, 2, 3;
END $$;
"""
_ON = """
CREATE FUNCTION evidence_incident_months_{op}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sources text[]; states text[]; months date[];
BEGIN
    SELECT array_agg(source), array_agg(state_id), array_agg(month) INTO sources, states, months FROM (
        SELECT DISTINCT source, state_id, date_trunc('month', date_start)::date AS month FROM ({changed}) AS changed
        WHERE type_of_violence = 3 AND state_id IS NOT NULL) AS touched;
    IF sources IS NOT NULL THEN
        PERFORM evidence_count_months(sources, states, months);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER evidence_incident_months_{op} AFTER {op} ON evidence_incident
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION evidence_incident_months_{op}();
"""
_READ = "SELECT source, state_id, date_start, type_of_violence FROM {}"
_TRIGGERS = (
    _ON.format(op="insert", changed=_READ.format("made"), tables="NEW TABLE AS made")
    + _ON.format(op="delete", changed=_READ.format("gone"), tables="OLD TABLE AS gone")
    + _ON.format(
        op="update",
        changed=f"{_READ.format('made')} UNION ALL {_READ.format('gone')}",
        tables="NEW TABLE AS made OLD TABLE AS gone",
    )
)
_FILL = """
SELECT evidence_count_months(array_agg(source), array_agg(state_id), array_agg(month)) FROM (
    SELECT DISTINCT source, state_id, date_trunc('month', date_start)::date AS month FROM evidence_incident
    WHERE type_of_violence = 3 AND state_id IS NOT NULL) AS touched
HAVING count(*) > 0
"""
_UNDO = (
    "".join(
        f"DROP TRIGGER evidence_incident_months_{op} ON evidence_incident;"
        f"DROP FUNCTION evidence_incident_months_{op}();"
        for op in ("insert", "delete", "update")
    )
    + "DROP FUNCTION evidence_count_months(text[], text[], date[]);"
)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0015_salts")]

    operations = [
        migrations.CreateModel(
            name="IncidentMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=20)),
                (
                    "state",
                    models.ForeignKey(
                        "reference.State", models.PROTECT, related_name="+", db_constraint=False, db_index=False
                    ),
                ),
                ("month", models.DateField()),
                ("events", models.IntegerField()),
                ("low", models.BigIntegerField()),
                ("best", models.BigIntegerField()),
                ("high", models.BigIntegerField()),
                ("deadliest", django.contrib.postgres.fields.ArrayField(models.BigIntegerField())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["state", "source", "month"], name="a_month_is_counted_once")
                ]
            },
        ),
        migrations.RunSQL(_COUNT + _TRIGGERS, _UNDO),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
