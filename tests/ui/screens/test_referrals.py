"""Referrals on screen: order, recipient, consent, steps, replies, notes, two texts, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QLabel

from tests.places import NOW
from tests.ui.screens.own_vault import Opened
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.consent import Consent
from veldwerk.domain.referrals import Referral, ReferralTask
from veldwerk.domain.social_map import OfferGap, Service
from veldwerk.domain.visits import Appraisal
from veldwerk.services.edits import find
from veldwerk.services.referrals import ReferralFile
from veldwerk.ui.screens.referrals.agreeing import ConsentPanel
from veldwerk.ui.screens.referrals.panels import StepPanel, TwoTextsCard
from veldwerk.ui.screens.referrals.stages import Stage, rows, stage, steps

KIND = "rouwondersteuning"


def begin(opened: Opened, kind: str = KIND) -> Referral:
    """A referral in the seeded vault, just begun."""
    work = opened.work
    appraisal = work.vault.read(lambda r: find(r, Appraisal, limit=1))[0]
    return work.services.referrals.create(
        work.actor, appraisal, kind, question="Iemand om mee te praten.", rule_ids=["S05"], goal_words="Rust."
    )


def provider(opened: Opened, kind: str = KIND, **fields: object) -> Service:
    work = opened.work
    values: dict[str, object] = {
        "name": "Rouwgroep De Haven",
        "kind": kind,
        "capacity": "vrij",
        "city": "Zutphen",
    }
    return work.services.social_map.add(work.actor, Service(id="", **{**values, **fields}))  # type: ignore[arg-type]


def read(opened: Opened, referral: str) -> ReferralFile:
    return opened.work.services.referrals.get(opened.work.actor, referral)


def said(opened: Opened) -> str:
    return "\n".join(label.text() for label in opened.window.findChildren(QLabel) if label.isVisible())


def agreed(opened: Opened, kind: str = KIND, **fields: object) -> Referral:
    """Begun, and put to a recipient through the consent panel."""
    referral, service = begin(opened, kind), provider(opened, kind, **fields)
    page = opened.page("referrals", referral.id)
    page._detail._ask_consent(service)
    opened.wait()
    opened.press("consent.do")
    return referral


def sent(opened: Opened) -> tuple[Referral, ReferralTask]:
    referral = agreed(opened)
    work = opened.work
    task = read(opened, referral.id).task
    assert task is not None
    return referral, work.services.referrals.send(work.actor, task)


# --- the list


def test_the_late_ones_come_first_and_groups_are_named(opened: Opened) -> None:
    page = opened.page("referrals")
    shown = page._list.rows
    headings = [row.title for row in shown if row.heading]
    assert headings[0] == "Nog geen antwoord, en het is tijd"
    assert next(row.badge for row in shown if not row.heading) == "Te laat"
    assert page.subtitle().endswith("zonder antwoord")


def test_each_state_of_the_newest_try_has_its_place() -> None:
    today = NOW.date()
    bare = ReferralFile(Referral(id="r", status="active"), None, (), ())  # type: ignore[arg-type]  # no person needed

    def at(**task: object) -> Stage:
        made = ReferralTask(id="t", **task)  # type: ignore[arg-type]  # fields of a Task
        return stage(replace(bare, tasks=(made,)), today)

    assert stage(bare, today) is Stage.DRAFT
    assert at(status="requested", due_on=today - timedelta(days=1)) is Stage.LATE
    assert at(status="requested", due_on=today) is Stage.WAITING
    assert at(status="rejected") is Stage.LOOK_ON
    assert at(status="on-hold") is Stage.RUNNING
    assert at(status="completed") is Stage.TO_CLOSE
    closed = replace(bare, referral=replace(bare.referral, status="completed"))
    assert stage(closed, today) is Stage.CLOSED
    assert [one.state for one in steps(None, [], False)] == ["done", "now", *["later"] * 4]


# --- the recipient


def test_an_entry_that_was_not_checked_for_a_year_asks_for_a_call_first(opened: Opened) -> None:
    old = provider(opened, name="Oude Groep", areas=())
    work = opened.work
    work.services.social_map.save(work.actor, old, replace(old, checked_on=date(2024, 1, 1)))
    referral = begin(opened)
    page = opened.page("referrals", referral.id)
    card = page._detail._now.itemAt(0).widget()
    card._show(1000)
    opened.wait()
    assert not [
        b for b in opened.window.findChildren(QLabel) if b.objectName() == f"referral.choose.{old.id}"
    ]
    opened.press(f"referral.asked.{old.id}")
    assert work.services.social_map.get(work.actor, old.id).checked_on == NOW.date()


def test_nothing_that_fits_becomes_a_missing_offer_without_the_client(opened: Opened) -> None:
    referral = begin(opened, "levensverhaal")
    work = opened.work
    for service in work.services.social_map.search(work.actor, kind="levensverhaal", limit=1000):
        work.services.social_map.save(work.actor, service, replace(service, capacity="vol"))
    page = opened.page("referrals", referral.id)
    opened.press("referral.none.action")
    opened.press("gap.do")
    assert page._detail._slot.busy  # it asks what was missing
    opened.find("gap.reason").setPlainText("Geen levensboek in de avond.")
    opened.press("gap.do")
    gaps = work.vault.read(lambda r: find(r, OfferGap, {"kind": "levensverhaal"}))
    person = read(opened, referral.id).person
    assert [(gap.reason, gap.area, gap.found_on) for gap in gaps if gap.found_on == NOW.date()] == [
        ("Geen levensboek in de avond.", person.area, NOW.date())
    ]


# --- consent


def test_consent_reads_out_and_lists_what_is_shared(opened: Opened) -> None:
    referral, service = begin(opened), provider(opened)
    page = opened.page("referrals", referral.id)
    page._detail._ask_consent(service)
    opened.wait()
    text = said(opened)
    assert "doorgeef aan Rouwgroep De Haven: naam, telefoonnummer, eigen vraag en praktische wensen?" in text
    assert "«Iemand om mee te praten.»" in text
    panel = opened.window.findChild(ConsentPanel)
    assert panel is not None
    panel._ticks.set_value(["telefoon"])
    panel._say()
    opened.press("consent.do")
    assert panel._ticks.complaint == "Zonder dit is er geen brief: naam, eigen vraag."
    assert read(opened, referral.id).tasks == ()


def test_a_care_provider_is_offered_findings_and_loneliness_only_on_request(opened: Opened) -> None:
    referral, service = begin(opened, "huisarts"), provider(opened, "huisarts", care_provider=True)
    page = opened.page("referrals", referral.id)
    page._detail._ask_consent(service)
    opened.wait()
    panel = opened.window.findChild(ConsentPanel)
    assert panel is not None
    assert {"geboortedatum", "bevindingen", "doel"} <= set(panel._ticks.value())
    assert "eenzaamheid" in panel._offered and "eenzaamheid" not in panel._ticks.value()
    assert "praktisch" not in panel._offered


def test_the_words_that_were_read_out_are_kept(opened: Opened) -> None:
    referral = agreed(opened)
    file = read(opened, referral.id)
    assert file.task is not None and file.task.recipient == "Rouwgroep De Haven"
    consents = opened.work.services.people.file(opened.work.actor, file.person.id).consents
    kept = next(one for one in consents if one.id == file.task.consent_id)
    assert kept.wording.startswith("Vindt u het goed") and "eigen vraag" in kept.wording
    assert (kept.given_by, kept.how, kept.given_on) == ("bewoner", "mondeling", NOW.date())


def test_a_consent_that_still_holds_need_not_be_asked_again(opened: Opened) -> None:
    referral, service = begin(opened), provider(opened)
    work = opened.work
    kept = work.services.people.record_consent(
        work.actor,
        Consent(
            id="",
            person_id=referral.person_id,
            purpose="verwijzing",
            recipient=service.name,
            categories=("naam", "vraag"),
            wording="Mag ik dit doorgeven?",
            given_on=NOW.date(),
            given_by="bewoner",
        ),
    )
    page = opened.page("referrals", referral.id)
    page._detail._ask_consent(service)
    opened.wait()
    assert "Er is al toestemming van 24 november 2026 voor deze ontvanger: naam, eigen vraag." in said(opened)
    opened.press("consent.use")
    task = read(opened, referral.id).task
    assert task is not None and task.consent_id == kept.id


# --- steps


def test_only_the_steps_of_the_table_are_offered_and_a_reason_is_asked(opened: Opened) -> None:
    referral, _task = sent(opened)
    page = opened.page("referrals", referral.id)
    page._detail.reload()
    opened.wait()
    for status in ("accepted", "rejected", "cancelled"):
        assert opened.find(f"referral.step.{status}")
    with pytest.raises(AssertionError):
        opened.find("referral.step.completed")
    opened.press("referral.step.rejected")
    opened.press("step.do")
    panel = opened.window.findChild(StepPanel)
    assert panel is not None and panel._reason.complaint == "Schrijf de reden op."
    panel._reason.set_value("Geen plek voor het voorjaar.")
    opened.press("step.do")
    file = read(opened, referral.id)
    assert file.task is not None and file.task.status == "rejected" and file.referral.status == "active"
    assert opened.window.findChild(QLabel) is not None and "Kies een ontvanger" in said(opened)


def test_a_refusal_does_not_offer_the_same_recipient_again(opened: Opened) -> None:
    referral, task = sent(opened)
    work = opened.work
    work.services.referrals.step(work.actor, task, "rejected", reason="vol")
    page = opened.page("referrals", referral.id)
    page._detail.reload()
    opened.wait()
    card = page._detail._now.itemAt(0).widget()
    assert task.service_id not in {one.service.id for one in card._found}


def test_closing_asks_what_came_of_it(opened: Opened) -> None:
    referral, task = sent(opened)
    work = opened.work
    task = work.services.referrals.step(work.actor, task, "accepted", business="accepted")
    work.services.referrals.step(work.actor, task, "completed", reason="Zij gaat elke week.")
    opened.page("referrals", referral.id)._detail.reload()
    opened.wait()
    opened.press("referral.close")
    opened.press("close.do")
    assert "Kies wat ervan is gekomen" in said(opened) or "gekomen" in said(opened)
    opened.find("close.result.doel_bereikt").click()
    opened.press("close.do")
    assert (read(opened, referral.id).referral.status, read(opened, referral.id).referral.result) == (
        "completed",
        "doel_bereikt",
    )


# --- replies


def test_a_reply_says_whose_it_is_before_it_is_kept(opened: Opened) -> None:
    referral, task = sent(opened)
    page = opened.page("referrals")
    page.reply()
    code = opened.find("reply.code")
    code.setText(task.reply_code.lower())
    code.textEdited.emit(code.text())
    opened.wait()
    assert code.text() == f"{task.reply_code[:3]} {task.reply_code[3:]}"
    assert "aan Rouwgroep De Haven" in said(opened)
    opened.find("reply.digit.2").click()
    opened.find("reply.words").setText("zes weken")
    opened.press("reply.do")
    after = read(opened, referral.id).task
    assert after is not None and (after.status, after.feedback) == ("on-hold", "zes weken")
    assert page._detail.referral == referral.id


def test_a_mistyped_code_complains_at_the_field(opened: Opened) -> None:
    _referral, task = sent(opened)
    wrong = ("3" if task.reply_code[0] == "2" else "2") + task.reply_code[1:]
    opened.page("referrals").reply()
    opened.find("reply.code").setText(wrong)
    opened.press("reply.do")
    code = opened.find("reply.code")
    assert "typefout" in code.accessibleDescription()
    assert read(opened, _referral.id).task.status == "requested"  # type: ignore[union-attr]  # it was sent


def test_each_sentence_of_the_list_names_the_person_and_the_recipient(opened: Opened) -> None:
    referral, _task = sent(opened)
    page = opened.page("referrals")
    row = next(row for row in rows(page._files, page._tools, NOW.date()) if row.id == referral.id)
    assert "Rouwgroep De Haven" in row.subtitle and row.badge == "Verstuurd"


# --- notes


@pytest.mark.parametrize("away", ["lock", "another row"])
def test_a_half_typed_note_is_there_again_at_its_own_referral(opened: Opened, away: str) -> None:
    referral, other = begin(opened), begin(opened)
    opened.page("referrals", referral.id)._detail.add_note()
    opened.find("note.text").setPlainText("Gebeld, niemand nam op.")
    if away == "lock":
        opened.again()
    opened.page("referrals", other.id)._detail.add_note()
    opened.wait()
    assert opened.find("note.text").toPlainText() == ""
    opened.page("referrals", referral.id)._detail.add_note()
    opened.wait()
    assert opened.find("note.text").toPlainText() == "Gebeld, niemand nam op."
    opened.press("note.do")
    opened.page("referrals")._detail.add_note()
    opened.wait()
    assert opened.find("note.text").toPlainText() == ""


def test_two_texts_of_colleagues_are_both_shown_and_made_one(opened: Opened) -> None:
    referral = begin(opened)
    work = opened.work
    note = work.services.referrals.add_note(work.actor, referral, "Gebeld met de coördinator.")
    _other_text(opened, note.id, "Gebeld, niemand nam op.")
    opened.page("referrals", referral.id)
    card = opened.window.findChild(TwoTextsCard)
    assert card is not None
    assert {"Gebeld met de coördinator.", "Gebeld, niemand nam op."} <= set(said(opened).splitlines())
    card._field.set_value("Twee keer gebeld; de tweede keer raak.")
    card._keep()
    opened.wait()
    file = read(opened, referral.id)
    assert file.notes[0].text == "Twee keer gebeld; de tweede keer raak." and file.conflicts == {}


def _other_text(opened: Opened, note: str, text: str) -> None:
    """A colleague who never saw our text wrote another one, and it arrives by exchange."""

    def job(writer: object) -> None:
        hlc = writer.next_hlc()  # type: ignore[attr-defined]  # a vault writer
        op = Op(
            "referral_note",
            note,
            Action.SET,
            {"text": text},
            Stamp(hlc, "ffffffffffffffff", "collega"),
            "casus",
        )
        writer.apply([op], edit="e", local=False)  # type: ignore[attr-defined]  # the same

    opened.work.vault.write(job)
    opened.wait()
