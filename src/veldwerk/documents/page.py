"""A sheet of paper: a reportlab canvas with tags, a cursor that flows over to the next page, footers last.

Lengths are points; y runs down from the top edge, as on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from veldwerk.documents import fonts, tags

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A6_LANDSCAPE = (148 * MM, 105 * MM)

INK = (0.08, 0.13, 0.12)
MUTED = (0.29, 0.36, 0.34)
BRAND = (0.0, 0.39, 0.35)
ACCENT = (0.70, 0.31, 0.03)
RULE = (0.80, 0.84, 0.83)
TINT = (0.925, 0.957, 0.949)

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: font, size and leading in points, colour, and the space that follows it."""

    size: float = 12
    leading: float = 16
    font: str = fonts.REGULAR
    colour: Colour = INK
    after: float = 0

    def bold(self) -> Style:
        return replace(self, font=fonts.BOLD)


@dataclass(frozen=True, slots=True)
class Margins:
    left: float = 25 * MM
    right: float = 25 * MM
    top: float = 22 * MM
    bottom: float = 19 * MM


Footer = Callable[["Sheet", int, int], None]


class Sheet:
    """One document being drawn. `footer(sheet, n, total)` is called for each page once all are known."""

    def __init__(
        self,
        size: tuple[float, float],
        margins: Margins,
        *,
        title: str,
        language: str,
        author: str,
        footer: Footer,
    ) -> None:
        from reportlab.pdfgen.canvas import Canvas

        fonts.register()
        self._buffer = BytesIO()
        self.canvas: Any = Canvas(
            self._buffer,
            size,
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.REGULAR,
            initialFontSize=10,
        )
        self.tags = tags.Tags(self.canvas)
        self.width, self.height = size
        self.margins = margins
        self.y = margins.top
        self._title, self._language, self._author, self._footer = (
            title,
            language,
            author,
            footer,
        )
        self._pages: list[dict[str, Any]] = []

    @property
    def left(self) -> float:
        return self.margins.left

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.width - self.margins.left - self.margins.right

    @property
    def bottom(self) -> float:
        return self.height - self.margins.bottom

    def new_page(self) -> None:
        self._pages.append(dict(self.canvas.__dict__))
        self.canvas._startPage()  # noqa: SLF001 - holds a page back for its footer
        self.y = self.margins.top

    def need(self, height: float) -> None:
        """Go to the next page unless `height` still fits on this one."""
        if self.y + height > self.bottom and self.y > self.margins.top:
            self.new_page()

    def finish(self) -> bytes:
        """Draw the footers and give the tagged PDF."""
        self._pages.append(dict(self.canvas.__dict__))
        for number, page in enumerate(self._pages, start=1):
            self.canvas.__dict__.update(page)
            with self.tags.artifact():
                self._footer(self, number, len(self._pages))
            self.canvas.showPage()
        self.canvas.save()
        return tags.finish(
            self._buffer.getvalue(),
            self.tags,
            title=self._title,
            language=self._language,
            author=self._author,
        )

    # Drawing. These make no tags: call them inside `tags.marked()` or `tags.artifact()`.

    def string(self, x: float, y: float, text: str, style: Style, anchor: str = "start") -> None:
        """One line with its baseline at y."""
        text = fonts.printable(text)
        if anchor != "start":
            wide = fonts.width(text, style.font, style.size)
            x -= wide if anchor == "end" else wide / 2
        self.strings(x, y, [text], style)

    def strings(self, x: float, y: float, lines: list[str], style: Style) -> None:
        """Lines already wrapped, the first baseline at y. Each ends in a space, or a reader joins words."""
        canvas = self.canvas
        canvas.setFillColorRGB(*style.colour)
        text = canvas.beginText(x, self.height - y)
        text.setFont(style.font, style.size, style.leading)
        for line in lines:
            text.textLine(f"{line} ")
        canvas.drawText(text)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: Colour | None,
        stroke: Colour | None = None,
        line: float = 0.8,
        radius: float = 0,
    ) -> None:
        canvas = self.canvas
        if fill is not None:
            canvas.setFillColorRGB(*fill)
        if stroke is not None:
            canvas.setStrokeColorRGB(*stroke)
            canvas.setLineWidth(line)
        painted = {"fill": int(fill is not None), "stroke": int(stroke is not None)}
        if radius:
            canvas.roundRect(x, self.height - y - height, width, height, radius, **painted)
        else:
            canvas.rect(x, self.height - y - height, width, height, **painted)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: Colour = RULE,
        width: float = 0.8,
        dash: float = 0,
    ) -> None:
        canvas = self.canvas
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(width)
        canvas.setDash(*((dash, dash) if dash else ([],)))
        canvas.line(x1, self.height - y1, x2, self.height - y2)
        canvas.setDash([])

    # Flowing text, tagged.

    @contextmanager
    def at(self, y: float) -> Iterator[None]:
        """Draw elsewhere on this page and come back to the cursor."""
        before, self.y = self.y, y
        try:
            yield
        finally:
            self.y = before

    def lines(self, text: str, style: Style, room: float | None = None) -> list[str]:
        return fonts.wrap(text, style.font, style.size, self.room if room is None else room)

    def measure(self, text: str, style: Style, room: float | None = None) -> float:
        return len(self.lines(text, style, room)) * style.leading + style.after

    def text(
        self,
        text: str,
        style: Style,
        role: str = "P",
        *,
        indent: float = 0,
        room: float | None = None,
    ) -> None:
        """A paragraph at the cursor, over pages when it must; never one line alone at foot or head."""
        lines = self.lines(text, style, self.room - indent if room is None else room)
        with self.tags.element(role):
            self.body(lines, style, indent)
        self.y += style.after

    def body(self, lines: list[str], style: Style, indent: float = 0) -> None:
        """Wrapped lines as content of the open element."""
        while lines:
            fits = max(int((self.bottom - self.y + 0.01) // style.leading), 0)
            if fits < len(lines):
                fits = min(fits, len(lines) - 2) if len(lines) > 3 else 0
                if fits < 2 and self.y > self.margins.top:
                    self.new_page()
                    continue
                fits = max(fits, 1)
            part, lines = lines[:fits], lines[fits:]
            with self.tags.marked():
                self.strings(self.left + indent, self.y + baseline(style), part, style)
            self.y += len(part) * style.leading

    def heading(self, text: str, style: Style, level: int, keep: float = 40) -> None:
        """A heading that stays with at least `keep` points of what follows."""
        self.need(self.measure(text, style) + keep)
        self.text(text, style, f"H{level}")


def baseline(style: Style) -> float:
    """From the top of a line to its baseline."""
    return (style.leading - style.size) / 2 + style.size * 0.8
