"""What to do about a name that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.sheets import Sheets
from veldwerk.xlsform.workbook.problem import WorkbookError
from veldwerk.xlsform.workbook.refusal_table import NO_LIST

_ALIKE = 70
_ALONE = re.compile(r"rank|select(?:1|_?\w*| one| multiple)(?: all that apply)?(?: from)?", re.IGNORECASE)
_TYPES = [
    *(
        "text",
        "integer",
        "decimal",
        "note",
        "date",
        "time",
        "dateTime",
        "range",
        "select_one",
        "select_multiple",
        "rank",
    ),
    *(
        "calculate",
        "hidden",
        "acknowledge",
        "begin_group",
        "end_group",
        "begin_repeat",
        "end_repeat",
        "image",
        "audio",
    ),
    *(
        "video",
        "file",
        "barcode",
        "geopoint",
        "geotrace",
        "geoshape",
        "start",
        "end",
        "today",
        "username",
        "deviceid",
    ),
    *("email", "phonenumber", "audit", "select_one_from_file", "select_multiple_from_file", "csv-external"),
    *("xml-external", "background-audio", "start-geopoint"),
]


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like this one, "" when none does."""
    found = process.extractOne(
        name, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_ALIKE
    )
    return str(found[0]) if found is not None else ""


def did_you_mean(name: str, known: Iterable[str], written: str = "{}") -> FormError:
    """“Did you mean …?”, or to look at the spelling when nothing is alike. A sentence to put inside another.

    `written` is how the name stands in an expression: `${{{}}}` for a question.
    """
    near = closest(name, known)
    if near and not (near.isdigit() and name.isdigit()):  # one number always looks like another
        return FormError(N_("Did you mean {near}?"), near=written.format(near))
    return FormError(N_("Check the spelling."))


def advised(error: WorkbookError, sheets: Sheets) -> WorkbookError:
    """The same refusal, with what to do about a name that may be misspelt, and with the select that lacks its list."""
    if "{advice}" in error.message:
        error.values["advice"] = _advice(error.values, sheets)
    if error.message == NO_LIST and "type" not in error.values:
        kinds = ((number, sheets.value("survey", row, "type")) for number, row in sheets.lines("survey"))
        alone = ((number, kind) for number, kind in kinds if _ALONE.fullmatch(kind))
        error.row, error.values["type"] = next(alone, (None, "select_one"))
    return error


def _advice(values: dict[str, object], sheets: Sheets) -> FormError:
    if "type" in values:
        return did_you_mean(str(values["type"]).partition(" ")[0], _TYPES)
    if "list" in values:
        return did_you_mean(str(values["list"]), sheets.lists())
    return did_you_mean(str(values.get("name", "")), sheets.names)
