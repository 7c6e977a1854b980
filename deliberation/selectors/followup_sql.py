"""What awaits the secretariat in follow-up, as one statement: the same text on every request.

It asks for the secretariat alone: the registrar, and officers, who may open every case but the strictly confidential ones
that they are not named for (cases.selectors.visible).
"""

from mad.common.prepared import Prepared

_DESK = """
(SELECT m.number, m.title, coalesce(c.number, ''), coalesce(k.started_at, m.taken_at), m.next_review
 FROM deliberation_measure m LEFT JOIN cases_case c ON c.id = m.case_id
 LEFT JOIN clocks_clock k ON k.kind = 'follow_up' AND k.subject = m.number AND k.ended_at IS NULL
 WHERE m.ended_at IS NULL AND m.next_review < %(until)s
   AND (%(whole)s OR c.id IS NULL OR c.sensitivity <> 'strictly_confidential' OR EXISTS (
     SELECT FROM cases_casereader r WHERE r.case_id = c.id AND r.user_id = %(user)s
       AND NOT EXISTS (SELECT FROM cases_casereaderend e WHERE e.reader_id = r.id)))
 ORDER BY m.next_review LIMIT 50)
UNION ALL
(SELECT '', c.title, c.number, NULL, NULL
 FROM cases_case c JOIN LATERAL (
   SELECT d.id, d.at, d.plan_id FROM deliberation_closing d WHERE d.case_id = c.id ORDER BY d.ordinal DESC LIMIT 1
 ) last ON true
 WHERE %(reopens)s AND c.stage = 'closed'
   AND EXISTS (SELECT FROM deliberation_trigger t WHERE t.plan_id = last.plan_id AND t.kind = 'alarm')
   AND EXISTS (
     SELECT FROM evidence_submission s
     WHERE s.received_at > last.at AND s.alarm AND s.status = 'accepted' AND s.sensitivity <> 'strictly_confidential'
       AND s.state_codes && (SELECT array_agg(l.state_id) FROM cases_case_states l WHERE l.case_id = c.id))
 LIMIT 20)
"""

DESK = Prepared(
    "deliberation_follow_up_desk",
    _DESK,
    types={"until": "timestamptz", "reopens": "boolean", "whole": "boolean", "user": "bigint"},
)
