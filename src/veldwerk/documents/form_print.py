"""A form on paper, empty to write on or filled in, from a neutral structure; accessible like the letters."""

from __future__ import annotations

from dataclasses import replace

from veldwerk.documents import blocks, fonts
from veldwerk.documents.page import A4, BRAND, INK, MM, MUTED, Margins, Sheet, Style, baseline
from veldwerk.domain.letters import Facts
from veldwerk.domain.paper_forms import PaperForm, PaperGroup, PaperOption, PaperQuestion
from veldwerk.texts import _

_TITLE = Style(20, 25, fonts.BOLD, BRAND, after=8)
_GROUP = Style(14, 19, fonts.BOLD, BRAND, after=4)
_QUESTION = Style(12, 16, fonts.BOLD, after=2)
_TEXT = Style(12, 16)
_HINT = Style(10, 13, colour=MUTED, after=2)
_LINE = 9 * MM
"""Room to write one line by hand."""


def render(form: PaperForm) -> bytes:
    """`form` as a tagged PDF; the same form gives the same bytes."""
    sheet = Sheet(
        A4,
        Margins(20 * MM, 20 * MM, 18 * MM, 18 * MM),
        title=form.title,
        language=form.language,
        author=form.organisation,
        footer=lambda sheet, n, total: _footer(sheet, form, n, total),
    )
    sheet.text(form.title, _TITLE, "H1")
    if form.head:
        blocks.draw(sheet, Facts(form.head), blocks.Styles.of(12), form.box_words[0])
    for group in form.groups:
        _group(sheet, form, group)
    return sheet.finish()


def _group(sheet: Sheet, form: PaperForm, group: PaperGroup) -> None:
    sheet.y += 8
    sheet.heading(group.title, _GROUP, 2, keep=70)
    if group.note:
        sheet.text(group.note, replace(_HINT, after=7))
    for question in group.questions:
        _question(sheet, form, question)


def _question(sheet: Sheet, form: PaperForm, question: PaperQuestion) -> None:
    answer = len(question.options) * (_TEXT.leading + 3) or question.lines * _LINE
    sheet.need(sheet.measure(question.label, _QUESTION) + min(answer, 120) + 8)
    sheet.text(question.label, _QUESTION)
    if question.hint:
        sheet.text(question.hint, _HINT)
    if question.options:
        with sheet.tags.element("L"):
            for option in question.options:
                _option(sheet, form, option)
    elif question.answer:
        sheet.text(question.answer, replace(_TEXT, after=2))
    else:
        _writing_lines(sheet, question.lines)
    sheet.y += 8


def _option(sheet: Sheet, form: PaperForm, option: PaperOption) -> None:
    size, indent = 10.5, 22.0
    lines = sheet.lines(option.label, _TEXT, sheet.room - indent)
    sheet.need(len(lines) * _TEXT.leading)
    with sheet.tags.element("LI"):
        top = sheet.y + (_TEXT.leading - size) / 2
        with sheet.tags.element("Lbl", actual=form.box_words[option.chosen]), sheet.tags.marked():
            blocks.box(sheet, sheet.left, top, size)
            if option.chosen:
                sheet.line(sheet.left + 2, top + 2, sheet.left + size - 2, top + size - 2, INK, 1.6)
                sheet.line(sheet.left + size - 2, top + 2, sheet.left + 2, top + size - 2, INK, 1.6)
        with sheet.tags.element("LBody"):
            sheet.body(lines, _TEXT.bold() if option.chosen else _TEXT, indent)
    sheet.y += 3


def _writing_lines(sheet: Sheet, lines: int) -> None:
    for _line in range(lines):
        sheet.need(_LINE)
        sheet.y += _LINE
        with sheet.tags.artifact():
            sheet.line(sheet.left, sheet.y - 2, sheet.width - sheet.margins.right, sheet.y - 2, MUTED, 0.6)


def _footer(sheet: Sheet, form: PaperForm, number: int, total: int) -> None:
    style, y = Style(9, 12, colour=MUTED), sheet.height - 9 * MM
    sheet.string(sheet.left, y, form.foot or form.title, style)
    page = _("Page {n} of {total}").format(n=number, total=total)
    sheet.string(sheet.width - sheet.margins.right, y + baseline(style) - 9, page, style, "end")
