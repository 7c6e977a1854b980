"""What the annual account counts of one year, as one statement (R48). Times of a year are half open, in UTC.

Clocks that end by themselves (a vote, a window for opinions, a finding of insufficiency, a hold) measure nobody's work
and are left out; a clock that was stopped within `grace` of its due time was stopped by the heartbeat, on time.
"""

from mad.common.prepared import Prepared

_ACCOUNT = """
WITH span AS (
  SELECT %(first)s AS first, %(until)s AS until, least(%(until)s, %(now)s) AS seen)
SELECT json_build_object(
  'submissions', (
    SELECT json_build_object(
      'received', count(*), 'alarms', count(*) FILTER (WHERE s.alarm),
      'accepted', count(*) FILTER (WHERE s.status = 'accepted'),
      'declined', count(*) FILTER (WHERE s.status = 'declined'),
      'open', count(*) FILTER (WHERE s.status NOT IN ('accepted', 'declined')))
    FROM evidence_submission s, span WHERE s.received_at >= span.first AND s.received_at < span.until),
  'months', (
    SELECT coalesce(json_agg(json_build_array(m.month, m.n) ORDER BY m.month), '[]')
    FROM (SELECT extract(month FROM s.received_at AT TIME ZONE 'UTC')::integer AS month, count(*) AS n
          FROM evidence_submission s, span
          WHERE s.received_at >= span.first AND s.received_at < span.until GROUP BY 1) m),
  'clocks', (
    SELECT coalesce(json_agg(to_json(k) ORDER BY k.kind), '[]')
    FROM (SELECT c.kind,
            count(*) FILTER (WHERE c.ended_at < span.until) AS ended,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.ended_at - c.started_at - c.paused_for))
              FILTER (WHERE c.ended_at < span.until) AS median,
            count(*) FILTER (WHERE c.ended_at < span.until AND c.late_by > %(grace)s) AS late,
            count(*) FILTER (WHERE (c.ended_at IS NULL OR c.ended_at >= span.until)
              AND c.paused_at IS NULL AND c.due_at < span.seen) AS open_late
          FROM clocks_clock c, span
          WHERE c.kind = ANY(%(kinds)s) AND c.subject NOT LIKE '%% due'
            AND c.started_at < span.until AND (c.ended_at IS NULL OR c.ended_at >= span.first)
          GROUP BY c.kind) k),
  'determinations', (
    SELECT json_build_object(
      'proposed', count(*) FILTER (WHERE d.proposed_at >= span.first AND d.proposed_at < span.until),
      'adopted', count(*) FILTER (WHERE d.adopted_at >= span.first AND d.adopted_at < span.until),
      'likely', count(*) FILTER (WHERE d.adopted_at >= span.first AND d.adopted_at < span.until
        AND jsonb_array_length(d.likely_crimes) > 0),
      'rejected', count(*) FILTER (WHERE d.rejected_at >= span.first AND d.rejected_at < span.until),
      'stale', count(*) FILTER (WHERE d.stale_since >= span.first AND d.stale_since < span.until),
      'median', percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.adopted_at - a.opened_at))
        FILTER (WHERE d.adopted_at >= span.first AND d.adopted_at < span.until))
    FROM cases_determination d JOIN cases_assessment a ON a.id = d.assessment_id, span),
  'crimes', (
    SELECT coalesce(json_agg(json_build_array(x.crime, x.n) ORDER BY x.n DESC, x.crime), '[]')
    FROM (SELECT crime, count(*) AS n FROM cases_determination d, span, jsonb_array_elements_text(d.likely_crimes) crime
          WHERE d.adopted_at >= span.first AND d.adopted_at < span.until GROUP BY crime) x),
  'votes', (
    SELECT coalesce(json_agg(json_build_array(x.kind, x.outcome, x.n)), '[]')
    FROM (SELECT m.kind, v.outcome, count(*) AS n
          FROM deliberation_vote v JOIN deliberation_motion m ON m.id = v.motion_id, span
          WHERE v.closed_at >= span.first AND v.closed_at < span.until GROUP BY 1, 2) x),
  'outputs', (
    SELECT coalesce(json_agg(to_json(x)), '[]')
    FROM (SELECT o.kind,
            count(*) FILTER (WHERE o.drafted_at >= span.first AND o.drafted_at < span.until) AS drafted,
            count(*) FILTER (WHERE o.adopted_at >= span.first AND o.adopted_at < span.until) AS adopted,
            count(*) FILTER (WHERE o.transmitted_at >= span.first AND o.transmitted_at < span.until) AS transmitted,
            count(*) FILTER (WHERE o.published_at >= span.first AND o.published_at < span.until) AS published
          FROM deliberation_output o, span GROUP BY o.kind) x),
  'measures', (
    SELECT json_build_object(
      'taken', count(*) FILTER (WHERE m.taken_at >= span.first AND m.taken_at < span.until),
      'done', count(*) FILTER (WHERE m.status = 'done' AND m.ended_at >= span.first AND m.ended_at < span.until),
      'failed', count(*) FILTER (WHERE m.status = 'failed' AND m.ended_at >= span.first AND m.ended_at < span.until),
      'handed_over',
        count(*) FILTER (WHERE m.status = 'handed_over' AND m.ended_at >= span.first AND m.ended_at < span.until),
      'overdue', count(*) FILTER (WHERE m.taken_at < span.until AND (m.ended_at IS NULL OR m.ended_at >= span.until)
        AND (m.due + 1)::timestamp AT TIME ZONE 'UTC' <= span.seen))
    FROM deliberation_measure m, span),
  'gaps', (
    SELECT coalesce(json_agg(to_json(g) ORDER BY g.warned, g.id), '[]')
    FROM (SELECT c.id, c.number, c.title, w.warned, d.determined, a.acted, a.symbol_kind, a.symbol_number
          FROM cases_case c
          JOIN LATERAL (SELECT min(s.received_at) AS warned FROM cases_casesubmission p
            JOIN evidence_submission s ON s.id = p.submission_id WHERE p.case_id = c.id) w ON w.warned IS NOT NULL
          CROSS JOIN LATERAL (SELECT min(d.adopted_at) AS determined FROM cases_determination d
            WHERE d.case_id = c.id) d
          CROSS JOIN LATERAL (SELECT min(o.transmitted_at) AS acted,
              (array_agg(o.kind ORDER BY o.published_at) FILTER (WHERE o.published_at IS NOT NULL))[1] AS symbol_kind,
              (array_agg(o.number ORDER BY o.published_at) FILTER (WHERE o.published_at IS NOT NULL))[1] AS symbol_number
            FROM deliberation_output o WHERE o.case_id = c.id) a,
          span
          WHERE w.warned < span.until AND (a.acted IS NULL OR a.acted >= span.first)
            AND NOT EXISTS (SELECT FROM cases_casemerge g WHERE g.source_id = c.id)) g)
)::text
"""

ACCOUNT = Prepared(
    "deliberation_account",
    _ACCOUNT.replace("%%", "%"),
    types={
        "first": "timestamptz",
        "until": "timestamptz",
        "now": "timestamptz",
        "grace": "interval",
        "kinds": "text[]",
    },
)
