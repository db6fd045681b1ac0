"""What pyxform refuses, in our own sentences: each says what is wrong and what to do.

pyxform's own sentence stays with the error as its value `detail`. The last column of the table says what to change to
look at the rest of the workbook: `cell` to empty the cell, `name` to give another name, `text` to make the row a
question for text, `label` to fill in a label, `row` to take the row out, `end` to close the groups, `twice` to allow
choices of the same name, `list` to add the list that is missing, `space` to take the spaces out of choice names.
"""

from __future__ import annotations

import re
from typing import Any

from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.workbook.problem import WorkbookError
from veldwerk.xlsform.workbook.refusal_more import MORE_REFUSALS
from veldwerk.xlsform.workbook.refusal_table import REFUSALS

_PLACE = re.compile(r"\[?row\s*:?\s*(\d+)\]?", re.IGNORECASE)
_SHEET = re.compile(r"(?:on|in|for) (?:the '(\w+)' sheet|sheet: '(\w+)')", re.IGNORECASE)
_COLUMN = re.compile(r"sheet, the '([^']+)' value", re.IGNORECASE)
_COMPILED = [
    (re.compile(pattern), message, sheet, column, mend)
    for pattern, message, sheet, column, mend in (*REFUSALS, *MORE_REFUSALS)
]

_UNKNOWN = "unknown"  # what pyxform writes for a place it was not told


def _told(error: Exception) -> str:
    """pyxform's sentence; it gives only the heading of it when it does not know the place."""
    detail: Any = getattr(getattr(error, "code", None), "value", None)
    context = getattr(error, "context", None) or {}
    return str(detail.format(**context)) if hasattr(detail, "msg") else str(error)


def refusal(file: str, error: Exception) -> WorkbookError:
    """The sentence for what pyxform raised, with the sheet, row and column it names."""
    detail = " ".join(_told(error).split()) or type(error).__name__
    if isinstance(error, RecursionError):
        message = N_("{file} has groups in groups, too deep to be used. Take the innermost ones out.")
        return WorkbookError(message, file=file)
    if type(error).__module__.partition(".")[0] != "pyxform":
        reason = f"{type(error).__name__}: {detail}"
        return WorkbookError(N_("{file} cannot be used as a form: {reason}"), file=file, reason=reason)
    row, sheet, column = _PLACE.search(detail), _SHEET.search(detail), _COLUMN.search(detail)
    place_sheet = (sheet.group(1) or sheet.group(2)).lower() if sheet else None
    if place_sheet == _UNKNOWN:
        place_sheet = None
    place_row = int(row.group(1)) if row else (1 if "headers" in detail and place_sheet else None)
    place_column = column.group(1) if column and column.group(1) != _UNKNOWN else None
    for pattern, message, own_sheet, own_column, mend in _COMPILED:
        match = pattern.search(detail)
        if match is not None:
            values = {name: value for name, value in match.groupdict().items() if value is not None}
            return WorkbookError(
                message,
                place_sheet or own_sheet or ("survey" if place_row else None),
                place_row,
                place_column or own_column,
                mend,
                detail=detail,
                **values,
            )
    sheet_or_survey = place_sheet or ("survey" if place_row else None)
    return WorkbookError(
        N_("{file} cannot be used as a form: {reason}"),
        sheet_or_survey,
        place_row,
        place_column,
        file=file,
        reason=detail,
        detail=detail,
    )
