"""One whole round without a window: from a signal at the reporting point to the month summary of a second vault.

Everything is real: two encrypted vaults with their own keys, the shipped form, a sealed folder between them, a PDF.
The people are invented, and so is this round; what it writes is for looking at.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from veldwerk.app.knowledge import Knowledge, load_knowledge
from veldwerk.app.workplace import Profile, Workplace, create_workplace
from veldwerk.demo.generate import generate
from veldwerk.domain import names
from veldwerk.domain.consent import Consent
from veldwerk.domain.people import Person, Phone
from veldwerk.domain.referrals import Letter, Referral
from veldwerk.domain.signals import Signal
from veldwerk.domain.visits import Appraisal, Measurement, Visit
from veldwerk.exchange.warehouse import warehouse
from veldwerk.services.access import Role
from veldwerk.services.collect import Collect, coalition_key
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.system import paths
from veldwerk.xlsform import Session

PASSPHRASE = "demo"  # noqa: S105  # said on the unlock screen of every practice vault
NURSE, WELFARE = "verpleegkundige", "welzijnswerker"
SHARED = ("kaart", "coalitie", "casus")
Say = Callable[[float, str], None]

ANSWERS: Mapping[str, str] = {
    "vorm": "thuis",
    "toestemming_vastleggen": "ja",
    "toestemming_gezondheid": "ja",
    "wie_erbij": "niemand",
    "wie_antwoordt": "zelf",
    "hoe_gaat_het": "Overdag gaat het wel, maar de avonden zijn lang sinds Henk er niet meer is.",
    "blij": "De radio, en de buurjongen die zwaait.",
    "gezondheid_ervaren": "gaat_wel",
    "gevallen": "nee",
    "horen": "ja",
    "djg_3": "ja",
    "djg_4": "ja",
    "djg_7": "ja",
    "djg_8": "min_of_meer",
    "djg_9": "ja",
    "djg_10": "nee",
    "sociale_behoefte": "ja",
    "gemis": "Iemand om de dag mee door te nemen.",
    "duur_mnd": "8",
    "verandering": "verlies_partner",
    "verlies_wie": "Mijn man Henk",
    "zin_doel": "onder_druk",
    "zin_regie": "draagt",
    "regie": "voldoende",
    "wens": "hulp",
    "doel_eigen_woorden": "Iemand die met mij over Henk wil praten.",
    "afspraken": "De verpleegkundige belt over twee weken.",
    "teruglezen": "klopt",
    "lg_verlies": "probleem",
    "lg_verlies_doorwerking": "ja",
    "type_emotioneel": "ja",
    "type_sociaal": "nee",
    "oorzaken": "verlies_partner",
    "competenties": "voldoende",
    "coping": "actief",
    "uitkomst": "verwijzing",
}
"""What the visitor hears, by question name; a question that the form does not ask (any more) is passed over."""


@dataclass(slots=True)
class Done:
    """What a round left behind, for `round.json` and for tests."""

    facts: dict[str, object] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def whole_round(
    out: Path, *, today: date, people: int = 80, seed: int = 1, say: Say = lambda part, text: None
) -> Done:
    """Do a round in `out` (made when missing). UserError when a step is refused."""
    out.mkdir(parents=True, exist_ok=True)
    knowledge = load_knowledge(paths.resources())
    done = Done({"day": today.isoformat()})
    with _vault(out, NURSE, "Sanne de Boer", Role.NURSE, knowledge) as nurse:
        say(0.1, "people")
        generate(nurse, people=people, years=1, seed=seed, today=today)
        say(0.4, "visit")
        letter = _care(nurse, done, today)
        _write(out, "letter.pdf", nurse.services.letters.pdf(nurse.actor, letter), done)
        nurse.services.letters.printed(nurse.actor, letter, "file")
        store = _store(out)
        with _vault(out, WELFARE, "Karim Haddad", Role.WELFARE, knowledge) as welfare:
            say(0.6, "sync")
            _share(nurse, welfare, store, done)
            say(0.8, "month")
            _month(welfare, out, today, done)
            _collect(welfare, out, done)
            _level(nurse, welfare, store, done)
            digests = {name: _digests(work) for name, work in ((NURSE, nurse), (WELFARE, welfare))}
            done.facts["digests"] = {
                space: {name: found[space] for name, found in digests.items()} for space in SHARED
            }
            done.facts["spaces"] = {NURSE: sorted(nurse.vault.spaces), WELFARE: sorted(welfare.vault.spaces)}
    _write(
        out, "round.json", json.dumps(done.facts, ensure_ascii=False, indent=2, default=str).encode(), done
    )
    say(1.0, "done")
    return done


def _vault(out: Path, name: str, worker: str, role: Role, knowledge: Knowledge) -> Workplace:
    """A fresh practice vault `out/name/…`; what an earlier round left there is replaced."""
    folder = out / name
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.vault"
    for old in folder.glob(f"{name}.vault*"):
        old.unlink()
    profile = Profile("", worker, role, "Wijkteam De Linde", "030-000 00 10", practice=True)
    work, _recovery = create_workplace(
        path, PASSPHRASE, profile, knowledge=knowledge, publish_forms=role is Role.NURSE
    )
    return work


def _store(out: Path) -> ObjectStore:
    folder = out / "uitwisseling"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    return FolderStore(folder)


def _digests(work: Workplace) -> dict[str, str]:
    return work.vault.read(lambda r: {space: r.digest(space) for space in SHARED})


def _write(out: Path, name: str, content: bytes, done: Done) -> None:
    (out / name).write_bytes(content)
    done.files.append(name)


def _care(work: Workplace, done: Done, today: date) -> Letter:
    """Signal, person, visit, appraisal, referral and letter by the nurse."""
    person = _signal(work, done, today)
    visit, measured = _visit(work, person, done, today)
    appraisal = _appraise(work, person, visit, measured, done)
    return _refer(work, person, appraisal, done, today)


def _signal(work: Workplace, done: Done, today: date) -> Person:
    services, actor = work.services, work.actor
    signal = services.signals.take_in(
        actor,
        Signal(
            id="",
            channel="telefoon",
            reporter_kind="buur",
            reporter_name="Mevrouw Van Dam",
            reporter_phone="06-000 000 12",
            facts="De gordijnen blijven sinds drie weken overdag dicht. Zij komt niet meer in de winkel.",
            judgement="De buurvrouw denkt dat zij het verlies van haar man niet alleen redt.",
            worries=("verlies", "contact"),
            urgency="U3",
        ),
    )
    near = services.people.lines(actor, limit=1)[0].person
    person = services.people.create(
        actor,
        initials="A.M.",
        given_name="Anna",
        preferred_name="Annie",
        infix="van der",
        family_name="Meer",
        gender="vrouw",
        birth_date=today.replace(day=1) - timedelta(days=82 * 365),
        street="Lindenhof",
        house_number="12",
        postal_code=near.postal_code,
        city=near.city,
        area=near.area,
        phones=(Phone(id=work.ids.new_id(), number="030-000 00 21", label="thuis"),),
        living="alleen",
    )
    signal = services.signals.link(actor, signal, person.id)
    signal = services.signals.triage(actor, signal, "U3")
    services.signals.attempt(actor, signal, reached=True)
    done.facts["signal"] = {"number": signal.number, "first_attempt_due": signal.first_attempt_due}
    done.facts["person"] = {"id": person.id, "name": names.formal_name(person)}
    return person


def _visit(work: Workplace, person: Person, done: Done, today: date) -> tuple[Visit, Measurement]:
    services, actor = work.services, work.actor
    visit = services.visits.plan(actor, person.id, today, time="10:30")
    filling = services.visits.begin(actor, visit)
    fill(filling.session, {**ANSWERS, "bezoekdatum": today.isoformat()})
    services.visits.save_draft(actor, filling, filling.session.save(), "")
    finished = services.visits.finish(actor, filling)
    measured = next(m for m in finished.measurements if m.instrument == "djg6")
    instrument = services.knowledge.library.get("djg6")
    done.facts["measurement"] = {
        "instrument": "djg6",
        "total": measured.total,
        "category": instrument.categories[measured.category].nl,
        "norm": measured.norm,
        "source": instrument.source.nl,
        "notice": services.knowledge.library.notice.nl,
    }
    return finished.visit, measured


def fill(session: Session, answers: Mapping[str, str]) -> None:
    """Answer questions by name, in the order of the form, while they are relevant."""
    for question in session.questions():
        value = answers.get(question.name)
        if value is not None and session.node(question.ref).relevant:
            session.answer(question.ref, value)


def _appraise(work: Workplace, person: Person, visit: Visit, measured: Measurement, done: Done) -> Appraisal:
    services, actor = work.services, work.actor
    proposal = services.appraisals.propose(actor, visit)
    appraisal = services.appraisals.confirm(
        actor, replace(proposal.appraisal, loss_months=8, goal_kind="verlichten", measurement_id=measured.id)
    )
    advice = services.appraisals.advice(actor, appraisal)
    kind = next(k for k in advice.kinds if services.social_map.candidates(actor, k, person))
    services.appraisals.choose(actor, appraisal, [kind])
    done.facts["appraisal"] = {
        "situation": appraisal.situation,
        "reasons": [str(reason) for reason in services.appraisals.situation(appraisal).reasons],
    }
    done.facts["advice"] = {
        "suggested": list(advice.kinds),
        "chosen": kind,
        "because": {rule.id: rule.reason.nl for rule in advice.why(kind)},
        "excluded": {out.kind: [rule.id for rule in out.rules] for out in advice.excluded},
    }
    return replace(appraisal, chosen=(kind,))


def _refer(work: Workplace, person: Person, appraisal: Appraisal, done: Done, today: date) -> Letter:
    services, actor = work.services, work.actor
    kind = appraisal.chosen[0]
    service = services.social_map.candidates(actor, kind, person)[0].service
    consent = services.people.record_consent(
        actor,
        Consent(
            id="",
            person_id=person.id,
            purpose="verwijzing",
            recipient=service.name,
            categories=("naam", "telefoon", "vraag", "praktisch", "geboortedatum", "bevindingen", "doel"),
            wording="Vindt u het goed dat ik uw naam, telefoonnummer en vraag doorgeef?",
            given_on=today,
            given_by="bewoner",
            how="mondeling",
        ),
    )
    rules = [rule.id for rule in services.appraisals.advice(actor, appraisal).why(kind)]
    referral: Referral = services.referrals.create(
        actor,
        appraisal,
        kind,
        question="Iemand die met mij over Henk wil praten.",
        rule_ids=rules,
        facts="Haar man overleed acht maanden geleden.\nZij is graag onder de mensen, maar niet in een grote groep.",
        goal_kind="verlichten",
        goal_words="Het gemis mag er zijn, met iemand die luistert.",
        named_contact=actor.name,
    )
    task = services.referrals.address(actor, referral, service, consent)
    letter = services.letters.for_task(
        actor, task, practical="Zij hoort rechts minder goed.\nLiever op een ochtend."
    )
    task = services.referrals.send(actor, task)
    services.referrals.add_note(
        actor,
        referral,
        "Gebeld: er is plek vanaf volgende week.",
        spoke_to="de coördinator",
        next_step="nabellen",
    )
    done.facts["referral"] = {
        "kind": kind,
        "recipient": service.name,
        "reply_code": task.reply_code,
        "due_on": task.due_on,
        "shared": list(letter.shared),
    }
    return letter


def _share(nurse: Workplace, welfare: Workplace, store: ObjectStore, done: Done) -> None:
    """Found the nurse's spaces on the folder, let the colleague in, exchange until both have everything."""
    nurse.sync.found(nurse.actor, store, [*SHARED, "zorg"])
    first = nurse.sync.sync(nurse.actor, store)
    request = welfare.sync.request(welfare.actor)
    invitation = nurse.sync.invite(nurse.actor, store, request, SHARED)
    welfare.sync.join(welfare.actor, invitation)
    second = welfare.sync.sync(welfare.actor, store)
    done.facts["sync"] = {
        "ok": first.ok and second.ok,
        "fingerprint": welfare.sync.fingerprint(welfare.actor),
    }


def _level(nurse: Workplace, welfare: Workplace, store: ObjectStore, done: Done) -> None:
    """Exchange once more, so that what the second vault made (its worker, its key to collect) reaches the first."""
    reports = [one.sync.sync(one.actor, store) for one in (welfare, nurse, welfare)]
    done.facts["level"] = all(report.ok and not report.waiting for report in reports)


def _month(work: Workplace, out: Path, today: date, done: Done) -> None:
    report = work.services.months.report(work.actor, today.year, today.month)
    for name, content in work.services.months.export(work.actor, report).files.items():
        _write(out, f"month{Path(name).suffix}", content, done)
    done.facts["month"] = {"period": report.period, "hidden": report.hidden_count}


def _collect(work: Workplace, out: Path, done: Done) -> None:
    """The read model for analysts, out of the second vault."""
    folder = out / "verzameling"
    if folder.exists():
        shutil.rmtree(folder)
    kit = work.services.kit
    made = Collect(kit, warehouse(str(folder))).run(work.actor, coalition_key(kit, work.actor))
    done.files.append(folder.name)
    done.facts["collect"] = {"tables": dict(made.tables), "open_conflicts": made.conflicts}
