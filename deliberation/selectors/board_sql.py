"""What the pages of the plenary show of one case, as one statement: options, scores, motions, the recommendation.

Written as SQL because it is the same text on every request: building it anew from the query API took longer than
answering it. Times come as PostgreSQL writes them in JSON. Of scores only the newest version is read. One thread of discussion
comes along, on `subject` and `key`, for the page that shows it.
"""

from mad.common.prepared import Prepared

from .thread_sql import THREAD

_NAME = "(SELECT u.full_name FROM membership_member p JOIN accounts_user u ON u.id = p.user_id WHERE p.id = {})"

_OPTIONS = f"""
SELECT coalesce(json_agg(json_build_object(
  'pk', o.id, 'ordinal', o.ordinal, 'tool', o.tool, 'title', o.title, 'cls', o.cls, 'charter_basis', o.charter_basis,
  'who', o.who, 'aim', o.aim, 'effect', o.effect, 'risks', o.risks, 'tabled_at', o.tabled_at,
  'tabled_by', {_NAME.format("o.tabled_by_id")},
  'determination', (SELECT d.number FROM cases_determination d WHERE d.id = o.determination_id),
  'scores', (
    SELECT coalesce(json_agg(json_build_object('member', s.member_id, 'version', s.version, 'at', s.at,
             'effect', s.effect, 'speed', s.speed, 'feasibility', s.feasibility, 'harm', s.harm, 'pull', s.pull)
             ORDER BY s.member_id), '[]')
    FROM (SELECT DISTINCT ON (member_id) * FROM deliberation_optionscore WHERE option_id = o.id
          ORDER BY member_id, version DESC) s),
  'reasons', (
    SELECT coalesce(json_agg(json_build_object('pk', r.id, 'version', r.version, 'text', r.text, 'needs', r.needs,
             'at', r.at, 'by', {_NAME.format("r.by_id")},
             'items', (SELECT coalesce(json_agg(e.item_id ORDER BY e.id), '[]')
                       FROM deliberation_failureevidence e WHERE e.reason_id = r.id))
             ORDER BY r.version DESC), '[]')
    FROM deliberation_failurereason r WHERE r.option_id = o.id),
  'remarks', (SELECT count(*) FROM deliberation_remark k
              WHERE k.case_id = o.case_id AND k.subject = 'option' AND k.key = o.ordinal::text))
  ORDER BY o.ordinal), '[]')
FROM deliberation_option o WHERE o.case_id = %(case)s
"""  # noqa: S608 - constants

_MOTIONS = f"""
SELECT coalesce(json_agg(json_build_object(
  'pk', m.id, 'number', m.number, 'kind', m.kind, 'cls', m.cls, 'title', m.title, 'state', m.state,
  'option', m.option_id, 'recommendation', m.recommendation_id, 'reconsiders', m.reconsiders_id IS NOT NULL,
  'moved_by', {_NAME.format("m.moved_by_id")},
  'determination', (SELECT d.number FROM cases_determination d WHERE d.id = m.determination_id),
  'closed_at', (SELECT max(v.closed_at) FROM deliberation_vote v WHERE v.motion_id = m.id))
  ORDER BY m.id DESC), '[]')
FROM deliberation_motion m WHERE m.case_id = %(case)s
"""  # noqa: S608 - constants

_RECOMMENDATIONS = f"""
SELECT coalesce(json_agg(json_build_object(
  'pk', r.id, 'version', r.version, 'at', r.drafted_at, 'by', {_NAME.format("r.drafted_by_id")},
  'determination', (SELECT d.number FROM cases_determination d WHERE d.id = r.determination_id),
  'steps', (
    SELECT coalesce(json_agg(json_build_object('ordinal', s.ordinal, 'option', s.option_id, 'who', s.who,
             'what', s.what, 'when', s."when", 'if_it_fails', s.if_it_fails, 'together', s.together)
             ORDER BY s.ordinal), '[]')
    FROM deliberation_step s WHERE s.recommendation_id = r.id)) ORDER BY r.version DESC), '[]')
FROM deliberation_recommendation r WHERE r.case_id = %(case)s
"""  # noqa: S608 - constants

_SITTING = """
SELECT json_build_object('ordinal', t.ordinal, 'opened_at', t.opened_at)
FROM deliberation_sitting t WHERE t.case_id = %(case)s AND t.closed_at IS NULL
"""

BOARD = Prepared(
    "deliberation_board",
    f"SELECT json_build_object('options', ({_OPTIONS}), 'motions', ({_MOTIONS}),"
    f" 'recommendations', ({_RECOMMENDATIONS}), 'sitting', ({_SITTING}), 'thread', ({THREAD}))::text",
    types={"case": "bigint"},
)
