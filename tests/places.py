"""Workplaces for tests: real encrypted vaults with invented people, their key derivation as in the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from veldwerk.app.knowledge import Knowledge, load_knowledge
from veldwerk.app.workplace import Profile, Workplace, create_workplace
from veldwerk.domain.letters import Letterhead
from veldwerk.domain.people import Person, Phone
from veldwerk.domain.social_map import Service
from veldwerk.services.access import Role
from veldwerk.system import paths
from veldwerk.system.clock import SetClock
from veldwerk.xlsform import Compiled

PASSPHRASE = "vier rustige eenden"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


@cache
def knowledge() -> Knowledge:
    """Resources, read once for all tests."""
    return load_knowledge(paths.resources())


@cache
def compiled_forms() -> tuple[Compiled, ...]:
    """The shipped workbooks, compiled once for all tests."""
    from veldwerk.xlsform import compile_workbook

    return tuple(compile_workbook(path) for path in sorted(paths.forms().glob("*.xlsx")))


@dataclass(frozen=True, slots=True)
class Place:
    """A workplace, its clock, where it is and the recovery key of its sheet."""

    work: Workplace
    clock: SetClock
    path: Path
    recovery: str


def make_place(
    folder: Path, role: Role = Role.NURSE, name: str = "Sanne de Boer", *, forms: bool = True
) -> Place:
    """A new vault in `folder` for a worker of `role`, with letterhead and forms when it is a nurse's."""
    clock = SetClock(NOW)
    folder.mkdir(exist_ok=True)
    path = folder / f"{role.value}.vault"
    profile = Profile("", name, role, "Wijkteam De Linde", "030-000 00 10", practice=True)
    work, recovery = create_workplace(
        path, PASSPHRASE, profile, clock=clock, knowledge=knowledge(), publish_forms=False
    )
    if forms:
        for compiled in compiled_forms():
            work.services.forms.publish(work.actor, compiled)
        work.services.letters.set_letterhead(
            work.actor,
            Letterhead(
                organisation="Wijkteam De Linde",
                street="Lindelaan 1",
                postcode="3701 AA",
                city="Zeist",
                phone="030-000 00 10",
            ),
        )
    return Place(work, clock, path, recovery)


def add_person(work: Workplace, **changes: object) -> Person:
    """Annie van der Meer, or somebody with other fields."""
    fields: dict[str, object] = {
        "initials": "A.M.",
        "given_name": "Anna",
        "preferred_name": "Annie",
        "infix": "van der",
        "family_name": "Meer",
        "gender": "vrouw",
        "birth_date": date(1941, 3, 12),
        "street": "Lindenhof",
        "house_number": "12",
        "postal_code": "3702 AA",
        "city": "Zeist",
        "area": "Centrum",
        "phones": (Phone(id=work.ids.new_id(), number="030-000 00 21", label="thuis"),),
        "living": "alleen",
    }
    return work.services.people.create(work.actor, **{**fields, **changes})


def add_service(work: Workplace, kind: str, **changes: object) -> Service:
    """A service of one kind that fits everybody in Zeist, checked today."""
    fields: dict[str, object] = {
        "name": f"De Brug, {kind}",
        "organization_name": "Stichting De Brug",
        "kind": kind,
        "contact_name": "Fatma Yıldız",
        "address": "Brugstraat 3",
        "postal_code": "3702 BB",
        "city": "Zeist",
        "phone": "030-000 00 33",
        "capacity": "vrij",
        "cost_cents": 0,
    }
    return work.services.social_map.add(work.actor, Service(id="", **{**fields, **changes}))


def later(place: Place, days: int) -> None:
    """Let days pass."""
    place.clock.advance(timedelta(days=days))
