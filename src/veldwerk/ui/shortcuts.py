"""F1: every command with its shortcut, read from the registry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.commands import Commands, shown_shortcut
from veldwerk.ui.widgets.basics import button, column, label, row
from veldwerk.ui.widgets.table import Table


class ShortcutList(QDialog):
    """A list to read; Escape or the button closes it."""

    def __init__(self, parent: QWidget, commands: Commands) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts.dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        table = Table("shortcuts.list", _("Keyboard shortcuts"), most=14)
        rows = [(c.text, shown_shortcut(c.shortcut)) for c in commands if c.shortcut]
        table.show_table((_("What"), _("Keys")), rows)
        close = button("shortcuts.close", _("Close"), self.accept, kind="primary")
        box = column(label(_("Keyboard shortcuts"), "card-title"), table, row(None, close), gap=12, margin=20)
        self.setLayout(box)
        self.resize(theme.px(560), self.sizeHint().height())
