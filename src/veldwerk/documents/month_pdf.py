"""The month summary on paper: page 1 for everyone, then tables, then how it was counted (DOMAIN 7.3)."""

from __future__ import annotations

from dataclasses import replace

from veldwerk.documents import chart, fonts, tables
from veldwerk.documents.page import (
    A4,
    ACCENT,
    BRAND,
    INK,
    MM,
    MUTED,
    RULE,
    TINT,
    Margins,
    Sheet,
    Style,
    baseline,
)
from veldwerk.domain.months import Figure, KeyFigure, MonthReport, Table, lines
from veldwerk.texts import _, language
from veldwerk.texts import month_words as words

_H1 = Style(24, 29, fonts.BOLD, BRAND, after=2)
_H2 = Style(15, 20, fonts.BOLD, BRAND, after=5)
_H3 = Style(12, 16, fonts.BOLD, INK, after=4)
_BODY = Style(12, 16.5, after=6)
_TABLE = Style(10, 13)
_SMALL = Style(9, 12, colour=MUTED)
_BIG = Style(21, 25, fonts.BOLD)

_COLUMNS = 4
_GAP = 4 * MM
_CARD = 32 * MM


def render(report: MonthReport) -> bytes:
    """`report` as a tagged PDF in the language in use; the same report gives the same bytes."""
    sheet = Sheet(
        A4,
        Margins(20 * MM, 20 * MM, 22 * MM, 19 * MM),
        title=words.title(report),
        language=language(),
        author=report.organisation,
        footer=lambda sheet, n, total: _footer(sheet, report, n, total),
    )
    _first_page(sheet, report)
    if report.figures or report.tables:
        sheet.new_page()
        _figures(sheet, report)
        for table in report.tables:
            _table(sheet, report, table)
    sheet.new_page()
    _method(sheet, report)
    return sheet.finish()


def _first_page(sheet: Sheet, report: MonthReport) -> None:
    with sheet.tags.artifact():
        sheet.box(0, 0, sheet.width, 3.2 * MM, BRAND)
    title = words.title(report)
    sheet.canvas.bookmarkPage("p1")
    sheet.canvas.addOutlineEntry(title, "p1", 0)
    sheet.text(title, _H1, "H1")
    sheet.text(words.scope(report), Style(11, 15, colour=MUTED, after=14))
    _section(sheet, _("In short"), outline=False)
    with sheet.tags.element("L"):
        for line in report.lines or lines(report):
            _point(sheet, words.spoken(line, report.threshold), _BODY)
    sheet.y += 8
    if report.key:
        _section(sheet, _("Key figures"), outline=False)
        _cards(sheet, report)
    for drawing in report.charts:
        sheet.need(drawing.height + _H3.leading + 10)
        sheet.text(drawing.title, _H3, "H3")
        chart.draw(sheet, drawing)
        sheet.y += 8


def _section(sheet: Sheet, text: str, *, outline: bool = True) -> None:
    sheet.need(_H2.leading + 60)
    if outline:
        key = f"s{len(text)}-{sheet.canvas.getPageNumber()}-{round(sheet.y)}"
        sheet.canvas.bookmarkPage(key)
        sheet.canvas.addOutlineEntry(text, key, 1)
    sheet.text(text, _H2, "H2")


def _point(sheet: Sheet, text: str, style: Style) -> None:
    indent = 14.0
    rows = sheet.lines(text, style, sheet.room - indent)
    sheet.need(len(rows) * style.leading)
    with sheet.tags.element("LI"):
        with sheet.tags.element("Lbl"), sheet.tags.marked():
            sheet.string(sheet.left + 2, sheet.y + baseline(style), "•", replace(style, colour=BRAND))
        with sheet.tags.element("LBody"):
            sheet.body(rows, style, indent)
    sheet.y += style.after / 2


def _cards(sheet: Sheet, report: MonthReport) -> None:
    """Eight figures, four beside each other; read as a table of label, now, last month, last year."""
    width = (sheet.room - _GAP * (_COLUMNS - 1)) / _COLUMNS
    start = sheet.y
    with sheet.tags.element("Table"):
        for index, key in enumerate(report.key):
            row, column = divmod(index, _COLUMNS)
            sheet.y = start + row * (_CARD + _GAP)
            _card(sheet, report, key, sheet.left + column * (width + _GAP), width)
    rows = -(-len(report.key) // _COLUMNS)
    sheet.y = start + rows * (_CARD + _GAP) + 6


def _card(sheet: Sheet, report: MonthReport, key: KeyFigure, x: float, width: float) -> None:
    pad, top, t = 8.0, sheet.y, report.threshold
    label = Style(9.5, 12)
    value = words.figure(key.cell, t)
    big = _BIG
    while fonts.width(value, big.font, big.size) > width - 2 * pad and big.size > 11:
        big = replace(big, size=big.size - 1)
    with sheet.tags.artifact():
        sheet.box(x, top, width, _CARD, TINT, radius=5)
    with sheet.tags.element("TR"):
        with sheet.tags.element("TH", scope="Row"), sheet.tags.marked():
            sheet.strings(x + pad, top + 46, sheet.lines(key.label, label, width - 2 * pad)[:2], label)
        with sheet.tags.element("TD"), sheet.tags.marked():
            sheet.string(x + pad, top + 28, value, big)
        before = _("last month: {figure}").format(figure=words.figure(key.previous, t))
        year = _("last year: {figure}").format(figure=words.figure(key.year_ago, t))
        for offset, text in ((22, before), (11, year)):
            style = Style(8.5, 10.5, colour=MUTED)
            with sheet.tags.element("TD"), sheet.tags.marked():
                sheet.string(x + pad, top + _CARD - offset + 2, text, style)


def _figures(sheet: Sheet, report: MonthReport) -> None:
    if not report.figures:
        return
    _section(sheet, _("All figures"))
    columns = [
        tables.Column(34),
        tables.Column(sheet.room - 34 - 92 - 66 - 66),
        tables.Column(92, right=True),
        tables.Column(66, right=True),
        tables.Column(66, right=True),
    ]
    header = ["", _("Figure"), _("Value"), _("Counted"), _("Out of")]
    rows = [_row(figure, report.threshold) for figure in report.figures]
    tables.table(sheet, columns, header, rows, tables.Look(_TABLE, _TABLE.bold()))
    sheet.y += 16


def _row(figure: Figure, threshold: int) -> list[str]:
    parts = [
        words.figure(c, threshold) if c is not None else "" for c in (figure.numerator, figure.denominator)
    ]
    return [figure.id, figure.label, words.figure(figure.cell, threshold), *parts]


def _table(sheet: Sheet, report: MonthReport, table: Table) -> None:
    style, head = _TABLE, _TABLE.bold()
    first = min(max(sheet.room - 80 * len(table.columns), sheet.room * 0.3), sheet.room * 0.55)
    wide = min((sheet.room - first) / len(table.columns), 110)
    columns = [tables.Column(first), *(tables.Column(wide, right=True) for _column in table.columns)]
    lines_of_it = len(table.rows) + 2
    whole = _H3.leading + _H3.after + lines_of_it * (style.leading + 2 * tables.PAD)
    sheet.need(whole if whole < (sheet.bottom - sheet.margins.top) / 2 else 7 * style.leading)
    key = f"t-{table.id}-{sheet.canvas.getPageNumber()}"
    sheet.canvas.bookmarkPage(key)
    sheet.canvas.addOutlineEntry(table.title, key, 1)
    sheet.text(table.title, _H3, "H3")
    rows = [[row.label, *(words.figure(c, report.threshold) for c in row.cells)] for row in table.rows]
    total = table.total and [
        table.total.label,
        *(words.figure(c, report.threshold) for c in table.total.cells),
    ]
    header = [table.row_heading, *table.columns]
    tables.table(sheet, columns, header, rows, tables.Look(style, head), total or None)
    if table.note:
        sheet.y += 2
        sheet.text(table.note, _SMALL)
    sheet.y += 16


def _method(sheet: Sheet, report: MonthReport) -> None:
    _section(sheet, _("How we counted"))
    with sheet.tags.element("L"):
        for text in words.period_rules(report):
            _point(sheet, text, _BODY)
    sheet.y += 8
    _section(sheet, _("How people are protected"))
    with sheet.tags.element("L"):
        for text in words.protection(report):
            _point(sheet, text, _BODY)
    if report.revised:
        sheet.y += 8
        _section(sheet, _("Figures that changed"))
        with sheet.tags.element("L"):
            for text in report.revised:
                _point(sheet, text, _BODY)
    if report.definitions:
        sheet.y += 8
        _section(sheet, _("Definitions"))
        columns = [
            tables.Column(34),
            tables.Column(130),
            tables.Column(sheet.room - 220),
            tables.Column(56, right=True),
        ]
        header = ["", _("Figure"), _("How it is counted"), _("Version")]
        rows = [[d.id, d.label, d.text, str(d.version)] for d in report.definitions]
        tables.table(sheet, columns, header, rows, tables.Look(_TABLE, _TABLE.bold()))


def _footer(sheet: Sheet, report: MonthReport, number: int, total: int) -> None:
    y = sheet.height - 9 * MM
    sheet.line(sheet.left, y - 12, sheet.width - sheet.margins.right, y - 12, RULE, 0.5)
    if report.practice:
        text = _("PRACTICE VAULT: invented people")
        sheet.string(sheet.left, y, text, replace(_SMALL, font=fonts.BOLD, colour=ACCENT))
    else:
        kind = _("For publication") if report.public else _("For the coalition")
        sheet.string(sheet.left, y, f"{report.organisation} · {kind}", _SMALL)
    page = _("Page {n} of {total}").format(n=number, total=total)
    sheet.string(sheet.width - sheet.margins.right, y, page, _SMALL, "end")
    if number > 1:
        sheet.string(sheet.left, 13 * MM, words.title(report), _SMALL)
