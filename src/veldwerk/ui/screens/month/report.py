"""A month report on screen: the same words and the same protected figures as on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from veldwerk.domain.charts import Dot, Drawing, Polyline, Rect, Shape, Text
from veldwerk.domain.months import KeyFigure, Mark, MonthReport, Row, Table
from veldwerk.texts import _, month_words
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.parts.facts import facts
from veldwerk.ui.parts.grid import CardGrid


def parts(report: MonthReport) -> list[QWidget]:
    """The parts under each other: in short, key figures, charts, tables, all figures, protection, how counted."""
    made = [_short(report), CardGrid([_key(one, report) for one in report.key])]
    charts = [_chart(at, drawing) for at, drawing in enumerate(report.charts)]
    tables = [_table(table, report) for table in report.tables]
    made.append(CardGrid([*charts, *tables], least=430, most=2))
    made.append(_figures(report))
    made.append(CardGrid([_protection(report), _counting(report)], least=430, most=2))
    made.append(_definitions(report))
    return made


def _short(report: MonthReport) -> QWidget:
    card = w.Card(_("In short"))
    for line in report.lines:
        words = w.label(month_words.spoken(line, report.threshold), wrap=True)
        sign = w.row(w.icon_label("next", "primary", 16), words, gap=8)
        sign.setStretch(1, 1)
        card.add(sign)
    card.body.setSpacing(theme.px(6))
    return card


def _key(key: KeyFigure, report: MonthReport) -> QWidget:
    t = report.threshold
    shown = month_words.figure(key.cell, t)
    figure = w.label(shown, "figure" if key.cell.mark is not Mark.HIDDEN else "card-title")
    before = _("last month: {figure}").format(figure=month_words.figure(key.previous, t))
    year = _("last year: {figure}").format(figure=month_words.figure(key.year_ago, t))
    card = w.Card(
        "", figure, w.label(key.label, "question", wrap=True), None, w.label(f"{before}\n{year}", "small")
    )
    card.body.setSpacing(theme.px(4))
    card.setAccessibleName(f"{key.label}: {shown}, {before}, {year}")
    return card


def _chart(at: int, drawing: Drawing) -> QWidget:
    headings = (_("When"), _("Number"))

    def make(width: float, height: float) -> Drawing:
        return _fitted(drawing, width, height)

    return w.ChartCard(f"month.chart.{at}", make, headings)


def _fitted(drawing: Drawing, width: float, height: float) -> Drawing:
    """The drawing spread over another size: places move, letters and lines keep their size."""
    across, down = width / drawing.width, height / drawing.height

    def moved(shape: Shape) -> Shape:
        match shape:
            case Rect():
                return replace(
                    shape,
                    x=shape.x * across,
                    y=shape.y * down,
                    width=shape.width * across,
                    height=shape.height * down,
                )
            case Polyline():
                return replace(shape, points=tuple((x * across, y * down) for x, y in shape.points))
            case Dot():
                return replace(shape, x=shape.x * across, y=shape.y * down)
            case Text():
                return replace(shape, x=shape.x * across, y=shape.y * down)

    return replace(
        drawing, width=width, height=height, shapes=tuple(moved(shape) for shape in drawing.shapes)
    )


def _table(table: Table, report: MonthReport) -> QWidget:
    t = report.threshold

    def cells(row: Row) -> list[str]:
        return [row.label, *(month_words.figure(cell, t) for cell in row.cells)]

    rows = [cells(row) for row in table.rows]
    if table.total is not None:
        rows.append([_("Total"), *cells(table.total)[1:]])
    shown = w.Table(f"month.table.{table.id}", table.title)
    shown.show_table([table.row_heading, *table.columns], rows)
    card = w.Card(table.title, shown)
    if table.note:
        card.add(w.label(table.note, "small", wrap=True))
    card.add(w.clear_box(w.column(None, gap=0)))
    return card


def _figures(report: MonthReport) -> QWidget:
    t = report.threshold
    rows = []
    for one in report.figures:
        counted = [
            month_words.figure(cell, t) if cell is not None else ""
            for cell in (one.numerator, one.denominator)
        ]
        rows.append([one.label, month_words.figure(one.cell, t), *counted])
    table = w.Table("month.figures", _("All figures"), most=20)
    table.show_table([_("Figure"), _("Value"), _("Counted"), _("Out of")], rows)
    return w.Card(_("All figures"), table)


def _bullets(title: str, icon: str, lines: Sequence[str]) -> QWidget:
    card = w.Card(title)
    card.body.setSpacing(theme.px(8))
    for line in lines:
        words = w.row(w.icon_label(icon, "muted", 16), w.label(line, "muted", wrap=True), gap=8)
        words.setStretch(1, 1)
        card.add(words)
    return card


def _protection(report: MonthReport) -> QWidget:
    return _bullets(_("How everybody is protected"), "shield", month_words.protection(report))


def _counting(report: MonthReport) -> QWidget:
    return _bullets(_("How it was counted"), "info", month_words.period_rules(report))


def _definitions(report: MonthReport) -> QWidget:
    rows = [(one.label, one.text) for one in report.definitions]
    return w.Card(_("Definitions"), facts(rows))
