"""A Qt application in our own look, without blinking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from veldwerk.ui import theme


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[QApplication]:
    """The light look at 100 % text, before and after each test."""
    qapp.setApplicationName("Veldwerk")
    qapp.setCursorFlashTime(0)
    qapp.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    if theme.current().mode != "light" or theme.current().scale != 100 or not qapp.styleSheet():
        theme.apply(qapp, "light", 100)
    yield qapp
    if theme.current().mode != "light" or theme.current().scale != 100:
        theme.apply(qapp, "light", 100)
