"""Which look is on, at which text size; and how it is put on the application.

`apply(app, mode, scale)` may be called again at any time. Colours and icons follow at once; lengths that a
widget took with `px` when it was built follow when its screen is built anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from veldwerk.ui.packaged import packaged
from veldwerk.ui.sheet import sheet
from veldwerk.ui.tokens import DARK, LIGHT, SUN, Tokens

FAMILY = "Atkinson Hyperlegible"
SCALES = (100, 115, 130, 150, 175, 200)


class Mode(StrEnum):
    """What the user chose. `SUN` is also what a system set to high contrast gets."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    SUN = "sun"


@dataclass(frozen=True, slots=True)
class Theme:
    """The look that is on now."""

    mode: Mode = Mode.SYSTEM
    tokens: Tokens = LIGHT
    scale: int = 100

    def px(self, length: float) -> int:
        """`length` px at 100 % text, in px at the chosen text size."""
        return round(length * self.scale / 100)

    def colour(self, role: str) -> QColor:
        """The colour of a token role, by its field name in `Tokens`."""
        return QColor(getattr(self.tokens, role))

    def font(self, size: float, bold: bool = False, figures: bool = False) -> QFont:
        """Our font, `size` px at 100 %; `figures` gives digits of equal width."""
        font = QFont(FAMILY)
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font


class Notifier(QObject):
    """Tells who paints by hand that the look changed."""

    changed = Signal()


class _State:
    theme = Theme()
    notifier: Notifier | None = None
    fonts: bool = False
    watching: bool = False


def current() -> Theme:
    """The look that is on."""
    return _State.theme


def px(length: float) -> int:
    """`length` px at 100 % text, at the text size that is on."""
    return _State.theme.px(length)


def notifier() -> Notifier:
    """The object whose `changed` is emitted after each `apply`."""
    if _State.notifier is None:
        _State.notifier = Notifier()
    return _State.notifier


def apply(app: QApplication, mode: str = "system", scale: int = 100) -> Theme:
    """Put a look on the application: `mode` system, light, dark or sun; `scale` 100 to 200 percent text."""
    chosen = Mode(mode)
    _load_fonts()
    _watch(app)
    scale = min(max(scale, SCALES[0]), SCALES[-1])
    hints = app.styleHints()
    wanted = {
        Mode.LIGHT: Qt.ColorScheme.Light,
        Mode.SUN: Qt.ColorScheme.Light,
        Mode.DARK: Qt.ColorScheme.Dark,
    }
    hints.setColorScheme(wanted.get(chosen, Qt.ColorScheme.Unknown))
    theme = Theme(chosen, _look(app, chosen), scale)
    _State.theme = theme
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    # Taking the old sheet off first is four times quicker than laying the new one over it (UI.md Part A 3).
    app.setStyleSheet("")
    app.setPalette(_palette(theme.tokens))
    app.setFont(theme.font(15))
    app.setStyleSheet(sheet(theme.tokens, theme.px))
    notifier().changed.emit()
    return theme


def _look(app: QApplication, mode: Mode) -> Tokens:
    if mode is not Mode.SYSTEM:
        return {Mode.LIGHT: LIGHT, Mode.DARK: DARK, Mode.SUN: SUN}[mode]
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return SUN
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _watch(app: QApplication) -> None:
    if _State.watching:
        return
    _State.watching = True

    def follow() -> None:
        theme = _State.theme
        if theme.mode is Mode.SYSTEM and _look(app, Mode.SYSTEM) is not theme.tokens:
            apply(app, theme.mode, theme.scale)

    hints = app.styleHints()
    hints.colorSchemeChanged.connect(follow)
    hints.accessibility().contrastPreferenceChanged.connect(follow)


def _load_fonts() -> None:
    if _State.fonts:
        return
    for cut in ("Regular", "Bold"):
        file = packaged("fontpkg_atkinson_hyperlegible", "files", f"AtkinsonHyperlegible-{cut}.ttf")
        QFontDatabase.addApplicationFontFromData(file.read_bytes())
    _State.fonts = True


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, t.bg),
        (role.WindowText, t.text),
        (role.Base, t.surface),
        (role.AlternateBase, t.sunken),
        (role.Text, t.text),
        (role.Button, t.surface),
        (role.ButtonText, t.text),
        (role.BrightText, t.danger),
        (role.Highlight, t.primary),
        (role.HighlightedText, t.on_primary),
        (role.Link, t.primary),
        (role.PlaceholderText, t.faint),
        (role.ToolTipBase, t.text),
        (role.ToolTipText, t.surface),
        (role.Accent, t.primary),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.faint))
    return palette
