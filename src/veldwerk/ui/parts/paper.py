"""Pages of a document as pictures, made off the window's thread: one set for the screen, one for a printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from veldwerk.services.ports import PageImage, Renderer

SCREEN_DPI = 150.0
PRINT_DPI = 300.0


@dataclass(frozen=True, slots=True)
class Paper:
    """Sizes in points, a picture and the words of each page."""

    sizes: tuple[tuple[float, float], ...]
    images: tuple[QImage, ...]
    texts: tuple[str, ...]

    def render(self, number: int, _scale: float) -> QImage:
        """The picture of page `number` (from 0); who paints it scales it."""
        return self.images[number]


def paper(renderer: Renderer, pdf: bytes, dpi: float = SCREEN_DPI) -> Paper:
    """The pages of `pdf`. Slow: for a job."""
    pages: Sequence[PageImage] = renderer.pages(pdf, dpi)
    return Paper(
        tuple((page.width * 72 / dpi, page.height * 72 / dpi) for page in pages),
        tuple(_image(page) for page in pages),
        tuple(page.text for page in pages),
    )


def _image(page: PageImage) -> QImage:
    shared = QImage(page.rgb, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
    return shared.copy()
