"""Paints a `domain.charts.Drawing` on paper, as one figure with its description."""

from __future__ import annotations

from itertools import pairwise

from veldwerk.documents import fonts
from veldwerk.documents.page import ACCENT, BRAND, INK, MUTED, RULE, TINT, Colour, Sheet, Style
from veldwerk.domain.charts import Dot, Drawing, Polyline, Rect, Role, Shape, Text

COLOURS: dict[Role, Colour] = {
    Role.TEXT: INK,
    Role.MUTED: MUTED,
    Role.GRID: RULE,
    Role.AXIS: MUTED,
    Role.FIRST: BRAND,
    Role.SECOND: ACCENT,
    Role.QUIET: (0.72, 0.84, 0.81),
    Role.BAND: TINT,
    Role.HIDDEN: MUTED,
}


def draw(sheet: Sheet, drawing: Drawing) -> None:
    """`drawing` at the cursor, made to fit between the margins, whole on one page."""
    scale = min(1.0, sheet.room / drawing.width)
    sheet.need(drawing.height * scale)
    canvas = sheet.canvas
    with sheet.tags.element("Figure", alt=drawing.alt), sheet.tags.marked():
        canvas.saveState()
        canvas.translate(sheet.left, -sheet.y)
        if scale < 1:
            canvas.translate(0, sheet.height * (1 - scale))
            canvas.scale(scale, scale)
        for shape in drawing.shapes:
            _shape(sheet, shape)
        canvas.restoreState()
    sheet.y += drawing.height * scale


def _shape(sheet: Sheet, shape: Shape) -> None:
    colour = COLOURS[shape.role]
    match shape:
        case Rect() if shape.outline:
            corners = [
                (0.0, 0.0),
                (shape.width, 0.0),
                (shape.width, shape.height),
                (0.0, shape.height),
                (0.0, 0.0),
            ]
            for (x1, y1), (x2, y2) in pairwise(corners):
                sheet.line(shape.x + x1, shape.y + y1, shape.x + x2, shape.y + y2, colour, 0.8, dash=2)
        case Rect():
            sheet.box(shape.x, shape.y, shape.width, shape.height, colour)
        case Polyline():
            for (x1, y1), (x2, y2) in pairwise(shape.points):
                sheet.line(x1, y1, x2, y2, colour, shape.width, dash=3 if shape.dashed else 0)
        case Dot():
            sheet.canvas.setFillColorRGB(*colour)
            sheet.canvas.circle(shape.x, sheet.height - shape.y, shape.radius, stroke=0, fill=1)
        case Text():
            font = fonts.BOLD if shape.bold else fonts.REGULAR
            style = Style(shape.size, shape.size * 1.2, font, colour)
            sheet.string(shape.x, shape.y, shape.text, style, shape.anchor.value)
