"""A generated vault looks like years of real work: whole, coherent, alive today, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TypeVar

import pytest

from tests.demo.conftest import NURSE, Filled, fill
from veldwerk.domain import bsn, names, reply_code
from veldwerk.domain.consent import Consent
from veldwerk.domain.errors import UserError
from veldwerk.domain.instruments import score
from veldwerk.domain.people import Person, PersonCare
from veldwerk.domain.records import Record, Row, from_row, to_row
from veldwerk.domain.referrals import Letter, Referral, ReferralNote, ReferralTask, check_transition
from veldwerk.domain.register import KINDS
from veldwerk.domain.signals import Signal
from veldwerk.domain.social_map import Location, Organization, Service
from veldwerk.domain.visits import Answers, Appraisal, AppraisalCare, Measurement, Visit
from veldwerk.domain.volunteers import Match, Volunteer
from veldwerk.domain.workdays import first_attempt_due
from veldwerk.services.edits import find
from veldwerk.services.referrals import overdue
from veldwerk.services.social_map import freshness

R = TypeVar("R", bound=Record)


def all_of(filled: Filled, cls: type[R]) -> list[R]:
    return filled.vault.read(lambda reader: find(reader, cls))


def rows_of(filled: Filled, kind: str) -> list[tuple[str, Row]]:
    return filled.vault.read(lambda reader: reader.find(kind))


def space_of(filled: Filled, kind: str, record: str) -> str | None:
    return filled.vault.read(lambda reader: reader.space_of(kind, record))


def digest(filled: Filled, space: str) -> str:
    return filled.vault.read(lambda reader: reader.digest(space))


def ids_of(filled: Filled, cls: type[Record]) -> set[str]:
    return {record.id for record in all_of(filled, cls)}


def test_every_record_fits_the_register_and_reads_back_as_it_was(nurse: Filled) -> None:
    for kind, spec in KINDS.items():
        for record, row in rows_of(nurse, kind):
            again = to_row(from_row(spec.record, record, row))
            stored = {name: value for name, value in row.items() if value not in (None, "", {})}
            assert stored == {name: again[name] for name in stored}
            space = space_of(nurse, kind, record)
            assert space in {one.value for one in spec.spaces}


def test_everything_points_at_something_that_is_there(nurse: Filled) -> None:
    people, visits, services = ids_of(nurse, Person), ids_of(nurse, Visit), ids_of(nurse, Service)
    appraisals, referrals = ids_of(nurse, Appraisal), ids_of(nurse, Referral)
    tasks, consents = ids_of(nurse, ReferralTask), {c.id: c for c in all_of(nurse, Consent)}
    for cls in (
        Visit,
        Answers,
        Measurement,
        Appraisal,
        AppraisalCare,
        Referral,
        ReferralTask,
        Consent,
        Letter,
    ):
        assert {one.person_id for one in all_of(nurse, cls)} <= people  # type: ignore[attr-defined]  # all have it
    assert {s.person_id for s in all_of(nurse, Signal)} - {""} <= people
    assert {m.visit_id for m in all_of(nurse, Measurement)} | {
        a.visit_id for a in all_of(nurse, Answers)
    } <= visits
    assert {r.appraisal_id for r in all_of(nurse, Referral)} <= appraisals
    assert {c.appraisal_id for c in all_of(nurse, AppraisalCare)} <= appraisals
    for task in all_of(nurse, ReferralTask):
        assert task.referral_id in referrals
        assert task.service_id in services
        assert consents[task.consent_id].recipient == task.recipient
        assert task.sent_on is None or consents[task.consent_id].active(task.sent_on)
    assert {n.referral_id for n in all_of(nurse, ReferralNote)} <= referrals
    assert {letter.task_id for letter in all_of(nurse, Letter)} <= tasks
    organizations, locations = ids_of(nurse, Organization), ids_of(nurse, Location)
    for service in all_of(nurse, Service):
        assert service.organization_id in organizations
        assert service.location_id in locations


def test_nothing_lies_in_the_future_that_has_happened(nurse: Filled) -> None:
    now = nurse.clock.now()
    for visit in all_of(nurse, Visit):
        if visit.status == "uitgevoerd":
            assert visit.finished_at is not None
            assert visit.outcome
            assert visit.finished_at <= now
        else:
            assert visit.finished_at is None
    for signal in all_of(nurse, Signal):
        assert signal.received_at is not None
        assert signal.received_at <= now
        assert signal.first_attempt_at is None or signal.received_at <= signal.first_attempt_at <= now
        assert signal.first_attempt_due == first_attempt_due(signal.urgency, signal.received_at)
        assert (signal.status == "afgerond") == bool(signal.outcome) == (signal.closed_on is not None)
    for note in all_of(nurse, ReferralNote):
        assert note.written_at is not None
        assert note.written_at <= now


def test_tasks_only_took_steps_the_table_allows(nurse: Filled) -> None:
    seen: Counter[str] = Counter()
    for task in all_of(nurse, ReferralTask):
        state = "draft"
        for event in sorted(task.history, key=lambda event: event.at):
            assert event.before == state
            check_transition(event.before, event.after, event.reason)
            state = event.after
        assert state == task.status
        assert reply_code.verify(task.reply_code)
        seen[state] += 1
    assert {"completed", "rejected", "in-progress"} <= set(seen)
    tries = Counter(task.referral_id for task in all_of(nurse, ReferralTask))
    assert max(tries.values()) > 1, "a refusal leads to a next try"


def test_numbers_that_people_read_are_unique(nurse: Filled) -> None:
    for numbers in (
        [p.client_number for p in all_of(nurse, Person)],
        [t.reply_code for t in all_of(nurse, ReferralTask)],
        [s.number for s in all_of(nurse, Signal)],
        [p.bsn for p in all_of(nurse, PersonCare) if p.bsn],
    ):
        assert numbers
        assert len(set(numbers)) == len(numbers)


def test_bsn_are_of_the_test_range_and_pass_the_eleven_test(nurse: Filled) -> None:
    numbers = [care.bsn for care in all_of(nurse, PersonCare) if care.bsn]
    assert numbers
    assert all(number.startswith("9999") and bsn.is_valid(number) for number in numbers)


def test_names_work_in_letters_and_lists(nurse: Filled) -> None:
    for person in all_of(nurse, Person):
        assert names.address_line(person).strip()
        assert names.salutation(person).endswith(",")
        assert "  " not in names.full_name(person)
        assert names.index_name(person)[0].isupper() or names.index_name(person)[0] in "'’"
        assert person.birth_date is None or 74 <= 2026 - person.birth_date.year <= 102


def test_scores_are_those_the_product_would_compute(nurse: Filled) -> None:
    library = nurse.services.knowledge.library
    categories: Counter[str] = Counter()
    for measured in all_of(nurse, Measurement):
        again = score(library.get(measured.instrument), measured.answers, measured.norm or None)
        assert (measured.total, measured.category) == (again.total, again.category or "")
        assert dict(measured.subscales) == {name: n for name, n in again.subscales.items() if n is not None}
        if measured.instrument == "djg6":
            categories[measured.category] += 1
    total = sum(categories.values())
    assert 0.3 < categories["niet_eenzaam"] / total < 0.8
    assert 0.15 < categories["matig_eenzaam"] / total < 0.55
    assert 0.02 < categories["ernstig_eenzaam"] / total < 0.35


def test_appraisals_follow_situation_and_advice(nurse: Filled) -> None:
    situations: Counter[str] = Counter()
    for stored in all_of(nurse, Appraisal):
        situations[stored.situation] += 1
        whole = nurse.services.appraisals.latest(nurse.actor, stored.person_id)
        if whole is None or whole.id != stored.id:
            continue
        assert nurse.services.appraisals.situation(whole).value == whole.situation
        advice = nurse.services.appraisals.advice(nurse.actor, whole)
        objections = advice.objections(whole.chosen)
        assert all(one.rule.override != "nooit" for one in objections)
        deviates = bool(objections) or any(kind not in advice.kinds for kind in whole.chosen)
        assert not deviates or whole.override_reason
    assert {"geen", "dreigend", "normaal"} <= set(situations), "watchful waiting is a real outcome"


def test_today_is_alive(nurse: Filled) -> None:
    day = nurse.services.today.day(nurse.actor)
    today = nurse.clock.today()
    assert (
        5
        <= sum(1 for one in day.visits if one.visit.planned_on == today and one.visit.status == "gepland")
        <= 7
    )
    assert any(one.late for one in day.visits)
    assert len(day.drafts) == nurse.summary.drafts == 1
    assert {one.kind for one in day.attention} >= {"signal", "conflict"}
    assert any(one.kind == "signal" and one.late for one in day.attention)
    assert any(one.kind == "signal" and one.due and one.due.date() == today for one in day.attention)
    assert nurse.summary.conflicts == len(nurse.vault.read(lambda r: r.open_conflicts())) > 0


def test_the_draft_opens_where_it_was_left(nurse: Filled) -> None:
    visit = next(v for v in all_of(nurse, Visit) if v.started_at and not v.finished_at)
    work = nurse.services.visits.begin(nurse.actor, visit)
    assert work.recovered
    assert work.place in {question.ref for question in work.session.questions()}
    assert any("avonden" in value for value in work.session.values().values())


def test_some_replies_are_overdue_and_the_map_ages(nurse: Filled) -> None:
    today = nurse.clock.today()
    assert sum(overdue(task, today) for task in all_of(nurse, ReferralTask)) >= 1
    ages = Counter(freshness(service, today) for service in all_of(nurse, Service))
    assert min(ages[word] for word in ("fresh", "stale", "ask")) >= 10


def test_month_has_figures_and_small_cells(nurse: Filled) -> None:
    report = nurse.services.months.report(nurse.actor, 2026, 2)
    shown = {figure.id: figure.cell.value for figure in report.figures}
    assert shown["B01"]
    assert shown["B05"] or shown["B04"]
    assert report.hidden_count > 0


def test_letters_open_again_and_say_practice(nurse: Filled) -> None:
    letters = all_of(nurse, Letter)
    assert letters
    for letter in letters[:10]:
        content = nurse.services.letters.content(nurse.actor, letter)
        assert content.practice
        assert content.recipient.lines[0]
    assert nurse.services.letters.letterhead().organisation == "Wijkzorg De Linde"


def test_a_welfare_vault_has_volunteers_and_no_care(welfare: Filled) -> None:
    assert not all_of(welfare, PersonCare)
    assert not all_of(welfare, AppraisalCare)
    kinds = {answer.form for answer in all_of(welfare, Answers)}
    assert kinds == {"huisbezoek75", "kort_bezoek"}
    volunteers = {one.id: one for one in all_of(welfare, Volunteer)}
    load: Counter[str] = Counter()
    for match in all_of(welfare, Match):
        assert match.volunteer_id in volunteers
        assert match.backup_accepted_on is not None
        assert match.planned_end is not None
        assert match.starts_on is not None
        assert match.client_name
        assert (match.status == "beeindigd") == bool(match.end_reason)
        load[match.volunteer_id] += 1
    assert load
    assert all(count <= volunteers[one].max_matches for one, count in load.items())


def test_the_same_seed_gives_the_same_spaces(nurse: Filled, tmp_path: Path) -> None:
    again = fill(tmp_path, NURSE)
    try:
        for space in ("kaart", "coalitie", "casus", "zorg"):
            assert digest(again, space) == digest(nurse, space)
        assert again.summary == nurse.summary
    finally:
        again.vault.close()


def test_cancelling_stops_with_a_sentence(tmp_path: Path) -> None:
    from veldwerk.demo import generate

    filled = fill(tmp_path, NURSE, people=1)
    with pytest.raises(UserError) as stopped:
        generate(filled.services, actor=NURSE, people=30, cancelled=lambda: True)
    assert stopped.value.code == "cancelled"
    with pytest.raises(UserError):
        generate(filled.services, actor=NURSE, people=0)
    filled.vault.close()
