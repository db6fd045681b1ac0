"""Failures 20, 39 and 46–48 of SYNC 5 with real vaults."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from backports import zstd as zstandard

from tests.sync.answers import Asked, answer, serving
from tests.sync.faulty import FaultyStore
from tests.sync.team import Colleague, Team
from veldwerk.domain.visits import Visit
from veldwerk.exchange.warehouse.folder import FolderWarehouse
from veldwerk.services.collect import Collect
from veldwerk.services.edits import Save
from veldwerk.services.kit import Kit
from veldwerk.services.sync_conflicts import Conflicts
from veldwerk.services.sync_course import Course, Limits
from veldwerk.sync import changeset, envelope
from veldwerk.sync.keys import DeviceKeys, encrypt, public_of
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.memory import MemoryStore
from veldwerk.sync.stores.webdav import WebDavStore


def _conflicts(one: Colleague) -> Conflicts:
    return Conflicts(Kit(one.vault, one.clock, one.ids, one.edits))


@pytest.mark.parametrize("alike", [True, False])
@pytest.mark.parametrize("first", [0, 1, 2])
def test_failure_20_settled_by_two_offline(team: Team, alike: bool, first: int) -> None:
    """Settled alike there is one text; differently there are two, and the texts from before stay settled."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    person = anna.person(alerts="eerst")
    team.settle(store)
    anna.change(person, alerts="van Anna")
    bert.change(person, alerts="van Bert")
    team.settle(store)
    texts = {"Anna": "samen", "Bert": "samen" if alike else "anders"}
    for one in (anna, bert):
        (found,) = _conflicts(one).open(one.actor)
        _conflicts(one).settle(one.actor, found, texts[one.actor.name])
    team.everyone = team.everyone[first:] + team.everyone[:first]
    team.settle(store, 3)
    for one in team.everyone:
        assert one.alerts(person) == set(texts.values())
        assert _conflicts(one).count(one.actor) == (0 if alike else 1)
    assert len({one.digest() for one in team.everyone}) == 1


HOSTILE = {
    "bomb": zstandard.compress(bytes(changeset.MAX_PLAIN * 4)),
    "deep": zstandard.compress(b'{"a":' + b"[" * 90_000),
    "utf-8": zstandard.compress(b'{"a":"\xff\xfe"}'),
    "nan": zstandard.compress(b'{"a":NaN}'),
    "no-zstd": b"\x00" * 500,
    "no-op": zstandard.compress(b'{"a":"set"}'),
    "wrong-types": zstandard.compress(b'{"t":1,"k":[],"a":"set","f":7,"h":"x","w":null}'),
    "bad-clock": zstandard.compress(b'{"t":"person","k":"p","a":"set","f":{},"h":"nonsense","w":"w"}'),
}


@pytest.mark.parametrize("what", [*HOSTILE, "header-length"])
def test_failure_39_what_a_member_signs_is_still_checked(team: Team, what: str) -> None:
    """The objects carry the right signature and key; only their content is hostile. Others go on."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    team.settle(store)
    space = bert.service._spaces()[0]
    stream = f"{space.dev}.{bert.inc('casus')}"
    name, data = space.changeset(stream, 1, "", [])
    raw = envelope.open_envelope(changeset.MAGIC, data)
    keys = DeviceKeys.from_bytes(bert.vault.read(lambda r: r.meta("sync//device")) or b"")
    if what == "header-length":
        bad = data[:6] + b"\xff\xff\xff\xff" + data[10:]
    else:
        body = encrypt(HOSTILE[what], [public_of(space._writing()[1])])  # type: ignore[attr-defined]
        header = {**raw.header, "n": 1, "len": len(body), "sha": envelope.sha256(body)}
        bad = envelope.seal(changeset.MAGIC, header, body, keys.seed)
    sha = envelope.sha256(bad)
    store.objects[f"{space.prefix}{name.rpartition('/')[0]}/0000000001-{sha[:8]}.vwc"] = bad
    newest = max(n for n in store.objects if f"/heads/{space.dev}" in n)
    from dataclasses import replace

    from veldwerk.sync import heads

    head = space.open_head(newest[len(space.prefix) :], store.objects[newest])
    head = replace(head, number=head.number + 1, seq=1, tail=((1, sha),))
    head_name, head_data = heads.write(space.prefix[:-1], head, keys, "")
    store.objects[space.prefix + head_name] = head_data
    clara.person("Van Clara")
    clara.sync(store)
    before = anna.vault.read(lambda r: r.cursors("casus")).get(stream)
    report = anna.sync(store)
    (problem,) = report.spaces[0].problems
    assert (problem.code, problem.who) in {
        (code, "Bert") for code in ("object-damaged", "bad-op", "bad-clock")
    }
    assert report.received == 1  # Clara's
    assert anna.vault.read(lambda r: r.cursors("casus")).get(stream) == before
    assert anna.vault.read(lambda r: r.counts())["person"] == 1


class Ended(Exception):
    """The loader is killed here."""


def test_failure_46_the_central_loader_twice_halfway_and_after_a_new_snapshot(
    team: Team, tmp_path: Path
) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    anna.course = Course(Limits(snapshot_ops=1))
    anna.__post_init__()
    team.found(anna, store, bert)
    person = anna.person("Wilhelmina", alerts="struikelt over het kleed")
    visit = Visit(id=anna.ids.new_id(), person_id=person, status="uitgevoerd", agreements="kleed weghalen")
    anna.edits.save(anna.actor, "visit", [Save(None, visit)])
    team.settle(store)
    anna.change(person, alerts="kleed is weg")
    bert.change(person, alerts="kleed ligt er nog")
    team.settle(store)
    folder = tmp_path / "centraal"

    def load(one: Colleague, *, end: int = 10**9) -> dict[str, bytes]:
        def progress(kind: str, done: int, of: int) -> None:
            nonlocal end
            end -= 1
            if end < 0:
                raise Ended

        kit = Kit(one.vault, one.clock, one.ids, one.edits)
        folder.mkdir(exist_ok=True)
        made = Collect(kit, FolderWarehouse(folder)).run(anna.actor, bytes(32), progress=progress)
        assert made.conflicts == {"person": 1}
        return read()

    def read() -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    first = load(anna)
    assert first == load(anna)
    with pytest.raises(Ended):
        load(anna, end=2)
    assert read() == first
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    for name in [name for name in store.objects if "/cs/" in name]:
        del store.objects[name]  # all it can have is the snapshot
    clara.sync(store)
    assert load(clara) == first
    content = b"".join(first.values())
    assert b"uitgevoerd" in content
    for word in ("kleed", "Wilhelmina", "Zonnebloemstraat", person, visit.id):
        assert word.encode() not in content


def _prose(chance: random.Random, words: list[str], length: int) -> str:
    """Made-up prose: every second word is one of fifty."""
    out: list[str] = []
    while sum(map(len, out)) < length:
        few = chance.random() < 0.5
        out.append(
            words[chance.randrange(50) if few else min(int(chance.paretovariate(0.3)), len(words)) - 1]
        )
    return " ".join(out)


def _webdav(kept: MemoryStore, wire: list[int]) -> object:
    """A plain WebDAV server over `kept`, that counts what goes up and down."""

    def say(asked: Asked) -> bytes:
        name = asked.target.removeprefix("/map/")
        wire[0] += len(asked.body) + 300
        if asked.method == "PUT":
            kept.put(name, asked.body)
            said = answer(201)
        elif asked.method == "PROPFIND":
            hrefs = "".join(f"<response><href>/map/{one}</href></response>" for one in kept.list(name))
            said = answer(207, f'<multistatus xmlns="DAV:">{hrefs}</multistatus>'.encode())
        else:
            data = kept.get(name)
            said = answer(404) if data is None else answer(200, data)
        wire[1] += len(said)
        return said

    return say


@pytest.mark.slow
def test_failure_47_a_first_sync_moves_little(team: Team) -> None:
    """2,000 visits: a fifth of what 10,000 may cost (4 MB up, 8 MB down with what is read back)."""
    kept, wire = MemoryStore(), [0, 0]
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, kept, bert)
    chance = random.Random(7)
    words = ["".join(chance.choices("aeioubdgklmnprstvz", k=chance.randint(2, 9))) for _ in range(8000)]
    person = anna.person()
    for _ in range(100):
        visits = [
            Visit(
                id=anna.ids.new_id(),
                person_id=person,
                agreements=_prose(chance, words, chance.randint(700, 1200)),
            )
            for _ in range(20)
        ]
        anna.edits.save(anna.actor, "visits", [Save(None, visit) for visit in visits])
    with serving(_webdav(kept, wire)) as server:  # type: ignore[arg-type]
        store = WebDavStore(f"{server.url}/map", patience=Patience(once=20, whole=60, pauses=()))
        assert anna.sync(store).sent == 2001
        assert bert.sync(store).received == 2001
        store.close()
    assert wire[0] <= 4_000_000 / 5
    assert wire[1] <= 8_000_000 / 5
    assert anna.digest() == bert.digest()


def test_failure_48_one_that_always_fails_blocks_nobody_and_is_tried_again(team: Team) -> None:
    store = FaultyStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    team.settle(store)
    late = anna.person("Blijft steken")
    bert.person("Gaat door")
    stuck = anna.service._spaces()[0].dev
    store.fail("status", "put", f"/dev/{stuck}", how="500", times=0)
    for _ in range(2):
        reports = {one.actor.name: one.sync(store) for one in (anna, bert, clara)}
    assert not reports["Anna"].ok
    assert anna.vault.read(lambda r: r.counts())["person"] == 2  # what comes in is not kept waiting
    assert anna.status().pending == 1
    assert clara.vault.read(lambda r: r.counts())["person"] == 1
    store.calm()
    assert anna.sync(store).sent == 1  # without a new edit
    assert clara.sync(store).received == 1
    assert clara.row(late) is not None
    # And the other way round: an object that nobody can read keeps nobody else's from coming.
    anna.person("Daarna")
    anna.sync(store)
    name = max(n for n in store.inner.objects if f"/dev/{stuck}" in n)
    store.fail("status", "get", name, how="500", times=0)
    bert.person("Ook door")
    bert.sync(store)
    for _ in range(2):
        report = clara.sync(store)
    assert report.waiting == 1
    assert clara.vault.read(lambda r: r.counts())["person"] == 3
