"""Asking where a file should go or come from, without holding up the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[Path], object]


def ask_folder(parent: QWidget, title: str, chosen: Chosen) -> None:
    """Ask for an existing folder; `chosen(path)` unless cancelled."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    _open(dialog, "ask.folder", chosen)


def ask_save(parent: QWidget, title: str, name: str, kinds: str, chosen: Chosen) -> None:
    """Ask where to save, proposing `name`; `kinds` is a filter as «PDF (*.pdf)»."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kinds)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    _open(dialog, "ask.save", chosen)


def ask_open(parent: QWidget, title: str, kinds: str, chosen: Chosen) -> None:
    """Ask for an existing file."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    _open(dialog, "ask.open", chosen)


def _open(dialog: QFileDialog, name: str, chosen: Chosen) -> None:
    dialog.setObjectName(name)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
