"""A panel that opens in place, under what it belongs to, and goes away again at Escape."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui.parts.typed import Typed
from veldwerk.ui.widgets import Card, Field, button, column, label, row
from veldwerk.ui.widgets.basics import empty_layout


class Panel(Card):
    """A card with fields, one thing to do and a way out. Ctrl+Enter does it, Escape leaves.

    With `typed`, what was typed is there again after Escape; Cancel throws it away.
    """

    typed: Typed | None = None

    def __init__(
        self, name: str, title: str, act: Callable[[], object], words: str, leave: Callable[[], object]
    ) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self._act, self._leave = act, leave
        self._fields: dict[str, Field] = {}
        self.fields = column(gap=12)
        self.wrong = label("", "complaint", wrap=True)
        self.wrong.hide()
        self.do = button(f"{name}.do", words, act, kind="primary")
        away = button(
            f"{name}.leave", _("Cancel"), self._cancel, spoken=_("Cancel: {what}").format(what=title)
        )
        self.add(self.fields, self.wrong, row(self.do, away, None))

    def put(self, name: str, field: Field) -> None:
        """Add a field; `name` is what errors call it."""
        self._fields[name] = field
        self.fields.addWidget(field)

    def refuse(self, error: UserError) -> None:
        """Show what is wrong at its field, or over the buttons."""
        self.do.setEnabled(True)
        field = self._fields.get(str(error.values.get("field", "")))
        if field is not None:
            field.complain(sentence(error))
            field.control.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wrong.setText(sentence(error))
        self.wrong.show()

    def ready(self) -> bool:
        """Whether no field complains; the focus goes to the first that does."""
        for field in self._fields.values():
            if field.complaint:
                field.control.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def keep(self) -> None:
        """Keep what is half typed, in a panel that does."""
        if self.typed is not None:
            self.typed.keep()

    def forget(self) -> None:
        """What was typed needs no keeping any more."""
        if self.typed is not None:
            self.typed.drop()

    def _cancel(self) -> None:
        self.forget()
        self._leave()

    def begin(self) -> None:
        """Put the focus in the first field."""
        if self._fields:
            next(iter(self._fields.values())).control.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.keep()
            self._leave()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._act()
        else:
            super().keyPressEvent(event)


class Slot(QWidget):
    """The place for one panel at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._box = column(gap=0)
        self.setLayout(self._box)
        self._back: QWidget | None = None
        self._panel: Panel | None = None
        self.hide()

    def open(self, panel: Panel, back: QWidget | None = None) -> None:
        """Show `panel`; when it goes the focus returns to `back`."""
        self.clear()
        self._back = back
        self._panel = panel
        self._box.addWidget(panel)
        self.show()
        panel.begin()
        QTimer.singleShot(0, panel, self._reveal)

    def _reveal(self) -> None:
        """Scroll so that the whole panel is seen, its buttons too."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self, 0, theme.px(8))

    def keep(self) -> None:
        """Keep what is half typed in the panel, before a lock or another page."""
        if self._panel is not None:
            self._panel.keep()

    def clear(self) -> None:
        """Take the panel away; what is half typed in it is kept."""
        self.keep()
        self._panel = None
        empty_layout(self._box)
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._back = None

    @property
    def panel(self) -> Panel | None:
        """The panel that is open."""
        return self._panel

    @property
    def busy(self) -> bool:
        """Whether a panel is open."""
        return not self.isHidden()
