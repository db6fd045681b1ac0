"""Letters on screen: as on paper, to a printer, to a file with a warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.screens.own_vault import Opened
from veldwerk.domain.referrals import Letter
from veldwerk.ui.widgets import PdfView


def a_letter(opened: Opened) -> Letter:
    return opened.work.services.letters.all(opened.work.actor)[0]


def again(opened: Opened, letter: Letter) -> Letter:
    return opened.work.services.letters.get(opened.work.actor, letter.id)


def test_the_pages_can_be_read_out(opened: Opened) -> None:
    letter = a_letter(opened)
    opened.page("letters", letter.id)
    view = opened.find("letter.pages")
    assert isinstance(view, PdfView)
    pages = [w for w in view.findChildren(QWidget) if w.accessibleName().startswith("Bladzijde 1")]
    assert len(pages) == 1 and "Betreft" in pages[0].accessibleDescription()


def test_printing_paints_the_letter_and_counts_it(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    letter = a_letter(opened)
    page = opened.page("letters", letter.id)
    opened.press("letter.print")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog), timeout=10_000)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    out = tmp_path / "papier.pdf"
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(out))
    assert letter.recipient not in dialog.printer().docName()
    dialog.accepted.emit(dialog.printer())
    dialog.close()
    opened.wait()
    assert out.read_bytes().startswith(b"%PDF")
    after = again(opened, letter)
    assert (after.prints, after.status) == (letter.prints + 1, "gedrukt")
    assert page._detail.letter == after
    lines = opened.work.vault.read(lambda r: r.audit(person=letter.person_id, limit=10_000))
    assert ("print", "print") in [(line.event.action, line.event.detail) for line in lines]


def test_saving_warns_first_and_is_written_down(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    letter = a_letter(opened)
    opened.page("letters", letter.id)
    opened.press("letter.save")
    words = "\n".join(one.text() for one in opened.window.findChildren(QLabel) if one.isVisible())
    assert "niet versleuteld" in words
    opened.find("save.do").click()
    qtbot.waitUntil(lambda: bool(opened.window.findChildren(QFileDialog)), timeout=5_000)
    dialog = opened.window.findChildren(QFileDialog)[0]
    proposed = dialog.selectedFiles()[0]
    assert letter.recipient.split()[0].casefold() not in Path(proposed).name.casefold()
    dialog.fileSelected.emit(str(tmp_path / "uit.pdf"))
    dialog.close()
    opened.wait()
    assert (tmp_path / "uit.pdf").read_bytes() == opened.work.services.letters.pdf(opened.work.actor, letter)
    lines = opened.work.vault.read(lambda r: r.audit(person=letter.person_id, limit=10_000))
    assert ("print", "file") in [(line.event.action, line.event.detail) for line in lines]


@pytest.mark.parametrize("folder", ["weg/is/weg"])
def test_a_place_that_cannot_be_written_to_is_said_and_nothing_is_counted(
    opened: Opened, tmp_path: Path, folder: str
) -> None:
    letter = a_letter(opened)
    page = opened.page("letters", letter.id)
    page._detail._write(tmp_path / folder / "brief.pdf")
    opened.wait()
    assert "kon niet worden bewaard" in opened.told
    assert again(opened, letter).prints == letter.prints
