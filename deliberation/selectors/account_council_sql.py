"""What the annual account says of the Council in one year, as one statement (R41, R48).

Days of meetings lie between `first` and `until`, half open. A meeting, a text and a vote that stand under several outputs
of the Division are counted once, by their symbols. An output counts in the year in which it went to the Council, and in
the one in which it was first answered.
"""

from mad.common.prepared import Prepared

_COUNCIL = """
WITH span AS (
  SELECT %(first)s AS first, %(until)s AS until, (%(first)s AT TIME ZONE 'UTC')::date AS day_first,
    (%(until)s AT TIME ZONE 'UTC')::date AS day_until),
sent AS (
  SELECT o.id, o.case_id, o.kind, o.number, o.published_at, o.transmitted_at, a.answered, a.forms, a.heard
  FROM deliberation_output o CROSS JOIN span
  CROSS JOIN LATERAL (SELECT min(m.held_on) AS answered, array_agg(DISTINCT m.form) AS forms,
      coalesce(bool_or(m.heard = 'heard'), false) AS heard
    FROM deliberation_councilmeeting m WHERE m.output_id = o.id AND m.held_on < span.day_until) a
  WHERE o.transmitted_at < span.until AND (o.transmitted_at >= span.first OR a.answered >= span.day_first)),
met AS (
  SELECT m.* FROM deliberation_councilmeeting m, span WHERE m.held_on >= span.day_first AND m.held_on < span.day_until),
cast_ AS (
  SELECT v.*, m.symbol, m.held_on, m.output_id, coalesce(t.divisions, false) AS own
  FROM deliberation_councilvote v JOIN met m ON m.id = v.meeting_id
  LEFT JOIN deliberation_counciltext t ON t.id = v.text_id)
SELECT json_build_object(
  'sent', (SELECT count(*) FROM sent, span WHERE sent.transmitted_at >= span.first),
  'addressees', (SELECT count(*) FROM deliberation_delivery d JOIN sent ON sent.id = d.output_id, span
    WHERE sent.transmitted_at >= span.first),
  'cases', (SELECT count(*) FROM cases_stagemove s, span
    WHERE s.source = 'with_council' AND s.at >= span.first AND s.at < span.until),
  'met', (SELECT json_build_object(
      'meetings', count(DISTINCT symbol) FILTER (WHERE form = 'meeting'),
      'consultations', count(DISTINCT (held_on, symbol)) FILTER (WHERE form = 'consultations'),
      'not_taken_up', count(*) FILTER (WHERE form = 'not_taken_up'),
      'heard', count(DISTINCT (held_on, symbol)) FILTER (WHERE heard = 'heard'),
      'not_heard', count(DISTINCT (held_on, symbol)) FILTER (WHERE heard = 'not_heard')) FROM met),
  'texts', (SELECT json_build_object('all', count(DISTINCT t.symbol),
      'own', count(DISTINCT t.symbol) FILTER (WHERE t.divisions))
    FROM deliberation_counciltext t, span WHERE t.dated >= span.day_first AND t.dated < span.day_until),
  'votes', (
    SELECT coalesce(json_agg(to_json(x)), '[]')
    FROM (SELECT kind, reason, count(*) AS votes, count(*) FILTER (WHERE own) AS own
          FROM (SELECT DISTINCT ON (symbol, on_what) kind, reason, own FROM cast_
                ORDER BY symbol, on_what, own DESC, id) one
          GROUP BY kind, reason) x),
  'noes', (
    SELECT coalesce(json_agg(to_json(x) ORDER BY x.day, x.meeting, x.what, x.state, x.output), '[]')
    FROM (SELECT o.case_id AS case, o.kind, o.number AS output, o.published_at IS NOT NULL AS published,
            v.held_on AS day, v.symbol AS meeting, v.on_what AS what, p.state_id AS state, s.name,
            v.reason = 'veto' AND s.is_p5 AS veto,
            (SELECT e.source FROM deliberation_councilexplanation e
             WHERE e.vote_id = v.id AND e.state_id = p.state_id ORDER BY e.version DESC LIMIT 1) AS said
          FROM cast_ v JOIN deliberation_output o ON o.id = v.output_id
          JOIN deliberation_councilposition p ON p.vote_id = v.id AND p.position = 'no'
          JOIN reference_state s ON s.iso3 = p.state_id
          WHERE v.kind = 'substantive') x),
  'answers', (
    SELECT coalesce(json_agg(to_json(x) ORDER BY x.sent, x.number), '[]')
    FROM (SELECT sent.case_id AS case, sent.kind, sent.number, sent.published_at IS NOT NULL AS published,
            (sent.transmitted_at AT TIME ZONE 'UTC')::date AS sent, sent.answered,
            sent.answered >= span.day_first AS this_year, sent.forms, sent.heard,
            (SELECT json_build_object('reason', v.reason, 'passed_as', v.passed_as, 'own', coalesce(t.divisions, false))
             FROM deliberation_councilvote v JOIN deliberation_councilmeeting m ON m.id = v.meeting_id
             LEFT JOIN deliberation_counciltext t ON t.id = v.text_id
             WHERE m.output_id = sent.id AND m.held_on < span.day_until AND v.kind = 'substantive'
             ORDER BY coalesce(t.divisions, false) DESC, m.held_on DESC, v.id DESC LIMIT 1) AS vote,
            (SELECT c.sufficient FROM deliberation_adequacycomment c
             JOIN deliberation_adequacy a ON a.id = c.adequacy_id JOIN deliberation_counciltext t ON t.id = a.text_id
             JOIN deliberation_output k ON k.id = c.output_id
             WHERE t.output_id = sent.id AND k.published_at IS NOT NULL AND k.published_at < span.until
             ORDER BY k.published_at DESC LIMIT 1) AS sufficient
          FROM sent, span) x)
)::text
"""

COUNCIL = Prepared("deliberation_account_council", _COUNCIL, types={"first": "timestamptz", "until": "timestamptz"})
