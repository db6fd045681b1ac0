"""The care part of the round through the services alone: signal, visit, score, appraisal, advice, referral, letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.places import NOW, Place, add_person, add_service, later
from veldwerk.demo.round import ANSWERS, fill
from veldwerk.domain.consent import Consent
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.domain.referrals import ReferralTask
from veldwerk.domain.signals import Signal
from veldwerk.domain.social_map import Service
from veldwerk.domain.visits import Appraisal, Visit
from veldwerk.services.visits import Finished, Work
from veldwerk.xlsform import FormError

ALL = ("naam", "telefoon", "vraag", "praktisch", "geboortedatum", "bevindingen", "doel", "eenzaamheid")


def visit_form(place: Place, person: Person, **answers: str) -> tuple[Visit, Work]:
    work = place.work
    visit = work.services.visits.plan(work.actor, person.id, place.clock.today(), time="10:30")
    filling = work.services.visits.begin(work.actor, visit)
    fill(filling.session, {**ANSWERS, "bezoekdatum": place.clock.today().isoformat(), **answers})
    return visit, filling


def finished(place: Place, person: Person, **answers: str) -> Finished:
    _visit, filling = visit_form(place, person, **answers)
    return place.work.services.visits.finish(place.work.actor, filling)


def appraised(place: Place, person: Person, **changes: object) -> Appraisal:
    work = place.work
    proposal = work.services.appraisals.propose(work.actor, finished(place, person).visit)
    return work.services.appraisals.confirm(work.actor, replace(proposal.appraisal, **changes))


def consent_for(place: Place, person: Person, service: Service, categories: tuple[str, ...] = ALL) -> Consent:
    return place.work.services.people.record_consent(
        place.work.actor,
        Consent(
            id="", person_id=person.id, purpose="verwijzing", recipient=service.name, categories=categories,
            wording="Mag ik dit doorgeven?", given_on=place.clock.today(), given_by="bewoner",
        ),
    )  # fmt: skip


def addressed(place: Place, person: Person, kind: str, **service: object) -> ReferralTask:
    work = place.work
    appraisal = appraised(place, person)
    referral = work.services.referrals.create(
        work.actor, appraisal, kind, question="Iemand om mee te praten.", facts="Haar man overleed.", rule_ids=["S05"],
        goal_words="Het gemis delen.", named_contact="Sanne",
    )  # fmt: skip
    found = add_service(work, kind, **service)
    return work.services.referrals.address(work.actor, referral, found, consent_for(place, person, found))


# --- signals


def test_the_clock_of_a_signal_starts_at_receipt_not_at_entry(nurse: Place) -> None:
    work = nurse.work
    phoned = NOW - timedelta(days=2)  # Sunday 22 November
    made = work.services.signals.take_in(
        work.actor,
        Signal(id="", facts="Gordijnen dicht.", urgency="U1", received_at=phoned, reporter_name="Buur"),
    )
    assert made.first_attempt_due == phoned + timedelta(hours=24)
    assert made.inform_before == date(2026, 12, 22)
    assert [s.id for s in work.services.signals.all(work.actor)] == [made.id]


def test_a_signal_needs_facts_and_a_fully_anonymous_reporter_has_no_name(nurse: Place) -> None:
    signals, actor = nurse.work.services.signals, nurse.work.actor
    with pytest.raises(UserError):
        signals.take_in(actor, Signal(id="", facts="  ", judgement="Het gaat niet goed"))
    with pytest.raises(UserError):
        signals.take_in(
            actor,
            Signal(id="", facts="Post ligt op de mat", anonymity="volledig_anoniem", reporter_name="Buur"),
        )


def test_a_signal_ends_with_an_outcome_and_leaves_the_open_list(nurse: Place) -> None:
    signals, actor = nurse.work.services.signals, nurse.work.actor
    made = signals.take_in(actor, Signal(id="", facts="Gordijnen dicht."))
    tried = signals.attempt(actor, signals.triage(actor, made, "U2"), reached=True)
    with pytest.raises(UserError):
        signals.close(actor, tried, "")
    signals.close(actor, tried, "hulp")
    assert signals.all(actor) == []
    assert signals.get(actor, made.id).outcome == "hulp"


# --- the visit


def test_answers_scores_and_outcome_of_a_visit_come_from_its_form(nurse: Place) -> None:
    done = finished(nurse, add_person(nurse.work))
    assert done.visit.outcome == "verwijzing"
    assert done.visit.recall_on == date(2027, 11, 24)
    djg = next(m for m in done.measurements if m.instrument == "djg6")
    # 3 ja (1), 9 ja (1), 10 nee (0): emotional 2; 4 ja, 7 ja (0), 8 min of meer (1): social 1 (DOMAIN 1.2).
    assert (djg.total, dict(djg.subscales), djg.category) == (
        3,
        {"emotional": 2, "social": 1},
        "matig_eenzaam",
    )
    assert nurse.work.services.visits.drafts(nurse.work.actor) == []


def test_a_form_with_open_questions_cannot_be_finished_and_loses_nothing(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    visit = work.services.visits.plan(work.actor, person.id, nurse.clock.today())
    filling = work.services.visits.begin(work.actor, visit)
    fill(filling.session, {"toestemming_vastleggen": "ja", "bezoekdatum": "2026-11-24"})
    with pytest.raises(FormError):
        work.services.visits.finish(work.actor, filling)
    assert work.services.visits.get(work.actor, visit.id).status == "gepland"


def test_an_interrupted_visit_goes_on_where_it_was_left(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    visit, filling = visit_form(nurse, person)
    work.services.visits.save_draft(work.actor, filling, filling.session.save(), "/data/contacten/gemis")
    other, other_filling = visit_form(nurse, add_person(work, family_name="Prins", infix=""), gemis="De hond")
    work.services.visits.save_draft(
        work.actor, other_filling, other_filling.session.save(), "/data/opening/blij"
    )
    again = work.services.visits.begin(work.actor, work.services.visits.get(work.actor, visit.id))
    assert (again.recovered, again.place) == (True, "/data/contacten/gemis")
    assert again.session.values() == filling.session.values()
    assert {draft.visit for draft in work.services.visits.drafts(work.actor)} == {visit.id, other.id}


def test_health_answers_scores_and_codes_are_kept_apart_in_zorg(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    done = finished(
        nurse,
        person,
        whooley_1="ja",
        whooley_2="nee",
        gehoor="slecht",
        oorzaken_zorg="gehoor",
        complexiteit_zorg="psychiatrie",
    )
    appraisal = work.services.appraisals.confirm(
        work.actor, work.services.appraisals.propose(work.actor, done.visit).appraisal
    )
    assert "gehoor" in appraisal.causes and "psychiatrie" in appraisal.complexity

    def spaces(kind: str) -> dict[str, str | None]:
        rows = work.vault.read(lambda r: r.find(kind))
        return {record: work.vault.read(lambda r, one=record: r.space_of(kind, one)) for record, _row in rows}

    instruments = work.vault.read(
        lambda r: {record: row["instrument"] for record, row in r.find("measurement")}
    )
    where = spaces("measurement")
    assert {instruments[m]: where[m] for m in where if instruments[m] in ("whooley2", "djg6")} == {
        "whooley2": "zorg",
        "djg6": "casus",
    }
    assert set(spaces("appraisal_care").values()) == {"zorg"}
    plain = work.vault.read(lambda r: r.get("appraisal", appraisal.id))
    assert plain is not None and "gehoor" not in str(plain) and "psychiatrie" not in str(plain)
    assert work.services.appraisals.latest(work.actor, person.id) == appraisal


def test_the_day_and_the_form_of_contact_are_those_of_the_visit_not_of_the_typing(nurse: Place) -> None:
    done = finished(nurse, add_person(nurse.work), bezoekdatum="2026-11-20", vorm="telefoon")
    assert done.visit.finished_at is not None and done.visit.finished_at.date() == date(2026, 11, 20)
    assert (done.visit.contact_form, done.visit.recall_on) == ("telefoon", date(2027, 11, 20))
    assert {m.mode for m in done.measurements} == {"telefoon"}
    assert {m.measured_on for m in done.measurements} == {date(2026, 11, 20)}


# --- appraisal and advice


def test_an_unconfirmed_type_counts_as_uncertain_and_a_score_alone_refers_nobody(nurse: Place) -> None:
    work = nurse.work
    done = finished(nurse, add_person(work), type_emotioneel="", type_sociaal="", wens="")
    proposal = work.services.appraisals.propose(work.actor, done.visit)
    assert set(proposal.appraisal.types.values()) == {"onzeker"}
    assert {one.kind: one.answer for one in proposal.types}["emotioneel"] == "ja"
    advice = work.services.appraisals.advice(work.actor, proposal.appraisal)
    referrals = {kind for kind in advice.kinds if work.services.appraisals.table.interventions[kind].referral}
    assert referrals == set()


def test_a_choice_beside_the_advice_needs_a_reason(nurse: Place) -> None:
    work = nurse.work
    appraisal = appraised(nurse, add_person(work))
    advice = work.services.appraisals.advice(work.actor, appraisal)
    beside = next(
        kind
        for kind in work.services.appraisals.table.interventions
        if kind not in advice.kinds and not advice.why_not(kind)
    )
    with pytest.raises(UserError):
        work.services.appraisals.choose(work.actor, appraisal, [beside])
    work.services.appraisals.choose(work.actor, appraisal, [beside], "Zij kent de groep al.")
    kept = work.services.appraisals.latest(work.actor, appraisal.person_id)
    assert kept is not None and kept.override_reason == "Zij kent de groep al."


def test_lasting_loneliness_is_a_judgement_with_a_reason(nurse: Place) -> None:
    with pytest.raises(UserError):
        appraised(nurse, add_person(nurse.work), permanent=True, permanent_reason="")


# --- the referral


def test_a_referral_leaves_only_with_consent_that_names_its_recipient(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    appraisal = appraised(nurse, person)
    referral = work.services.referrals.create(
        work.actor, appraisal, "rouwondersteuning", question="Praten over Henk"
    )
    right, wrong = (
        add_service(work, "rouwondersteuning"),
        add_service(work, "rouwondersteuning", name="Een ander", organization_name="Iets anders"),
    )
    consent = consent_for(nurse, person, right)
    with pytest.raises(UserError):
        work.services.referrals.address(work.actor, referral, wrong, consent)
    task = work.services.referrals.address(work.actor, referral, right, consent)
    work.services.people.withdraw_consent(work.actor, consent)
    with pytest.raises(UserError):
        work.services.referrals.send(work.actor, task)


def test_a_sent_referral_without_reply_stands_on_today_after_ten_working_days(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    task = work.services.referrals.send(work.actor, addressed(nurse, person, "rouwondersteuning"))
    assert task.due_on == date(2026, 12, 8)
    later(nurse, 14)
    assert [a.kind for a in work.services.today.day(work.actor).attention] == []
    later(nurse, 1)
    waiting = work.services.today.day(work.actor).attention
    assert [(a.kind, a.person, a.late) for a in waiting] == [("reply", person.id, True)]


def test_a_reply_is_entered_by_its_code_and_one_digit(nurse: Place) -> None:
    work = nurse.work
    task = work.services.referrals.send(work.actor, addressed(nurse, add_person(work), "rouwondersteuning"))
    with pytest.raises(UserError):
        work.services.referrals.reply(work.actor, "AAAAAAA", 1)
    with pytest.raises(UserError):
        work.services.referrals.reply(work.actor, task.reply_code, 5)
    answered = work.services.referrals.reply(work.actor, task.reply_code.lower(), 2, "Over zes weken")
    assert (answered.status, answered.business_status, answered.feedback) == (
        "on-hold",
        "waitlist",
        "Over zes weken",
    )
    assert [event.after for event in answered.history] == ["requested", "accepted", "on-hold"]


def test_a_refusal_ends_the_task_but_never_the_referral(nurse: Place) -> None:
    work = nurse.work
    task = work.services.referrals.send(work.actor, addressed(nurse, add_person(work), "rouwondersteuning"))
    work.services.referrals.reply(work.actor, task.reply_code, 3, "Geen plek voor mannen")
    kept = work.services.referrals.get(work.actor, task.referral_id)
    assert kept.task is not None and (kept.task.status, kept.referral.status) == ("rejected", "active")


def test_nothing_is_completed_without_feedback(nurse: Place) -> None:
    work = nurse.work
    task = work.services.referrals.send(work.actor, addressed(nurse, add_person(work), "rouwondersteuning"))
    accepted = work.services.referrals.step(work.actor, task, "accepted")
    with pytest.raises(UserError):
        work.services.referrals.step(work.actor, accepted, "completed")


def test_a_referral_is_not_closed_while_an_answer_is_still_owed(nurse: Place) -> None:
    work = nurse.work
    task = work.services.referrals.send(work.actor, addressed(nurse, add_person(work), "rouwondersteuning"))
    referral = work.services.referrals.get(work.actor, task.referral_id).referral
    for result in ("doel_bereikt", "zomaar wat", ""):
        with pytest.raises(UserError):
            work.services.referrals.close(work.actor, referral, result)
    work.services.referrals.step(work.actor, task, "cancelled", reason="Er kwam geen antwoord")
    work.services.referrals.close(work.actor, referral, "onbekend")
    assert work.services.referrals.files(work.actor) == []


def test_notes_of_a_referral_are_dated_and_never_on_the_letter(nurse: Place) -> None:
    work = nurse.work
    task = addressed(nurse, add_person(work), "rouwondersteuning")
    referral = work.services.referrals.get(work.actor, task.referral_id).referral
    work.services.referrals.add_note(
        work.actor, referral, "Geheim-belverslag", spoke_to="Fatma", promised="Plek in januari"
    )
    letter = work.services.letters.for_task(work.actor, task)
    assert "Geheim-belverslag" not in str(letter.content)
    note = work.services.referrals.get(work.actor, task.referral_id).notes[0]
    assert isinstance(note.written_at, datetime) and note.promised == "Plek in januari"


# --- the letter


def test_a_welfare_offer_gets_no_findings_scores_or_birth_date(nurse: Place) -> None:
    work = nurse.work
    letter = work.services.letters.for_task(
        work.actor, addressed(nurse, add_person(work), "maatje"), practical="Hoort slecht"
    )
    text = str(letter.content)
    assert letter.template == "verwijsbrief_welzijn" and "Hoort slecht" in text
    for never in ("1941", "Haar man overleed", "eenzaam"):
        assert never not in text
    assert set(letter.shared) <= {"naam", "telefoon", "vraag", "praktisch"}


def test_a_gp_gets_findings_and_the_kind_of_loneliness(nurse: Place) -> None:
    work = nurse.work
    letter = work.services.letters.for_task(work.actor, addressed(nurse, add_person(work), "huisarts"))
    text = str(letter.content).lower()
    assert letter.template == "verwijsbrief"
    for needed in ("haar man overleed", "emotioneel", "12 maart 1941"):
        assert needed in text


def test_what_the_consent_does_not_cover_is_not_in_the_letter(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    service = add_service(work, "maatje")
    referral = work.services.referrals.create(
        work.actor, appraised(nurse, person), "maatje", question="Samen wandelen"
    )
    task = work.services.referrals.address(
        work.actor, referral, service, consent_for(nurse, person, service, ("naam", "vraag"))
    )
    with pytest.raises(UserError):  # the letter cannot do without a way to reach the person
        work.services.letters.for_task(work.actor, task)


def test_after_a_withdrawn_consent_no_letter_is_made_and_an_unprinted_one_stays_in_the_vault(
    nurse: Place,
) -> None:
    work = nurse.work
    person = add_person(work)
    task = addressed(nurse, person, "maatje")
    letter = work.services.letters.for_task(work.actor, task)
    consent = work.services.people.file(work.actor, person.id).consents[0]
    work.services.people.withdraw_consent(work.actor, consent)
    with pytest.raises(UserError):
        work.services.letters.for_task(work.actor, task)
    with pytest.raises(UserError):
        work.services.letters.pdf(work.actor, letter)


def test_printing_is_counted_and_logged(nurse: Place) -> None:
    work = nurse.work
    letter = work.services.letters.for_task(work.actor, addressed(nurse, add_person(work), "maatje"))
    assert work.services.letters.pdf(work.actor, letter).startswith(b"%PDF")
    once = work.services.letters.printed(work.actor, letter, "print")
    twice = work.services.letters.printed(work.actor, once, "file")
    assert (twice.prints, twice.status) == (2, "gedrukt")
    logged = [
        line.event.detail
        for line in work.vault.read(lambda r: r.audit(limit=5000))
        if line.event.action == "print"
    ]
    assert logged == ["print", "file"]
