"""Pages of a document under each other, each painted when it comes into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from veldwerk.texts import _
from veldwerk.ui import theme

Render = Callable[[int, float], QImage]
"""Page number from 0 and px per point; gives the page on white."""


def image_from_rgba(width: int, height: int, pixels: bytes) -> QImage:
    """A QImage from rows of RGBA bytes, for who renders pages without Qt."""
    return QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()


class _PageView(QWidget):
    def __init__(
        self, number: int, size: tuple[float, float], render: Render, spoken: str, text: str
    ) -> None:
        super().__init__()
        self._number, self._size, self._render = number, size, render
        self._image: QImage | None = None
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def fit(self, width: int) -> None:
        size = QSize(width, round(width * self._size[1] / self._size[0]))
        if size != self.size():
            self.setFixedSize(size)
            self._image = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._image is None:
            self._image = self._render(self._number, self.width() * ratio / self._size[0])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.setPen(QPen(theme.current().colour("line"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PdfView(QScrollArea):
    """The pages of one document, as wide as there is room up to `most` px."""

    def __init__(self, name: str, spoken: str, most: int = 820) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self._most = most
        self._pages: list[_PageView] = []
        self._inner = QWidget()
        self._inner.setProperty("kind", "clear")
        self._box = QVBoxLayout(self._inner)
        self._box.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        self._box.setSpacing(theme.px(16))
        self._box.addStretch(1)
        self.setWidgetResizable(True)
        self.setWidget(self._inner)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(theme.px(240), theme.px(160))

    def show_pages(
        self, sizes: Sequence[tuple[float, float]], render: Render, texts: Sequence[str] = ()
    ) -> None:
        """Show pages of these sizes (points); `texts` is what each page says, for a screen reader."""
        for page in self._pages:
            self._box.removeWidget(page)
            page.deleteLater()
        self._pages = []
        for number, size in enumerate(sizes):
            spoken = _("Page {number} of {total}").format(number=number + 1, total=len(sizes))
            page = _PageView(number, size, render, spoken, texts[number] if number < len(texts) else "")
            self._box.insertWidget(number, page, 0, Qt.AlignmentFlag.AlignHCenter)
            self._pages.append(page)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def _fit(self) -> None:
        width = min(self.viewport().width() - 2 * theme.px(12), theme.px(self._most))
        for page in self._pages:
            page.fit(max(width, 120))
        # Now, not later: pages that lie on top of each other would all be painted.
        self._box.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._inner.update()
