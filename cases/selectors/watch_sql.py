"""What the levels of any number of cases are worked out from: two statements, the same text on every request (R45).

Times are seconds since 1970, exact to the microsecond; days are as PostgreSQL writes them in JSON.
"""

from mad.common.prepared import Prepared

_FACTS = """
SELECT c.id, json_build_object(
  'states', (
    SELECT coalesce(json_agg(json_build_object('iso3', s.iso3, 'name', s.name, 'm49', s.m49) ORDER BY s.name), '[]')
    FROM cases_case_states l JOIN reference_state s ON s.iso3 = l.state_id WHERE l.case_id = c.id),
  'moves', (
    SELECT coalesce(json_agg(json_build_array(m.target, extract(epoch FROM m.at)) ORDER BY m.id), '[]')
    FROM cases_stagemove m WHERE m.case_id = c.id),
  'determinations', (
    SELECT coalesce(json_agg(json_build_object(
             'number', d.number, 'likely', jsonb_array_length(d.likely_crimes), 'severity', d.severity,
             'temporal', d.temporal, 'from', extract(epoch FROM d.adopted_at),
             'until', extract(epoch FROM r.adopted_at)) ORDER BY d.id), '[]')
    FROM cases_determination d LEFT JOIN cases_determination r ON r.id = d.replaced_by_id
    WHERE d.case_id = c.id AND d.adopted_at IS NOT NULL),
  'alarms', (
    SELECT coalesce(json_agg(extract(epoch FROM p.at) ORDER BY p.id), '[]')
    FROM cases_casesubmission p JOIN evidence_submission s ON s.id = p.submission_id
    WHERE p.case_id = c.id AND s.alarm AND s.status = 'accepted' AND p.at > %(alarms_from)s),
  'last_warning', (SELECT extract(epoch FROM max(p.at)) FROM cases_casesubmission p WHERE p.case_id = c.id),
  'readings', (
    SELECT coalesce(json_agg(json_build_array(f.indicator, f.status, extract(epoch FROM f.at)) ORDER BY f.id), '[]')
    FROM (SELECT g.id, g.indicator, g.status, g.at, lead(g.at) OVER (PARTITION BY g.indicator ORDER BY g.id) AS until
          FROM (SELECT id, indicator, status, at, lag(status) OVER (PARTITION BY indicator ORDER BY id) AS before
                FROM cases_frameworkreading WHERE case_id = c.id) g
          WHERE g.before IS DISTINCT FROM g.status) f
    WHERE f.until IS NULL OR f.until > %(readings_from)s),
  'review', (
    SELECT json_build_object(
             'id', v.id, 'proposed', v.proposed, 'level', v.level, 'reasons', v.reasons,
             'next_review', v.next_review, 'by', u.full_name, 'at', extract(epoch FROM v.at))
    FROM cases_levelreview v JOIN accounts_user u ON u.id = v.by_id
    WHERE v.case_id = c.id ORDER BY v.id DESC LIMIT 1)
)::text
FROM cases_case c WHERE c.id = ANY(%(cases)s)
"""

_EVENTS = """
WITH lying AS (
  SELECT case_id, state_id FROM cases_case_states WHERE case_id = ANY(%(cases)s)),
counted AS (
  SELECT case_id, CASE WHEN bool_or(EXISTS (
           SELECT FROM evidence_incident i WHERE i.state_id = lying.state_id AND i.source = 'ucdp-ged'))
         THEN 'ucdp-ged' ELSE 'acled' END AS source
  FROM lying GROUP BY case_id),
here AS (
  SELECT l.case_id, i.actor, i.date_start, i.best
  FROM lying l JOIN counted c ON c.case_id = l.case_id
  JOIN evidence_incident i ON i.state_id = l.state_id AND i.source = c.source
  WHERE i.type_of_violence = 3 AND i.date_start BETWEEN %(first)s AND %(last)s),
months AS (
  SELECT case_id, date_trunc('month', date_start)::date AS month, sum(best) AS best FROM here GROUP BY 1, 2),
thresholds AS (
  SELECT * FROM json_to_recordset(%(thresholds)s::json) AS t(year integer, threshold integer)),
running AS (
  SELECT case_id, actor, date_start, extract(year FROM date_start)::integer AS year,
         sum(best) OVER (PARTITION BY case_id, actor, date_trunc('year', date_start) ORDER BY date_start) AS so_far
  FROM here),
reached AS (
  SELECT r.case_id, r.actor, r.year, t.threshold, max(r.so_far) AS killed,
         min(r.date_start) FILTER (WHERE r.so_far >= t.threshold) AS day
  FROM running r JOIN thresholds t ON t.year = r.year
  GROUP BY r.case_id, r.actor, r.year, t.threshold HAVING max(r.so_far) >= t.threshold)
SELECT c.case_id, c.source,
  (SELECT coalesce(json_agg(json_build_array(m.month, m.best) ORDER BY m.month), '[]')
   FROM months m WHERE m.case_id = c.case_id)::text,
  (SELECT coalesce(json_agg(json_build_array(a.actor, a.year, a.killed, a.threshold, a.day)
            ORDER BY a.killed DESC, a.actor), '[]')
   FROM reached a WHERE a.case_id = c.case_id)::text
FROM counted c
"""

FACTS = Prepared(
    "cases_watch_facts",
    _FACTS,
    types={"cases": "bigint[]", "alarms_from": "timestamptz", "readings_from": "timestamptz"},
)
EVENTS = Prepared("cases_watch_events", _EVENTS, types={"cases": "bigint[]", "first": "date", "last": "date"})
