"""The reply slip at the foot of a letter: boxes to tick, the reply code large, its QR code beside it."""

from __future__ import annotations

from dataclasses import dataclass

from veldwerk.documents import blocks, fonts
from veldwerk.documents.page import BRAND, INK, MM, MUTED, Sheet, Style
from veldwerk.domain.letters import LetterContent, ReplySlip, place_line
from veldwerk.domain.reply_code import grouped

_CODE = Style(18, 22, fonts.BOLD)


@dataclass(frozen=True, slots=True)
class _Styles:
    """Text of the slip; larger for clients."""

    title: Style
    text: Style
    option: Style
    small: Style


_OTHERS = _Styles(
    Style(13, 17, fonts.BOLD, BRAND, after=2),
    Style(10.5, 14, after=5),
    Style(12, 16),
    Style(9, 12, colour=MUTED),
)
_CLIENTS = _Styles(
    Style(15, 20, fonts.BOLD, BRAND, after=2),
    Style(12, 16, after=6),
    Style(14, 19),
    Style(10.5, 14, colour=MUTED),
)

_GAP = 7 * MM
_QR = 27 * MM
_SIDE = 42 * MM
"""Width of the column with the QR code."""


def draw(sheet: Sheet, content: LetterContent, slip: ReplySlip) -> None:
    """The slip against the bottom margin of this page, or of the next when it does not fit."""
    styles = _CLIENTS if content.audience == "client" else _OTHERS
    room = sheet.room - _SIDE - 6 * MM
    foot = _foot(content, slip)
    height = _height(sheet, slip, foot, styles, room)
    sheet.need(height)
    sheet.y = sheet.bottom - height
    _cut(sheet, content.labels["cut"])
    sheet.y += _GAP
    top = sheet.y
    sheet.text(slip.title, styles.title, "H2", room=room)
    sheet.text(slip.intro, styles.text, room=room)
    blocks.ticks(sheet, slip.options, styles.option, content.labels["empty_box"], numbered=True, room=room)
    for line in foot:
        sheet.text(line, styles.small, room=room)
    after = sheet.y
    sheet.y = top
    _side(sheet, content, slip)
    sheet.y = max(after, sheet.y)


def _foot(content: LetterContent, slip: ReplySlip) -> tuple[str, str, str]:
    head, labels = content.letterhead, content.labels
    back = f"{head.organisation}, {head.street}, {place_line(head.postcode, head.city)}"
    return f"{labels['return_to']}: {back}", f"{labels['call']}: {content.signature.phone}", slip.note


def _height(sheet: Sheet, slip: ReplySlip, foot: tuple[str, ...], styles: _Styles, room: float) -> float:
    indent = blocks.tick_indent(styles.option, numbered=True)
    options = sum(
        len(sheet.lines(option, styles.option, room - indent)) * styles.option.leading + blocks.TICK_GAP
        for option in slip.options
    )
    words = sheet.measure(slip.title, styles.title, room) + sheet.measure(slip.intro, styles.text, room)
    words += sum(sheet.measure(line, styles.small, room) for line in foot)
    return _GAP + max(words + options, _QR + 14 + _CODE.leading + _OTHERS.small.leading)


def _cut(sheet: Sheet, words: str) -> None:
    """A dashed line over the whole sheet with drawn scissors: the font has no ✂."""
    with sheet.tags.artifact():
        y = sheet.y + 4
        sheet.line(0, y, sheet.width, y, MUTED, 0.7, dash=4)
        wide = fonts.width(words, _OTHERS.small.font, _OTHERS.small.size)
        sheet.box(sheet.left - 4, y - 6, wide + 26, 12, (1, 1, 1))
        _scissors(sheet, sheet.left, y)
        sheet.string(sheet.left + 17, y + 3, words, _OTHERS.small)


def _scissors(sheet: Sheet, x: float, y: float) -> None:
    canvas = sheet.canvas
    canvas.setStrokeColorRGB(*MUTED)
    canvas.setLineWidth(0.9)
    for side in (-1, 1):
        canvas.circle(x + 2.2, sheet.height - y - side * 2.7, 1.9, fill=0, stroke=1)
        canvas.line(
            x + 3.8,
            sheet.height - y - side * 1.8,
            x + 13,
            sheet.height - y + side * 2.6,
        )


def _side(sheet: Sheet, content: LetterContent, slip: ReplySlip) -> None:
    left = sheet.width - sheet.margins.right - _SIDE
    middle = left + _SIDE / 2
    alt = content.labels["code_alt"].format(code=grouped(slip.code))
    with sheet.tags.element("Figure", alt=alt), sheet.tags.marked():
        qr(sheet, slip.qr, middle - _QR / 2, sheet.y, _QR)
    y = sheet.y + _QR + 14
    with sheet.tags.element("P"), sheet.tags.marked():
        sheet.string(middle, y, content.labels["code"], _OTHERS.small, "middle")
        sheet.string(middle, y + _CODE.leading - 1, grouped(slip.code), _CODE, "middle")
    sheet.y = y + _CODE.leading


def qr(sheet: Sheet, data: str, x: float, y: float, size: float) -> None:
    """A QR code (error correction M) as rectangles, its top left corner at x, y."""
    import segno

    matrix = segno.make(data, error="m", micro=False).matrix
    step = size / len(matrix)
    canvas = sheet.canvas
    canvas.setFillColorRGB(*INK)
    path = canvas.beginPath()
    for row, line in enumerate(matrix):
        for start, length in _runs(line):
            path.rect(
                x + start * step,
                sheet.height - y - (row + 1) * step,
                length * step,
                step,
            )
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(line: bytes | bytearray) -> list[tuple[int, int]]:
    """Dark runs of a row as start and length: fewer rectangles, no hairlines between them."""
    runs: list[tuple[int, int]] = []
    for index, dark in enumerate(line):
        if not dark:
            continue
        if runs and sum(runs[-1]) == index:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((index, 1))
    return runs
