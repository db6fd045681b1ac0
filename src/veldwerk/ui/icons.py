"""All icons by our own names, drawn from the `lucide` package, tinted with the tokens.

The package is one zip of 1,700 drawings. Python's zipfile reads its whole index first (tens of milliseconds at
start-up), so the few entries we need are found in the index directly.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from veldwerk.ui import theme
from veldwerk.ui.packaged import packaged

ICONS = {
    "brand": "house-heart",
    "today": "sun",
    "people": "users",
    "person": "user-round",
    "signals": "triangle-alert",
    "map": "map-pinned",
    "referrals": "send",
    "letters": "file-text",
    "month": "chart-column",
    "exchange": "refresh-cw",
    "settings": "settings",
    "visit": "clipboard-list",
    "lock": "lock",
    "unlock": "lock-open",
    "key": "key-round",
    "shield": "shield-check",
    "device": "laptop",
    "search": "search",
    "filter": "list-filter",
    "add": "plus",
    "close": "x",
    "check": "check",
    "done": "circle-check",
    "todo": "circle",
    "doing": "circle-dot",
    "info": "info",
    "warn": "triangle-alert",
    "danger": "circle-alert",
    "help": "circle-question-mark",
    "calendar": "calendar",
    "clock": "clock",
    "back": "arrow-left",
    "forward": "arrow-right",
    "next": "chevron-right",
    "previous": "chevron-left",
    "down": "chevron-down",
    "up": "chevron-up",
    "undo": "undo-2",
    "cloud": "cloud",
    "offline": "cloud-off",
    "print": "printer",
    "save": "download",
    "edit": "pencil",
    "delete": "trash-2",
    "phone": "phone",
    "home": "house",
    "mail": "mail",
    "organisation": "building-2",
    "service": "heart-handshake",
    "volunteer": "hand-heart",
    "note": "sticky-note",
    "talk": "message-square",
    "flag": "flag",
    "history": "history",
    "eye": "eye",
    "hidden": "eye-off",
    "table": "table",
    "chart": "chart-line",
    "copy": "copy",
    "open": "external-link",
    "more": "ellipsis",
    "keyboard": "keyboard",
    "theme": "contrast",
    "language": "languages",
    "recovery": "life-buoy",
    "leave": "log-out",
    "star": "star",
    "tag": "tag",
    "upload": "upload",
    "folder": "folder",
    "work": "briefcase",
}

_ENTRY = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")


@lru_cache(maxsize=1)
def _archive() -> bytes:
    return packaged("lucide", "lucide.zip").read_bytes()


@lru_cache(maxsize=256)
def svg(name: str) -> str:
    """The drawing of our icon `name` as SVG text; KeyError for a name that is not in `ICONS`."""
    data, wanted = _archive(), f"{ICONS[name]}.svg".encode()
    at = len(data)
    while (at := data.rfind(wanted, 0, at)) >= 0:
        start = at - _ENTRY.size
        if data[start : start + 4] == b"PK\x01\x02":
            entry = _ENTRY.unpack_from(data, start)
            if entry[10] == len(wanted):
                return _content(data, method=entry[4], size=entry[8], offset=entry[16])
    raise KeyError(name)


def _content(data: bytes, method: int, size: int, offset: int) -> str:
    local = _LOCAL.unpack_from(data, offset)
    begin = offset + _LOCAL.size + local[9] + local[10]
    body = data[begin : begin + size]
    return (zlib.decompress(body, -15) if method == 8 else body).decode()


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, gap: int) -> QPixmap:
    ratio = 2.0
    pixmap = QPixmap(QSize(round((size + gap) * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(svg(name).replace("currentColor", colour).encode()))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, role: str = "text", size: float = 20) -> QPixmap:
    """The icon in the colour of token `role`, `size` px at 100 % text."""
    return _drawn(name, getattr(theme.current().tokens, role), theme.px(size), 0)


def icon(name: str, role: str = "text", size: float = 20, on: str = "", gap: int = 0) -> QIcon:
    """A QIcon in token `role`; `on` is the role when checked, `gap` transparent px to its right."""
    tokens = theme.current().tokens
    made = QIcon(_drawn(name, getattr(tokens, role), theme.px(size), gap))
    if on:
        made.addPixmap(
            _drawn(name, getattr(tokens, on), theme.px(size), gap), QIcon.Mode.Normal, QIcon.State.On
        )
    faint = _drawn(name, tokens.faint, theme.px(size), gap)
    made.addPixmap(faint, QIcon.Mode.Disabled, QIcon.State.Off)
    return made


def put(
    widget: QAbstractButton | QLabel, name: str, role: str = "text", size: float = 20, on: str = ""
) -> None:
    """Give a button or label an icon that follows the look when it changes."""
    widget.setProperty("icon_made_of", [name, role, size, on])
    _paint(widget)


def _paint(widget: QWidget) -> None:
    name, role, size, on = widget.property("icon_made_of")
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, role, size))
    elif isinstance(widget, QAbstractButton):
        gap = theme.px(4) if widget.text() else 0
        widget.setIcon(icon(name, role, size, on, gap))
        side = theme.px(size)
        widget.setIconSize(QSize(side + gap, side))


def retint() -> None:
    """Draw the icons of all living widgets again, after the look changed."""
    for widget in QApplication.allWidgets():
        if widget.property("icon_made_of"):
            _paint(widget)


def initials_disc(text: str, size: float, ground: str = "soft", ink: str = "on_soft") -> QPixmap:
    """A disc with initials, for a person."""
    now, side = theme.current(), theme.px(size)
    disc = QPixmap(side * 2, side * 2)
    disc.setDevicePixelRatio(2)
    disc.fill(Qt.GlobalColor.transparent)
    painter = QPainter(disc)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(now.tokens, ground)))
    painter.drawEllipse(QRectF(0, 0, side, side))
    painter.setPen(now.colour(ink))
    painter.setFont(now.font(size * 0.36, bold=True))
    painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return disc
