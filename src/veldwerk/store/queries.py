"""Named SQL queries that screens and lists stand on; the month's are in `month_queries`. Values are bound by name.

Dates are ISO days, moments ISO date-times as services write them; a list is bound as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping

from veldwerk.domain.register import KINDS, Merge
from veldwerk.store.driver import Connection
from veldwerk.store.month_queries import MONTH_FIGURES, PERIOD_COUNTS

DONE = "coalesce(nullif(substr(v.finished_at, 1, 10), ''), v.planned_on)"
"""The day a visit was done."""


def made(alias: str) -> str:
    """When a record was made, from its clock: for records whose own date was left empty."""
    return f"strftime('%Y-%m-%dT%H:%M:%S', substr({alias}._clock, 1, 13) / 1000, 'unixepoch')"


PEOPLE_LIST = f"""
WITH chosen AS (
    SELECT * FROM person
    WHERE _deleted = 0 AND (:area = '' OR area = :area)
      AND (json_array_length(:ids) = 0 OR id IN (SELECT value FROM json_each(:ids)))
    ORDER BY family_name, given_name, id LIMIT :limit
)
SELECT p.id, p.initials, p.given_name, p.preferred_name, p.infix, p.family_name, p.partner_infix,
    p.partner_name, p.name_use, p.gender, p.birth_date, p.street, p.house_number, p.house_addition,
    p.postal_code, p.city, p.area, p.status,
    (SELECT max({DONE}) FROM visit AS v
     WHERE v.person_id = p.id AND v._deleted = 0 AND +v.status = 'uitgevoerd') AS last_visit_on,
    (SELECT min(v.planned_on) FROM visit AS v
     WHERE v.person_id = p.id AND v._deleted = 0 AND +v.status = 'gepland') AS next_visit_on,
    (SELECT count(*) FROM signal AS s
     WHERE s.person_id = p.id AND s._deleted = 0 AND +s.status <> 'afgerond') AS open_signals,
    (SELECT count(*) FROM referral AS r
     WHERE r.person_id = p.id AND r._deleted = 0 AND +r.status IN ('draft', 'active', 'on-hold')) AS open_referrals,
    (SELECT m.category FROM measurement AS m
     WHERE m.person_id = p.id AND m._deleted = 0 AND m.instrument LIKE 'djg%' AND m.category <> ''
     ORDER BY m.measured_on DESC LIMIT 1) AS category
FROM chosen AS p ORDER BY p.family_name, p.given_name, p.id
"""
"""One line a person; `+` keeps SQLite on the index by person.

Values: `area` ('' for all), `ids` (empty for all), `limit` (-1 for no limit)."""

TIMELINE = f"""
SELECT * FROM (
    SELECT coalesce(nullif(v.finished_at, ''), v.planned_on, {made("v")}) AS at, 'visit' AS kind, v.id,
        v.status AS state, coalesce(nullif(v.outcome, ''), v.contact_form) AS detail
    FROM visit AS v WHERE v.person_id = :person AND v._deleted = 0
    UNION ALL SELECT coalesce(s.received_at, {made("s")}), 'signal', s.id, s.status, s.urgency
    FROM signal AS s WHERE s.person_id = :person AND s._deleted = 0
    UNION ALL SELECT coalesce(m.measured_on, {made("m")}), 'measurement', m.id, m.category, m.instrument
    FROM measurement AS m WHERE m.person_id = :person AND m._deleted = 0
    UNION ALL SELECT coalesce(a.made_on, {made("a")}), 'appraisal', a.id,
        CASE WHEN a.confirmed_on IS NULL THEN 'concept' ELSE 'bevestigd' END, a.situation
    FROM appraisal AS a WHERE a.person_id = :person AND a._deleted = 0
    UNION ALL SELECT coalesce(r.created_on, {made("r")}), 'referral', r.id, r.status, r.kind
    FROM referral AS r WHERE r.person_id = :person AND r._deleted = 0
    UNION ALL SELECT coalesce(n.written_at, {made("n")}), 'referral_note', n.id, '', n.referral_id
    FROM referral_note AS n WHERE n.person_id = :person AND n._deleted = 0
    UNION ALL SELECT coalesce(l.made_on, {made("l")}), 'letter', l.id, l.status, l.template
    FROM letter AS l WHERE l.person_id = :person AND l._deleted = 0
) ORDER BY at DESC, kind, id
"""
"""What happened with one person, latest first: at, kind, id, state, detail (a code). Value: `person`."""

AREAS = "SELECT DISTINCT area FROM person WHERE _deleted = 0 AND area <> '' ORDER BY area"
"""Areas people live in."""

_MINE = "coalesce(v.visitor, '') IN ('', :worker)"

TODAY_VISITS = f"""
SELECT v.id, v.person_id, v.planned_on, v.planned_time, v.status FROM visit AS v
JOIN person AS p ON p.id = v.person_id AND p._deleted = 0
WHERE v._deleted = 0 AND {_MINE} AND (
    (v.planned_on = :day AND v.status IN ('gepland', 'uitgevoerd', 'niet_thuis'))
    OR (v.planned_on < :day AND v.status = 'gepland'))
ORDER BY v.planned_on, v.planned_time, v.id
"""
"""Visits of the day and earlier ones still to do, of a worker or of nobody. Values: `worker`, `day`."""


AHEAD_VISITS = f"""
SELECT v.id, v.person_id FROM visit AS v
JOIN person AS p ON p.id = v.person_id AND p._deleted = 0
WHERE v._deleted = 0 AND v.status = 'gepland' AND v.planned_on > :day AND v.planned_on <= date(:day, '+14 days')
  AND {_MINE}
ORDER BY v.planned_on, v.planned_time, v.id LIMIT :limit
"""
"""The next visits of a worker in the coming fortnight. Values: `worker`, `day`, `limit`."""


def _conflicts() -> str:
    """Notes of living records with more than one living text, with the person they are about."""
    parts = []
    for kind, spec in KINDS.items():
        if any(field.merge is Merge.NOTE for field in spec.fields.values()):
            person = f"r.{spec.person_field}" if spec.person_field else "''"
            parts.append(
                f"SELECT 'conflict' AS kind, r.id, {person} AS person_id, NULL AS due, "
                f"'{kind}/' || c.path AS detail FROM open_conflict AS c JOIN \"{kind}\" AS r "
                f"ON c.kind = '{kind}' AND r.id = c.record AND r._deleted = 0"
            )
    return " UNION ALL ".join(parts)


TODAY_ATTENTION = f"""
WITH open_conflict AS (
    SELECT kind, record, path FROM version WHERE state = 1 AND instr(path, '/') = 0
    GROUP BY kind, record, path HAVING count(DISTINCT value) > 1)
SELECT 'signal' AS kind, s.id, s.person_id,
    CASE WHEN s.first_attempt_at IS NULL THEN s.first_attempt_due ELSE s.feedback_due END AS due,
    s.urgency AS detail
FROM signal AS s
WHERE s._deleted = 0 AND s.status <> 'afgerond' AND coalesce(s.assigned_to, '') IN ('', :worker)
  AND (s.first_attempt_at IS NULL OR (s.feedback_at IS NULL AND s.feedback_due <= :day))
UNION ALL
SELECT 'reply', t.id, t.person_id, t.due_on, t.business_status FROM referral_task AS t
LEFT JOIN referral AS r ON r.id = t.referral_id
WHERE t._deleted = 0 AND t.status IN ('requested', 'accepted', 'in-progress', 'on-hold')
  AND t.replied_on IS NULL AND t.due_on < :day AND coalesce(r.requester, '') IN ('', :worker)
UNION ALL
SELECT 'outcome', v.id, v.person_id, v.finished_at, v.contact_form FROM visit AS v
WHERE v._deleted = 0 AND v.status = 'uitgevoerd' AND coalesce(v.outcome, '') = '' AND {_MINE}
UNION ALL {_conflicts()}
"""
"""What waits for a worker: signals to pick up or report back on, referrals past their day without a reply, visits
without an outcome, notes with two texts. Values: `worker`, `day`, `now`. `due` may be empty."""

WEEK_COUNTS = f"""
SELECT
    (SELECT count(*) FROM visit AS v WHERE v._deleted = 0 AND v.status = 'uitgevoerd' AND {_MINE}
     AND {DONE} BETWEEN date(:day, '-6 days') AND :day) AS visits,
    (SELECT count(*) FROM signal AS s WHERE s._deleted = 0
     AND substr(s.received_at, 1, 10) BETWEEN date(:day, '-6 days') AND :day) AS signals,
    (SELECT count(*) FROM letter AS l WHERE l._deleted = 0 AND coalesce(l.made_by, '') IN ('', :worker)
     AND l.made_on BETWEEN date(:day, '-6 days') AND :day) AS letters
"""
"""Seven days up to `day`: own visits done, all signals received, own letters made. Values: `worker`, `day`."""

TWIN_VISITS = """
SELECT a.id AS first, b.id AS second FROM visit AS a
JOIN visit AS b ON b.person_id = a.person_id AND b.id > a.id AND b._deleted = 0 AND b.status = 'uitgevoerd'
    AND substr(b.finished_at, 1, 10) = substr(a.finished_at, 1, 10)
JOIN person AS p ON p.id = a.person_id AND p._deleted = 0
WHERE a._deleted = 0 AND +a.status = 'uitgevoerd' AND a.finished_at >= :since
  AND a.entered_by <> '' AND b.entered_by <> '' AND a.entered_by <> b.entered_by
  AND instr(coalesce(a.apart_from, ''), b.id) = 0 AND instr(coalesce(b.apart_from, ''), a.id) = 0
ORDER BY a.finished_at DESC, a.id, b.id LIMIT :limit
"""
"""Two visits to one person on one day, done and filled in by two workers, of which nobody said yet whether they are one.
Values: `since` (an ISO day), `limit`."""

SETTLED_NOTES = """
SELECT l.kind, l.record, p.key AS path, l.hlc, l.worker,
    (SELECT group_concat(v.value, ' ') FROM json_each(p.value) AS v) AS parents
FROM log AS l, json_each(l.parents) AS p
WHERE l.parents IS NOT NULL AND p.key <> '' AND instr(p.key, '/') = 0 AND json_array_length(p.value) > 1
ORDER BY l.seq DESC LIMIT :limit
"""
"""Edits of a note that had more than one version in view, the newest first; `parents` are clocks. Value: `limit`."""

OWN_CHANGES = """
SELECT kind, record, action, hlc FROM log WHERE local = 1 AND space = :space ORDER BY seq DESC LIMIT :limit
"""
"""What was changed in this vault itself in one space, the newest first. Values: `space`, `limit`."""

QUERIES: Mapping[str, str] = {
    "people_list": PEOPLE_LIST,
    "timeline": TIMELINE,
    "areas": AREAS,
    "today_visits": TODAY_VISITS,
    "ahead_visits": AHEAD_VISITS,
    "today_attention": TODAY_ATTENTION,
    "week_counts": WEEK_COUNTS,
    "twin_visits": TWIN_VISITS,
    "settled_notes": SETTLED_NOTES,
    "own_changes": OWN_CHANGES,
    "month_figures": MONTH_FIGURES,
    **PERIOD_COUNTS,
}


def run(connection: Connection, name: str, values: Mapping[str, object]) -> list[dict[str, object]]:
    """The rows of query `name` as dictionaries. KeyError when there is no such query."""
    from veldwerk.store.rows import text

    bound = {
        key: text(list(value)) if isinstance(value, list | tuple | set | frozenset) else value
        for key, value in values.items()
    }
    cursor = connection.execute(QUERIES[name], bound)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
