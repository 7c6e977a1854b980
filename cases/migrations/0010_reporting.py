"""R25: what whoever reports may ask the database: views in a schema of their own, and nothing else.

The role has no right on any table. A view of answers shows those of closed rounds alone, under letters.
"""

from django.db import migrations

_VIEWS = """
CREATE SCHEMA report;
CREATE VIEW report.cases AS
    SELECT number, stage, urgency, opened_at,
        ARRAY(SELECT state_id FROM cases_case_states s WHERE s.case_id = c.id ORDER BY 1) AS states
    FROM cases_case c;
CREATE VIEW report.rounds AS
    SELECT c.number AS case_number, a.ordinal AS assessment, r.ordinal AS round, r.opened_at, r.due_at, r.closed_at,
        jsonb_array_length(r.elements) AS elements
    FROM cases_round r JOIN cases_assessment a ON a.id = r.assessment_id JOIN cases_case c ON c.id = a.case_id;
CREATE VIEW report.answers AS
    SELECT c.number AS case_number, a.ordinal AS assessment, r.ordinal AS round, l.letter, e.element_id, e.low, e.best, e.high
    FROM cases_estimate e
    JOIN cases_answer w ON w.id = e.answer_id AND w.submitted_at IS NOT NULL
    JOIN cases_round r ON r.id = w.round_id AND r.closed_at IS NOT NULL
    JOIN cases_assessment a ON a.id = r.assessment_id
    JOIN cases_case c ON c.id = a.case_id
    JOIN cases_label l ON l.assessment_id = a.id AND l.member_id = w.member_id;
CREATE VIEW report.determinations AS
    SELECT d.number, c.number AS case_number, d.proposed_at, d.adopted_at, d.rejected_at, d.likely_crimes, d.severity,
        d.temporal, d.stale_since
    FROM cases_determination d JOIN cases_case c ON c.id = d.case_id;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mad_report') THEN
        GRANT USAGE ON SCHEMA report TO mad_report;
        GRANT SELECT ON ALL TABLES IN SCHEMA report TO mad_report;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_merges")]

    operations = [migrations.RunSQL(_VIEWS, "DROP SCHEMA report CASCADE")]
