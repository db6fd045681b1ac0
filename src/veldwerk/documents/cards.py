"""Cards that are handed over or put through the letter box: A6, landscape, large type."""

from __future__ import annotations

from dataclasses import replace

from veldwerk.documents import blocks, fonts
from veldwerk.documents.blocks import Styles
from veldwerk.documents.page import A6_LANDSCAPE, ACCENT, BRAND, MM, MUTED, Margins, Sheet, Style
from veldwerk.domain.letters import CardContent, place_line

_TITLE = Style(17, 21, fonts.BOLD, BRAND, after=7)
_SMALL = Style(9, 12, colour=MUTED)


def render(content: CardContent) -> bytes:
    """`content` as a tagged PDF of one A6 card; the same content gives the same bytes."""
    sheet = Sheet(
        A6_LANDSCAPE,
        Margins(12 * MM, 12 * MM, 12 * MM, 19 * MM),
        title=content.title,
        language=content.language,
        author=content.letterhead.organisation,
        footer=lambda sheet, n, total: _footer(sheet, content),
    )
    with sheet.tags.artifact():
        sheet.box(0, 0, sheet.width, 2.4 * MM, BRAND)
    styles = Styles.of(13)
    sheet.text(content.title, _TITLE, "H1")
    for block in content.blocks:
        blocks.draw(sheet, block, styles, content.labels["empty_box"])
    sheet.text(content.closing, replace(styles.body, after=0))
    sheet.text(content.visitor, replace(styles.body.bold(), after=0))
    _sender(sheet, content)
    return sheet.finish()


def _sender(sheet: Sheet, content: CardContent) -> None:
    head, y = content.letterhead, sheet.height - 12.5 * MM
    big = Style(15, 18, fonts.BOLD)
    with sheet.tags.element("P"), sheet.tags.marked():
        sheet.string(sheet.left, y, head.organisation, _SMALL.bold())
        sheet.string(sheet.left, y + 12, f"{head.street}, {place_line(head.postcode, head.city)}", _SMALL)
    with sheet.tags.element("P"), sheet.tags.marked():
        right = sheet.width - sheet.margins.right
        sheet.string(right, y - 1, content.labels["phone"], _SMALL, "end")
        sheet.string(right, y + 14, content.phone, big, "end")


def _footer(sheet: Sheet, content: CardContent) -> None:
    if content.practice:
        style = replace(_SMALL, size=8, font=fonts.BOLD, colour=ACCENT)
        sheet.string(sheet.left, sheet.height - 4 * MM, content.labels["practice"], style)
