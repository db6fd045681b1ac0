"""The unlocked window: rail, header, pages, notices, status line. Knows pages by the `Page` protocol alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from veldwerk.domain.changes import Change
from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.commands import Command, Commands
from veldwerk.ui.header import Header
from veldwerk.ui.jobs import Jobs
from veldwerk.ui.notices import Notices
from veldwerk.ui.page import Context, Page, Place, Settings
from veldwerk.ui.palette import Finder, Palette
from veldwerk.ui.rail import Rail
from veldwerk.ui.shortcuts import ShortcutList
from veldwerk.ui.widgets.basics import icon_label, label, row
from veldwerk.ui.widgets.status import StatusBar

NARROW_AT = 1180
"""Window width in px at 100 % text under which the rail folds."""

PagesFor = Callable[[Context], Sequence[Page]]


class Shell(QWidget):
    """What the window shows while the vault is open. It is thrown away, not hidden, at lock."""

    def __init__(
        self,
        window: QWidget,
        pages: PagesFor,
        *,
        settings: Settings,
        use: Callable[[Settings], object],
        lock: Callable[[str], object],
        today: Callable[[], date],
        now: Callable[[], datetime],
        practice: bool = False,
    ) -> None:
        super().__init__(window)
        self.setObjectName("shell")
        self.setProperty("kind", "page")
        self._settings, self._use, self._lock = settings, use, lock
        self.jobs = Jobs(self)
        self.commands = Commands(self)
        self.finder = Finder()
        self.notices = Notices(self)
        self.status = StatusBar(self.jobs)
        self.jobs.trouble.connect(self.notices.fail)
        self.notices.resized.connect(self.place_notice)
        self._place: Place | None = None
        self._past: list[Place] = []
        self._future: list[Place] = []
        self._built: dict[str, QWidget] = {}
        self._stale: dict[str, list[Change]] = {}
        self._over: list[tuple[Page, QWidget]] = []
        self._lay_out(practice)
        self.context = Context(
            jobs=self.jobs,
            commands=self.commands,
            notices=self.notices,
            status=self.status,
            finder=self.finder,
            window=self,
            today=today,
            now=now,
        )
        self._pages = {page.id: page for page in pages(self.context)}
        self._fill_rail()
        self._own_commands()
        self.palette_box = Palette(self, self.commands, self.finder, self.jobs)

    # --- putting it together

    def _lay_out(self, practice: bool) -> None:
        self.rail = Rail()
        self.header = Header(self.back, self.forward, self._find, self._to_exchange, self.lock)
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self.rail)
        both.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if practice:
            outer.addWidget(practice_banner())
        outer.addLayout(both, 1)

    def _fill_rail(self) -> None:
        pages = list(self._pages.values())
        for number, page in enumerate(pages, start=1):
            shortcut = f"Ctrl+{number}" if number <= 9 else ""

            def go(page_id: str = page.id) -> None:
                self.go(Place(page_id))

            self.rail.add(page.id, page.title(), page.icon, shortcut, go, last=page is pages[-1])
            text = _("Go to {page}").format(page=page.title())
            self.commands.add(Command(f"go.{page.id}", text, go, shortcut, page.icon))

    def _own_commands(self) -> None:
        window = _("Window")
        for command in (
            Command("palette", _("Search or do something…"), self._find, "Ctrl+K", "search", group=window),
            Command("back", _("Back"), self.back, "Alt+Left", "back", lambda: self.can_go_back, window),
            Command(
                "forward",
                _("Forward"),
                self.forward,
                "Alt+Right",
                "forward",
                lambda: bool(self._future),
                window,
            ),
            Command("lock", _("Lock"), self.lock, "Ctrl+L", "lock", group=window),
            Command(
                "next-part", _("Next part of the window"), self._next_part, "F6", "forward", group=window
            ),
            Command(
                "search", _("Search on this page"), self._search, "Ctrl+F", "search", self._has_search, window
            ),
            Command("shortcuts", _("Keyboard shortcuts"), self._shortcuts, "F1", "keyboard", group=window),
        ):
            self.commands.add(command)

    # --- Navigation

    @property
    def place(self) -> Place | None:
        """Where we are."""
        return self._place

    @property
    def can_go_back(self) -> bool:
        return bool(self._over or self._past)

    def start(self) -> None:
        """Show the first page."""
        self.go(Place(next(iter(self._pages))))

    def go(self, place: Place) -> None:
        """Show a page; the place before goes into history."""
        if self._close_all_over() and self._show(place):
            if self._before is not None and self._before != place:
                self._past.append(self._before)
                self._future.clear()
            self._after()
        elif self._place is not None:
            self.rail.mark(self._place.page)

    def back(self) -> None:
        """The place before; closes what lies over the page first."""
        if self._over:
            self.close_over()
            return
        self._travel(self._past, self._future)

    def forward(self) -> None:
        """The place we came back from."""
        self._travel(self._future, self._past)

    def _travel(self, source: list[Place], target: list[Place]) -> None:
        if not source or not self._close_all_over():
            return
        place = source.pop()
        if self._show(place):
            if self._before is not None:
                target.append(self._before)
            self._after()

    def _show(self, place: Place) -> bool:
        """Bring a page forward; False when the page in front refuses to go."""
        self._before = self._place
        page = self._pages[place.page]
        if (
            self._place is not None
            and self._place.page != place.page
            and not self._pages[self._place.page].leave()
        ):
            return False
        if place.page not in self._built:
            self._built[place.page] = page.build()
            self._stack.addWidget(self._built[place.page])
        self._stack.setCurrentWidget(self._built[place.page])
        self._place = place
        page.enter(place.record)
        if stale := self._stale.pop(place.page, None):
            page.refresh(stale)
        return True

    _before: Place | None = None

    def _after(self) -> None:
        if self._place is not None:
            self.rail.mark(self._place.page)
        self.retitle()
        self.header.back.setEnabled(self.can_go_back)
        self.header.forward.setEnabled(bool(self._future))

    def noted(self, record: str) -> None:
        """The page in front shows another record now: history should bring that one back."""
        if self._place is not None:
            self._place = Place(self._place.page, record)

    def open_over(self, page: Page) -> None:
        """Show `page` in front of the page we are on."""
        widget = page.build()
        self._over.append((page, widget))
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        page.enter("")
        self._after()

    def close_over(self) -> None:
        """Go back from the page over this one, when it lets us."""
        if not self._over or not self._over[-1][0].leave():
            return
        _page, widget = self._over.pop()
        self._stack.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
        if self._over:
            self._stack.setCurrentWidget(self._over[-1][1])
        elif self._place is not None:
            self._stack.setCurrentWidget(self._built[self._place.page])
            if stale := self._stale.pop(self._place.page, None):
                self._pages[self._place.page].refresh(stale)
        self._after()

    def _close_all_over(self) -> bool:
        while self._over:
            before = len(self._over)
            self.close_over()
            if len(self._over) == before:
                return False
        return True

    @property
    def front(self) -> Page | None:
        """The page in front."""
        if self._over:
            return self._over[-1][0]
        return self._pages[self._place.page] if self._place is not None else None

    def retitle(self) -> None:
        """Read title and subtitle of the page in front again."""
        if self.front is not None:
            self.header.show_title(self.front.title(), self.front.subtitle())
            self.window().setWindowTitle(_("{page} – Veldwerk").format(page=self.front.title()))

    def changed(self, changes: Sequence[Change]) -> None:
        """Tell the pages; hidden ones hear it when they come forward."""
        for page_id in self._built:
            page = self._pages[page_id]
            wanted = [change for change in changes if change.kind in page.kinds]
            if wanted and page is self.front:
                page.refresh(wanted)
            elif wanted:
                self._stale.setdefault(page_id, []).extend(wanted)
        for over, _widget in self._over:
            wanted = [change for change in changes if change.kind in over.kinds]
            if wanted:
                over.refresh(wanted)

    def count(self, page: str, number: int) -> None:
        self.rail.show_number(page, number)

    def sync_state(self, text: str, tone: str = "info") -> None:
        self.header.show_state(text, tone)

    def settings(self) -> Settings:
        return self._settings

    def use(self, settings: Settings) -> None:
        """Keep settings. The window may throw this shell away for it, so that happens after this call."""
        self._settings = settings
        QTimer.singleShot(0, self, lambda: self._use(settings))

    def lock(self, reason: str = "") -> None:
        self._lock(reason)

    def leave_all(self) -> None:
        """Have every page save what it holds; asked before lock and close, when refusing is too late."""
        typed_in = self.window().focusWidget()
        if typed_in is not None:
            # Now, while the vault is open: a field saves when it is left.
            typed_in.clearFocus()
        for over, _widget in self._over:
            over.leave()
        if self._place is not None:
            self._pages[self._place.page].leave()

    # --- small parts

    def _find(self) -> None:
        self.palette_box.open()

    def _has_search(self) -> bool:
        return self.front is not None and self.front.search is not None

    def _search(self) -> None:
        if self.front is not None and self.front.search is not None:
            self.front.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.front.search.selectAll()

    def _to_exchange(self) -> None:
        self.go(Place(list(self._pages)[-1]))

    def _shortcuts(self) -> None:
        ShortcutList(self.window(), self.commands).open()

    def _next_part(self) -> None:
        """F6: from rail to page to status line and round."""
        parts: list[QWidget] = [self.rail, self._stack, self.header]
        now: QWidget | None = self.window().focusWidget()
        at = next((i for i, p in enumerate(parts) if now is not None and p.isAncestorOf(now)), -1)
        for step in range(1, len(parts) + 1):
            if focus_first(parts[(at + step) % len(parts)]):
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW_AT)
        self.rail.set_narrow(narrow)
        self.header.set_narrow(narrow)
        self.place_notice()

    def place_notice(self) -> None:
        """Put the notice bar over the lower edge of the page."""
        width = min(theme.px(680), self.width() - self.rail.width() - theme.px(48))
        layout = self.notices.layout()
        needed = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else 0
        height = max(needed, self.notices.sizeHint().height(), theme.px(46))
        left = self.rail.width() + (self.width() - self.rail.width() - width) // 2
        self.notices.setGeometry(left, self.height() - height - theme.px(54), width, height)


def focus_first(part: QWidget) -> bool:
    """Put the focus on the first thing inside `part` that Tab would reach; False when there is none."""
    for inside in part.findChildren(QWidget):
        if inside.isVisible() and inside.isEnabled() and inside.focusPolicy() & Qt.FocusPolicy.TabFocus:
            inside.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False


def practice_banner() -> QFrame:
    """The strip over a practice vault: everyone in it is made up."""
    banner = QFrame()
    banner.setObjectName("practice")
    banner.setProperty("kind", "banner")
    words: QLabel = label(_("PRACTICE VAULT: all people here are made up. Nothing is sent."))
    box = row(None, icon_label("info", "warn", 18), words, None, gap=8)
    box.setContentsMargins(theme.px(12), theme.px(5), theme.px(12), theme.px(5))
    banner.setLayout(box)
    return banner
