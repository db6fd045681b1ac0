"""What the window asks of the rest: vaults on this laptop, opening and making them, and the pages of the open one.

The unlock screen must stand at once: what an open vault needs (store, services, screens) is imported at unlocking.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.access import Role
from veldwerk.services.ports import Clock
from veldwerk.system import paths
from veldwerk.system.clock import SystemClock
from veldwerk.texts import _, language
from veldwerk.ui.doors import NewVault, VaultEntry
from veldwerk.ui.page import Context, Page, Settings

if TYPE_CHECKING:
    from veldwerk.app.bell import Bell
    from veldwerk.app.knowledge import Knowledge
    from veldwerk.app.parting import Parting
    from veldwerk.app.workplace import Workplace

SETTINGS = "window.json"
PRACTICE = "oefenkluis"


class Desk:
    """Matches `ui.doors.Doors`. Holds the open workplace, if any."""

    def __init__(
        self,
        vault: Path | None = None,
        *,
        practice: bool = False,
        clock: Clock | None = None,
        knowledge: Knowledge | None = None,
    ) -> None:
        """`vault` is the only one to list, `practice` when it is known to hold invented people; without it those in
        the data folder. `knowledge` when it was read before."""
        self._named = vault
        self._practice = practice
        self._knowledge = knowledge
        self._bell: Bell | None = None
        self._parting: Parting | None = None
        self._clock: Clock = clock or SystemClock()
        self.work: Workplace | None = None
        self.on_open: Callable[[Workplace], None] | None = None

    def vaults(self) -> Sequence[VaultEntry]:
        """The vaults on this laptop, the named one first, the practice vault last."""
        found = [self._named] if self._named is not None and self._named.exists() else []
        if self._named is None:
            found += sorted(paths.data_dir().glob("*.vault"))
            found += [path for path in (paths.demo_vault(),) if path.exists()]
        return [_entry(path, self._practice) for path in found]

    def roles(self) -> Sequence[tuple[str, str]]:
        """Roles one can choose at the first run."""
        return [
            (Role.NURSE.value, _("District nurse")),
            (Role.WELFARE.value, _("Welfare worker")),
            (Role.COORDINATOR.value, _("Coordinator of volunteers")),
        ]

    def suggested_device(self) -> str:
        """The name of this machine."""
        return platform.node() or "laptop"

    def unlock(self, vault: str, passphrase: str) -> None:
        """Open a vault of the list."""
        from veldwerk.app.workplace import open_workplace

        self._end_parting()
        self._took(open_workplace(Path(vault), passphrase, clock=self._clock, knowledge=self._knowledge))

    def recover(self, vault: str, code: str, passphrase: str) -> None:
        """Open by the recovery sheet, and set a new passphrase."""
        from veldwerk.app.workplace import open_workplace

        self._end_parting()
        work = open_workplace(Path(vault), recovery=code, clock=self._clock, knowledge=self._knowledge)
        try:
            work.vault.set_passphrase(passphrase)
        except UserError:
            work.close()
            raise
        self._took(work)

    def create(self, new: NewVault) -> str:
        """Make and open a vault; gives its recovery key."""
        from veldwerk.app.workplace import Profile, create_workplace

        path = self._named or self._free_place()
        profile = Profile("", new.worker, Role(new.role), new.organisation)
        work, recovery = create_workplace(
            path, new.passphrase, profile, clock=self._clock, knowledge=self._knowledge
        )
        self._took(work)
        return recovery

    def _free_place(self) -> Path:
        place = paths.default_vault()
        number = 2
        while place.exists():
            place = paths.default_vault().with_stem(f"veldwerk-{number}")
            number += 1
        return place

    def _took(self, work: Workplace) -> None:
        self.work = work
        if self.on_open is not None:
            self.on_open(work)

    def print_recovery(self, code: str) -> None:
        """Print the recovery sheet on a printer of this machine."""
        from veldwerk.ui.recovery_sheet import print_sheet

        print_sheet(code)

    def practice(self) -> bool:
        """Whether the open vault holds invented people."""
        return self.work is not None and self.work.profile.practice

    def parting(self) -> Callable[[], None] | None:
        """What still has to be sent when the window locks, or None; it closes the vault itself. Quick."""
        from veldwerk.app.parting import Parting, wanted

        self._silence()
        if self.work is None or not wanted(self.work):
            return None
        self._parting, self.work = Parting(self.work), None
        return self._parting.run

    def _end_parting(self) -> None:
        """A vault that is still sending is closed before it is opened again, or before the program ends."""
        if self._parting is not None:
            self._parting.end()
            self._parting = None

    def close(self) -> None:
        """Close the vault and forget its key."""
        self._end_parting()
        self._silence()
        if self.work is not None:
            self.work.close()
            self.work = None

    def pages(self, context: Context) -> Sequence[Page]:
        """The pages of the open vault."""
        from veldwerk.app.bell import Bell
        from veldwerk.app.pages import pages

        if self.work is None:
            raise UserError(N_("The vault is locked."), code="locked")
        self._silence()
        self._bell = Bell(context.window.changed, self.work.vault)
        return pages(context, self.work)

    def _silence(self) -> None:
        """No page hears of changes any more: its window goes, or is built anew."""
        if self._bell is not None:
            self._bell.silence()
            self._bell = None

    def remember(self, settings: Settings) -> None:
        """Keep how the window looks; nothing of a person is in it."""
        values = {
            "language": settings.language,
            "mode": settings.mode,
            "scale": settings.scale,
            "idle_minutes": settings.idle_minutes,
        }
        with suppress(OSError):  # looks are not worth a message
            paths.state_dir().mkdir(parents=True, exist_ok=True)
            (paths.state_dir() / SETTINGS).write_text(json.dumps(values), "utf-8")

    def today(self) -> date:
        """The day it is here."""
        return self._clock.today()

    def now(self) -> datetime:
        """The time it is here."""
        return self._clock.now()


def remembered_settings(fallback: str = "") -> Settings:
    """The looks of last time; `fallback` is the language when none was chosen."""
    try:
        values = json.loads((paths.state_dir() / SETTINGS).read_text("utf-8"))
        return Settings(
            language=str(values["language"]),
            mode=str(values["mode"]),
            scale=int(values["scale"]),
            idle_minutes=int(values["idle_minutes"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Settings(language=fallback or language())


def _entry(path: Path, practice: bool) -> VaultEntry:
    practice = practice or path.parent.name == PRACTICE or path == paths.demo_vault()
    if practice:
        return VaultEntry(
            str(path), _("Practice vault"), _("Invented people"), practice=True, hint=_("Passphrase: demo")
        )
    return VaultEntry(str(path), path.stem, "")
