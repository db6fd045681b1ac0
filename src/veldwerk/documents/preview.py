"""Pages of a PDF as images, for the screen and for printers that take images. Nothing is written to disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

_PDFIUM = Lock()
"""PDFium keeps global state and is not safe in threads."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as opaque RGB, `width * height * 3` bytes with its words for a screen reader."""

    width: int
    height: int
    rgb: bytes
    text: str

    def png(self) -> bytes:
        """The page as PNG."""
        from PIL import Image

        out = BytesIO()
        Image.frombytes("RGB", (self.width, self.height), self.rgb).save(out, "PNG")
        return out.getvalue()


def count(pdf: bytes) -> int:
    """Number of pages."""
    with _PDFIUM:
        document = _open(pdf)
        try:
            return len(document)
        finally:
            document.close()


def pages(pdf: bytes, dpi: float = 110, only: Sequence[int] | None = None) -> list[PageImage]:
    """The pages (from 0, all unless `only` names some) at `dpi`; 300 for a printer."""
    with _PDFIUM:
        document = _open(pdf)
        try:
            wanted = range(len(document)) if only is None else only
            return list(_images(document, wanted, dpi / 72))
        finally:
            document.close()


def _open(pdf: bytes) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)


def _images(document: Any, wanted: Sequence[int] | range, scale: float) -> Iterator[PageImage]:
    for index in wanted:
        page = document[index]
        image = page.render(scale=scale).to_pil().convert("RGB")
        text = page.get_textpage().get_text_bounded()
        yield PageImage(image.width, image.height, image.tobytes(), text)
