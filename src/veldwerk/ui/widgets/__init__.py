"""The widget set. A screen is made of these alone, so that look, names and sizes are right everywhere."""

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
from veldwerk.ui.widgets.rows import RecordList, RowCard, lines
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
    "literal",
    "row",
    "scrolled",
    "set_kind",
]
