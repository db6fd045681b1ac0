"""Every screen: named for keyboard and reader, nothing cut off, large enough to press, translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from tests.ui import walk
from tests.ui.cases import CASES, close
from tests.ui.seeded import from_records
from veldwerk import texts
from veldwerk.ui import theme
from veldwerk.ui.page import Settings
from veldwerk.ui.widgets import button
from veldwerk.ui.window import Window

SIZE = (1366, 768)
SMALL = (1093, 556)

each_case = pytest.mark.parametrize("name", CASES)


@contextmanager
def case(name: str, settings: Settings, size: tuple[int, int] = SIZE) -> Iterator[Window]:
    window = CASES[name](settings, size)
    try:
        yield window
    finally:
        close(window)


@each_case
def test_named_apart_large_enough_and_fitting(name: str) -> None:
    with case(name, Settings()) as window:
        assert walk.nameless(window) == []
        assert walk.twins(window) == []
        assert walk.small(window) == []
        assert walk.clipped(window) == []
        assert walk.too_large(window) == []
        assert window.size().width() <= 1366


@each_case
@pytest.mark.parametrize(
    ("language", "scale", "size"), [("nl", 100, SMALL), ("nl", 130, SIZE), ("en", 100, SMALL)]
)
def test_nothing_is_cut_off(
    look: QApplication, name: str, language: str, scale: int, size: tuple[int, int]
) -> None:
    theme.apply(look, "light", scale)
    with case(name, Settings(language=language, scale=scale), size) as window:
        assert walk.clipped(window) == []


@each_case
def test_every_word_is_translated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The window chooses its language itself; here each choice ends in the pseudo catalogue.
    monkeypatch.setattr("veldwerk.ui.window.set_language", lambda _code: texts.install_pseudo())
    with case(name, Settings()) as window:
        assert walk.untranslated(window, data=_data) == []


def _data(text: str) -> bool:
    """What is shown of records: of the gallery's own, or of the seeded vault's."""
    return _known(text) or from_records(text)


def _known(text: str) -> bool:
    """Names, dates and codes of the gallery's own records."""
    known = ("Marieke", "Wijkteam", "november", "Aïcha", "K7QF", "dinsdag", "zaterdag", "Geachte", "Amrani")
    return (
        any(word in text for word in known)
        or text in {"AA", "Ctrl+K", "Ctrl+L"}
        or text.startswith(("(Ctrl+", "Ctrl+"))
    )


def _bad(make: Callable[[QVBoxLayout], object]) -> QWidget:
    root = QWidget()
    box = QVBoxLayout(root)
    make(box)
    root.resize(400, 300)
    root.show()
    return root


def test_the_walk_itself_finds_what_is_wrong() -> None:
    def fill(box: QVBoxLayout) -> None:
        cut = QLabel("A sentence that is much longer than this label is wide")
        cut.setFixedWidth(40)
        tiny = QToolButton()
        tiny.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tiny.setFixedSize(20, 20)
        for part in (QLineEdit(), cut, tiny, button("a", "Same"), button("b", "Same")):
            box.addWidget(part)

    root = _bad(fill)
    assert any("no objectName" in line for line in walk.nameless(root))
    assert any("no accessible name" in line for line in walk.nameless(root))
    assert any("much longer" in line for line in walk.clipped(root))
    assert any("20x20" in line for line in walk.small(root))
    assert walk.twins(root) == ["same name «Same»: a and b"]
    assert any("much longer" in line for line in walk.untranslated(root))
    root.setMinimumSize(1200, 600)
    assert walk.too_large(root)
    root.close()
