"""What this page asks of the program around the window, and the services its tabs work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.forms import Forms
from veldwerk.services.handbook import Advice
from veldwerk.services.letters import Letters
from veldwerk.services.logbook import Logbook
from veldwerk.services.ports import Files
from veldwerk.services.restored import Restored
from veldwerk.services.storage import StorageService
from veldwerk.services.stuck import StuckStreams
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_attendance import Attendance
from veldwerk.services.sync_conflicts import Conflicts
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.services.sync_waiting import Waiting
from veldwerk.services.sync_when import Timetable
from veldwerk.services.to_look import ToLook
from veldwerk.ui.page import Page
from veldwerk.ui.parts.saving import Saving


class Office(Protocol):
    """Every call blocks, unless marked quick. All raise UserError for what a person can mend."""

    def change_passphrase(self, old: str, new: str) -> None:
        """Another passphrase; the recovery sheet stays as it is."""

    def new_recovery_key(self) -> str:
        """A new recovery key in groups; the earlier sheet stops working."""

    def print_recovery(self, code: str) -> None:
        """Print the sheet. Quick; shows a print dialog."""

    def backup(self) -> str:
        """Make a backup now, prove it, and tell its name."""

    def publish(self, workbook: Path | None) -> Sequence[str]:
        """Compile and publish a workbook, or (None) the shipped ones that are new; the titles published."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Services, words and the way out.

    `advice` is what the handbook says by code, `stick(volume)` where our team exchanges on it («» for nowhere),
    `folder_store(folder)` the store in a folder that is used once and not kept.
    """

    actor: Actor
    sync: SyncService
    letters: Letters
    forms: Forms
    logbook: Logbook
    terms: Terms
    files: Files
    saving: Saving
    office: Office
    storage: StorageService
    timetable: Timetable
    waiting: Waiting
    attendance: Attendance
    conflicts: Conflicts
    two_texts: Callable[[], Page]
    to_look: ToLook
    stuck: StuckStreams
    restored: Restored
    arrivals: Callable[[], Page]
    advice: Callable[[], Mapping[str, Advice]]
    stick: Callable[[Path], str]
    folder_store: Callable[[str], ObjectStore]
