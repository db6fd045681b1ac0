"""The widget set. A screen is made of these alone, so that look, names and sizes are right everywhere.

A room is imported when one of its widgets is first asked for: the unlock screen needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veldwerk.ui.widgets.basics import (
        Elided,
        badge,
        button,
        clear_box,
        column,
        icon_label,
        label,
        line,
        literal,
        row,
        scrolled,
        set_kind,
    )
    from veldwerk.ui.widgets.cards import Card, Empty, Figure
    from veldwerk.ui.widgets.chart import ChartCard, ChartView
    from veldwerk.ui.widgets.choices import ChoiceField, ChoiceRow, Segmented, Tabs
    from veldwerk.ui.widgets.dates import DateField
    from veldwerk.ui.widgets.fields import (
        CheckField,
        Field,
        MemoField,
        NumberField,
        PassphraseField,
        SelectField,
        TextField,
    )
    from veldwerk.ui.widgets.flow import FlowLayout
    from veldwerk.ui.widgets.marks import Check, Combo, Radio
    from veldwerk.ui.widgets.pdf import PdfView
    from veldwerk.ui.widgets.rows import RecordList, RowCard, lines, lines_of
    from veldwerk.ui.widgets.search import SearchField
    from veldwerk.ui.widgets.split import Columns, SplitView
    from veldwerk.ui.widgets.table import Table
    from veldwerk.ui.widgets.turns import Turns

__all__ = [
    "Card",
    "ChartCard",
    "ChartView",
    "Check",
    "CheckField",
    "ChoiceField",
    "ChoiceRow",
    "Columns",
    "Combo",
    "DateField",
    "Elided",
    "Empty",
    "Field",
    "Figure",
    "FlowLayout",
    "MemoField",
    "NumberField",
    "PassphraseField",
    "PdfView",
    "Radio",
    "RecordList",
    "RowCard",
    "SearchField",
    "Segmented",
    "SelectField",
    "SplitView",
    "Table",
    "Tabs",
    "TextField",
    "Turns",
    "badge",
    "button",
    "clear_box",
    "column",
    "icon_label",
    "label",
    "line",
    "lines",
    "lines_of",
    "literal",
    "row",
    "scrolled",
    "set_kind",
]

_ROOMS = {
    "basics": "Elided badge button clear_box column icon_label label line literal row scrolled set_kind",
    "cards": "Card Empty Figure",
    "chart": "ChartCard ChartView",
    "choices": "ChoiceField ChoiceRow Segmented Tabs",
    "dates": "DateField",
    "fields": "CheckField Field MemoField NumberField PassphraseField SelectField TextField",
    "flow": "FlowLayout",
    "marks": "Check Combo Radio",
    "pdf": "PdfView",
    "rows": "RecordList RowCard lines lines_of",
    "search": "SearchField",
    "split": "Columns SplitView",
    "table": "Table",
    "turns": "Turns",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> object:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{room}"), name)
