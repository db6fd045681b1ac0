"""Everything the user can do, by id: shortcut, menu, palette and the F1 list read the same registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """`id` is also the objectName of its action and button; `text` is translated already."""

    id: str
    text: str
    handler: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    when: Callable[[], bool] = always
    group: str = ""


class Commands(QObject):
    """The commands of one window. Actions hang on the window, so shortcuts work wherever the focus is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}

    def add(self, command: Command) -> QAction:
        """Register `command`; one with the same id is replaced (a rebuilt screen registers again)."""
        self.remove(command.id)
        action = QAction(command.text, self._window)
        action.setObjectName(command.id)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda: self.run(command.id))
        self._window.addAction(action)
        self._commands[command.id] = command
        self._actions[command.id] = action
        return action

    def remove(self, command_id: str) -> None:
        """Forget a command, if it is there."""
        if self._commands.pop(command_id, None) is not None:
            action = self._actions.pop(command_id)
            self._window.removeAction(action)
            action.deleteLater()

    def clear(self) -> None:
        """Forget all: at lock, so that no shortcut reaches a closed vault."""
        for command_id in list(self._commands):
            self.remove(command_id)

    def run(self, command_id: str) -> bool:
        """Do it, when its `when` allows; False when it is unknown or not possible now."""
        command = self._commands.get(command_id)
        if command is None or not command.when():
            return False
        command.handler()
        return True

    def __iter__(self) -> Iterator[Command]:
        return iter(tuple(self._commands.values()))

    def possible(self) -> list[Command]:
        """The commands that can be done now, in order of registration."""
        return [command for command in self if command.when()]


def shown_shortcut(shortcut: str) -> str:
    """The shortcut as this system writes it, such as «Ctrl+K»."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
