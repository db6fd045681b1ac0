"""One small practice vault, made twice with the same seed, and worlds without a vault for many seeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest

from veldwerk.app.bundle import Services, build
from veldwerk.app.knowledge import Knowledge, load_knowledge
from veldwerk.demo import Summary, generate
from veldwerk.demo.form_shape import FormShape, read_shape
from veldwerk.demo.map_making import social_map
from veldwerk.demo.people import bsn_numbers
from veldwerk.demo.places import read_areas
from veldwerk.demo.team import make_team
from veldwerk.demo.world import Made, World
from veldwerk.services.access import SPACES, Actor, Role
from veldwerk.store.vault import OpenVault, Surroundings, create
from veldwerk.system import paths
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SeededIds
from veldwerk.system.seeded import rng
from veldwerk.xlsform import Form, Ports, Session, compile_workbook, parse

NOW = datetime(2026, 3, 12, 12, 40, tzinfo=timezone(timedelta(hours=1)))
"""A Thursday, around noon: part of the day is over."""
NURSE = Actor("0195-nurse", "Anne Weenink", Role.NURSE, "Wijkzorg De Linde")
WELFARE = Actor("0195-welfare", "Karim Haddad", Role.WELFARE, "Welzijn De Waterlijn")


@dataclass(frozen=True, slots=True)
class Filled:
    """A vault with generated people."""

    vault: OpenVault
    services: Services
    actor: Actor
    summary: Summary
    clock: SetClock


def fill(folder: Path, actor: Actor, *, seed: int = 7, people: int = 60, ids_seed: int = 3) -> Filled:
    """A fresh vault of `actor` with seeded ids and a clock that stands still."""
    clock = SetClock(NOW)
    ids = SeededIds(ids_seed, clock)
    around = Surroundings(clock, ids, wipe_memory=False)
    spaces = [space.value for space in SPACES[actor.role]]
    vault, _ = create(folder / "oefen.vault", "demo", around, spaces=spaces)
    services = build(vault, clock, ids, knowledge(), practice=True)
    summary = generate(services, actor=actor, people=people, years=2, seed=seed)
    return Filled(vault, services, actor, summary, clock)


@pytest.fixture(scope="module")
def nurse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    filled = fill(tmp_path_factory.mktemp("nurse"), NURSE)
    yield filled
    filled.vault.close()


@pytest.fixture(scope="module")
def welfare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    filled = fill(tmp_path_factory.mktemp("welfare"), WELFARE)
    yield filled
    filled.vault.close()


@cache
def knowledge() -> Knowledge:
    """Not a fixture: hypothesis would print it."""
    return load_knowledge(paths.resources())


@cache
def forms() -> dict[str, Form]:
    return {
        name: parse(compile_workbook(paths.forms() / f"{name}.xlsx").xml)
        for name in ("huisbezoek75", "kort_bezoek")
    }


def ports() -> Ports:
    return Ports(clock=lambda: NOW, properties={"username": "x", "deviceid": "y"})


@cache
def shapes() -> dict[str, FormShape]:
    return {name: read_shape(name, form.version, Session(form, ports())) for name, form in forms().items()}


def make_world(seed: int, years: int = 3) -> tuple[World, list[Made]]:
    """A world with team and social map, and the records of that map."""
    clock = SetClock(NOW)
    spaces = frozenset({"kaart", "coalitie", "casus", "zorg", "inzet"})
    world = World(
        rng=rng(seed),
        ids=SeededIds(seed, clock),
        now=NOW,
        actor=NURSE,
        device="abcdef",
        spaces=spaces,
        knowledge=knowledge(),
        areas=read_areas(paths.resources() / "geo" / "nl_pc4.csv"),
        years=years,
        visits_per_year=1.0,
        letter_share=0.3,
        forms=shapes(),
    )
    world.bsn_left = bsn_numbers()
    make_team(world, 60)
    return world, list(social_map(world))
