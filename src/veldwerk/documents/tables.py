"""Tables on a sheet: rows that stay whole, a heading row repeated on each page, headings tagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from veldwerk.documents.page import INK, RULE, TINT, Sheet, Style, baseline

PAD = 4.0


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in points; figures are set to the right."""

    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    style: Style
    head: Style
    pad: float = PAD
    tint_head: bool = True


def table(
    sheet: Sheet,
    columns: Sequence[Column],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    look: Look,
    total: Sequence[str] | None = None,
) -> None:
    """A table at the cursor. The first cell of each row is its heading (TH, Scope Row)."""
    head = [sheet.lines(t, look.head, c.width - 2 * look.pad) for t, c in zip(header, columns, strict=True)]
    with sheet.tags.element("Table"):
        heights = [
            _height(_lines(sheet, columns, row, look.style, look.pad), look.style, look.pad) for row in rows
        ]
        foot = 0.0 if total is None else look.style.leading + 2 * look.pad
        whole = _height(head, look.head, look.pad) + sum(heights) + foot
        page = sheet.bottom - sheet.margins.top
        sheet.need(whole if whole <= page / 2 else whole - sum(heights[3:]))
        _head(sheet, columns, head, look, again=False)
        for index, row in enumerate(rows):
            with_total = foot if index == len(rows) - 1 else 0.0
            _row(sheet, columns, head, row, look, look.style, with_total)
        if total is not None:
            _row(sheet, columns, head, total, look, look.style.bold())
    sheet.y += 2


def _lines(
    sheet: Sheet,
    columns: Sequence[Column],
    row: Sequence[str],
    style: Style,
    pad: float,
) -> list[list[str]]:
    return [sheet.lines(text, style, c.width - 2 * pad) for text, c in zip(row, columns, strict=True)]


def _height(cells: Sequence[Sequence[str]], style: Style, pad: float) -> float:
    return max((len(cell) for cell in cells), default=1) * style.leading + 2 * pad - 2


def _head(
    sheet: Sheet,
    columns: Sequence[Column],
    head: list[list[str]],
    look: Look,
    again: bool,
) -> None:
    height = _height(head, look.head, look.pad)
    with sheet.tags.artifact():
        wide = sum(c.width for c in columns)
        if look.tint_head:
            sheet.box(sheet.left, sheet.y, wide, height, TINT)
        sheet.line(sheet.left, sheet.y + height, sheet.left + wide, sheet.y + height, INK, 0.8)
    if again:
        with sheet.tags.artifact():
            _cells(sheet, columns, head, look.head, look.pad)
    else:
        with sheet.tags.element("TR"):
            _tagged(sheet, columns, head, look.head, look.pad, ["TH"] * len(head), "Column")
    sheet.y += height


def _row(
    sheet: Sheet,
    columns: Sequence[Column],
    head: list[list[str]],
    row: Sequence[str],
    look: Look,
    style: Style,
    keep: float = 0.0,
) -> None:
    """One row, whole; `keep` points after it must fit on the same page."""
    cells = _lines(sheet, columns, row, style, look.pad)
    height = _height(cells, style, look.pad)
    if sheet.y + height + keep > sheet.bottom:
        sheet.new_page()
        _head(sheet, columns, head, look, again=True)
    with sheet.tags.element("TR"):
        _tagged(
            sheet,
            columns,
            cells,
            style,
            look.pad,
            ["TH"] + ["TD"] * (len(cells) - 1),
            "Row",
        )
    sheet.y += height
    with sheet.tags.artifact():
        sheet.line(
            sheet.left,
            sheet.y,
            sheet.left + sum(c.width for c in columns),
            sheet.y,
            RULE,
            0.5,
        )


def _tagged(
    sheet: Sheet,
    columns: Sequence[Column],
    cells: list[list[str]],
    style: Style,
    pad: float,
    roles: Sequence[str],
    scope: str,
) -> None:
    x = sheet.left
    for column, lines, role in zip(columns, cells, roles, strict=True):
        with sheet.tags.element(role, scope=scope if role == "TH" else ""):
            if any(lines):
                with sheet.tags.marked():
                    _cell(sheet, x, column, lines, style, pad)
        x += column.width


def _cells(
    sheet: Sheet,
    columns: Sequence[Column],
    cells: list[list[str]],
    style: Style,
    pad: float,
) -> None:
    x = sheet.left
    for column, lines in zip(columns, cells, strict=True):
        _cell(sheet, x, column, lines, style, pad)
        x += column.width


def _cell(sheet: Sheet, x: float, column: Column, lines: list[str], style: Style, pad: float) -> None:
    top = sheet.y + pad - 1 + baseline(style)
    if not column.right:
        sheet.strings(x + pad, top, lines, style)
        return
    for index, line in enumerate(lines):
        sheet.string(x + column.width - pad, top + index * style.leading, line, style, "end")
