"""A random day of a small team: exchanging over stores that fail, clocks, disks, members, and what holds at the end.

A script is a list of (name, numbers…); every number is taken modulo what there is, so that any list is a script and
a shorter list is a simpler one.
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from tests.sync.faulty import CUTS, Fault, cut
from tests.sync.fuse import sync_until
from tests.sync.team import START, fresh_vault
from tests.sync.truth import everything
from tests.sync.work import LIMITS, MOST, Member, OnceStore, Work, ram
from veldwerk.domain.changes import Action
from veldwerk.services.access import Actor, Role
from veldwerk.services.sync_memory import RESTORED
from veldwerk.services.sync_state import SyncReport
from veldwerk.store.vault import Surroundings, open_vault
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SeededIds

ROUNDS = 12
"""Rounds of everybody after which a team that is not quiet never will be."""


class World(Work):
    """All that may happen in a day."""

    # --- exchanging

    def _apart(self, who: Member, number: int, other: int, what: int) -> None:
        """Two people change one record, and neither has heard of it."""
        second = self.everyone[other % len(self.everyone)]
        second.clock.advance(timedelta(seconds=1))
        pairs = ("note note", "field field", "delete field", "delete note", "settle note", "delete delete")
        for one, name in zip((who, second), pairs[what % len(pairs)].split(), strict=True):
            self.turn += 1
            if name == "note":
                self._note(one, number, 15)
            else:
                getattr(self, f"_{name}")(one, number)

    def _erase(self, who: Member, number: int, other: int) -> None:
        """One asks, it comes to another, who agrees."""
        self._ask(who, number)
        second = self.everyone[other % len(self.everyone)]
        self._sync(who)
        if second is not who and second in self.everyone:
            self._sync(second)
            if second in self.everyone:
                self._agree(second, 0)

    def _sync(self, who: Member, where: int = 0) -> SyncReport:
        report = who.sync(self._store(where))
        if not report.departed and self.truth.unsent(who.number) and who.status().pending == 0:
            self.truth.all_sent(who.number)
        if report.departed:
            who.vault.close()
            self.everyone.remove(who)
        return report

    def _all(self, who: Member, where: int) -> None:
        """Everybody after one another: the day goes on from what all have."""
        for one in list(self.everyone):
            self._sync(one, where)

    def _store(self, where: int) -> OnceStore:
        """The office, or the stick. Two copies of one vault (a clone, a disk put back) keep to the office."""
        if where and self.apart != "copies":
            self.apart = "stick"
            return self.stores[1]
        return self.stores[0]

    def _broken(self, who: Member, where: int, fault: Fault) -> None:
        """A sync on which something goes wrong."""
        store = self._store(where)
        store.faults, store._seen = [fault], {}
        self._sync(who, where)
        store.faults = []

    def _kill(self, who: Member, where: int, steps: int) -> None:
        sync_until(who, self._store(where), steps, LIMITS)

    def _missing(self, who: Member, where: int, number: int) -> None:
        """An object is not there for a while."""
        store = self._store(where)
        there = sorted(name for name in store.inner.objects if not name.endswith("FORMAT"))
        name = there[-1 - number % len(there)]
        store.away[name] = store.inner.objects.pop(name)

    def _found(self, who: Member, where: int) -> None:
        store = self._store(where)
        for name, data in store.away.items():
            store.inner.objects.setdefault(name, data)
        store.away.clear()

    def _damage(self, who: Member, number: int, how: int) -> None:
        """A changeset of somebody who still has it lost its end; he must put it right."""
        store = self.stores[0]
        mine = sorted(name for name in store.inner.objects if f"/dev/{who.dev}" in name and "/cs/" in name)
        if mine and not who.copy and not who.clone and self.apart != "copies":
            who.damaged = True
            name = mine[-1 - number % len(mine)]
            store.inner.objects[name] = cut(store.inner.objects[name], CUTS[how % len(CUTS)])

    # --- clocks, disks, members

    def _clock(self, who: Member, hours: int) -> None:
        """The battery, daylight saving, or a person who set it; never twice to the same millisecond."""
        moved = timedelta(hours=hours, milliseconds=1000 * self.turn)
        nearest = START + min(max(who.clock.now() + moved - START, timedelta(days=-800)), timedelta(days=800))
        who.clock.set(nearest.replace(microsecond=(who.number + 1) * 1000))

    def _backup(self, who: Member) -> None:
        who.vault.close()
        who.copy = who.vault.path.read_bytes()
        self.truth.since[who.number] = []
        self._reopen(who)

    def _reopen(self, who: Member) -> None:
        who.vault.close()
        who.vault = open_vault(who.vault.path, who.vault.around, key=who.vault.key)
        who.__post_init__()

    def _restore(self, who: Member, marked: int) -> None:
        """The older copy takes the place of the vault: by the program, or the whole disk."""
        if not who.copy or (not marked and self.apart == "stick"):
            return
        if not marked:
            self.apart = "copies"
        who.vault.close()
        who.vault.path.write_bytes(who.copy)
        self._reopen(who)
        if marked:
            at = str(who.clock.millis()).encode()
            who.vault.write(lambda w: w.set_meta(RESTORED, at))
        self.truth.put_back(who.number)

    def _clone(self, who: Member) -> None:
        """The disk of a laptop is copied to another, and both go on."""
        if self.apart or len(self.everyone) >= MOST or any(one.clone for one in self.everyone):
            return
        self.apart = "copies"
        self._reopen(who)
        who.vault.close()
        data = who.vault.path.read_bytes()
        self._reopen(who)
        days = (who.clock.now() - START).days + 3
        twin = self._open(10 + who.number, data, who.vault.key, who.actor, days)
        who.clone = twin.clone = True
        self.truth.since[twin.number] = list(self.truth.since.get(who.number, ()))

    def _hire(self, who: Member) -> None:
        """Somebody new; copies of administrators from before count no longer."""
        if len(self.everyone) >= MOST or not self._administers(who):
            return
        number = max(one.number for one in self.everyone) + 20
        path = self.folder / f"{number}.db"
        clock = SetClock(START)
        fresh_vault(path, Surroundings(clock, SeededIds(5000 + number, clock)), ["casus"]).close()
        actor = Actor(f"worker-{number + 1}", f"Nieuw{number}", Role.NURSE, "org-1")
        one = self._open(number, path.read_bytes(), who.vault.key, actor)
        store = self.stores[0]
        one.service.join(
            one.actor, who.service.invite(who.actor, store, one.service.request(one.actor), ["casus"])
        )
        self._forget_copies()

    def _revoke(self, who: Member, number: int) -> None:
        target = self.everyone[number % len(self.everyone)]
        member = {m.dev: m for m in who.service.members(who.actor)[0].members}.get(target.dev)
        if (
            target.clone
            or target.damaged
            or member is None
            or member.role == "admin"
            or member.revoked
            or self.revoked >= 2
        ):
            return
        if not self._administers(who):
            return
        self.revoked += 1
        who.service.revoke(who.actor, self.stores[0], "casus", target.dev)
        self.truth.removes(target.number, frozenset(line.op.stamp.hlc for line in everything(who.vault)))
        self._forget_copies()

    def _administers(self, who: Member) -> bool:
        mine = next((m for m in who.service.members(who.actor)[0].members if m.dev == who.dev), None)
        return mine is not None and mine.role == "admin" and not mine.revoked

    def _forget_copies(self) -> None:
        for one in self.everyone:
            one.copy = b""

    def _take_over(self, who: Member) -> None:
        if self._administers(who):
            for one in who.service.departures(who.actor):
                who.service.take_over(who.actor, "casus", one.dev)

    # --- the end

    def heal(self) -> None:
        """From now on all goes well; everybody exchanges until nobody has anything to say."""
        for store in self.stores:
            store.calm()
        self._found(self.everyone[0], 0)
        if self.apart == "stick":
            self._found(self.everyone[0], 1)
            for _ in range(3):
                self._round(1)
        for _ in range(ROUNDS):
            if self._round(0):
                return
        raise AssertionError(f"not quiet after {ROUNDS} rounds: {[one.status() for one in self.everyone]}")

    def _round(self, where: int) -> bool:
        """Everybody once; whether it was quiet: nothing sent, received, awaited, announced or wrong."""
        store, quiet = self.stores[where], True
        store.log.clear()
        for who in list(self.everyone):
            if any(one.reason == "many-deletes" for one in who.service.arrivals.waiting(who.actor)):
                self._decide(who, 0)
                quiet = False
            report = self._sync(who, where)
            quiet = quiet and report.ok and not (report.sent or report.received or report.waiting)
        return quiet and not any(call == "put" for call, _, _ in store.log)

    def check(self) -> None:
        """What always holds once all is quiet."""
        assert len({one.digest() for one in self.everyone}) == 1, "not everybody has the same"
        logs = [
            [
                (line.op.record, line.op.stamp.hlc)
                for line in everything(one.vault)
                if line.op.action is not Action.ERASE
            ]
            for one in self.everyone
        ]
        assert all(len(log) == len(set(log)) for log in logs), "a change is there twice"
        assert len({frozenset(log) for log in logs}) == 1, "not everybody has the same history"
        for one in self.everyone:
            status = one.status()
            assert (status.pending, status.waiting) == (0, 0)
            assert one.vault.read(lambda r: r.parked()) == 0
            self.truth.look(one.vault)

    def close(self) -> None:
        for one in self.everyone:
            one.vault.close()


def play(script: list[tuple[object, ...]], count: int) -> None:
    """A day of `count` people, and what must hold at its end."""
    with tempfile.TemporaryDirectory(dir=ram()) as folder:
        world = World(Path(folder), count)
        try:
            for step in script:
                world.do(step)
            world.heal()
            world.check()
        finally:
            world.close()
