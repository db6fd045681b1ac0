"""A letter on A4 after Dutch convention: window, Betreft, Ons kenmerk, reply slip at the foot."""

from __future__ import annotations

from dataclasses import replace

from veldwerk.documents import blocks, fonts, slip
from veldwerk.documents.blocks import Styles
from veldwerk.documents.page import (
    A4,
    ACCENT,
    BRAND,
    MM,
    MUTED,
    Margins,
    Sheet,
    Style,
    baseline,
)
from veldwerk.domain.letters import (
    LetterContent,
    Letterhead,
    address_lines,
    check,
    place_line,
)

CLIENT_SIZE, OTHER_SIZE = 14.0, 12.0
_SMALL = Style(9, 12.5, colour=MUTED)
_ADDRESS = Style(11.5, 14)


def render(content: LetterContent) -> bytes:
    """`content` as a tagged PDF of 1 to 3 pages; the same content gives the same bytes.

    Raises UserError when something no letter may lack is empty (REQ-BR-03) or a character cannot be printed.
    """
    check(content)
    styles = Styles.of(CLIENT_SIZE if content.audience == "client" else OTHER_SIZE)
    margins = Margins()
    sheet = Sheet(
        A4,
        margins,
        title=f"{content.labels['subject']}: {content.subject}",
        language=content.language,
        author=content.letterhead.organisation,
        footer=lambda sheet, n, total: _footer(sheet, content, n, total),
    )
    _head(sheet, content.letterhead)
    _address(sheet, content)
    _opening(sheet, content, styles)
    empty_box = content.labels["empty_box"]
    for block in content.blocks[:-1]:
        blocks.draw(sheet, block, styles, empty_box)
    _ending(sheet, content, styles)
    if content.after:
        sheet.new_page()
        for block in content.after:
            blocks.draw(sheet, block, styles, empty_box)
    if content.reply is not None:
        slip.draw(sheet, content, content.reply)
    return sheet.finish()


def _head(sheet: Sheet, head: Letterhead) -> None:
    """Name of the organisation left, how to reach it right."""
    name = Style(17, 21, fonts.BOLD, BRAND)
    with sheet.tags.artifact():
        sheet.box(0, 0, sheet.width, 3.2 * MM, BRAND)
    with sheet.tags.element("P"), sheet.tags.marked():
        sheet.strings(sheet.left, 20 * MM, sheet.lines(head.organisation, name, 95 * MM), name)
    contact = [
        head.street,
        place_line(head.postcode, head.city),
        head.phone,
        head.email,
        head.website,
    ]
    with sheet.tags.element("P"), sheet.tags.marked():
        y = 17.2 * MM
        for line in (line for line in contact if line):
            sheet.string(sheet.width - sheet.margins.right, y, line, _SMALL, "end")
            y += _SMALL.leading


def _address(sheet: Sheet, content: LetterContent) -> None:
    """The address, set against the bottom of the window zone."""
    window = content.letterhead.window
    lines = list(address_lines(content.recipient))
    style = _ADDRESS
    widest = max(fonts.width(fonts.printable(line), style.font, style.size) for line in lines)
    if widest > window.width * MM:
        style = replace(style, size=style.size * window.width * MM / widest)
    if len(lines) * style.leading > window.height * MM:
        style = replace(style, leading=window.height * MM / len(lines))
    top = (window.top + window.height) * MM - len(lines) * style.leading
    with sheet.tags.element("P"), sheet.tags.marked():
        sheet.strings(
            window.left * MM,
            top + baseline(style),
            [fonts.printable(line) for line in lines],
            style,
        )
    sheet.y = (window.top + window.height + 9) * MM


def _opening(sheet: Sheet, content: LetterContent, styles: Styles) -> None:
    small = replace(styles.body, after=0)
    labels = content.labels
    sheet.text(f"{content.place}, {content.date_words}", small)
    sheet.text(
        f"{labels['reference']}: {content.reference}",
        replace(small, after=small.leading * 0.7),
    )
    subject = replace(
        small.bold(),
        size=small.size + 1,
        leading=small.leading + 1.5,
        after=small.leading * 0.7,
    )
    sheet.text(f"{labels['subject']}: {content.subject}", subject, "H1")
    sheet.text(content.salutation, styles.body)


def _ending(sheet: Sheet, content: LetterContent, styles: Styles) -> None:
    """The last block, closing and signature stay on one page: no signature alone on a sheet."""
    body, signature, labels = (
        replace(styles.body, after=0),
        content.signature,
        content.labels,
    )
    phone = f"{labels['phone']} {signature.phone}"
    if signature.availability:
        phone = f"{phone} ({signature.availability})"
    below = [f"{signature.role}, {content.letterhead.organisation}", phone]
    height = body.leading * 2 + 12 * MM + sum(sheet.measure(line, body) for line in below)
    if content.blocks:
        last = content.blocks[-1]
        words = getattr(last, "text", "")
        height += sheet.measure(words, styles.body) if words else 4 * body.leading
        sheet.need(height)
        blocks.draw(sheet, last, styles, labels["empty_box"])
    else:
        sheet.need(height)
    sheet.text(content.closing, replace(body, after=12 * MM))
    sheet.text(signature.name, body.bold())
    for line in below:
        sheet.text(line, body)
    if content.enclosures:
        label = labels["enclosure"] if len(content.enclosures) == 1 else labels["enclosures"]
        sheet.y += body.leading
        sheet.text(f"{label}: {', '.join(content.enclosures)}", styles.small)


def _footer(sheet: Sheet, content: LetterContent, number: int, total: int) -> None:
    y = sheet.height - 9 * MM
    style = replace(_SMALL, size=8.5)
    if content.practice:
        sheet.string(
            sheet.left,
            y,
            content.labels["practice"],
            replace(style, font=fonts.BOLD, colour=ACCENT),
        )
    if total > 1:
        words = content.labels["page"].format(n=number, total=total)
        sheet.string(sheet.width - sheet.margins.right, y, words, style, "end")
    if number > 1:
        again = f"{content.letterhead.organisation} · {content.date_words} · {content.reference}"
        sheet.string(sheet.left, 13 * MM, again, style)
