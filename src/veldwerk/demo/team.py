"""Who works here, under which name, and the forms they fill in."""

from __future__ import annotations

from collections.abc import Iterator

from veldwerk.demo.name_bank import ORIGINS, YOUNGER
from veldwerk.demo.places import landline, mobile
from veldwerk.demo.world import Made, World
from veldwerk.domain.organisation import Setting, Worker
from veldwerk.services.access import Role

ORGANISATION = "Wijkzorg De Linde"
_WELFARE = "Welzijn De Waterlijn"
_PER_WORKER = 90
"""People one worker has on the list, in a large team."""


def make_team(world: World, people: int) -> None:
    """Fill `world.workers`; the first is who opens this vault."""
    visiting = max(6, min(48, people // _PER_WORKER))
    roles = [world.actor.role.value]
    roles += [Role.NURSE.value if n % 2 else Role.WELFARE.value for n in range(visiting - 1)]
    roles += [Role.COORDINATOR.value, Role.TEAM_LEAD.value]
    made = [
        Worker(
            id=world.actor.worker if n == 0 else world.ids.new_id(),
            name=world.actor.name if n == 0 else _name(world),
            role=role,
            phone=mobile(world.rng),
            organisation=_WELFARE if role in (Role.WELFARE.value, Role.COORDINATOR.value) else ORGANISATION,
        )
        for n, role in enumerate(roles)
    ]
    world.workers = tuple(made)


def _name(world: World) -> str:
    origin = ORIGINS[world.weighted({"nederlands": 8.0, "turks": 1.0, "surinaams": 1.0, "fries": 1.0})]
    infix, family = world.pick(origin.surnames)
    return " ".join(part for part in (world.pick(YOUNGER), infix, family) if part)


def team_records(world: World) -> Iterator[Made]:
    """Colleagues and the letterhead of an organisation that does not exist."""
    for worker in world.workers:
        yield worker, "kaart"
    letterhead: dict[str, object] = {
        "organisation": ORGANISATION,
        "street": "Zilverwilgenhof 1",
        "postcode": "7205 QA",
        "city": "Zutphen",
        "phone": landline(world.rng),
        "email": "team@wijkzorg-de-linde.example",
        "website": "wijkzorg-de-linde.example",
        "window_left": 25.0,
        "window_top": 55.0,
    }
    yield _setting(world, "letterhead", letterhead), "kaart"
    yield _setting(world, "organisation", {"name": ORGANISATION}), "kaart"


def _setting(world: World, key: str, value: dict[str, object]) -> Setting:
    return Setting(id=world.ids.new_id(), key=key, value=value, author=world.actor.worker, set_at=world.now)
