"""What a page of a case shows beside the case, as one statement for any number of cases.

Written as SQL because it is the same text on every request: building it anew from the query API took longer
than answering it. Keys are those of cases.models.case.PageFacts; times come as PostgreSQL writes them in JSON.
"""

from mad.common.prepared import Prepared
from mad.membership.roll_sql import VERSION

_PAGE = """
json_build_object(
  'state_facts', (
    SELECT coalesce(json_agg(json_build_object(
             'iso3', s.iso3, 'name', s.name, 'official', s.official_name, 'm49', s.m49) ORDER BY s.name), '[]')
    FROM cases_case_states l JOIN reference_state s ON s.iso3 = l.state_id WHERE l.case_id = cases_case.id),
  'party_facts', (
    SELECT coalesce(json_agg(json_build_object('iso3', s.iso3, 'name', s.name) ORDER BY s.name), '[]')
    FROM cases_case_parties l JOIN reference_state s ON s.iso3 = l.state_id WHERE l.case_id = cases_case.id),
  'recusal_facts', (
    SELECT coalesce(json_agg(json_build_object('member', r.member_id, 'kind', r.kind, 'reason', r.reason)
             ORDER BY r.id), '[]')
    FROM cases_recusal r WHERE r.case_id = cases_case.id),
  'clock_facts', (
    SELECT coalesce(json_agg(json_build_object(
             'kind', c.kind, 'subject', c.subject, 'title', c.title, 'started_at', c.started_at, 'due_at', c.due_at,
             'paused_at', c.paused_at, 'paused_for', c.paused_for, 'pause_reason', c.pause_reason)
             ORDER BY c.due_at), '[]')
    FROM clocks_clock c WHERE c.case_number = cases_case.number AND c.ended_at IS NULL),
  'move_facts', (
    SELECT coalesce(json_agg(json_build_object('target', m.target, 'at', m.at) ORDER BY m.id), '[]')
    FROM cases_stagemove m WHERE m.case_id = cases_case.id),
  'determination_facts', (
    SELECT coalesce(json_agg(json_build_object(
             'number', d.number, 'likely_crimes', d.likely_crimes, 'severity', d.severity, 'temporal', d.temporal,
             'proposed_at', d.proposed_at, 'adopted_at', d.adopted_at, 'rejected_at', d.rejected_at,
             'replaced_by_id', d.replaced_by_id, 'stale_since', d.stale_since) ORDER BY d.id), '[]')
    FROM cases_determination d WHERE d.case_id = cases_case.id),
  'round_facts', (
    SELECT coalesce(json_agg(json_build_object(
             'assessment_id', r.assessment_id, 'ordinal', r.ordinal, 'due_at', r.due_at, 'closed_at', r.closed_at)
             ORDER BY r.id), '[]')
    FROM cases_round r JOIN cases_assessment a ON a.id = r.assessment_id WHERE a.case_id = cases_case.id),
  'newest_assessment', (SELECT max(a.id) FROM cases_assessment a WHERE a.case_id = cases_case.id),
  'newest_summary', (
    SELECT json_build_object('version', s.version, 'at', s.at, 'by', u.full_name)
    FROM cases_casesummary s LEFT JOIN accounts_user u ON u.id = s.by_id
    WHERE s.case_id = cases_case.id ORDER BY s.version DESC LIMIT 1),
  'items', (
    SELECT json_build_object('all', count(*), 'own', count(*) FILTER (WHERE i.derived_from_id IS NULL))
    FROM cases_casesubmission p JOIN evidence_item i ON i.submission_id = p.submission_id
    LEFT JOIN evidence_submissionfile f ON f.id = i.file_id
    WHERE p.case_id = cases_case.id AND i.retracted_at IS NULL AND (p.whole OR EXISTS (
      SELECT FROM cases_casepart q WHERE q.placed_id = p.id
        AND (q.file_id IS NOT DISTINCT FROM i.file_id OR q.file_id = f.received_in_id)))),
  'alarms', EXISTS (
    SELECT FROM cases_casesubmission p JOIN evidence_submission s ON s.id = p.submission_id
    WHERE p.case_id = cases_case.id AND s.alarm AND s.status = 'accepted'),
  'merged', (
    SELECT json_build_object('number', c.number, 'at', g.at) FROM cases_casemerge g JOIN cases_case c ON c.id = g.into_id
    WHERE g.source_id = cases_case.id),
  'merged_here', (
    SELECT coalesce(json_agg(c.number ORDER BY g.id), '[]') FROM cases_casemerge g JOIN cases_case c ON c.id = g.source_id
    WHERE g.into_id = cases_case.id),
  'has_crimes', EXISTS (SELECT FROM cases_crimeinissue c WHERE c.case_id = cases_case.id),
  'mine', (
    SELECT json_build_object(
      'member', m.id,
      'sealed', EXISTS (
        SELECT FROM cases_answer a JOIN cases_round r ON r.id = a.round_id
        JOIN cases_assessment t ON t.id = r.assessment_id
        WHERE t.case_id = cases_case.id AND r.closed_at IS NULL AND a.member_id = m.id
          AND a.submitted_at IS NOT NULL),
      'voted', EXISTS (
        SELECT FROM cases_determinationvote v JOIN cases_determination d ON d.id = v.determination_id
        WHERE d.case_id = cases_case.id AND d.adopted_at IS NULL AND d.rejected_at IS NULL AND v.member_id = m.id),
      'opinion', EXISTS (
        SELECT FROM cases_opinion o JOIN cases_determination d ON d.id = o.determination_id
        WHERE d.case_id = cases_case.id AND d.replaced_by_id IS NULL AND o.member_id = m.id),
      'asked', EXISTS (
        SELECT FROM cases_assessmentrequest q
        WHERE q.case_id = cases_case.id AND NOT q.used AND q.member_id = m.id),
      'spoken_to', (
        SELECT coalesce(json_agg(DISTINCT p.element_id), '[]')
        FROM cases_label l JOIN cases_assessment t ON t.id = l.assessment_id JOIN cases_post p ON p.assessment_id = t.id
        WHERE t.case_id = cases_case.id AND t.ended_at IS NULL AND l.member_id = m.id AND p.label_id <> l.id
          AND p.text ~ ('(^|[^[:alnum:]_@.])@' || l.letter || '($|[^[:alnum:]_])')
          AND NOT EXISTS (
            SELECT FROM cases_post o WHERE o.label_id = l.id AND o.element_id = p.element_id AND o.id > p.id)))
    FROM membership_member m WHERE m.user_id = %(user)s)
)
"""

_FIGURES = """
(WITH counted AS (
   SELECT CASE WHEN EXISTS (
     SELECT FROM evidence_incident i JOIN cases_case_states l ON l.state_id = i.state_id
     WHERE l.case_id = cases_case.id AND i.source = 'ucdp-ged') THEN 'ucdp-ged' ELSE 'acled' END AS source),
 here AS (
   SELECT m.month, m.low, m.best, m.high, m.deadliest FROM evidence_incidentmonth m
   WHERE m.state_id IN (SELECT l.state_id FROM cases_case_states l WHERE l.case_id = cases_case.id)
     AND m.source = (SELECT source FROM counted) AND m.month <= %(today)s),
 newest AS (SELECT max(month) AS month FROM here),
 months AS (
   SELECT here.month, sum(low) AS low, sum(best) AS best, sum(high) AS high
   FROM here, newest WHERE here.month > newest.month - make_interval(months => %(history)s) GROUP BY 1),
 places AS (
   SELECT i.place, i.date_start AS date, i.low, i.best, i.high, i.lat, i.lon
   FROM here, newest, unnest(here.deadliest) AS d (id) JOIN evidence_incident i ON i.id = d.id
   WHERE here.month > newest.month - make_interval(months => %(shown)s)
   ORDER BY i.best DESC, i.id LIMIT %(places)s)
 SELECT json_build_object(
   'spans', (SELECT coalesce(json_agg(json_build_array(first_day, last_day, states)), '[]') FROM evidence_importrun
     WHERE state = 'done' AND first_day IS NOT NULL AND source = (SELECT source FROM counted)),
   'states', (SELECT coalesce(json_agg(l.state_id), '[]') FROM cases_case_states l WHERE l.case_id = cases_case.id),
   'months', (SELECT coalesce(json_agg(to_json(months) ORDER BY month), '[]') FROM months),
   'places', (SELECT coalesce(json_agg(to_json(places) ORDER BY best DESC), '[]') FROM places),
   'entries', (
     SELECT coalesce(json_agg(to_json(e) ORDER BY e.id DESC), '[]')
     FROM (SELECT id, at, actor, act, object, digest FROM docket_entry
           WHERE case_number = cases_case.number AND act <> 'casefile.opened' ORDER BY id DESC LIMIT %(entries)s) e),
   'numbers', (
     SELECT coalesce(json_agg(json_build_array(n.key, n.value) ORDER BY n.decided_on, n.id), '[]')
     FROM reference_parameterdecision n WHERE n.decided_on <= %(today)s)))
"""

PAGES = Prepared(
    "cases_pages",
    f"SELECT cases_case.id, ({_PAGE})::text FROM cases_case WHERE cases_case.id = ANY(%(cases)s)",  # noqa: S608 - constants
    types={"cases": "bigint[]", "user": "bigint"},
    generic=True,
)
FIGURES = Prepared(
    "cases_figures",
    f"SELECT ({_FIGURES})::text FROM cases_case WHERE cases_case.id = %(case)s",  # noqa: S608 - constants
    types={
        "case": "bigint",
        "today": "date",
        "history": "integer",
        "shown": "integer",
        "places": "bigint",
        "entries": "bigint",
    },
)
# Columns, so that a statement that reads something else may ask for them on its way.
BARRED = """
       ARRAY(SELECT state_id::text FROM cases_case_states WHERE case_id = %(case)s)
       || ARRAY(SELECT state_id::text FROM cases_case_parties WHERE case_id = %(case)s),
       (SELECT coalesce(json_agg(json_build_array(r.member_id, r.kind, r.reason) ORDER BY r.id), '[]')
        FROM cases_recusal r WHERE r.case_id = %(case)s)::text
"""
BARS = Prepared("cases_bars", f"SELECT {BARRED}, {VERSION}", types={"case": "bigint"})
