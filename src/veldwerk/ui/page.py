"""What a screen is, and what it gets from the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from veldwerk.domain.changes import Change
    from veldwerk.ui.commands import Commands
    from veldwerk.ui.jobs import Jobs
    from veldwerk.ui.notices import Notices
    from veldwerk.ui.palette import Finder
    from veldwerk.ui.widgets.search import SearchField
    from veldwerk.ui.widgets.status import StatusBar


class Page(Protocol):
    """One screen of the window. Built at the first visit, told of changes afterwards.

    `id` names it in the rail and in history. `kinds` are the record kinds whose Changes it wants to hear of.
    """

    id: str
    icon: str
    kinds: frozenset[str]
    search: SearchField | None
    """The search line that Ctrl+F goes to, None without one."""

    def title(self) -> str:
        """The page title, translated."""

    def subtitle(self) -> str:
        """What stands beside the title, or empty."""

    def build(self) -> QWidget:
        """Make the widgets; called once, at the first visit."""

    def enter(self, record: str) -> None:
        """The page comes forward; `record` is what should be shown, empty = what was there or nothing."""

    def refresh(self, changes: Sequence[Change]) -> None:
        """Records of `kinds` changed (by us, undo or sync) while the page was built; load again what is shown."""

    def leave(self) -> bool:
        """The page goes to the back: save drafts. False refuses to leave."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose about the window; kept in the vault or beside it by who opens the window."""

    language: str = "nl"
    mode: str = "system"
    scale: int = 100
    idle_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user is: a page and what it shows."""

    page: str
    record: str = ""


class Context:
    """What every screen gets: the window's parts and a way to other screens, never another screen itself."""

    def __init__(
        self,
        *,
        jobs: Jobs,
        commands: Commands,
        notices: Notices,
        status: StatusBar,
        finder: Finder,
        window: Navigation,
        today: Callable[[], date],
        now: Callable[[], datetime],
    ) -> None:
        self.jobs = jobs
        self.commands = commands
        self.notices = notices
        self.status = status
        self.finder = finder
        self.window = window
        self.today = today
        self.now = now

    def go(self, page: str, record: str = "") -> None:
        """Show another page, at a record; it goes into history."""
        self.window.go(Place(page, record))


class Navigation(Protocol):
    """What the window offers its screens."""

    def go(self, place: Place) -> None:
        """Show a page."""

    def open_over(self, page: Page) -> None:
        """Show `page` over the whole width in front of the page we are on; Alt+Left or `close_over` returns."""

    def close_over(self) -> None:
        """Go back from what `open_over` showed."""

    def back(self) -> None:
        """The place before this one."""

    def retitle(self) -> None:
        """Title or subtitle of the page in front changed."""

    def noted(self, record: str) -> None:
        """The page in front shows another record now; back and forward will return to it."""

    def changed(self, changes: Sequence[Change]) -> None:
        """Records changed: the pages that listen to their kinds refresh, hidden ones when they come forward."""

    def count(self, page: str, number: int) -> None:
        """The number on a rail item (open signals); 0 takes it away."""

    def sync_state(self, text: str, tone: str = "info") -> None:
        """What the header says of sync («3 to send»)."""

    def settings(self) -> Settings:
        """The settings in force."""

    def use(self, settings: Settings) -> None:
        """Keep these settings and put them to work; language and text size build the window anew."""

    def lock(self, reason: str = "") -> None:
        """Lock now; `reason` is told on the unlock screen."""


class Screen:
    """Base of the screens: does nothing, so that a screen writes only what it needs."""

    id = ""
    icon = ""
    kinds: frozenset[str] = frozenset()
    search: SearchField | None = None

    def __init__(self, context: Context) -> None:
        self.context = context

    def subtitle(self) -> str:
        return ""

    def enter(self, record: str) -> None:
        """Nothing to do."""

    def refresh(self, changes: Sequence[Change]) -> None:
        """Nothing shown depends on records."""

    def leave(self) -> bool:
        return True
