"""What the draft editor and the list of amendments show of one output, each as one statement: the same text on every
request. Rows come as PostgreSQL writes them in JSON, and become instances of their models again in `draft_read`.

Of a person nothing is read but the name; of unsaved texts all of the output, which `writing` tells apart by reader.
"""

from cases.selectors.page_sql import BARRED
from cases.selectors.visible import READING
from mad.common.prepared import Prepared
from mad.membership.roll_sql import VERSION

_PARAGRAPHS = """
SELECT coalesce(json_agg(to_json(p) ORDER BY p.position, p.id), '[]')
FROM deliberation_paragraph p WHERE p.output_id = %(output)s AND p.removed_at IS NULL
"""

_TAKEN_OUT = """
SELECT coalesce(json_agg(to_json(t) ORDER BY t.removed_at DESC, t.position), '[]')
FROM (SELECT * FROM deliberation_paragraph p WHERE p.output_id = %(output)s AND p.removed_at IS NOT NULL
      ORDER BY p.removed_at DESC, p.position LIMIT 50) t
"""

_CLEARANCES = """
SELECT coalesce(json_agg(json_build_object('paragraph', k.paragraph_id, 'version', k.version, 'member', k.member_id,
         'name', u.full_name, 'discipline', m.discipline, 'words', k.words) ORDER BY k.id), '[]')
FROM deliberation_clearance k JOIN deliberation_paragraph p ON p.id = k.paragraph_id
JOIN membership_member m ON m.id = k.member_id JOIN accounts_user u ON u.id = m.user_id
WHERE p.output_id = %(output)s
"""

_OPTIONS = """
SELECT coalesce(json_agg(json_build_object('row', to_json(o),
         'explained', EXISTS (SELECT FROM deliberation_failurereason r WHERE r.option_id = o.id),
         'states', (SELECT coalesce(json_agg(m.state), '[]') FROM deliberation_motion m WHERE m.option_id = o.id))
       ORDER BY o.ordinal), '[]')
FROM deliberation_option o WHERE o.case_id = %(case)s
"""

_INSUFFICIENCY = """
SELECT coalesce(json_agg(json_build_object('number', m.number, 'state', m.state, 'determination', d.number,
         'closed_at', (SELECT max(v.closed_at) FROM deliberation_vote v WHERE v.motion_id = m.id))
       ORDER BY m.id DESC), '[]')
FROM deliberation_motion m JOIN cases_determination d ON d.id = m.determination_id
WHERE m.case_id = %(case)s AND m.kind = 'insufficiency'
"""

_DETERMINATIONS = """
SELECT coalesce(json_agg(json_build_object('number', d.number, 'stale_since', d.stale_since,
         'stale_changes', d.stale_changes, 'replaced_by', r.number, 'replaced_at', r.adopted_at)
       ORDER BY d.id DESC), '[]')
FROM cases_determination d LEFT JOIN cases_determination r ON r.id = d.replaced_by_id
WHERE d.case_id = %(case)s AND d.adopted_at IS NOT NULL
"""

_MOTIONS = """
SELECT coalesce(json_agg(to_json(m) ORDER BY m.id DESC), '[]')
FROM deliberation_motion m WHERE m.output_id = %(output)s
"""

_WRITINGS = "SELECT coalesce(json_agg(to_json(w)), '[]') FROM deliberation_writing w WHERE w.output_id = %(output)s"

_PEOPLE = """
SELECT coalesce(json_object_agg(u.id, u.full_name), '{}') FROM accounts_user u WHERE u.id IN (
  SELECT p.edited_by_id FROM deliberation_paragraph p WHERE p.output_id = %(output)s
  UNION SELECT w.writer_id FROM deliberation_writing w WHERE w.output_id = %(output)s)
"""

_REMARKS = """
SELECT coalesce(json_object_agg(k.key, k.n), '{}') FROM (
  SELECT key, count(*) AS n FROM deliberation_remark
  WHERE case_id = %(case)s AND subject = 'paragraph' GROUP BY key) k
"""

_SIGNATURES = """
SELECT coalesce(json_agg(json_build_object('member', u.full_name, 'at', s.at, 'id', m.id) ORDER BY s.id), '[]')
FROM deliberation_signature s JOIN membership_member m ON m.id = s.member_id JOIN accounts_user u ON u.id = m.user_id
WHERE s.output_id = %(output)s
"""

_DELIVERIES = """
SELECT coalesce(json_agg(json_build_object('addressee', d.addressee, 'at', d.at) ORDER BY d.id), '[]')
FROM deliberation_delivery d WHERE d.output_id = %(output)s
"""

_P5 = """
SELECT coalesce(json_agg(json_build_array(s.iso3, s.name, s.official_name) ORDER BY s.name), '[]')
FROM reference_state s WHERE s.is_p5
"""

_AMENDMENTS = """
SELECT coalesce(json_agg(json_build_object('row', to_json(a), 'user', u.id, 'name', u.full_name,
         'versions', (SELECT json_agg(to_json(v) ORDER BY v.version DESC)
                      FROM deliberation_amendmentversion v WHERE v.amendment_id = a.id),
         'motions', (SELECT json_agg(to_json(m) ORDER BY m.id DESC)
                     FROM deliberation_motion m WHERE m.amendment_id = a.id))
       ORDER BY a.place, a.ordinal), '[]')
FROM deliberation_amendment a JOIN membership_member p ON p.id = a.moved_by_id JOIN accounts_user u ON u.id = p.user_id
WHERE a.output_id = %(output)s
"""

_PARTS = {
    "paragraphs": _PARAGRAPHS,
    "taken_out": _TAKEN_OUT,
    "clearances": _CLEARANCES,
    "options": _OPTIONS,
    "insufficiency": _INSUFFICIENCY,
    "determinations": _DETERMINATIONS,
    "motions": _MOTIONS,
    "writings": _WRITINGS,
    "people": _PEOPLE,
    "remarks": _REMARKS,
    "signatures": _SIGNATURES,
    "deliveries": _DELIVERIES,
    "p5": _P5,
    "amendments": _AMENDMENTS,
}


def _statement(name: str, *parts: str) -> Prepared:
    found = ", ".join(f"'{part}', ({_PARTS[part]})" for part in parts)
    return Prepared(
        name,
        f"SELECT json_build_object({found})::text",
        types={"output": "bigint", "case": "bigint"},
    )


DRAFT = _statement("deliberation_draft", *(part for part in _PARTS if part != "amendments"))
AMENDED = _statement("deliberation_amended", "paragraphs", "options", "amendments")

_CHECKED = ("paragraphs", "clearances", "options", "insufficiency", "determinations", "motions", "p5")


def _of_this(sql: str) -> str:
    """For the output that the statement around finds by its number."""
    return sql.replace("%(output)s", "this.id").replace("%(case)s", "this.case_id")


CHECKED = Prepared(
    "deliberation_checked",
    f"""
SELECT json_build_object('output', to_json(this), 'case', to_json(its_case),
         {", ".join(f"'{part}', ({_of_this(_PARTS[part])})" for part in _CHECKED)})::text,
       {VERSION}, {_of_this(BARRED)}, {_of_this(READING)}
FROM deliberation_output this JOIN cases_case its_case ON its_case.id = this.case_id WHERE this.number = %(number)s
""",  # noqa: S608 - constants
    types={"user": "bigint", "day": "date"},
)
"""With what decides whether the user reads the case and acts in it, so that a pause of the keys costs one statement."""
