"""Pages that take turns in one place, which is only as high as the page that is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Turns(QWidget):
    """As QStackedWidget, but hidden pages take no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._pages: list[QWidget] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def add(self, page: QWidget) -> int:
        """Add a page; its number comes back. The first one is shown."""
        self._box.addWidget(page)
        page.setVisible(not self._pages)
        self._pages.append(page)
        return len(self._pages) - 1

    def turn_to(self, number: int) -> None:
        """Show the page with this number, hide the others."""
        for at, page in enumerate(self._pages):
            page.setVisible(at == number)

    @property
    def shown(self) -> int:
        """The number of the page that is shown."""
        return next((at for at, page in enumerate(self._pages) if not page.isHidden()), -1)
