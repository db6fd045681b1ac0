"""Vaults of generated people for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.records import Record, to_row
from veldwerk.services.ports import Applied
from veldwerk.store.vault import OpenVault, Surroundings, create, open_vault
from veldwerk.store.writing import VaultWriter
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SeededIds
from veldwerk.system.locks import VaultLock

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
PASSPHRASE = "zeven groene fietsen"
ALL = ("kaart", "coalitie", "casus", "inzet", "zorg")


@dataclass
class Desk:
    """An open vault with its clock and ids, and short ways to write."""

    path: Path
    vault: OpenVault
    recovery: str
    clock: SetClock
    ids: SeededIds
    around: Surroundings

    def op(
        self,
        writer: VaultWriter,
        kind: str,
        record: str,
        fields: Mapping[str, object],
        action: Action = Action.SET,
        *,
        space: str = "casus",
        parents: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Op:
        """One op with a fresh clock."""
        stamp = Stamp(writer.next_hlc(), self.vault.device, "w1")
        return Op(kind, record, action, dict(fields), stamp, space, dict(parents or {}))

    def write(
        self,
        kind: str,
        record: str,
        fields: Mapping[str, object],
        action: Action = Action.SET,
        **more: object,
    ) -> Op:
        """Apply one local op in its own transaction; gives the op as it was logged."""
        edit = self.ids.new_id()
        self.vault.write(
            lambda w: w.apply([self.op(w, kind, record, fields, action, **more)], edit=edit)  # type: ignore[arg-type]
        )
        return self.vault.read(lambda r: r.log(edit=edit))[0].op

    def add(self, record: Record, space: str = "casus") -> Op:
        """A new record."""
        return self.write(record.KIND, record.id, to_row(record), Action.ADD, space=space)

    def note(self, kind: str, record: str, path: str, text: str) -> Op:
        """Change a note with all its living versions in view."""
        seen = tuple(v.hlc for v in self.vault.read(lambda r: r.note_versions(kind, record, path)))
        return self.write(kind, record, {path: text}, parents={path: seen} if seen else None)

    def receive(self, ops: Iterable[Op]) -> Applied:
        """Apply others' ops."""
        return self.vault.write(lambda w: w.apply(list(ops), edit="remote", local=False))

    def sent(self, space: str = "casus") -> list[Op]:
        """All own ops of a space as they would travel."""
        found = self.vault.read(lambda r: r.ops(space, limit=100_000, local=True))
        return [Op.from_json(op.to_json(), space) for _, op in found]

    def reopen(self) -> None:
        """Close and open again."""
        self.vault.close()
        self.vault = open_vault(self.path, self.around, passphrase=PASSPHRASE)


def desk(folder: Path, name: str = "a", *, spaces: Iterable[str] = ALL, seed: int = 1) -> Desk:
    """A new vault; `seed` makes its keys and ids, its clock stands at START."""
    clock = SetClock(START)
    ids = SeededIds(seed, clock)
    # Wiping memory stays on for the whole process once asked for; tests/torture asks for it in its own.
    around = Surroundings(clock, ids, VaultLock, wipe_memory=False)
    path = folder / f"{name}.vault"
    vault, recovery = create(path, PASSPHRASE, around, spaces=spaces)
    return Desk(path, vault, recovery, clock, ids, around)
