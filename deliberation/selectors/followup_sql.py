"""What awaits the secretariat in follow-up, and who may reopen a case, as one statement: the same text on every request.

DESK asks for the registrar, and for officers, who may open every case but the strictly confidential ones that they are
not named for. TRIGGERS is part of the desk of the member who presides too (desk_sql), and tells then of no case and no
submission that this member is recused from (cases.selectors.visible).
"""

from cases.selectors.visible import IN_OFFICE, RECUSED
from mad.common.prepared import Prepared

TRIGGERS = f"""
WITH recused AS MATERIALIZED (SELECT r.case_id FROM ({RECUSED}) r WHERE %(member)s)
SELECT c.title, c.number, c.id, c.opened_at, t.kind, t.level
 FROM cases_case c JOIN LATERAL (
   SELECT d.id, d.at, d.plan_id FROM deliberation_closing d WHERE d.case_id = c.id ORDER BY d.ordinal DESC LIMIT 1
 ) last ON true JOIN deliberation_trigger t ON t.plan_id = last.plan_id
 WHERE %(reopens)s AND c.stage = 'closed'
   AND (NOT %(member)s OR {IN_OFFICE} AND c.id NOT IN (SELECT r.case_id FROM recused r))
   AND (t.kind = 'level' OR t.kind = 'alarm' AND EXISTS (
     SELECT FROM evidence_screeningdecision k JOIN evidence_submission s ON s.id = k.submission_id
     WHERE k.decision = 'accept' AND k.at > last.at
       AND s.alarm AND s.status = 'accepted' AND s.sensitivity <> 'strictly_confidential'
       AND s.state_codes && (SELECT array_agg(l.state_id) FROM cases_case_states l WHERE l.case_id = c.id)
       AND NOT EXISTS (SELECT FROM evidence_screeningdecision e
                       WHERE e.submission_id = s.id AND e.decision = 'accept' AND e.at <= last.at)
       AND NOT EXISTS (SELECT FROM cases_casesubmission p
                       WHERE p.submission_id = s.id AND p.case_id IN (SELECT r.case_id FROM recused r))))
 ORDER BY c.id, t.ordinal LIMIT 40
"""  # noqa: S608 - constants
"""Title, number, id and opening of the case, kind and level of the trigger. Of triggers by level all come: the level is
worked out from them (cases.selectors.watch)."""

_DESK = f"""
(SELECT m.number, m.title, coalesce(c.number, ''), coalesce(k.started_at, m.taken_at), m.next_review,
   NULL::bigint, NULL::timestamptz, '', NULL::smallint
 FROM deliberation_measure m LEFT JOIN cases_case c ON c.id = m.case_id
 LEFT JOIN clocks_clock k ON k.kind = 'follow_up' AND k.subject = m.number AND k.ended_at IS NULL
 WHERE m.ended_at IS NULL AND m.next_review < %(until)s
   AND (%(whole)s OR c.id IS NULL OR c.sensitivity <> 'strictly_confidential' OR EXISTS (
     SELECT FROM cases_casereader r WHERE r.case_id = c.id AND r.user_id = %(user)s
       AND NOT EXISTS (SELECT FROM cases_casereaderend e WHERE e.reader_id = r.id)))
 ORDER BY m.next_review LIMIT 50)
UNION ALL
(SELECT '', t.title, t.number, NULL, NULL, t.id, t.opened_at, t.kind, t.level FROM ({TRIGGERS}) t)
"""  # noqa: S608 - constants

DESK = Prepared(
    "deliberation_follow_up_desk",
    _DESK.replace("%(member)s", "false"),
    types={"until": "timestamptz", "reopens": "boolean", "whole": "boolean", "user": "bigint", "day": "date"},
)
"""A measure has no kind of trigger."""
