"""`python -m tests.screenshots DIR [--modes light,dark,sun] [--scale 100]`: every screen as a picture."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.cases import CASES, close, settle
from veldwerk import texts
from veldwerk.ui import theme
from veldwerk.ui.page import Settings

ROOT = Path(__file__).resolve().parents[2]
KIT = "kit-"
"""Pages of the widget gallery: only when asked for by name."""


def grab(widget: QWidget, path: Path) -> None:
    """Save a picture of `widget` once it has settled."""
    from PIL import Image

    settle(60)
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (picture.width(), picture.height())
    pixels = bytes(picture.constBits())
    plain = Image.frombuffer("RGB", size, pixels, "raw", "RGB", picture.bytesPerLine(), 1)
    plain.quantize(192, Image.Quantize.FASTOCTREE).save(path, optimize=True)  # a third of the bytes


def take(app: QApplication, out: Path, mode: str, scale: int, size: tuple[int, int], only: str) -> None:
    """Every case whose name holds `only`, in one look; pages of the window also with notice and palette."""
    theme.apply(app, mode, scale)
    for name, make in CASES.items():
        if only not in name or (name.startswith(KIT) and not only.startswith(KIT)):
            continue
        window = make(Settings(mode=mode, scale=scale), size)
        grab(window, out / f"{name}-{mode}.png")
        if name == "kit-today" and window.shell is not None:
            window.shell.sync_state("3 nog te versturen")
            window.shell.status.saved("Opgeslagen om 10:42")
            window.shell.status.offer_undo("Ongedaan maken: telefoon gewijzigd", lambda: None)
            window.shell.notices.offer("Telefoonnummer gewijzigd.", "Ongedaan maken", lambda: None)
            window.shell.commands.run("palette")
            grab(window, out / f"kit-palette-{mode}.png")
        close(window)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("dir", type=Path)
    parser.add_argument("--modes", default="light,dark")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--only", default="", help="take only the cases whose name holds this")
    args = parser.parse_args()
    args.dir.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setApplicationName("Veldwerk")
    texts.install(ROOT / "resources" / "locale", "nl")
    width, height = (int(part) for part in args.size.split("x"))
    for mode in args.modes.split(","):
        take(app, args.dir, mode, args.scale, (width, height), args.only)


if __name__ == "__main__":
    main()
