"""Batches of records into the vault, through the one way there is: `Writer.apply` (DESIGN 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from veldwerk.demo.world import Made
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.records import to_row
from veldwerk.services.access import Actor
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import Writer

BATCH = 4_000
"""Ops in one transaction: large enough to be quick, small enough to show progress."""


class Batches:
    """Takes records, writes them in batches, counts them by kind. Spaces this vault is not in are left out."""

    def __init__(self, kit: Kit, actor: Actor) -> None:
        self._kit = kit
        self._actor = actor
        self._spaces = kit.vault.spaces
        self._waiting: list[Made] = []
        self.counts: Counter[str] = Counter()

    def add(self, made: Iterable[Made]) -> None:
        """Take these, and write when there are enough."""
        self._waiting.extend(one for one in made if one[1] in self._spaces)
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits, in one edit with one audit line."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        edit = self._kit.ids.new_id()
        device, worker = self._kit.vault.device, self._actor.worker

        def job(writer: Writer) -> None:
            ops = [_op(made, Stamp(writer.next_hlc(), device, worker)) for made in waiting]
            writer.apply(ops, edit=edit)
            writer.audit_event(seen(self._actor, "generate", "", "", detail=str(len(ops))))

        self._kit.vault.write(job)
        self.counts.update(record.KIND for record, _ in waiting)


def _op(made: Made, stamp: Stamp) -> Op:
    record, space = made
    fields = {name: value for name, value in to_row(record).items() if value not in (None, "", {})}
    return Op(record.KIND, record.id, Action.ADD, fields, stamp, space)
