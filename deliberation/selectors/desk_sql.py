"""What the desk shows of the cases before the plenary, as one statement for any number of cases.

Written as SQL because it is the same text on every request: building it anew from the query API took longer than
answering it. Times come as PostgreSQL writes them in JSON. Nothing of a ballot is read but whether it is there (R34).
"""

from mad.common.prepared import Prepared

from .followup_sql import TRIGGERS

_PLENARY = """
json_build_object(
  'votes', (
    SELECT coalesce(json_agg(json_build_object(
             'number', m.number, 'title', m.title, 'opened', v.opened_at, 'closes', v.closes_at, 'roster', v.roster,
             'voted', EXISTS (
               SELECT FROM deliberation_ballot b JOIN membership_member p ON p.id = b.member_id
               WHERE b.vote_id = v.id AND p.user_id = %(user)s)) ORDER BY v.id), '[]')
    FROM deliberation_vote v JOIN deliberation_motion m ON m.id = v.motion_id
    WHERE m.case_id = c.id AND v.closed_at IS NULL),
  'motions', (
    SELECT coalesce(json_agg(json_build_object('number', m.number, 'title', m.title, 'state', m.state)
             ORDER BY m.id), '[]')
    FROM deliberation_motion m WHERE m.case_id = c.id AND m.state IN ('tabled', 'inquorate', 'void')),
  'wordings', (
    SELECT coalesce(json_agg(json_build_object(
             'key', p.id, 'text', p.text, 'number', o.number, 'title', o.title) ORDER BY p.id), '[]')
    FROM deliberation_paragraph p JOIN deliberation_output o ON o.id = p.output_id
    JOIN membership_member legal ON legal.user_id = %(user)s AND legal.discipline = 'legal'
    WHERE o.case_id = c.id AND o.stage IN ('draft', 'in_review') AND p.removed_at IS NULL AND NOT EXISTS (
      SELECT FROM deliberation_clearance k
      WHERE k.paragraph_id = p.id AND k.version = p.version AND k.member_id = legal.id)),
  'unscored', EXISTS (
    SELECT FROM deliberation_option o WHERE o.case_id = c.id AND NOT EXISTS (
      SELECT FROM deliberation_optionscore s JOIN membership_member p ON p.id = s.member_id
      WHERE s.option_id = o.id AND p.user_id = %(user)s)),
  'mentions', (
    SELECT coalesce(json_agg(DISTINCT jsonb_build_object('subject', k.subject, 'key', k.key)), '[]')
    FROM deliberation_mention n JOIN deliberation_remark k ON k.id = n.remark_id
    JOIN membership_member p ON p.id = n.member_id
    WHERE k.case_id = c.id AND n.noted_at IS NULL AND p.user_id = %(user)s),
  'sitting', (SELECT t.ordinal FROM deliberation_sitting t WHERE t.case_id = c.id AND t.closed_at IS NULL),
  'minutes', (
    SELECT coalesce(json_agg(t.ordinal ORDER BY t.ordinal), '[]') FROM deliberation_sitting t
    WHERE t.case_id = c.id AND t.closed_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM deliberation_minutesapproval a WHERE a.sitting_id = t.id)),
  'calls', (
    SELECT coalesce(json_agg(json_build_object('number', o.number, 'title', o.title, 'since', o.drafted_at, 'signed', (
             SELECT coalesce(json_agg(g.member_id), '[]') FROM deliberation_signature g
             WHERE g.output_id = o.id AND NOT EXISTS (
               SELECT FROM cases_recusal r WHERE r.case_id = c.id AND r.member_id = g.member_id))) ORDER BY o.id), '[]')
    FROM deliberation_output o WHERE o.case_id = c.id AND o.stage = 'draft'
      AND o.kind IN ('emergency_call', 'request_to_be_heard')
      AND EXISTS (SELECT FROM deliberation_signature g WHERE g.output_id = o.id)),
  'me', (SELECT p.id FROM membership_member p WHERE p.user_id = %(user)s)
)
"""

PLENARY = Prepared(
    "deliberation_desk",
    f"""
SELECT 0, coalesce(json_agg(json_build_array(t.title, t.number, t.id, t.opened_at, t.kind, t.level)), '[]')::text
FROM ({TRIGGERS.replace("%(member)s", "%(presides)s").replace("%(reopens)s", "%(presides)s")}) t
UNION ALL
SELECT c.id, ({_PLENARY})::text FROM cases_case c WHERE c.id = ANY(%(cases)s) OR c.id = ANY(%(others)s) AND EXISTS (
  SELECT FROM deliberation_output o WHERE o.case_id = c.id AND o.stage = 'draft'
    AND o.kind IN ('emergency_call', 'request_to_be_heard'))
""",  # noqa: S608 - constants
    types={"cases": "bigint[]", "others": "bigint[]", "user": "bigint", "day": "date", "presides": "boolean"},
    generic=True,
)
"""cases: before the plenary. others: at another stage, of which only calls are asked; they are made at any time (R37).
presides: who is told, under the id 0, which closed cases have a trigger (R44)."""
