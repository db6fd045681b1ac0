"""A reporting-code record (space `veilig-<id>`) reaches its handler and the attention officer, and nobody else.

Vaults are opened raw with their keys: every column of every table is looked at, also what is packed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from tests.sync.leaks import leaks
from tests.sync.team import Colleague, Team
from veldwerk.domain.errors import AccessDenied, UserError
from veldwerk.domain.people import Person
from veldwerk.domain.safety import SafetyRecord
from veldwerk.services.access import Role
from veldwerk.services.edits import load
from veldwerk.services.kit import Kit
from veldwerk.services.safety import Held, Safety
from veldwerk.services.sync_receive import check_ops
from veldwerk.store import driver
from veldwerk.store.driver import Connection
from veldwerk.store.packing import unpack
from veldwerk.sync.stores.memory import MemoryStore

SEEN = "Blauwe plekken gezien bij het wassen"
DECIDED = "Samen besloten tot huishoudhulp"
WORDS = ("Blauwe plekken", "huishoudhulp", "meldcode", "reporting code")


@dataclass
class Around:
    """Anna handles, Fatima is the attention officer; Clara is a third nurse and Wim does welfare work."""

    team: Team
    store: MemoryStore
    anna: Colleague
    fatima: Colleague
    clara: Colleague
    wim: Colleague
    person: str
    record: str = ""

    @property
    def label(self) -> str:
        return f"veilig-{self.record}"

    @property
    def others(self) -> tuple[Colleague, Colleague]:
        return self.clara, self.wim


def safety(one: Colleague) -> Safety:
    return Safety(Kit(one.vault, one.clock, one.ids, one.edits), one.vault, one.service)


def held(one: Colleague, person: str) -> tuple[Held, ...]:
    return safety(one).of(one.actor, person)


def officer(one: Colleague, name: str) -> str:
    return next(o.dev for o in safety(one).officers(one.actor) if o.name == name)


def write(one: Colleague, person: str, **fields: object) -> None:
    [now] = held(one, person)
    safety(one).save(one.actor, now.record, replace(now.record, **fields))  # type: ignore[arg-type]


def let_in(around: Around, one: Colleague) -> bytes:
    anna = around.anna
    chosen = next(o for o in safety(anna).officers(anna.actor) if o.worker == one.actor.worker)
    return safety(anna).let_in(anna.actor, around.store, around.record, chosen)


@pytest.fixture
def around(team: Team) -> Around:
    store = MemoryStore()
    anna, fatima, clara = (team.hire(name) for name in ("Anna", "Fatima", "Clara"))
    wim = team.hire("Wim", Role.WELFARE)
    team.found(anna, store, fatima, clara, wim, spaces="kaart coalitie casus zorg")
    person = anna.person("Wilhelmina")
    anna.care(person, "insuline tweemaal daags")
    team.settle(store)
    return Around(team, store, anna, fatima, clara, wim, person)


@pytest.fixture
def shared(around: Around) -> Around:
    """The record is begun, Fatima is in, both wrote, and everybody exchanged."""
    anna, fatima = around.anna, around.fatima
    about = anna.vault.read(lambda r: load(r, Person, around.person))
    around.record = safety(anna).begin(anna.actor, about).id
    write(anna, around.person, step1_on=anna.clock.today(), step1_note=SEEN)
    fatima.service.join(fatima.actor, let_in(around, fatima))
    around.team.settle(around.store)
    write(fatima, around.person, step5_on=fatima.clock.today(), step5_note=DECIDED, report="nee", help="ja")
    around.team.settle(around.store, 3)
    return around


def cells(one: Colleague) -> dict[str, bytes]:
    """Table and number to what one cell holds, of the whole vault; what is packed is unpacked too."""
    key, path = one.vault.key, one.vault.path
    connection = driver.connect(path, key, query_only=True, wipe_memory=False)
    try:
        return dict(_cells(connection))
    finally:
        connection.close()


def _cells(connection: Connection) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for table, sql in tables:
        found[f"{table}#made by"] = str(sql).encode() if "veilig" in str(sql) else b""
        for number, row in enumerate(connection.execute(f'SELECT * FROM "{table}"').fetchall()):
            text = "\x1f".join(str(cell) for cell in row if not isinstance(cell, bytes))
            found[f"{table}#{number}"] = text.encode()
            for place, cell in enumerate(row):
                if isinstance(cell, bytes):
                    found[f"{table}#{number}.{place}"] = cell
                    if table == "log":
                        found[f"{table}#{number}.{place} unpacked"] = str(unpack(cell)).encode()
    return found


def told(around: Around, objects: Mapping[str, bytes]) -> set[str]:
    """What `objects` give away of the record."""
    words = {*WORDS, around.label, around.record, around.record.replace("-", ""), "step1_note", "step5_note"}
    return leaks(objects, words, [UUID(around.record).bytes])


def test_it_reaches_the_attention_officer_and_comes_back(shared: Around) -> None:
    for one in (shared.anna, shared.fatima):
        [now] = held(one, shared.person)
        assert now.record.step1_note == SEEN
        assert now.record.step5_note == DECIDED
        assert now.record.person_name == "Wilhelmina"
    [now] = held(shared.anna, shared.person)
    assert now.officer == "Fatima"
    assert now.received
    assert shared.anna.digest(shared.label) == shared.fatima.digest(shared.label)


def test_the_vaults_of_others_opened_raw_hold_nothing_of_it(shared: Around) -> None:
    for one in shared.others:
        assert one.row(shared.person) is not None
        content = cells(one)
        assert any("Wilhelmina" in text.decode(errors="replace") for text in content.values())
        assert told(shared, content) == set(), one.actor.name
        assert not [where for where in content if where.startswith("safety#") and "made" not in where]
        assert not [space for space in one.vault.spaces if space.startswith("veilig")]
        assert held(one, shared.person) == ()


def test_the_search_of_a_raw_vault_finds_it_where_it_is(shared: Around) -> None:
    """Otherwise finding nothing would prove nothing: in the rows, the packed log, the notes and the audit lines."""
    for one in (shared.anna, shared.fatima):
        content = cells(one)
        for table in ("safety", "log", "version", "audit", "meta"):
            part = {where: data for where, data in content.items() if where.startswith(f"{table}#")}
            assert told(shared, part), table


def test_the_welfare_vault_opened_raw_holds_nothing_of_care_either(shared: Around) -> None:
    care = {"insuline tweemaal", "999999990", "health_note\x1f"}
    assert leaks(cells(shared.anna), care) >= {"999999990"}
    content = cells(shared.wim)
    assert leaks(content, {"insuline tweemaal", "999999990"}) == set()
    assert not [where for where, data in content.items() if b"zorg" in data.split(b"\x1f")]
    assert not [where for where in content if where.startswith(("person_care#0", "appraisal_care#0"))]


def test_the_store_tells_neither_the_record_nor_the_person(shared: Around) -> None:
    objects = shared.store.objects
    assert told(shared, objects) == set()
    ids = [shared.person, *(one.actor.worker + one.actor.name for one in shared.team.everyone)]
    assert leaks(objects, ids, [UUID(shared.person).bytes]) == set()
    assert len({name.split("/")[0] for name in objects}) == 5, "four spaces of the team and one more"


def test_the_keys_of_the_team_open_nothing_of_it(shared: Around) -> None:
    space = next(s for s in shared.anna.service._spaces() if s.label == shared.label)
    theirs = {key for one in shared.others for s in one.service._spaces() for key in s._epochs.values()}  # type: ignore[attr-defined]
    assert theirs
    assert not theirs & set(space._epochs.values())  # type: ignore[attr-defined]
    assert {m.person.name for m in space.members} == {"Anna", "Fatima"}


def test_an_invitation_opens_on_the_laptop_of_the_officer_only(shared: Around) -> None:
    invitation = let_in(shared, shared.fatima)
    for one in shared.others:
        with pytest.raises(UserError) as refused:
            one.service.join(one.actor, invitation)
        assert refused.value.code == "invitation-other"
    assert leaks({"": invitation}, [shared.label, shared.record, "Fatima   "]) == set()


def test_nobody_but_handler_and_officer_is_let_in_and_no_recovery_key_either(shared: Around) -> None:
    anna, clara = shared.anna, shared.clara
    with pytest.raises(AccessDenied):
        anna.service.invite(anna.actor, shared.store, clara.service.request(clara.actor), [shared.label])
    with pytest.raises(AccessDenied):
        anna.service.make_recovery(anna.actor, shared.store, ["casus", shared.label])
    with pytest.raises(UserError) as refused:
        let_in(shared, clara)
    assert refused.value.code == "officer-there"
    chosen = next(o for o in safety(shared.fatima).officers(shared.fatima.actor) if o.name == "Clara")
    with pytest.raises(AccessDenied):
        safety(shared.fatima).let_in(shared.fatima.actor, shared.store, shared.record, chosen)


def test_a_coordinator_cannot_become_a_member(shared: Around) -> None:
    anna, store = shared.anna, shared.store
    safety(anna).let_go(anna.actor, store, shared.record)
    carla = shared.team.hire("Carla", Role.COORDINATOR)
    shared.team.found(anna, store, carla, spaces="kaart")
    invitation = let_in(shared, carla)
    with pytest.raises(AccessDenied):
        carla.service.join(carla.actor, invitation)
    assert told(shared, cells(carla)) == set()


def test_a_removed_officer_loses_it_at_the_next_contact(shared: Around) -> None:
    anna, fatima, store = shared.anna, shared.fatima, shared.store
    safety(anna).let_go(anna.actor, store, shared.record)
    assert held(fatima, shared.person), "not before the contact: nobody can reach a laptop that is off-line"
    write(anna, shared.person, step4_on=anna.clock.today(), step4_note="Na het vertrek gewogen")
    anna.sync(store)
    fatima.sync(store)
    assert held(fatima, shared.person) == ()
    content = {w: data for w, data in cells(fatima).items() if not w.startswith(("audit#", "meta#"))}
    assert told(shared, content) == set()
    kept = {w: data for w, data in cells(fatima).items() if w.startswith("meta#")}
    assert leaks(kept, ["Na het vertrek", "Blauwe plekken", "huishoudhulp"]) == set()
    assert fatima.row(shared.person) is not None, "the rest of the team's work stays"
    assert fatima.vault.read(lambda r: r.meta(f"sync/{shared.label}/state"))
    later = fatima.person("Erna")
    shared.team.settle(store)
    assert anna.row(later) is not None
    [now] = held(anna, shared.person)
    assert now.officer == ""


def test_another_officer_gets_all_of_it(shared: Around) -> None:
    anna, clara, store = shared.anna, shared.clara, shared.store
    safety(anna).let_go(anna.actor, store, shared.record)
    clara.service.join(clara.actor, let_in(shared, clara))
    shared.team.settle(store)
    [now] = held(clara, shared.person)
    assert (now.record.step1_note, now.record.step5_note) == (SEEN, DECIDED)
    assert held(shared.fatima, shared.person) == ()


def test_a_change_for_the_record_in_any_other_space_is_refused(shared: Around) -> None:
    """A member of the team who knows its id writes into it in `casus`, or puts a file into its space."""
    anna = shared.anna
    with pytest.raises(UserError) as refused:
        anna.vault.write(
            lambda w: w.apply([replace(op, space="casus") for _, op in w.ops(shared.label)], edit="e")
        )
    assert refused.value.code == "other-space"
    with pytest.raises(UserError) as refused:
        anna.vault.write(
            lambda w: w.apply([replace(op, space=shared.label) for _, op in w.ops("casus")], edit="e")
        )
    assert refused.value.code == "other-space"


def test_what_comes_in_for_it_in_any_other_space_is_refused(shared: Around) -> None:
    spaces = {space.label: space for space in shared.anna.service._spaces()}
    ops = {
        label: shared.anna.vault.read(lambda r, one=label: [op for _, op in r.ops(one)])
        for label in ("casus", shared.label)
    }
    for label, there in ops.items():
        check_ops(spaces[label], there)
        for other in spaces.keys() - {label}:
            with pytest.raises(UserError) as refused:
                check_ops(spaces[other], there)
            assert refused.value.code == "object-foreign"


def test_erasing_the_person_names_the_record_to_its_members_only(shared: Around) -> None:
    for one, knows in (
        (shared.anna, True),
        (shared.fatima, True),
        (shared.clara, False),
        (shared.wim, False),
    ):
        about = one.vault.read(lambda r: r.about_person(shared.person))
        assert (SafetyRecord.KIND in {kind for kind, _, _ in about}) is knows, one.actor.name


def test_reading_it_leaves_an_audit_line_in_the_own_vault(shared: Around) -> None:
    held(shared.fatima, shared.person)
    lines = shared.fatima.vault.read(lambda r: r.audit(person=shared.person, limit=1000))
    last = [line.event for line in lines if line.event.kind == SafetyRecord.KIND][-1]
    assert (last.action, last.record, last.worker) == ("read", shared.record, shared.fatima.actor.worker)
