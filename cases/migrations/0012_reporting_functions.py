"""R25, R26: whoever reports reads answers through a function, and never the tables beneath.

A view is opened up into the reader's statement, and a condition of the reader's own is then asked of rows that the view
leaves out. What a function returns is all that a condition is ever asked of. See docs/decisions/0030.
"""

from django.db import migrations

_FUNCTION = """
DROP VIEW IF EXISTS report.answers;
CREATE FUNCTION report.closed_answers() RETURNS TABLE (
    case_number varchar, assessment smallint, round smallint, letter varchar, element_id varchar,
    low smallint, best smallint, high smallint
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    RETURN QUERY
    WITH lettered AS (
        SELECT a.id, NOT EXISTS (
            SELECT FROM public.cases_label l
            JOIN public.cases_round r ON r.assessment_id = l.assessment_id AND r.closed_at IS NOT NULL
            WHERE l.assessment_id = a.id AND NOT EXISTS (
                SELECT FROM public.cases_answer w
                WHERE w.round_id = r.id AND w.member_id = l.member_id AND w.submitted_at IS NOT NULL
            )
        ) AS whole
        FROM public.cases_assessment a
    )
    SELECT c.number, a.ordinal, r.ordinal, CASE WHEN t.whole THEN l.letter END, e.element_id, e.low, e.best, e.high
    FROM public.cases_round r
    JOIN public.cases_answer w ON w.round_id = r.id AND w.submitted_at IS NOT NULL
    JOIN public.cases_estimate e ON e.answer_id = w.id
    JOIN public.cases_assessment a ON a.id = r.assessment_id
    JOIN public.cases_case c ON c.id = a.case_id
    JOIN public.cases_label l ON l.assessment_id = a.id AND l.member_id = w.member_id
    JOIN lettered t ON t.id = a.id
    WHERE r.closed_at IS NOT NULL
    ORDER BY c.number, a.ordinal, r.ordinal, e.element_id,
        CASE WHEN t.whole THEN length(l.letter) END, CASE WHEN t.whole THEN l.letter END, e.best, e.low, e.high;
END
$body$;
REVOKE ALL ON FUNCTION report.closed_answers() FROM PUBLIC;
CREATE VIEW report.answers AS SELECT * FROM report.closed_answers();
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mad_report') THEN
        GRANT EXECUTE ON FUNCTION report.closed_answers() TO mad_report;
        GRANT SELECT ON report.answers TO mad_report;
    END IF;
END $$;
"""

# Going back leaves no view of answers, rather than the one that told of sealed ones.
_BACK = "DROP VIEW report.answers; DROP FUNCTION report.closed_answers()"


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_persons")]

    operations = [migrations.RunSQL(_FUNCTION, _BACK)]
