"""What the page of exchange and settings asks of the program: places, keys, backups, forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from veldwerk.app.stores import open_store, remembered, tried_store
from veldwerk.app.workplace import Workplace, publish_shipped_forms
from veldwerk.domain.errors import UserError
from veldwerk.services.storage import StorageService
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.store import backup as backups
from veldwerk.texts import _

BACKUPS = "backups"
KEEP = 14


class VaultOffice:
    """Matches `ui.screens.exchange.Office` for one open vault."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def place(self) -> str:
        """Where this vault exchanges."""
        return remembered(self._work)

    def store(self, place: str = "") -> ObjectStore:
        """The store at `place`, remembered, or the remembered one."""
        return open_store(self._work, place)

    def try_store(self, place: str) -> Sequence[str]:
        """What one should know about a place that works, in words; UserError for one that does not."""
        said = tried_store(self._work, place)
        said.require()
        return [_(line.message).format(**line.values) for line in said.notes]

    def storage(self) -> StorageService:
        """The storage and what it asks of us: enter, test, change, remove."""
        return self._work.storage

    def change_passphrase(self, old: str, new: str) -> None:
        """Another passphrase."""
        self._work.vault.change_passphrase(old, new)

    def new_recovery_key(self) -> str:
        """A new recovery key; the earlier sheet stops working."""
        return self._work.vault.new_recovery_key()

    def print_recovery(self, code: str) -> None:
        """Ask for a printer and print the sheet."""
        from veldwerk.ui.recovery_sheet import print_sheet

        print_sheet(code)

    def backup(self) -> str:
        """A backup beside the vault, proved; older ones beyond two weeks of days go."""
        vault = self._work.vault
        made = backups.make(vault, vault.path.parent / BACKUPS, keep=KEEP)
        backups.prove(made, vault)
        return made.name

    def publish(self, workbook: Path | None) -> Sequence[str]:
        """The titles of what was published."""
        from veldwerk.xlsform import FormError, compile_workbook

        work = self._work
        if workbook is None:
            before = {form.id for form in work.services.forms.all()}
            publish_shipped_forms(work)
            return [form.title for form in work.services.forms.all() if form.id not in before]
        try:
            return [work.services.forms.publish(work.actor, compile_workbook(workbook)).title]
        except FormError as error:
            refused = UserError(error.message, code="bad-form")
            refused.values = dict(error.values)
            raise refused from None
