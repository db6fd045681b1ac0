"""What the window needs from outside: vaults to open, pages to show, the clock. `app` hands it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from veldwerk.ui.page import Context, Page, Settings


@dataclass(frozen=True, slots=True)
class VaultEntry:
    """A vault on this laptop, as the unlock screen lists it. `hint` is said there («Password: demo»)."""

    id: str
    worker: str
    organisation: str
    practice: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class NewVault:
    """What the first run asks."""

    passphrase: str
    worker: str
    role: str
    organisation: str
    device: str


class Doors(Protocol):
    """Blocking calls run in a thread; those marked quick run on the window's thread."""

    def vaults(self) -> Sequence[VaultEntry]:
        """The vaults on this laptop, the last used first. Quick."""

    def roles(self) -> Sequence[tuple[str, str]]:
        """Role ids with their translated names, for the first run. Quick."""

    def suggested_device(self) -> str:
        """A name for this laptop. Quick."""

    def unlock(self, vault: str, passphrase: str) -> None:
        """Open the vault; UserError says what is wrong. Blocks."""

    def recover(self, vault: str, code: str, passphrase: str) -> None:
        """Open the vault by the code of the recovery sheet and give it a new passphrase. Blocks."""

    def create(self, new: NewVault) -> str:
        """Make and open a vault; its recovery code comes back, in groups. Blocks."""

    def print_recovery(self, code: str) -> None:
        """Print the recovery sheet, or save it as the user likes. Quick; may show a print dialog."""

    def practice(self) -> bool:
        """Whether the open vault holds invented people: each page says so. Quick."""

    def parting(self) -> Callable[[], None] | None:
        """What is still to be sent at lock, for a thread; it closes the vault itself. None: nothing. Quick.

        Unlocking and `close` end it.
        """

    def close(self) -> None:
        """Close the vault and forget its key."""

    def pages(self, context: Context) -> Sequence[Page]:
        """The pages of the open vault, in the order of the rail. Quick."""

    def remember(self, settings: Settings) -> None:
        """Keep the settings of the window. Quick."""

    def today(self) -> date:
        """The day it is here."""

    def now(self) -> datetime:
        """The time it is here."""
