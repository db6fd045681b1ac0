"""What the office screens ask of services: gaps, reply codes, two texts, categories, own log lines, whole files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.places import Place, add_person, add_service, later
from tests.services.test_round import addressed
from veldwerk.domain.errors import NotFound, UserError
from veldwerk.domain.register import Space, spec
from veldwerk.domain.social_map import OfferGap
from veldwerk.services.access import Actor, Role
from veldwerk.services.colleagues import Colleagues
from veldwerk.services.edits import load
from veldwerk.services.logbook import Logbook
from veldwerk.system.files import WholeFiles


def test_a_missing_offer_holds_kind_area_and_reason_and_goes_to_the_coalition(nurse: Place) -> None:
    work = nurse.work
    gap = work.services.social_map.record_gap(work.actor, "maatje", "Centrum", " Geen maatje voor mannen. ")
    kept = work.vault.read(lambda r: load(r, OfferGap, gap.id))
    assert (kept.kind, kept.area, kept.reason, kept.found_on) == (
        "maatje",
        "Centrum",
        "Geen maatje voor mannen.",
        nurse.clock.today(),
    )
    assert work.vault.read(lambda r: r.space_of(OfferGap.KIND, gap.id)) == Space.COALITIE
    assert not spec(OfferGap.KIND).person_field
    with pytest.raises(UserError):
        work.services.social_map.record_gap(work.actor, "maatje", "Centrum", "  ")


def test_a_reply_code_finds_its_referral_however_it_is_typed(nurse: Place) -> None:
    work = nurse.work
    task = addressed(nurse, add_person(work), "maatje")
    typed = f"{task.reply_code[:3].lower()} {task.reply_code[3:]}"
    assert work.services.referrals.by_code(work.actor, typed).task == task
    assert work.services.referrals.get(work.actor, task.id).referral.id == task.referral_id
    with pytest.raises(UserError):
        work.services.referrals.by_code(work.actor, "2222222")
    with pytest.raises(NotFound):
        work.services.referrals.by_code(work.actor, "ABC2349" if _valid("ABC2349") else _code("ABC234"))


def _valid(code: str) -> bool:
    from veldwerk.domain import reply_code

    return reply_code.verify(code)


def _code(body: str) -> str:
    from veldwerk.domain.reply_code import ALPHABET

    return next(body + last for last in ALPHABET if _valid(body + last))


def test_what_may_be_shared_follows_the_recipient(nurse: Place) -> None:
    letters = nurse.work.services.letters
    welfare = add_service(nurse.work, "maatje")
    care = add_service(nurse.work, "maatje", name="Praktijk", care_provider=True)
    assert letters.categories("maatje", welfare) == ("naam", "telefoon", "vraag", "praktisch")
    assert {"geboortedatum", "bevindingen", "eenzaamheid"} <= set(letters.categories("maatje", care))
    assert letters.categories("huisarts", welfare) == letters.categories("maatje", care)


def test_a_letter_can_be_found_by_its_try(nurse: Place) -> None:
    work = nurse.work
    task = addressed(nurse, add_person(work), "maatje")
    assert work.services.letters.of_task(work.actor, task.id) == []
    letter = work.services.letters.for_task(work.actor, task)
    assert work.services.letters.of_task(work.actor, task.id) == [letter]
    assert work.services.letters.get(work.actor, letter.id) == letter


def test_the_logbook_is_ours_and_the_newest_first(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    other = Actor("iemand-anders", "Iemand", Role.NURSE)
    for _each in range(5):
        work.services.people.get(work.actor, person.id)
        work.services.people.get(other, person.id)
        later(nurse, 1)
    log = Logbook(work.services.kit)
    lines = log.recent(work.actor, 3)
    assert [line.event.worker for line in lines] == [work.actor.worker] * 3
    assert [line.seq for line in lines] == sorted((line.seq for line in lines), reverse=True)
    every = work.vault.read(lambda r: r.audit(limit=10_000))
    assert lines[0].seq == max(line.seq for line in every if line.event.worker == work.actor.worker)
    assert len(log.recent(work.actor, 10_000)) == sum(1 for e in every if e.event.worker == work.actor.worker)


def test_colleagues_are_known_by_name(nurse: Place) -> None:
    work = nurse.work
    assert Colleagues(work.services.kit).names(work.actor)[work.actor.worker] == "Sanne de Boer"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    files = WholeFiles()
    target = tmp_path / "brief.pdf"
    files.write(target, b"een")
    files.write(target, b"twee")
    assert (target.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"twee", ["brief.pdf"])
    with pytest.raises(UserError) as told:
        files.write(tmp_path / "weg" / "brief.pdf", b"drie")
    assert told.value.code == "cannot-write" and "weg" in str(told.value)
    (tmp_path / "map.pdf").mkdir()
    with pytest.raises(UserError):
        files.write(tmp_path / "map.pdf", b"vier")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.pdf", "map.pdf"]
