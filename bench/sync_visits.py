"""Workers and visits for the bench of sync: words with the spread of a language, so that they pack like prose."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from veldwerk.app.knowledge import Knowledge
from veldwerk.app.workplace import Profile, Workplace, create_workplace
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.records import to_row
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Role
from veldwerk.services.ports import Writer

BATCH = 20
"""Visits in one edit: about a week of one worker."""
_LETTERS = "babebobudadedodugagegohahehokakekolalelomamemonanenopaperorarevesitentietinaaneeoo"
_PARTS = [_LETTERS[at : at + 2] for at in range(0, len(_LETTERS), 2)]


def words(count: int = 8000) -> list[str]:
    """Made-up words, the same at every run."""
    chance = random.Random(7)
    return ["".join(chance.choices(_PARTS, k=chance.randint(1, 4))) for _ in range(count)]


def text(chance: random.Random, known: list[str], length: int) -> str:
    """So many characters: every second word is one of the fifty that a language is held together by."""
    out = ""
    while len(out) < length:
        rank = chance.randrange(50) if chance.random() < 0.5 else int(chance.paretovariate(0.3)) - 1
        out += known[min(rank, len(known) - 1)] + " "
    return out[:length]


def worker(folder: Path, name: str, knowledge: Knowledge) -> Workplace:
    """A nurse with an empty vault."""
    profile = Profile("", name, Role.NURSE, "Wijkteam De Linde", practice=True)
    work, _ = create_workplace(
        folder / f"{name}.vault", "vier rustige eenden", profile, knowledge=knowledge, publish_forms=False
    )
    return work


def make_visits(work: Workplace, count: int) -> list[Visit]:
    """So many visits with about a page of notes each."""
    ids, chance, known = work.ids, random.Random(count), words()
    people = [ids.new_id() for _ in range(max(1, count // 20))]
    return [
        Visit(
            id=ids.new_id(),
            person_id=people[n % len(people)],
            status="uitgevoerd",
            outcome="verwijzing",
            visitor=work.profile.worker,
            planned_on=work.clock.today(),
            finished_at=work.clock.now(),
            agreements=text(chance, known, chance.randint(700, 1200)),
        )
        for n in range(count)
    ]


def write(work: Workplace, visits: list[Visit], action: Action = Action.ADD) -> None:
    """A week at a time, a transaction each."""
    for start in range(0, len(visits), BATCH):

        def job(writer: Writer, part: list[Visit] = visits[start : start + BATCH]) -> None:
            for visit in part:
                stamp = Stamp(writer.next_hlc(), work.vault.device, work.profile.worker)
                fields = {name: value for name, value in to_row(visit).items() if value not in (None, "", {})}
                if action is Action.SET:
                    fields = {"agreements": visit.agreements}
                writer.apply([Op("visit", visit.id, action, fields, stamp, "casus")], edit=work.ids.new_id())

        work.vault.write(job)


def edited(visits: list[Visit]) -> list[Visit]:
    """The same with a sentence more."""
    return [replace(visit, agreements=visit.agreements + " Aanvulling.") for visit in visits]


def rows(visits: list[Visit]) -> list[dict[str, object]]:
    """As documents for another program."""
    return [{"_id": visit.id, **to_row(visit)} for visit in visits]
