"""The stores against real servers: the contract, what «Test deze opslag» says, and two vaults."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.servers.places import SERVERS, Server, opened
from tests.sync.contract import keeps_the_contract
from tests.sync.team import Team


@pytest.fixture(params=SERVERS)
def place(request: pytest.FixtureRequest) -> Server:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def test_the_contract(place: Server) -> None:
    store = opened(place)
    keeps_the_contract(store)
    store.close()


def test_two_vaults(place: Server, tmp_path: Path) -> None:
    store = opened(place)
    team = Team(tmp_path, int.from_bytes(os.urandom(4)))
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = anna.person("Wilhelmina", alerts="bel eerst")
    team.settle(store)
    anna.change(person, alerts="hond")
    bert.change(person, alerts="slecht ter been")
    assert all(report.ok for report in team.settle(store, 3))
    assert anna.alerts(person) == bert.alerts(person) == {"hond", "slecht ter been"}
    assert anna.digest() == bert.digest()
    assert anna.status().received_by[0].ops == 2
    team.close()
    store.close()
