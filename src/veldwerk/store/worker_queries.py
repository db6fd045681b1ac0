"""Queries of the services: one question of one screen each. Parameters by name, lists as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from veldwerk.store.month_queries import MONTH_FIGURES

PEOPLE_LIST = """
-- People with what picks the right one out: last and next visit, what is open, the latest loneliness category.
SELECT p.id, p.initials, p.given_name, p.preferred_name, p.infix, p.family_name, p.partner_infix, p.partner_name,
       p.name_use, p.gender, p.birth_date, p.street, p.house_number, p.house_addition, p.postal_code, p.city, p.area,
       p.status,
       (SELECT max(v.finished_at) FROM visit v
         WHERE v.person_id = p.id AND v.status = 'uitgevoerd' AND v._deleted = 0) AS last_visit_on,
       (SELECT min(v.planned_on) FROM visit v
         WHERE v.person_id = p.id AND v.status = 'gepland' AND v._deleted = 0) AS next_visit_on,
       (SELECT count(*) FROM signal s
         WHERE s.person_id = p.id AND s.status <> 'afgerond' AND s._deleted = 0) AS open_signals,
       (SELECT count(*) FROM referral r
         WHERE r.person_id = p.id AND r.status IN ('draft', 'active', 'on-hold') AND r._deleted = 0)
         AS open_referrals,
       (SELECT m.category FROM measurement m
         WHERE m.person_id = p.id AND m.instrument IN ('djg6', 'djg11') AND m._deleted = 0
         ORDER BY m.measured_on DESC LIMIT 1) AS category
  FROM person p
 WHERE p._deleted = 0
   AND (:area = '' OR p.area = :area)
   AND (json_array_length(:ids) = 0 OR p.id IN (SELECT value FROM json_each(:ids)))
 ORDER BY p.family_name COLLATE NOCASE, p.given_name COLLATE NOCASE
 LIMIT :limit
"""

AREAS = "SELECT DISTINCT area FROM person WHERE _deleted = 0 AND area <> '' ORDER BY area"

TIMELINE = """
-- All that happened with one person. `detail` is a code of the kind: outcome, category, situation, intervention.
SELECT coalesce(finished_at, planned_on) AS at, 'visit' AS kind, id, status AS state,
       coalesce(nullif(outcome, ''), contact_form) AS detail
  FROM visit WHERE person_id = :person AND _deleted = 0 AND coalesce(finished_at, planned_on) IS NOT NULL
UNION ALL
SELECT received_at, 'signal', id, status, urgency FROM signal
 WHERE person_id = :person AND _deleted = 0 AND received_at IS NOT NULL
UNION ALL
SELECT measured_on, 'measurement', id, instrument, category FROM measurement
 WHERE person_id = :person AND _deleted = 0 AND measured_on IS NOT NULL
UNION ALL
SELECT made_on, 'appraisal', id, '', situation FROM appraisal
 WHERE person_id = :person AND _deleted = 0 AND made_on IS NOT NULL
UNION ALL
SELECT created_on, 'referral', id, status, kind FROM referral
 WHERE person_id = :person AND _deleted = 0 AND created_on IS NOT NULL
UNION ALL
SELECT written_at, 'referral_note', id, '', '' FROM referral_note
 WHERE person_id = :person AND _deleted = 0 AND written_at IS NOT NULL
UNION ALL
SELECT made_on, 'letter', id, status, template FROM letter
 WHERE person_id = :person AND _deleted = 0 AND made_on IS NOT NULL
UNION ALL
SELECT given_on, 'consent', id, CASE WHEN withdrawn_on IS NULL THEN 'given' ELSE 'withdrawn' END, purpose FROM consent
 WHERE person_id = :person AND _deleted = 0 AND given_on IS NOT NULL
 ORDER BY at DESC
"""

TODAY_VISITS = """
-- The diary of one worker: today's visits, and earlier ones that nobody did or called off.
SELECT id, person_id, planned_on FROM visit
 WHERE _deleted = 0 AND visitor = :worker
   AND ((planned_on = :day AND status IN ('gepland', 'uitgevoerd'))
        OR (planned_on < :day AND planned_on >= date(:day, '-60 days') AND status = 'gepland'))
   AND person_id IN (SELECT id FROM person WHERE _deleted = 0)
 ORDER BY planned_on, planned_time
"""

TODAY_ATTENTION = """
-- What waits for a person: signals not yet tried, referrals without a reply, notes with two versions.
SELECT * FROM (
    SELECT 'signal' AS kind, s.id, s.person_id, s.first_attempt_due AS due, s.urgency AS detail FROM signal s
     WHERE s._deleted = 0 AND s.status <> 'afgerond' AND s.first_attempt_at IS NULL
     ORDER BY s.first_attempt_due LIMIT 50)
UNION ALL
SELECT * FROM (
    SELECT 'reply', t.referral_id, t.person_id, t.due_on, t.recipient FROM referral_task t
     WHERE t._deleted = 0 AND t.status = 'requested' AND t.due_on < :day
     ORDER BY t.due_on LIMIT 50)
"""

WEEK_COUNTS = """
-- What one worker did in the last seven days.
SELECT (SELECT count(*) FROM visit WHERE _deleted = 0 AND visitor = :worker AND status = 'uitgevoerd'
         AND date(finished_at) > date(:day, '-7 days') AND date(finished_at) <= :day) AS visits,
       (SELECT count(*) FROM signal WHERE _deleted = 0
         AND date(received_at) > date(:day, '-7 days') AND date(received_at) <= :day) AS signals,
       (SELECT count(*) FROM letter WHERE _deleted = 0 AND made_by = :worker
         AND made_on > date(:day, '-7 days') AND made_on <= :day) AS letters
"""

STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "people_list": PEOPLE_LIST,
        "areas": AREAS,
        "timeline": TIMELINE,
        "today_visits": TODAY_VISITS,
        "today_attention": TODAY_ATTENTION,
        "week_counts": WEEK_COUNTS,
        "month_figures": MONTH_FIGURES,
    }
)
"""By name."""
