"""One of many, in a list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QSizePolicy, QWidget

from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.forms.control import ENTER, ERASE, Control
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.widgets import Combo, row
from veldwerk.xlsform import Choice, Node, Question


class ListControl(Control):
    """One of many in a drop-down; with many more, typing finds it. Delete takes the answer back."""

    def __init__(self, question: Question, search: bool) -> None:
        super().__init__(question)
        self.combo = Combo()
        self.combo.setObjectName(question.ref)
        self.combo.setPlaceholderText(_("Choose…"))
        self.combo.setMinimumWidth(theme.px(160))
        self.combo.setMaximumWidth(theme.px(360))
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._offered: tuple[Choice, ...] = ()
        self._search = search
        if search:
            self._make_searchable()
        self.combo.installEventFilter(self)
        self.combo.activated.connect(self._activated)
        line = row(self.combo, None)
        line.setStretch(0, 1000)
        self.setLayout(line)

    def _make_searchable(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(Combo.InsertPolicy.NoInsert)
        finder = QCompleter(self.combo.model(), self.combo)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.combo.setCompleter(finder)
        edit = self.combo.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(_("Type to search…"))
        edit.setObjectName(f"{self.question.ref}:search")
        edit.textEdited.connect(self.typed)
        edit.returnPressed.connect(self.moved_on)

    def _activated(self, _at: int) -> None:
        self.answered.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self._search:
            return False
        if event.key() in ENTER:
            self.moved_on.emit()
            return True
        if event.key() in ERASE:
            self.combo.setCurrentIndex(-1)
            self.answered.emit()
            return True
        return False

    def value(self) -> str:
        if self._search:
            return self._found()[0]
        return str(self.combo.currentData() or "")

    def _found(self) -> tuple[str, str]:
        """Value and words of what was typed: the same words, or the only choice in which they occur."""
        typed = self.combo.currentText().strip().casefold()
        words = {choice.value: to_plain(choice.label) for choice in self._offered}
        same = [each for each, text in words.items() if text.casefold() == typed]
        near = same or [each for each, text in words.items() if typed and typed in text.casefold()]
        return (near[0], words[near[0]]) if same or len(near) == 1 else ("", "")

    def tidy(self) -> None:
        edit = self.combo.lineEdit()
        if edit is not None and self._found()[0]:
            edit.setText(self._found()[1])

    def wrong(self) -> str:
        return (
            _("Choose something from the list.")
            if self._search and self.combo.currentText() and not self.value()
            else ""
        )

    def draw(self, node: Node) -> None:
        offered = tuple(node.choices)
        if offered != self._offered:
            self._offered = offered
            blocker = QSignalBlocker(self.combo)
            self.combo.clear()
            for choice in offered:
                self.combo.addItem(to_plain(choice.label), choice.value)
            self.combo.setCurrentIndex(-1)
            blocker.unblock()
        self.combo.setEnabled(not node.readonly)
        if node.value != self.value():
            self.combo.setCurrentIndex(self.combo.findData(node.value) if node.value else -1)

    def stops(self) -> list[QWidget]:
        return [self.combo]
