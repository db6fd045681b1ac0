"""What the month summary counts, as SQL (definitions: DOMAIN 7.2 and resources/indicators/indicators.toml).

Periods are half open: from `start` up to but not including `end`. Small cells are protected by services, never here.
"""

from __future__ import annotations

from veldwerk.domain.register import KINDS

_DAY = "coalesce(nullif(substr(finished_at, 1, 10), ''), planned_on)"
_DONE = f"""SELECT *, {_DAY} AS done_on FROM visit WHERE _deleted = 0 AND status = 'uitgevoerd'
    AND ((finished_at >= :year AND finished_at < :end)
        OR (coalesce(finished_at, '') = '' AND planned_on >= :year AND planned_on < :end))"""

_COUNTED = " AND ".join(f"kind <> '{kind}'" for kind, spec in KINDS.items() if spec.apart)
"""Not even the number of changes tells that there is a record which only its members know."""

MONTH_FIGURES = f"""
WITH done_year AS ({_DONE}),
done AS (SELECT * FROM done_year WHERE done_on >= :start),
planned AS (
    SELECT id FROM visit
    WHERE _deleted = 0 AND coalesce(status, '') <> 'dubbel' AND planned_on >= :start AND planned_on < :end),
target AS (
    SELECT id FROM person
    WHERE _deleted = 0 AND birth_date <= :born AND coalesce(living, '') <> 'instelling'
      AND (opened_on IS NULL OR opened_on <= :reference)
      AND ((closed_on IS NULL AND status = 'actief') OR closed_on > :reference)),
received AS (SELECT * FROM signal WHERE _deleted = 0 AND received_at >= :start AND received_at < :end),
due AS (
    SELECT first_attempt_at IS NOT NULL AND unixepoch(first_attempt_at) <= unixepoch(first_attempt_due) AS kept
    FROM signal WHERE _deleted = 0 AND first_attempt_due >= :start AND first_attempt_due < :passed),
measured AS (
    SELECT * FROM measurement
    WHERE _deleted = 0 AND instrument LIKE 'djg%' AND total IS NOT NULL AND category <> ''
      AND measured_on >= :start AND measured_on < :end
      AND coalesce(visit_id, '') NOT IN (SELECT id FROM visit WHERE status = 'dubbel')),
appraised AS (
    SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY made_on DESC, id DESC) AS nth
        FROM appraisal WHERE _deleted = 0 AND made_on >= :start AND made_on < :end)
    WHERE nth = 1),
sent AS (
    SELECT * FROM referral_task WHERE _deleted = 0 AND sent_on >= :start AND sent_on < :end),
first_sent AS (
    SELECT r.id, r.kind FROM referral AS r
    WHERE r._deleted = 0 AND r.id IN (SELECT referral_id FROM sent)
      AND NOT EXISTS (SELECT 1 FROM referral_task AS t
          WHERE t.referral_id = r.id AND t._deleted = 0 AND t.sent_on < :start)),
changed AS (
    SELECT count(*) AS n FROM log
    WHERE at >= unixepoch(:start) * 1000 AND at < unixepoch(:end) * 1000 AND {_COUNTED}),
apart AS (
    SELECT count(*) AS n FROM log AS l, json_each(l.parents) AS p
    WHERE l.at >= unixepoch(:start) * 1000 AND l.at < unixepoch(:end) * 1000 AND l.parents IS NOT NULL AND {_COUNTED}
      AND p.key <> '' AND instr(p.key, '/') = 0 AND json_array_length(p.value) > 1
    UNION ALL SELECT count(*) FROM (
        SELECT max(hlc) AS newest FROM version WHERE state = 1 AND instr(path, '/') = 0 AND {_COUNTED}
        GROUP BY kind, record, path HAVING count(DISTINCT value) > 1)
    WHERE substr(newest, 1, 13) / 1000 >= unixepoch(:start) AND substr(newest, 1, 13) / 1000 < unixepoch(:end))
SELECT 'B01' AS id, '' AS part, (SELECT count(*) FROM target) AS n, NULL AS whole
UNION ALL SELECT 'B03', '', (SELECT count(DISTINCT person_id) FROM done_year), (SELECT count(*) FROM target)
UNION ALL SELECT 'B03_new', '', (SELECT count(*) FROM (
    SELECT person_id FROM done_year GROUP BY person_id HAVING min(done_on) >= :start)), NULL
UNION ALL SELECT 'B04', '', (SELECT count(*) FROM planned), NULL
UNION ALL SELECT 'B05', '', (SELECT count(*) FROM done), (SELECT count(*) FROM planned)
UNION ALL SELECT * FROM (SELECT 'B10', contact_form, count(*), NULL FROM done GROUP BY 2 ORDER BY 2)
UNION ALL SELECT * FROM (SELECT 'S01', reporter_kind, count(*), NULL FROM received GROUP BY 2 ORDER BY 2)
UNION ALL SELECT 'S02', '', (SELECT count(DISTINCT coalesce(nullif(person_id, ''), nullif(address, ''), id))
    FROM received), NULL
UNION ALL SELECT * FROM (SELECT 'S04', urgency, count(*), NULL FROM received GROUP BY 2 ORDER BY 2)
UNION ALL SELECT 'S06', '', (SELECT coalesce(sum(kept), 0) FROM due), (SELECT count(*) FROM due)
UNION ALL SELECT 'L01', '', (SELECT count(*) FROM measured), (SELECT count(*) FROM done)
UNION ALL SELECT * FROM (
    SELECT 'L02', instrument || '/' || category, count(*), NULL FROM measured GROUP BY 2 ORDER BY 2)
UNION ALL SELECT * FROM (
    SELECT 'L03', kinds.key, count(*), (SELECT count(*) FROM appraised)
    FROM appraised, json_each(coalesce(appraised.types, '{{}}')) AS kinds
    WHERE kinds.value = 'ja' GROUP BY 2 ORDER BY 2)
UNION ALL SELECT * FROM (
    SELECT 'L04', CASE WHEN situation = 'dreigend' AND duration_months IS NULL THEN 'dreigend_duur_onbekend'
        ELSE situation END, count(*), (SELECT count(*) FROM appraised)
    FROM appraised GROUP BY 2 ORDER BY 2)
UNION ALL SELECT * FROM (SELECT 'D01', kind, count(*), NULL FROM first_sent GROUP BY 2 ORDER BY 2)
UNION ALL SELECT * FROM (
    SELECT 'D07', kind, count(*), NULL FROM offer_gap
    WHERE _deleted = 0 AND found_on >= :start AND found_on < :end GROUP BY 2 ORDER BY 2)
UNION ALL SELECT 'Q02', '', (SELECT count(*) FROM sent WHERE coalesce(consent_id, '') <> ''),
    (SELECT count(*) FROM sent)
UNION ALL SELECT 'Q03', '', (SELECT count(*) FROM service WHERE _deleted = 0 AND checked_on >= :checked),
    (SELECT count(*) FROM service WHERE _deleted = 0)
UNION ALL SELECT 'Q04', '', (SELECT sum(n) FROM apart), (SELECT n FROM changed)
"""
"""All figures of one month: id, part ('' for the whole), n, whole (the denominator, or NULL).

Values: `start`, `end`, `passed` (the end, or now when that is sooner: what is due later is not late), `year` (its
1 January), `reference` (last day), `born` (birthday of who is 75 then), `checked` (the oldest day at which a check of
the social map is fresh). Q04 counts notes with two texts: those settled in the month and those still open that arose in
it. What was filled in at a visit that is a double counts nowhere. L01 and L02 count valid De Jong Gierveld
measurements, L03 and L04 the last appraisal of each person in the month, D01 referrals whose first sending was in the
month.
"""


def _period(table: str, day: str, groups: str) -> str:
    return (
        f"SELECT {groups}, count(*) AS n FROM {table} WHERE _deleted = 0 "
        f"AND {day} >= :start AND {day} < :end GROUP BY {groups} ORDER BY {groups}"
    )


PERIOD_COUNTS = {
    "count_visits": _period("visit", _DAY, "status, contact_form"),
    "count_signals": _period("signal", "received_at", "reporter_kind, urgency"),
    "count_measurements": _period("measurement", "measured_on", "instrument, category"),
    "count_appraisals": _period("appraisal", "made_on", "situation"),
    "count_referrals": _period("referral", "created_on", "kind, status"),
    "count_volunteers": "SELECT status, count(*) AS n FROM volunteer WHERE _deleted = 0 GROUP BY 1 ORDER BY 1",
}
"""Plain counts by period, for checking and for lists. Values: `start`, `end` (volunteers take none)."""
