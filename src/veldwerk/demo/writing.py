"""Batches of records into the vault, through the one way there is: `Writer.apply` (DESIGN 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from veldwerk.demo.world import Made
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.records import to_row
from veldwerk.services.access import Actor
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import Writer

BATCH = 4_000
"""Ops in one transaction: large enough to be quick, small enough to show progress."""


class Batches:
    """Takes records, writes them in batches, counts them by kind. Spaces this vault is not in are left out.

    While one batch is being written the next is thought up: writing is half encryption, which holds nobody up. Batches
    are written one after another, in order; `wait` before reading what was added.
    """

    def __init__(self, kit: Kit, actor: Actor) -> None:
        self._kit = kit
        self._actor = actor
        self._spaces = kit.vault.spaces
        self._waiting: list[Made] = []
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="demo")
        self._under_way: Future[None] | None = None
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Batches:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.shutdown(wait=True)

    def add(self, made: Iterable[Made]) -> None:
        """Take these, and write when there are enough."""
        self._waiting.extend(one for one in made if one[1] in self._spaces)
        if len(self._waiting) >= BATCH:
            self._hand_over()

    def wait(self) -> None:
        """Until everything that was added stands in the vault. Raises what writing raised."""
        self._hand_over()
        if self._under_way is not None:
            self._under_way.result()

    def _hand_over(self) -> None:
        waiting, self._waiting = self._waiting, []
        if self._under_way is not None:
            self._under_way.result()
        if waiting:
            self.counts.update(record.KIND for record, _ in waiting)
            self._under_way = self._writer.submit(self._write, waiting, self._kit.ids.new_id())

    def _write(self, made: list[Made], edit: str) -> None:
        """One transaction, one edit, one audit line."""
        device, worker = self._kit.vault.device, self._actor.worker

        def job(writer: Writer) -> None:
            ops = [_op(one, Stamp(writer.next_hlc(), device, worker)) for one in made]
            writer.apply(ops, edit=edit)
            writer.audit_event(seen(self._actor, "generate", "", "", detail=str(len(ops))))

        self._kit.vault.write(job)


def _op(made: Made, stamp: Stamp) -> Op:
    record, space = made
    fields = {name: value for name, value in to_row(record).items() if value not in (None, "", {})}
    return Op(record.KIND, record.id, Action.ADD, fields, stamp, space)
