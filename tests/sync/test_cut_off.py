"""Changes from behind a cut-off: what a colleague had before a removal all get, and nobody gets anything else."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.sync.team import Colleague, Team, dev_of
from veldwerk.services.sync_shapes import MARK
from veldwerk.sync import changeset, envelope, heads
from veldwerk.sync.keys import DeviceKeys, public_of
from veldwerk.sync.stores.memory import MemoryStore


def _keys(one: Colleague) -> DeviceKeys:
    device = one.vault.read(lambda r: r.meta("sync//device"))
    assert device is not None
    return DeviceKeys.from_bytes(device)


def _newest_head(store: MemoryStore, one: Colleague) -> str:
    dev = one.service._spaces()[0].dev
    return max(name for name in store.objects if f"/heads/{dev}" in name)


def _says(store: MemoryStore, one: Colleague, **claims: object) -> None:
    """The newest head of `one` once more, with other claims, under its own signature."""
    space, name = one.service._spaces()[0], _newest_head(store, one)
    head = space.open_head(name[len(space.prefix) :], store.objects[name])
    told, data = heads.write(
        space.prefix[:-1], replace(head, number=head.number + 1, **claims), _keys(one), ""
    )
    store.objects[space.prefix + told] = data


class Changed:
    """A changed program of Bert, which writes other changesets of his stream behind number `after`."""

    def __init__(self, bert: Colleague, after: int) -> None:
        self.space, self.keys = bert.service._spaces()[0], _keys(bert)
        self.stream = f"{self.space.dev}.{bert.inc('casus')}"
        rows = bert.vault.read(lambda r: r.metas(f"sealed/casus/{self.stream}/"))
        self.rows = [json.loads(data) for _, data in sorted(rows.items())][:after]
        self.writer = f"{bert.vault.device}.0badc0de"
        self.epoch = self.space._writing()  # type: ignore[attr-defined]

    def write(self, store: MemoryStore, person: str) -> str:
        """One more changeset and a head that names it; gives the sha."""
        seq, prev = len(self.rows) + 1, str(self.rows[-1]["sha"]) if self.rows else ""
        place = changeset.Place(self.space.prefix[:-1], self.stream, seq, prev)
        stamp = f"{1772442000000 + seq:013d}.00000.{self.writer}.0000000{seq}"
        op = {
            "t": "person",
            "k": person,
            "a": "add",
            "f": {"given_name": person},
            "h": stamp,
            "w": "worker-2",
        }
        epoch, identity = self.epoch
        name, data = changeset.write(place, [op], self.keys, epoch, public_of(identity))
        store.objects[self.space.prefix + name] = data
        self.rows.append({"seq": seq, "sha": envelope.sha256(data), "name": name, "ops": 1})
        base = self.space.prefix + "heads/" + self.stream
        old = max(name for name in store.objects if name.startswith(base))
        head = self.space.open_head(old[len(self.space.prefix) :], store.objects[old])
        tail = tuple((int(str(row["seq"])), str(row["sha"])) for row in self.rows)
        told = replace(head, number=head.number + 1, seq=seq, tail=tail)
        name, data = heads.write(place.space, told, self.keys, "")
        store.objects[self.space.prefix + name] = data
        return str(self.rows[-1]["sha"])


def _removed(team: Team) -> tuple[MemoryStore, Colleague, Colleague, Colleague, Colleague, str]:
    """Bert sent one changeset that Anna and Dora have, and a second one that only Clara had when Anna removed him."""
    store = MemoryStore()
    anna, bert, clara, dora = (team.hire(name) for name in ("Anna", "Bert", "Clara", "Dora"))
    team.found(anna, store, bert, clara, dora)
    bert.person("Voor")
    team.settle(store)
    late = bert.person("Na", alerts="gezien door Clara")
    bert.sync(store)
    clara.sync(store)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    return store, anna, bert, clara, dora, late


def _people(*everyone: Colleague) -> list[int]:
    return [one.vault.read(lambda r: r.counts())["person"] for one in everyone]


def test_a_removed_device_cannot_give_others_something_else_than_a_colleague_had(team: Team) -> None:
    """Only a number was claimed: under it the others took another changeset, and differed from Clara for good."""
    store, anna, bert, clara, dora, late = _removed(team)
    [second] = [name for name in store.objects if "/cs/0000000002" in name and bert.inc("casus") in name]
    true, head = store.objects.pop(second), _newest_head(store, bert)
    told = store.objects[head]
    Changed(bert, after=1).write(store, "valse-persoon")
    for one in (anna, dora, clara, anna, dora):
        report = one.sync(store)
    assert {p.code for p in report.spaces[0].problems} == {"member-revoked"}
    assert report.waiting == 0
    assert _people(anna, dora) == [1, 1]
    # The true one is there again, under a head of Bert that says so.
    space = bert.service._spaces()[0]
    again = replace(space.open_head(head[len(space.prefix) :], told), number=1000)
    name, data = heads.write(space.prefix[:-1], again, _keys(bert), "")
    store.objects.update({second: true, space.prefix + name: data})
    for one in (anna, dora):
        one.sync(store)
    assert anna.row(late) is not None
    assert anna.digest() == clara.digest() == dora.digest()


def test_nothing_behind_a_cut_off_is_applied_before_it_leads_to_what_a_colleague_had(team: Team) -> None:
    """The head names the right end of the chain, and something else on the way to it."""
    store, anna, bert, clara, dora, _ = _removed(team)
    bert_late = bert.person("Derde")
    changed = Changed(bert, after=1)
    news = {name: store.objects.pop(name) for name in list(store.objects) if "/members/0000000005" in name}
    bert.sync(store)
    clara.sync(store)  # has not heard either
    store.objects.update(news)
    assert clara.row(bert_late) is not None
    end = json.loads(
        sorted(bert.vault.read(lambda r: r.metas(f"sealed/casus/{changed.stream}/")).items())[-1][1]
    )
    changed.write(store, "valse-persoon")
    changed.rows.append(end)
    space = changed.space
    name = max(n for n in store.objects if f"/heads/{changed.stream}" in n)
    head = space.open_head(name[len(space.prefix) :], store.objects[name])
    tail = tuple((int(str(row["seq"])), str(row["sha"])) for row in changed.rows)
    told, data = heads.write(
        space.prefix[:-1], replace(head, number=head.number + 1, seq=3, tail=tail), changed.keys, ""
    )
    store.objects[space.prefix + told] = data
    for one in (clara, anna, dora, anna):
        one.sync(store)
    assert anna.row("valse-persoon") is dora.row("valse-persoon") is None
    assert anna.digest() == dora.digest()


def test_a_claim_without_the_hash_of_what_was_applied_lets_nothing_in(team: Team) -> None:
    """A dishonest colleague who claims more than there was."""
    store, anna, bert, clara, dora, _ = _removed(team)
    for one in (anna, clara, dora):
        one.sync(store)
    for one in (anna, clara, dora):
        one.sync(store)
    assert _people(anna, clara, dora) == [2, 2, 2]
    changed = Changed(bert, after=2)
    changed.write(store, "te-laat")
    for mark in ("", "0" * 32):
        _says(store, clara, frontier={changed.stream: 3}, marks={changed.stream: mark})
        for one in (anna, dora):
            report = one.sync(store)
            assert [p.code for p in report.spaces[0].problems] == ["member-revoked"]
    assert anna.row("te-laat") is dora.row("te-laat") is None
    assert anna.digest() == dora.digest()


def test_what_a_colleague_who_helps_a_removed_device_lets_in_comes_to_all_alike(team: Team) -> None:
    """The risk that docs/sync.md names: it is theirs, signed, and the same everywhere."""
    store, anna, bert, clara, dora, _ = _removed(team)
    for one in (anna, clara, dora, anna, clara, dora):
        one.sync(store)
    changed = Changed(bert, after=2)
    sha = changed.write(store, "te-laat")
    _says(store, clara, frontier={changed.stream: 3}, marks={changed.stream: sha[:MARK]})
    for one in (dora, anna):
        one.sync(store)
    assert anna.row("te-laat") is not None
    assert anna.digest() == dora.digest()


def test_a_colleague_who_hears_of_a_removal_late_brings_all_to_the_same(team: Team) -> None:
    """Stale for long, with Bert at work on the same stick: what Clara applied comes to all when she is back."""
    store, anna, bert, clara, dora, _ = _removed(team)
    stick = MemoryStore()
    stick.objects = {name: data for name, data in store.objects.items() if "/members/0000000005" not in name}
    for n in range(3):
        bert.person(f"Op de stick {n}")
        bert.sync(stick)
        clara.sync(stick)
    for one in (anna, dora):
        one.sync(store)
    assert _people(anna, dora) == [2, 2]
    store.objects.update({n: d for n, d in stick.objects.items() if f"/dev/{dev_of(anna, 'Bert')}" in n})
    store.objects.update({n: d for n, d in stick.objects.items() if f"/heads/{dev_of(anna, 'Bert')}" in n})
    for one in (clara, anna, dora, clara, anna, dora):
        one.sync(store)
    assert _people(anna, clara, dora) == [5, 5, 5]
    assert anna.digest() == clara.digest() == dora.digest()


def test_a_claim_of_one_who_was_removed_too_counts_for_nobody(team: Team) -> None:
    """Clara alone had it, and goes before anybody read it: then nobody has it, and all are alike."""
    store, anna, _, _, dora, late = _removed(team)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Clara"))
    for one in (anna, dora, anna, dora):
        one.sync(store)
    assert anna.row(late) is dora.row(late) is None
    assert anna.digest() == dora.digest()
