"""Printing pages that come as pictures: the print dialog, and each page on its paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

Render = Callable[[int, float], QImage]
"""Page number from 0 and px per point."""

PAPER_DPI = 300


def ask_and_print(
    parent: QWidget,
    title: str,
    sizes: Sequence[tuple[float, float]],
    render: Render,
    printed: Callable[[], object] | None = None,
) -> None:
    """Show the print dialog without blocking; print when accepted, then call `printed`.

    `title` is the name of the job in the printer's queue: never a person's name.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    # The dialog does not own its printer; without a name of its own it is gone and Qt crashes.
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, max(len(sizes), 1))

    def go() -> None:
        print_pages(printer, sizes, render)
        if printed is not None:
            printed()

    dialog.accepted.connect(go)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)


def print_pages(printer: QPrinter, sizes: Sequence[tuple[float, float]], render: Render) -> int:
    """Paint the pages the printer was asked for (all, or from–to) at 300 dpi; their number comes back."""
    printer.setFullPage(True)
    first = printer.fromPage() or 1
    last = printer.toPage() or len(sizes)
    wanted = [number for number in range(len(sizes)) if first <= number + 1 <= last]
    painter = QPainter(printer)
    for place, number in enumerate(wanted):
        if place:
            printer.newPage()
        scale = printer.resolution() / 72
        width, height = sizes[number]
        image = render(number, min(PAPER_DPI, printer.resolution()) / 72)
        painter.drawImage(QRectF(0, 0, width * scale, height * scale), image)
    painter.end()
    return len(wanted)
