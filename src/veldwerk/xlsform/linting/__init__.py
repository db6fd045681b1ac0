"""Everything wrong with a workbook that can be told without filling it, with the place in the sheet.

refused      what pyxform and the engine refuse, as findings
expressions  expressions in the sheet that cannot be read or call what does not exist
headings     columns that are nearly named as one that is known
rows         lists, choices and translations, told from the sheets alone
known        what a path in an expression leads to: its type and its choices
compared     expressions that read well and cannot work: a date against a number, a choice that is not in the list
functions    functions that are given something they cannot work with
reach        questions that are never shown, answers that are never allowed
waiting      questions that wait for an answer nobody can give
columns      columns that a list lacks
formcheck    paths and lists that are not in the form
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.errors import FormError
from veldwerk.xlsform.formparse import parse
from veldwerk.xlsform.linting.columns import check as columns
from veldwerk.xlsform.linting.compared import NO_CHOICE
from veldwerk.xlsform.linting.compared import check as compared
from veldwerk.xlsform.linting.expressions import check as expressions
from veldwerk.xlsform.linting.formcheck import check as paths_and_lists
from veldwerk.xlsform.linting.headings import check as headings
from veldwerk.xlsform.linting.placing import Placing
from veldwerk.xlsform.linting.reach import check as reach
from veldwerk.xlsform.linting.refused import by_engine, by_pyxform, warning
from veldwerk.xlsform.linting.rows import check as rows
from veldwerk.xlsform.sheets import Sheets
from veldwerk.xlsform.workbook import NO_RESULT, WorkbookError, compile_all, oddities, read_book, unreadable

_SHEETS = ("survey", "choices", "settings", "external_choices", "entities")
_MOST = 500


def lint(path: Path) -> list[Finding]:
    """Findings about a workbook or XForm, errors first; an empty list means that it can be published."""
    try:
        found = _of_xform(path) if path.suffix.lower() in (".xml", ".xhtml") else _of_workbook(path)
    except WorkbookError as error:
        found = [by_pyxform(path.name, error, Sheets({}, {}))]
    except OSError as error:
        found = [by_pyxform(path.name, unreadable(path, error), Sheets({}, {}))]
    return _in_order(_once(found))[:_MOST]


def _of_xform(path: Path) -> list[Finding]:
    placing = Placing(path.name, Sheets({}, {}))
    return _of_form(path.read_bytes(), path.parent, placing)


def _of_workbook(path: Path) -> list[Finding]:
    book = read_book(path)
    sheets = Sheets(book.rows, book.headings)
    compiled, refusals = compile_all(book)
    placing = Placing(path.name, sheets)
    found = _refused(path.name, refusals, oddities(book), sheets)
    found += expressions(placing)
    found += rows(placing)
    found += headings(placing)
    if compiled is not None:
        wrong = {(one.row, one.column) for one in found if one.sheet == "survey" and one.severity == "error"}
        invented = any(error.mend == "list" for error in refusals)
        rows_wrong = {row for row, _column in wrong} if refusals else set()
        for one in _of_form(compiled.xml, path.parent, placing):
            doubtful = invented and one.message == NO_CHOICE  # of a list that is only there because we mended
            if (one.row, one.column) not in wrong and one.row not in rows_wrong and not doubtful:
                found.append(one)
        warnings = (warning(path.name, text) for text in compiled.warnings)
        found += [one for one in warnings if one is not None]
    return found


def _refused(file: str, refusals: list[WorkbookError], odd: list[Finding], sheets: Sheets) -> list[Finding]:
    """What is refused, and odd cells: a formula without a result is told instead of what it makes the row lack."""
    empty = {(one.sheet, one.row) for one in odd if one.message == NO_RESULT}
    blamed = {(error.sheet, error.row) for error in refusals} & empty
    found = [by_pyxform(file, error, sheets) for error in refusals if (error.sheet, error.row) not in empty]
    for one in odd:
        cause = one.message == NO_RESULT and (one.sheet, one.row) in blamed
        found.append(replace(one, severity="error") if cause else one)
    return found


def _of_form(xml: bytes, media: Path, placing: Placing) -> list[Finding]:
    problems: list[FormError] = []
    try:
        form = parse(xml, media=media, problems=problems)
    except FormError as error:
        return [by_engine(error, placing)]
    placing.form = form
    found = [by_engine(error, placing) for error in problems]
    found += paths_and_lists(form, placing)
    found += columns(form, placing)
    kinds = list(compared(form, placing))
    told = {(one.row, one.column, one.values["name"]) for one in kinds}
    found += kinds  # what is never true because of a choice that is not there is told once, with the choice
    found += [one for one in reach(form, placing) if (one.row, one.column, one.values["name"]) not in told]
    return found


def _once(found: list[Finding]) -> list[Finding]:
    kept: dict[tuple[object, ...], Finding] = {}
    for one in found:
        said = tuple(sorted((name, str(value)) for name, value in one.values.items() if name != "detail"))
        kept.setdefault((one.sheet, one.row, one.column, one.message, said), one)
    return list(kept.values())


def _in_order(found: list[Finding]) -> list[Finding]:
    def key(one: Finding) -> tuple[bool, int, int]:
        sheet = _SHEETS.index(one.sheet) if one.sheet in _SHEETS else len(_SHEETS)
        return one.severity != "error", sheet, one.row or 0

    return sorted(found, key=key)
