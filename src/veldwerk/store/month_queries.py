"""The counts of one month (DOMAIN 7.2), one statement: (id, part, n, whole). `part` is the row of a breakdown.

Parameters are ISO dates: `start` and `end` of the month (end excluded), `year` its first of January, `reference` its
last day, `born` the last birthday that makes 75 on that day, `checked` 180 days before it. People are distinct persons.
"""

from __future__ import annotations

MONTH_FIGURES = """
WITH done AS (
    SELECT id, person_id, contact_form, date(finished_at) AS on_day FROM visit
     WHERE _deleted = 0 AND status = 'uitgevoerd' AND finished_at IS NOT NULL
       AND date(finished_at) >= :year AND date(finished_at) < :end),
target AS (
    SELECT id FROM person
     WHERE _deleted = 0 AND birth_date <= :born AND living <> 'instelling'
       AND (status = 'actief' OR closed_on > :reference)
       AND (opened_on IS NULL OR opened_on <= :reference)),
signals AS (
    SELECT * FROM signal WHERE _deleted = 0 AND date(received_at) >= :start AND date(received_at) < :end),
due AS (
    SELECT first_attempt_at, first_attempt_due FROM signals WHERE datetime(first_attempt_due) < datetime(:end)),
assessed AS (
    SELECT a.* FROM appraisal a
     WHERE a._deleted = 0 AND a.confirmed_on IS NOT NULL AND a.made_on >= :start AND a.made_on < :end
       AND NOT EXISTS (SELECT 1 FROM appraisal b WHERE b.person_id = a.person_id AND b._deleted = 0
            AND b.made_on >= :start AND b.made_on < :end AND (b.made_on, b.id) > (a.made_on, a.id))),
sent AS (
    SELECT t.id, t.consent_id, r.kind FROM referral_task t JOIN referral r ON r.id = t.referral_id
     WHERE t._deleted = 0 AND r._deleted = 0 AND t.sent_on >= :start AND t.sent_on < :end)
SELECT 'B01' AS id, '' AS part, count(*) AS n, NULL AS whole FROM target
UNION ALL SELECT 'B03', '', count(DISTINCT d.person_id), (SELECT count(*) FROM target)
  FROM done d JOIN target t ON t.id = d.person_id
UNION ALL SELECT 'B04', '', count(*), NULL FROM visit
 WHERE _deleted = 0 AND planned_on >= :start AND planned_on < :end
UNION ALL SELECT 'B05', '', count(*), NULL FROM done WHERE on_day >= :start
UNION ALL SELECT 'B10', contact_form, count(*), NULL FROM done WHERE on_day >= :start GROUP BY contact_form
UNION ALL SELECT 'S01', reporter_kind, count(*), NULL FROM signals GROUP BY reporter_kind
UNION ALL SELECT 'S02', '', count(DISTINCT coalesce(nullif(person_id, ''), nullif(address, ''), id)), NULL FROM signals
UNION ALL SELECT 'S04', urgency, count(*), NULL FROM signals GROUP BY urgency
UNION ALL SELECT 'S06', '',
       coalesce(sum(first_attempt_at IS NOT NULL AND datetime(first_attempt_at) <= datetime(first_attempt_due)), 0),
       count(*) FROM due
UNION ALL SELECT 'L01', instrument, count(*), NULL FROM measurement
 WHERE _deleted = 0 AND total IS NOT NULL AND instrument IN ('djg6', 'djg11')
   AND measured_on >= :start AND measured_on < :end GROUP BY instrument
UNION ALL SELECT 'L02', instrument || '/' || category, count(*), NULL FROM measurement
 WHERE _deleted = 0 AND total IS NOT NULL AND instrument IN ('djg6', 'djg11') AND category <> ''
   AND measured_on >= :start AND measured_on < :end GROUP BY instrument, norm, category
UNION ALL SELECT 'L03', kind.value, sum(json_extract(types, '$.' || kind.value) = 'ja'), count(*)
  FROM assessed, json_each('["sociaal","emotioneel","existentieel"]') AS kind GROUP BY kind.value
UNION ALL SELECT 'L04',
       CASE WHEN situation = 'dreigend' AND duration_months IS NULL THEN 'dreigend_duur_onbekend' ELSE situation END
       AS part, count(*), NULL FROM assessed GROUP BY part
UNION ALL SELECT 'D01', kind, count(*), NULL FROM sent GROUP BY kind
UNION ALL SELECT 'D07', kind, count(*), NULL FROM offer_gap
 WHERE _deleted = 0 AND found_on >= :start AND found_on < :end GROUP BY kind
UNION ALL SELECT 'Q02', '', coalesce(sum(consent_id <> ''), 0), count(*) FROM sent
UNION ALL SELECT 'Q03', '', coalesce(sum(checked_on >= :checked), 0), count(*) FROM service
 WHERE _deleted = 0 AND status = 'active'
"""
