"""The recovery sheet: one page, the whole code in large letters, and through the printer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from veldwerk.ui.recovery_sheet import page, print_sheet

CODE = "K7QF-9M2X-4TRW-8HDP-3VNB-6YCJ-5GZE-1LAS"


def ink(image: QImage, left: float, top: float, right: float, bottom: float) -> int:
    """Dark pixels in a part of the page (shares of its width and height)."""
    width, height = image.width(), image.height()
    return sum(
        1
        for x in range(round(left * width), round(right * width))
        for y in range(round(top * height), round(bottom * height))
        if image.pixelColor(x, y).lightness() < 100
    )


def test_every_group_is_on_the_page_and_nothing_runs_off_it(qtbot: QtBot) -> None:
    whole = page(CODE, 1.0)
    assert (whole.width(), whole.height()) == (595, 842)
    groups = CODE.split("-")
    for at in range(len(groups)):
        without = page("-".join([*groups[:at], "    ", *groups[at + 1 :]]), 1.0)
        assert whole != without, f"group {at + 1} is not printed"
    assert ink(whole, 0, 0, 0.09, 1) == ink(whole, 0.91, 0, 1, 1) == ink(whole, 0, 0.95, 1, 1) == 0


def test_it_goes_to_a_printer_as_one_page(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    print_sheet(CODE, window)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog), timeout=5_000)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    assert CODE not in dialog.printer().docName()
    out = tmp_path / "blad.pdf"
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(out))
    dialog.accepted.emit(dialog.printer())
    dialog.close()
    assert out.read_bytes().count(b"/Type /Page\n") == 1
