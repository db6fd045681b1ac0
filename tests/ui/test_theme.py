"""The looks: readable in every pair of colours, at every text size, quick to start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from veldwerk.ui import icons, theme
from veldwerk.ui.tokens import LOOKS, PAIRS, Tokens, contrast
from veldwerk.ui.widgets import button

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("look_name", LOOKS)
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_each_pair_of_colours_can_be_told_apart(look_name: str, ink: str, ground: str, least: float) -> None:
    tokens = LOOKS[look_name]
    found = contrast(getattr(tokens, ink), getattr(tokens, ground))
    assert found >= least, f"{ink} on {ground} in {look_name}: {found:.2f}"


def test_every_ink_is_in_a_pair() -> None:
    """A colour nobody held against its ground is decoration, or a mistake."""
    decoration = {"line", "rail_active", "rail_hover", "chart_grid", "card_line", "name", "dark"}
    grounds = {"bg", "surface", "sunken", "hover", "primary_hover"}
    paired = {part for ink, ground, _ in PAIRS for part in (ink, ground)}
    assert set(Tokens.__dataclass_fields__) - paired - decoration - grounds == set()


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark", "sun"])
def test_a_look_is_put_on_whole(look: QApplication, mode: str) -> None:
    made = button("a", "Open", icon="print")
    before = made.icon().pixmap(18).toImage()
    now = theme.apply(look, mode, 130)
    icons.retint()
    assert theme.px(10) == 13
    assert look.font().family() == theme.FAMILY
    assert look.font().pixelSize() == 20
    assert now.tokens.surface in look.styleSheet()
    assert look.palette().window().color() == now.colour("bg")
    assert (made.icon().pixmap(18).toImage() != before) or mode == "light"


def test_text_size_stays_within_bounds(look: QApplication) -> None:
    assert theme.apply(look, "light", 500).scale == 200
    assert theme.apply(look, "light", 10).scale == 100


def test_every_icon_is_in_the_package() -> None:
    for name in icons.ICONS:
        assert icons.svg(name).startswith("<svg"), name
    with pytest.raises(KeyError):
        icons.svg("no such icon")


def test_an_icon_is_read_as_zipfile_reads_it() -> None:
    from importlib.resources import files
    from zipfile import ZipFile

    with ZipFile(str(files("lucide") / "lucide.zip")) as archive:
        for name, lucide in icons.ICONS.items():
            assert icons.svg(name) == archive.read(f"{lucide}.svg").decode(), name


def _fresh(code: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT, env=env
    )


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_does_not_lose_references_to_none() -> None:
    """PySide6 6.12.0 loses one reference to None a call on Python 3.10 and 3.11 and then aborts (UI.md A 0)."""
    done = _fresh(
        "import sys\n"
        "from PySide6.QtCore import QObject\n"
        "thing = QObject()\n"
        "before = sys.getrefcount(None)\n"
        "for _ in range(500): thing.setObjectName('x')\n"
        "lost = before - sys.getrefcount(None)\n"
        "assert lost < 50, lost\n"
    )
    assert done.returncode == 0, done.stderr


def test_the_unlock_screen_starts_without_heavy_parts() -> None:
    done = _fresh(
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "before = set(sys.modules)\n"
        "from tests.ui.gallery import GalleryDoors\n"
        "from veldwerk.ui import theme\n"
        "from veldwerk.ui.window import Window\n"
        "app = QApplication([])\n"
        "theme.apply(app)\n"
        "window = Window(GalleryDoors())\n"
        "window.show()\n"
        "app.processEvents()\n"
        "heavy = {'PySide6.QtNetwork', 'PySide6.QtSql', 'PySide6.QtPrintSupport', 'reportlab', 'openpyxl', 'pyxform',\n"
        "         'keyring', 'pypdfium2', 'asyncio', 'http.client', 'zipfile', 'numpy', 'lxml', 'pikepdf'}\n"
        "print(sorted(heavy & set(sys.modules) - before))\n"
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
