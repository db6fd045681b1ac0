"""The one window: first run, unlock screen or shell, whichever fits; idle lock; focus ring; language and look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from veldwerk.texts import set_language
from veldwerk.ui import icons, theme
from veldwerk.ui.doors import Doors, VaultEntry
from veldwerk.ui.jobs import Jobs
from veldwerk.ui.lock import LockScreen
from veldwerk.ui.page import Place, Settings
from veldwerk.ui.qt_words import load_qt_words
from veldwerk.ui.street import brand_icon
from veldwerk.ui.widgets.focus import FocusRing

LEAST_SIZE = (960, 520)
_INPUT = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)
if TYPE_CHECKING:
    from veldwerk.ui.shell import Shell

_MOVES = frozenset((Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_F6))


class Window(QMainWindow):
    """Give it `Doors` and show it. `shell` is None while locked."""

    def __init__(self, doors: Doors, settings: Settings | None = None) -> None:
        super().__init__()
        self.setObjectName("veldwerk")
        self._doors = doors
        self._settings = settings or Settings()
        self._vault: VaultEntry | None = None
        self.shell: Shell | None = None
        self.jobs = Jobs(self)
        self._focus_ring = FocusRing(self)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        self._watched: QObject | None = None
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(1366, 768)
        set_language(self._settings.language)
        load_qt_words(self._settings.language)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        theme.notifier().changed.connect(self._relook)
        self._relook()
        if doors.vaults():
            self.show_lock()
        else:
            self.show_first_run()

    # --- what is shown

    def show_lock(self) -> LockScreen:
        """The unlock screen."""
        screen = LockScreen(self._doors, self.jobs, self.opened, self.show_first_run)
        self._put(screen)
        screen.begin()
        return screen

    def show_first_run(self) -> None:
        """The first-run steps."""
        from veldwerk.ui.first_run import FirstRun

        back = self.show_lock if self._doors.vaults() else None
        screen = FirstRun(self._doors, self.jobs, self.opened, back)
        self._put(screen)
        screen.begin()

    def opened(self, vault: VaultEntry) -> None:
        """The vault is open: show the shell."""
        self._vault = vault
        self._build_shell(None)
        self._restart_idle()

    def _build_shell(self, place: Place | None) -> None:
        # Here, not above: the unlock screen shows before all this is read.
        from veldwerk.ui.shell import Shell

        self.shell = Shell(
            self,
            self._doors.pages,
            settings=self._settings,
            use=self.use,
            lock=self.lock,
            today=self._doors.today,
            now=self._doors.now,
            practice=self._doors.practice(),
        )
        self._put(self.shell)
        if place is None:
            self.shell.start()
        else:
            self.shell.go(place)

    def _put(self, widget: QWidget) -> None:
        old = self.takeCentralWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.setCentralWidget(widget)
        self._focus_ring.raise_()

    # --- locking

    def lock(self, reason: str = "") -> None:
        """Save, close the vault, clear the clipboard and put the unlock screen, with `reason`, in place of all."""
        if self.shell is None:
            return
        self.shell.leave_all()
        self.shell.commands.clear()
        self.shell.jobs.wait()
        self.shell = None
        self._idle.stop()
        # Locked for a reason: the vault is lost to us, and what it had was handed over already.
        parting = None if reason else self._doors.parting()
        if parting is None:
            self._doors.close()
        QGuiApplication.clipboard().clear()
        for dialog in self.findChildren(QWidget):
            if dialog.isWindow():
                dialog.close()
        screen = self.show_lock()
        screen.tell(reason)
        if parting is not None:
            screen.sending(True)
            self.jobs.run(parting, lambda _none: screen.sending(False), owner=screen)

    def _restart_idle(self) -> None:
        if self.shell is not None and self._settings.idle_minutes > 0:
            self._idle.start(self._settings.idle_minutes * 60_000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # On the native window only: a filter on the application costs every event of every widget.
        kind = event.type()
        if kind in _INPUT:
            self._restart_idle()
            if kind == QEvent.Type.MouseButtonPress:
                self._focus_ring.by_mouse()
            elif isinstance(event, QKeyEvent) and event.key() in _MOVES:
                self._focus_ring.by_keyboard()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.shell is not None:
            self.shell.leave_all()
            self.shell.jobs.wait()
        self._doors.close()
        self.jobs.wait()
        super().closeEvent(event)

    # --- settings

    def use(self, settings: Settings) -> None:
        """Put settings to work; language and text size build the shell anew at the same place."""
        before, self._settings = self._settings, settings
        self._doors.remember(settings)
        app = QApplication.instance()
        if isinstance(app, QApplication) and (before.mode, before.scale) != (settings.mode, settings.scale):
            theme.apply(app, settings.mode, settings.scale)
        if before.language != settings.language:
            set_language(settings.language)
            load_qt_words(settings.language)
        if (before.language, before.scale) != (settings.language, settings.scale) and self.shell is not None:
            place = self.shell.place
            self.shell.leave_all()
            self.shell.commands.clear()
            self.shell.jobs.wait()
            self._build_shell(place)
        self._restart_idle()

    def _relook(self) -> None:
        icons.retint()
        self.setWindowIcon(brand_icon())

    # --- focus

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._focus_ring.track(new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._focus_ring.follow(QApplication.focusWidget())
