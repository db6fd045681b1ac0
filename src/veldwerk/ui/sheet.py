"""The one style sheet, made from tokens. Widgets ask for a look by the property `kind`, never by a colour."""

from __future__ import annotations

from collections.abc import Callable

from veldwerk.ui.tokens import Tokens

Px = Callable[[float], int]


def sheet(t: Tokens, px: Px) -> str:
    """QSS for the whole application. Borders stay 1 or 2 px, everything else follows the text scale."""
    return "\n".join(
        (_ground(t, px), _labels(t, px), _buttons(t, px), _inputs(t, px), _lists(t, px), _bars(t, px))
    )


def _ground(t: Tokens, px: Px) -> str:
    return f"""
QWidget {{ color: {t.text}; font-size: {px(15)}px; }}
QMainWindow, QDialog, QWidget[kind="page"] {{ background: {t.bg}; }}
QScrollArea, QScrollArea > QWidget > QWidget[kind="clear"] {{ background: transparent; border: none; }}
QWidget[kind="clear"] {{ background: transparent; }}
QFrame[kind="card"] {{ background: {t.surface}; border: {t.card_line}px solid {t.line};
  border-radius: {px(10)}px; }}
QFrame[kind="card-soft"] {{ background: {t.soft}; border: {t.card_line}px solid {t.primary};
  border-radius: {px(10)}px; }}
QFrame[kind="overlay"] {{ background: {t.surface}; border: {t.card_line}px solid {t.border};
  border-radius: {px(10)}px; }}
QFrame[kind="well"] {{ background: {t.sunken}; border: 1px solid {t.line}; border-radius: {px(8)}px; }}
QFrame[kind="header"] {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame[kind="foot"] {{ background: {t.surface}; border: none; border-top: 1px solid {t.line}; }}
QFrame[kind="rail"] {{ background: {t.rail}; border: none; }}
QFrame[kind="line"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[kind="banner"] {{ background: {t.warn_soft}; border: none; border-bottom: 1px solid {t.warn}; }}
QFrame[kind="banner"] QLabel {{ color: {t.warn}; font-weight: 700; font-size: {px(14)}px; }}
QToolTip {{ background: {t.text}; color: {t.surface}; border: none; padding: {px(6)}px; font-size: {px(14)}px; }}
QFrame[kind="notice"] {{ background: {t.info_soft}; border: 1px solid {t.info}; border-radius: {px(8)}px; }}
QFrame[kind="notice"][tone="ok"] {{ background: {t.ok_soft}; border-color: {t.ok}; }}
QFrame[kind="notice"][tone="warn"] {{ background: {t.warn_soft}; border-color: {t.warn}; }}
QFrame[kind="notice"][tone="danger"] {{ background: {t.danger_soft}; border-color: {t.danger}; }}
QSplitter::handle {{ background: transparent; }}
"""


def _labels(t: Tokens, px: Px) -> str:
    tones = "".join(
        f'QLabel[kind="badge"][tone="{tone}"] {{ background: {ground}; color: {ink}; }}\n'
        for tone, ink, ground in (
            ("danger", t.danger, t.danger_soft),
            ("warn", t.warn, t.warn_soft),
            ("ok", t.ok, t.ok_soft),
            ("info", t.info, t.info_soft),
            ("soft", t.on_soft, t.soft),
        )
    )
    return f"""
QLabel {{ background: transparent; border: none; }}
QLabel[kind="title"] {{ font-size: {px(24)}px; font-weight: 700; }}
QLabel[kind="figure"] {{ font-size: {px(30)}px; font-weight: 700; }}
QLabel[kind="card-title"] {{ font-size: {px(18)}px; font-weight: 700; }}
QLabel[kind="name"] {{ font-size: {px(16)}px; font-weight: 700; }}
QLabel[kind="question"] {{ font-size: {px(15)}px; font-weight: 700; }}
QLabel[kind="muted"] {{ color: {t.muted}; font-size: {px(14)}px; }}
QLabel[kind="small"] {{ color: {t.muted}; font-size: {px(13)}px; }}
QLabel[kind="complaint"] {{ color: {t.danger}; font-size: {px(14)}px; font-weight: 700; }}
QLabel[kind="code"] {{ font-size: {px(20)}px; font-weight: 700; letter-spacing: 1px; }}
QLabel[kind="badge"] {{ background: {t.sunken}; color: {t.muted}; border-radius: {px(9)}px;
  padding: {px(2)}px {px(10)}px; font-size: {px(13)}px; font-weight: 700; }}
{tones}
QLabel[kind="avatar"] {{ background: {t.soft}; color: {t.on_soft}; font-weight: 700; font-size: {px(17)}px;
  border-radius: {px(27)}px; }}
QLabel[kind="disc"] {{ background: {t.soft}; border-radius: {px(37)}px; }}
QLabel[kind="brand"] {{ color: {t.rail_text}; font-size: {px(18)}px; font-weight: 700; }}
"""


def _buttons(t: Tokens, px: Px) -> str:
    return f"""
QPushButton {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border}; border-radius: {px(6)}px;
  padding: 0 {px(14)}px; min-height: {px(34)}px; font-weight: 400; text-align: center; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.soft}; }}
QPushButton:disabled {{ color: {t.faint}; border-color: {t.line}; background: {t.sunken}; }}
QPushButton[kind="primary"] {{ background: {t.primary}; color: {t.on_primary}; border: 1px solid {t.primary};
  font-weight: 700; }}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {{ background: {t.primary_hover};
  border-color: {t.primary_hover}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.sunken}; color: {t.faint}; border-color: {t.line}; }}
QPushButton[kind="danger"] {{ color: {t.danger}; border-color: {t.danger}; font-weight: 700; }}
QPushButton[kind="danger"]:hover {{ background: {t.danger_soft}; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent; color: {t.primary};
  font-weight: 700; padding: 0 {px(10)}px; }}
QPushButton[kind="quiet"]:hover {{ background: {t.soft}; color: {t.on_soft}; }}
QPushButton[kind="quiet"]:disabled {{ color: {t.faint}; }}
QPushButton[kind="icon"] {{ background: transparent; border: 1px solid transparent; padding: 0;
  min-width: {px(34)}px; max-width: {px(34)}px; }}
QPushButton[kind="icon"]:hover {{ background: {t.hover}; border-color: {t.line}; }}
QPushButton[kind="choice"] {{ min-height: {px(38)}px; min-width: {px(20)}px; padding: 0 {px(12)}px; }}
QPushButton[kind="choice"]:checked {{ background: {t.soft}; color: {t.on_soft}; border: 2px solid {t.primary};
  padding: 0 {px(12) - 1}px; min-height: {px(38) - 2}px; font-weight: 700; }}
QPushButton[kind="number"] {{ min-height: {px(38)}px; min-width: {px(34)}px; padding: 0; font-weight: 700; }}
QPushButton[kind="number"]:checked {{ background: {t.primary}; color: {t.on_primary}; border-color: {t.primary}; }}
QPushButton[kind="tab"] {{ background: transparent; border: none; border-bottom: 3px solid transparent;
  border-radius: 0; color: {t.muted}; padding: 3px {px(14)}px 0 {px(14)}px; min-height: {px(38)}px; }}
QPushButton[kind="tab"]:hover {{ color: {t.text}; background: {t.hover}; }}
QPushButton[kind="tab"]:checked {{ color: {t.primary}; border-bottom: 3px solid {t.primary}; font-weight: 700; }}
QPushButton[kind="segment"] {{ border-radius: {px(6)}px; min-height: {px(32)}px; border: 1px solid transparent;
  background: transparent; color: {t.muted}; padding: 0 {px(12)}px; }}
QPushButton[kind="segment"]:hover {{ color: {t.text}; background: {t.hover}; }}
QPushButton[kind="segment"]:checked {{ background: {t.surface}; color: {t.on_soft}; border: 1px solid {t.primary};
  font-weight: 700; }}
QPushButton[kind="find"] {{ text-align: left; color: {t.faint}; padding: 0 {px(12)}px; background: {t.bg};
  border-color: {t.line}; }}
QPushButton[kind="find"]:hover {{ border-color: {t.border}; color: {t.text}; }}
QPushButton[kind="state"] {{ background: {t.info_soft}; color: {t.info}; border: 1px solid transparent;
  border-radius: {px(10)}px; font-size: {px(13)}px; font-weight: 700; padding: 0 {px(10)}px; min-height: {px(30)}px; }}
QPushButton[kind="state"]:hover {{ border-color: {t.info}; }}
QPushButton[kind="state"][tone="ok"] {{ background: {t.ok_soft}; color: {t.ok}; }}
QPushButton[kind="state"][tone="warn"] {{ background: {t.warn_soft}; color: {t.warn}; }}
QPushButton[kind="state"][tone="danger"] {{ background: {t.danger_soft}; color: {t.danger}; }}
"""


def _inputs(t: Tokens, px: Px) -> str:
    edits = "QLineEdit, QPlainTextEdit, QTextEdit, QComboBox"
    focused = "QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QComboBox:on"
    return f"""
{edits} {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border}; border-radius: {px(6)}px;
  padding: {px(5)}px {px(10)}px; selection-background-color: {t.primary}; selection-color: {t.on_primary}; }}
QLineEdit, QComboBox {{ min-height: {px(24)}px; }}
{focused} {{ border: 2px solid {t.focus}; padding: {px(5) - 1}px {px(10) - 1}px; }}
*[wrong="true"] {{ border: 2px solid {t.danger}; padding: {px(5) - 1}px {px(10) - 1}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ background: {t.sunken}; color: {t.faint};
  border-color: {t.line}; }}
QLineEdit[readOnly="true"] {{ background: {t.sunken}; }}
QLineEdit[kind="palette"] {{ font-size: {px(18)}px; border: none; background: transparent; padding: 0; }}
QComboBox::drop-down {{ border: none; width: {px(30)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border};
  selection-background-color: {t.soft}; selection-color: {t.on_soft}; outline: none; padding: {px(4)}px; }}
QComboBox QAbstractItemView::item {{ min-height: {px(36)}px; padding: 0 {px(8)}px; }}
QCalendarWidget QWidget {{ background: {t.surface}; alternate-background-color: {t.sunken}; }}
QCalendarWidget QToolButton {{ color: {t.text}; background: transparent; border: none; border-radius: {px(6)}px;
  min-height: {px(34)}px; min-width: {px(34)}px; font-weight: 700; }}
QCalendarWidget QToolButton:hover {{ background: {t.hover}; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {t.primary};
  selection-color: {t.on_primary}; outline: none; }}
"""


def _lists(t: Tokens, px: Px) -> str:
    return f"""
QListView, QTableView, QTreeView {{ background: {t.surface}; color: {t.text}; border: none; outline: none;
  selection-background-color: {t.soft}; selection-color: {t.on_soft}; }}
QTableView {{ gridline-color: {t.line}; alternate-background-color: {t.sunken}; border: 1px solid {t.line};
  border-radius: {px(6)}px; }}
QTableView::item {{ padding: {px(6)}px {px(10)}px; }}
QHeaderView {{ background: {t.surface}; }}
QHeaderView::section {{ background: {t.surface}; color: {t.muted}; font-size: {px(13)}px; font-weight: 700; border: none;
  border-bottom: 1px solid {t.border}; padding: {px(6)}px {px(10)}px; }}
QTableCornerButton::section {{ background: {t.surface}; border: none; }}
QMenu {{ background: {t.surface}; border: 1px solid {t.border}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(8)}px {px(20)}px; border-radius: {px(4)}px; }}
QMenu::item:selected {{ background: {t.soft}; color: {t.on_soft}; }}
"""


def _bars(t: Tokens, px: Px) -> str:
    return f"""
QProgressBar {{ background: {t.sunken}; border: 1px solid {t.line}; border-radius: {px(4)}px; min-height: {px(8)}px;
  max-height: {px(8)}px; text-align: center; color: transparent; }}
QProgressBar::chunk {{ background: {t.primary}; border-radius: {px(3)}px; }}
QScrollBar:vertical {{ background: transparent; width: {px(14)}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t.border}; border-radius: {px(4)}px; min-height: {px(40)}px;
  margin: {px(2)}px {px(3)}px; }}
QScrollBar:horizontal {{ background: transparent; height: {px(14)}px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {t.border}; border-radius: {px(4)}px; min-width: {px(40)}px;
  margin: {px(3)}px {px(2)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
