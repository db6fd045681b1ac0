"""The blocks of a letter on a sheet, each with its tags."""

from __future__ import annotations

from dataclasses import dataclass, replace

from veldwerk.documents import fonts, tables
from veldwerk.documents.page import BRAND, INK, MUTED, TINT, Sheet, Style, baseline
from veldwerk.domain.letters import (
    Block,
    Bullets,
    Facts,
    Grid,
    Heading,
    Paragraph,
    Quote,
    TickBoxes,
)

BLANK = "____"
"""Marks a writing line in a text: «Wij beginnen rond ____»."""

_WHOLE = 4
"""Paragraphs up to this many lines are not split over pages."""

TICK_GAP = 5.0
"""Space under each tick box."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The text styles of one letter."""

    body: Style
    lead: Style
    small: Style
    heading: Style

    @staticmethod
    def of(size: float) -> Styles:
        """Styles around a body of `size` points: 14 for clients, 12 otherwise (DOMAIN 2.5)."""
        leading = round(size * 1.36, 1)
        body = Style(size, leading, after=leading * 0.6)
        return Styles(
            body=body,
            lead=replace(body, size=size + 1, leading=leading + 2),
            small=Style(10, 13.5, colour=MUTED, after=5),
            heading=Style(size, leading, fonts.BOLD, BRAND, after=2),
        )


def draw(sheet: Sheet, block: Block, styles: Styles, empty_box: str) -> None:
    """One block at the cursor."""
    match block:
        case Paragraph(text, style):
            sheet.text(
                text,
                {"lead": styles.lead, "small": styles.small}.get(style, styles.body),
            )
        case Heading(text):
            sheet.heading(text, styles.heading, 2, keep=_WHOLE * styles.body.leading)
        case Quote(text):
            _quote(sheet, text, styles)
        case Bullets(items):
            _bullets(sheet, items, styles)
        case Facts(rows):
            _facts(sheet, rows, styles)
        case Grid(header, rows):
            _grid(sheet, header, rows, styles)
        case TickBoxes(items):
            ticks(sheet, items, styles.body, empty_box)
            sheet.y += styles.body.after


def _paragraph(sheet: Sheet, text: str, style: Style) -> None:
    lines = len(sheet.lines(text, style))
    if lines <= _WHOLE:
        sheet.need(lines * style.leading)
    sheet.text(text, style)


def _quote(sheet: Sheet, text: str, styles: Styles) -> None:
    style = replace(styles.body, after=0)
    said = text.strip('“”" ')
    lines = sheet.lines(f"“{said}”", style, sheet.room - 14)
    sheet.need(min(len(lines), 4) * style.leading)
    page, top = sheet.canvas.getPageNumber(), sheet.y
    with sheet.tags.element("BlockQuote"), sheet.tags.element("P"):
        sheet.body(lines, style, 14)
    with sheet.tags.artifact():
        start = top if sheet.canvas.getPageNumber() == page else sheet.margins.top
        sheet.line(sheet.left + 3, start + 2, sheet.left + 3, sheet.y - 1, BRAND, 2.2)
    sheet.y += styles.body.after


def _bullets(sheet: Sheet, items: tuple[str, ...], styles: Styles) -> None:
    style, indent = replace(styles.body, after=0), 14.0
    with sheet.tags.element("L"):
        for item in items:
            lines = sheet.lines(item, style, sheet.room - indent)
            sheet.need(min(len(lines), 3) * style.leading)
            with sheet.tags.element("LI"):
                with sheet.tags.element("Lbl"), sheet.tags.marked():
                    sheet.string(
                        sheet.left + 2,
                        sheet.y + baseline(style),
                        "•",
                        replace(style, colour=BRAND),
                    )
                with sheet.tags.element("LBody"):
                    sheet.body(lines, style, indent)
            sheet.y += 2
    sheet.y += styles.body.after - 2


def _facts(sheet: Sheet, rows: tuple[tuple[str, str], ...], styles: Styles) -> None:
    label_room, pad = 124.0, 9.0
    style = replace(styles.body, after=0)
    value_room = sheet.room - label_room - 2 * pad
    sets = [
        (
            sheet.lines(label, style.bold(), label_room - 8),
            sheet.lines(value, style, value_room),
        )
        for label, value in rows
    ]
    heights = [max(len(a), len(b)) * style.leading + 4 for a, b in sets]
    sheet.need(sum(heights) + 2 * pad)
    with sheet.tags.artifact():
        sheet.box(sheet.left, sheet.y, sheet.room, sum(heights) + 2 * pad - 4, TINT, radius=5)
    sheet.y += pad
    with sheet.tags.element("Table"):
        for (label, value), height in zip(sets, heights, strict=True):
            with sheet.tags.element("TR"):
                with sheet.tags.element("TH", scope="Row"), sheet.tags.marked():
                    sheet.strings(sheet.left + pad, sheet.y + baseline(style), label, style.bold())
                with sheet.tags.element("TD"), sheet.tags.marked():
                    sheet.strings(
                        sheet.left + pad + label_room,
                        sheet.y + baseline(style),
                        value,
                        style,
                    )
            sheet.y += height
    sheet.y += pad - 4 + styles.body.after


def _grid(
    sheet: Sheet,
    header: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    styles: Styles,
) -> None:
    style = replace(styles.body, after=0)
    columns = [tables.Column(sheet.room / len(header)) for _ in header]
    tables.table(sheet, columns, header, rows, tables.Look(style, style.bold()))
    sheet.y += styles.body.after


def box(sheet: Sheet, x: float, y: float, size: float) -> None:
    """An empty tick box with its top left corner at x, y: a shape, for the font has no ☐."""
    sheet.box(x, y, size, size, None, INK, 1)


def tick_indent(style: Style, *, numbered: bool) -> float:
    """From the box to the words behind it."""
    return style.size * 0.95 + (24 if numbered else 9)


def ticks(
    sheet: Sheet,
    items: tuple[str, ...],
    style: Style,
    empty_box: str,
    *,
    numbered: bool = False,
    room: float = 0,
) -> None:
    """Boxes to tick, one a line; with the digit that stands for the answer when `numbered`."""
    size, room = style.size * 0.95, room or sheet.room
    indent = tick_indent(style, numbered=numbered)
    with sheet.tags.element("L"):
        for number, item in enumerate(items, start=1):
            sheet.need(style.leading * 1.5)
            with sheet.tags.element("LI"):
                said = f"{empty_box} {number}" if numbered else empty_box
                with sheet.tags.element("Lbl", actual=said), sheet.tags.marked():
                    box(sheet, sheet.left, sheet.y + (style.leading - size) / 2, size)
                    if numbered:
                        at = sheet.left + size + 6
                        sheet.string(at, sheet.y + baseline(style), str(number), style.bold())
                with sheet.tags.element("LBody"):
                    _option(sheet, item, style, indent, room)
            sheet.y += style.leading + TICK_GAP


def _option(sheet: Sheet, item: str, style: Style, indent: float, room: float) -> None:
    before, blank, behind = item.partition(BLANK)
    x, end, y = sheet.left + indent, sheet.left + room, sheet.y + baseline(style)
    words = fonts.printable(f"{before}{'…' if blank else ''}{behind}")
    if not blank:
        lines = sheet.lines(words, style, room - indent)
        with sheet.tags.marked():
            sheet.strings(x, y, lines, style)
        sheet.y += (len(lines) - 1) * style.leading
        return
    with sheet.tags.marked():
        sheet.string(x, y, before, style)
        after = fonts.width(behind, style.font, style.size) + (4 if behind else 0)
        if behind:
            sheet.string(end, y, behind.strip(), style, "end")
    start = x + fonts.width(before, style.font, style.size)
    with sheet.tags.artifact():
        sheet.line(start, y + 2, end - after, y + 2, INK, 0.7, dash=1.2)
