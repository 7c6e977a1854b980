"""The remarks of one thread, with every version and whom they speak to, as JSON: by itself, or in another statement."""

THREAD = """
SELECT coalesce(json_agg(json_build_object(
  'pk', k.id, 'member', k.by_id, 'name', u.full_name, 'username', u.username, 'at', k.at,
  'texts', (SELECT json_agg(json_build_object('version', t.version, 'text', t.text, 'at', t.at) ORDER BY t.version)
            FROM deliberation_remarktext t WHERE t.remark_id = k.id),
  'spoken_to', (SELECT coalesce(json_agg(json_build_object('username', w.username, 'noted', n.noted_at IS NOT NULL)
                       ORDER BY n.id), '[]')
                FROM deliberation_mention n JOIN membership_member q ON q.id = n.member_id
                JOIN accounts_user w ON w.id = q.user_id WHERE n.remark_id = k.id)
) ORDER BY k.id), '[]')
FROM deliberation_remark k JOIN membership_member p ON p.id = k.by_id JOIN accounts_user u ON u.id = p.user_id
WHERE k.case_id = %(case)s AND k.subject = %(subject)s AND k.key = %(key)s
"""
