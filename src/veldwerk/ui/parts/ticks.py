"""Any number of codes, ticked in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from veldwerk.ui import theme
from veldwerk.ui.widgets import Check, Field


class TicksField(Field):
    """A question with check boxes; `value()` is the ticked codes in the order of the options."""

    def __init__(
        self,
        name: str,
        question: str,
        options: Sequence[tuple[str, str]],
        *,
        value: Iterable[str] = (),
        hint: str = "",
        columns: int = 2,
    ) -> None:
        self.options = tuple(options)
        self._boxes: dict[str, Check] = {}
        frame = QWidget()
        frame.setProperty("kind", "clear")
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(0)
        for at, (code, words) in enumerate(options):
            made = Check(words)
            made.setObjectName(f"{name}.{code}")
            made.setAccessibleName(f"{question}: {words}")
            self._boxes[code] = made
            grid.addWidget(made, at // columns, at % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        super().__init__(name, question, frame, hint=hint)
        if self._boxes:
            frame.setFocusProxy(next(iter(self._boxes.values())))
        self.set_value(value)
        for made in self._boxes.values():
            made.toggled.connect(self._toggled)

    def _toggled(self, _on: bool) -> None:
        self.changed.emit()

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, made in self._boxes.items() if made.isChecked())

    def set_value(self, value: Iterable[str]) -> None:
        """Tick these, silently."""
        wanted = set(value)
        for code, made in self._boxes.items():
            made.blockSignals(True)
            made.setChecked(code in wanted)
            made.blockSignals(False)
