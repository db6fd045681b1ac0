"""Painter of `veldwerk.domain.charts` drawings: laid out anew for each width, with its table beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from veldwerk.domain.charts import Anchor, Dot, Drawing, Polyline, Rect, Role, Shape, Text
from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.widgets.basics import button
from veldwerk.ui.widgets.cards import Card
from veldwerk.ui.widgets.table import Table
from veldwerk.ui.widgets.turns import Turns

POINT = 1.45
"""px per point of a drawing at 100 % text: 9 pt becomes 13 px, our smallest chart text."""

_COLOURS = {
    Role.TEXT: "text",
    Role.MUTED: "muted",
    Role.GRID: "chart_grid",
    Role.AXIS: "border",
    Role.FIRST: "chart_first",
    Role.SECOND: "chart_second",
    Role.BAND: "chart_band",
    Role.QUIET: "chart_quiet",
    Role.HIDDEN: "faint",
}

Make = Callable[[float, float], Drawing]
"""Makes the drawing for a width and height in points."""


class ChartView(QLabel):
    """A picture that speaks: a graphic to a screen reader, with the drawing's sentence as description."""

    def __init__(self, name: str, make: Make, height: int = 240) -> None:
        super().__init__()
        self.setObjectName(name)
        self._make = make
        self._tall = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.drawing = make(460, height / POINT)
        self._speak()

    def show_drawing(self, make: Make) -> None:
        """Paint another drawing."""
        self._make = make
        self._lay_out()

    def _lay_out(self) -> None:
        unit = self._unit()
        self.drawing = self._make(max(self.width() / unit, 160), max(self.height() / unit, 90))
        self._speak()
        self.update()

    def _speak(self) -> None:
        self.setAccessibleName(self.drawing.title)
        self.setAccessibleDescription(self.drawing.alt)

    def _unit(self) -> float:
        return POINT * theme.current().scale / 100

    def sizeHint(self) -> QSize:
        return QSize(theme.px(460), theme.px(self._tall))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(self._tall))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, self.drawing.shapes, self._unit())


def paint(painter: QPainter, shapes: Sequence[Shape], unit: float) -> None:
    """Paint shapes with the tokens that are on, `unit` px a point."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        match shape:
            case Rect():
                _rect(painter, shape, unit)
            case Polyline():
                _polyline(painter, shape, unit)
            case Dot():
                _dot(painter, shape, unit)
            case Text():
                _text(painter, shape, unit)


def _rect(painter: QPainter, shape: Rect, unit: float) -> None:
    colour = theme.current().colour(_COLOURS[shape.role])
    box = QRectF(shape.x * unit, shape.y * unit, shape.width * unit, shape.height * unit)
    if shape.outline:
        painter.setPen(QPen(colour, 1.4, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
    else:
        painter.fillRect(box, colour)
        if shape.role is Role.BAND:
            edge = theme.current().colour("chart_first")
            edge.setAlpha(110)
            painter.setPen(QPen(edge, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)


def _polyline(painter: QPainter, shape: Polyline, unit: float) -> None:
    style = Qt.PenStyle.DashLine if shape.dashed else Qt.PenStyle.SolidLine
    straight = len(shape.points) == 2 and shape.points[0][1] == shape.points[1][1]
    pen = QPen(theme.current().colour(_COLOURS[shape.role]), max(shape.width * unit * 0.8, 1.0), style)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = [QPointF(x * unit, round(y * unit) + 0.5 if straight else y * unit) for x, y in shape.points]
    painter.drawPolyline(QPolygonF(points))


def _dot(painter: QPainter, shape: Dot, unit: float) -> None:
    now = theme.current()
    painter.setPen(QPen(now.colour("surface"), 1.5 * unit / POINT))
    painter.setBrush(now.colour(_COLOURS[shape.role]))
    painter.drawEllipse(QPointF(shape.x * unit, shape.y * unit), shape.radius * unit, shape.radius * unit)


def _text(painter: QPainter, shape: Text, unit: float) -> None:
    now = theme.current()
    font = now.font(13, shape.bold)
    font.setPixelSize(max(round(shape.size * unit), now.px(12)))
    painter.setFont(font)
    painter.setPen(now.colour(_COLOURS[shape.role]))
    width = QFontMetricsF(font).horizontalAdvance(shape.text)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[shape.anchor]
    painter.drawText(QPointF(shape.x * unit - shift, shape.y * unit), shape.text)


class ChartCard(Card):
    """A card with a chart and, at the press of a button, the same figures as a table."""

    def __init__(self, name: str, make: Make, headings: Sequence[str] = (), height: int = 240) -> None:
        self.view = ChartView(name, make, height)
        self._headings = tuple(headings)
        self._switch = button(f"{name}.table", _("As table"), self._turn, kind="quiet", icon="table")
        super().__init__(self.view.drawing.title, right=self._switch)
        self.table = Table(f"{name}.rows", self.view.drawing.title, headings)
        self._turns = Turns()
        self._turns.add(self.view)
        self._turns.add(self.table)
        self._tell()
        self.add(self._turns)

    def _tell(self) -> None:
        drawing = self.view.drawing
        self.title_label.setText(drawing.title)
        self._switch.setAccessibleName(_("As table: {title}").format(title=drawing.title))
        self.table.show_table(self._headings, drawing.rows)

    def show_drawing(self, make: Make) -> None:
        """Show another drawing, in chart and table."""
        self.view.show_drawing(make)
        self._tell()

    def _turn(self) -> None:
        table = self._turns.shown == 0
        self._turns.turn_to(1 if table else 0)
        self._switch.setText(_("As chart") if table else _("As table"))
