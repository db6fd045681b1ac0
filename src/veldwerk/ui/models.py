"""Rows of two lines for lists, and the model that shows them and keeps the selection by record id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
ID_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Row:
    """One list row, all text translated. `tone`: soft, info, ok, warn, danger or empty.

    `initials` draws a disc, `icon` a symbol; `meta` stands right of the first line (a time, a count).
    A `heading` is a line of its own between groups and cannot be chosen.
    """

    id: str
    title: str
    subtitle: str = ""
    badge: str = ""
    tone: str = ""
    meta: str = ""
    initials: str = ""
    icon: str = ""
    icon_tone: str = "muted"
    heading: bool = False

    def spoken(self) -> str:
        """What a screen reader says for this row."""
        return ", ".join(part for part in (self.title, self.badge, self.subtitle, self.meta) if part)


class RowModel(QAbstractListModel):
    """Holds rows; replaced as a whole, in one reset, and found again by id."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = tuple(rows)
        self._places = {row.id: at for at, row in enumerate(self._rows)}

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead. Only changed rows are announced when the ids stay the same."""
        fresh = tuple(rows)
        if [r.id for r in fresh] == [r.id for r in self._rows]:
            old, self._rows = self._rows, fresh
            for at, (before, after) in enumerate(zip(old, fresh, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._rows = fresh
        self._places = {row.id: at for at, row in enumerate(fresh)}
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def row_at(self, index: Index) -> Row | None:
        """The row at `index`, None outside."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, record: str) -> QModelIndex:
        """The index of the row with this id, invalid when it is not shown."""
        at = self._places.get(record)
        return QModelIndex() if at is None else self.index(at)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None or row.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if role == ROW_ROLE:
            return row
        if role == ID_ROLE:
            return row.id
        return None
