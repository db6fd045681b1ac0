"""All that pyxform refuses in a workbook: after each refusal the cell is mended in a copy, which is tried again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from veldwerk.xlsform.api import Compiled
from veldwerk.xlsform.workbook.book import SHEETS, Book
from veldwerk.xlsform.workbook.compiling import compiled
from veldwerk.xlsform.workbook.problem import WorkbookError

_MOST_TRIES = 30
INVENTED = "row_{}_"  # a name that no author would choose, from which the row can be told
_FIRST_ROW = 2
_SELECT = re.compile(
    r"(?:select|rank)\S*\s+(?:one\s+|multiple\s+|all that apply\s+)?(?:from\s+)?(\S+)", re.IGNORECASE
)
_BROKEN = re.compile(r"\$\{(?!(?:last-saved#)?[^\W\d][\w.\-]*\})")
_SAME_NAME = re.compile(r"\[row : (\d+)\] On the 'choices' sheet, the 'name' value")
Rows = dict[str, Any]


def compile_all(book: Book) -> tuple[Compiled | None, list[WorkbookError]]:
    """(the XForm of the workbook with its mistakes mended or None, everything that pyxform refuses)."""
    found: list[WorkbookError] = []
    seen: set[tuple[object, ...]] = set()
    data = book.given()
    for _try in range(_MOST_TRIES):
        try:
            return compiled(book, _copy(data)), found
        except WorkbookError as error:
            error = _placed(data, error)
            key = (error.message, error.sheet, error.row, error.column, str(error.values.get("name")))
            if key in seen:
                return None, found
            seen.add(key)
            found.extend(_apart(error))
            if not _mend(data, error):
                return None, found
    return None, found


def _copy(data: Rows) -> Rows:
    return {
        name: [dict(row) for row in rows] if isinstance(rows, list) and name != "sheet_names" else rows
        for name, rows in data.items()
    }


def _apart(error: WorkbookError) -> list[WorkbookError]:
    """Choices of the same name are refused all at once: one error for each."""
    rows = _SAME_NAME.findall(str(error.values.get("detail", "")))
    if error.mend != "twice" or len(rows) < 2:
        return [error]
    return [
        WorkbookError(error.message, error.sheet, int(row), error.column, error.mend, **error.values)
        for row in rows
    ]


def _placed(data: Rows, error: WorkbookError) -> WorkbookError:
    """The same error with the row of what it names, when pyxform gave none."""
    if error.sheet is None and error.mend == "cell":
        return _broken_reference(data, error)
    if error.row is not None or error.sheet not in ("survey", "choices"):
        return error
    wanted = str(error.values.get("name") or error.values.get("type") or error.values.get("list") or "")
    heading = error.column if error.sheet == "survey" and "type" in error.values else "name"
    for number, row in enumerate(data.get(error.sheet, ()), start=_FIRST_ROW):
        cell = str(row.get(heading or "name", "")).strip()
        if error.column == "parameters":
            hit = wanted in str(row.get("parameters", "")) if wanted else str(row.get("type")) == "audit"
        else:
            hit = bool(wanted) and cell == wanted and _fits(row, error)
        if hit:
            error.row = number
            break
    return error


def _broken_reference(data: Rows, error: WorkbookError) -> WorkbookError:
    """The same error at the first cell with a reference that is opened and not closed well."""
    for sheet in SHEETS:
        for number, row in enumerate(data.get(sheet, ()), start=_FIRST_ROW):
            for heading, text in row.items():
                if _BROKEN.search(str(text)):
                    error.sheet, error.row, error.column = sheet, number, heading
                    return error
    return error


def _fits(row: dict[str, str], error: WorkbookError) -> bool:
    wanted = error.values.get("list")
    named = row.get("list_name") or row.get("list name")
    if error.sheet == "choices" and wanted is not None:
        return named == wanted
    return error.mend != "label" or not any(key.startswith(("label", "hint")) for key in row)


def _mend(data: Rows, error: WorkbookError) -> bool:
    """Change the copy so that this refusal does not come again; False when that is not known."""
    mend = _MENDS.get(error.mend)
    return mend is not None and mend(data, error)


def _row(data: Rows, error: WorkbookError) -> dict[str, str] | None:
    rows = data.get(error.sheet or "", [])
    at = (error.row or 0) - _FIRST_ROW
    return rows[at] if 0 <= at < len(rows) else None


def _heading(row: dict[str, str], column: str | None) -> str | None:
    """The heading a row really has for the column that pyxform means: `relevant` for `bind::relevant`."""
    if column in row:
        return column
    wanted = (column or "").partition(" ")[0].lower()
    for key in row:
        plain = key.lower().replace(" ", "_")
        if plain == wanted or plain.rpartition("::")[2] == wanted or plain.startswith(f"{wanted}::"):
            return key
    same = {
        "calculation": "calculate",
        "calculate": "calculation",
        "relevant": "relevance",
        "caption": "label",
    }
    other = same.get(wanted)
    return _heading(row, other) if other is not None and wanted not in ("calculate", "label") else None


def _empty_cell(data: Rows, error: WorkbookError) -> bool:
    row = _row(data, error)
    heading = _heading(row, error.column) if row is not None else None
    if row is None or heading is None:
        return False
    shown = heading.lower().startswith(("label", "hint"))
    row[heading] = ("'-'" if error.sheet == "entities" else "-") if shown else ""
    if not shown:
        del row[heading]
    return True


def _rename(data: Rows, error: WorkbookError) -> bool:
    row = _row(data, error)
    if row is None:
        return False
    row[_heading(row, "name") or "name"] = INVENTED.format(error.row)
    return True


def _as_text(data: Rows, error: WorkbookError) -> bool:
    row = _row(data, error)
    if row is None:
        return False
    row[_heading(row, "type") or "type"] = "text"
    for key in list(row):
        if key.lower() in ("parameters", "choice_filter", "choice filter", "trigger"):
            del row[key]
    if not any(key.lower().startswith(("label", "hint")) for key in row):
        row["label"] = "-"
        data["survey_header"][0].setdefault("label", None)
    return True


def _label(data: Rows, error: WorkbookError) -> bool:
    row = _row(data, error)
    if row is None:
        return False
    row["label"] = "-"
    data["survey_header"][0].setdefault("label", None)
    return True


def _drop_row(data: Rows, error: WorkbookError) -> bool:
    row = _row(data, error)
    if row is None:
        return False
    row.clear()
    return True


def _close(data: Rows, error: WorkbookError) -> bool:
    heading = next((key for key in data["survey_header"][0] if key.strip().lower() == "type"), None)
    if heading is None:
        return False
    data["survey"].append({heading: f"end {error.values.get('kind')}"})
    return True


def _allow_twice(data: Rows, error: WorkbookError) -> bool:
    rows = data.setdefault("settings", [])
    if not rows:
        rows.append({})
    rows[0]["allow_choice_duplicates"] = "yes"
    header = data.setdefault("settings_header", [])
    if not header:
        header.append({})
    header[0]["allow_choice_duplicates"] = None
    return True


def _join_names(data: Rows, error: WorkbookError) -> bool:
    for row in data.get("choices", []):
        heading = _heading(row, "name")
        if heading is not None:
            row[heading] = row[heading].replace(" ", "_")
    return True


def _add_list(data: Rows, error: WorkbookError) -> bool:
    wanted = error.values.get("list")
    if wanted is None:
        types = [str(row.get("type", "")) for row in data.get("survey", [])]
        match = next((found for found in map(_SELECT.match, types) if found), None)
        wanted = match.group(1) if match else "list"
    if not data.get("choices_header"):
        data["choices_header"] = [{"list_name": None, "name": None, "label": None}]
    own = next(
        (key for key in data["choices_header"][0] if key.lower() in ("list_name", "list name")), "list_name"
    )
    data.setdefault("choices", []).append({own: str(wanted), "name": "a", "label": "-"})
    return True


_MENDS: dict[str, Callable[[Rows, WorkbookError], bool]] = {
    "cell": _empty_cell,
    "name": _rename,
    "text": _as_text,
    "label": _label,
    "row": _drop_row,
    "end": _close,
    "twice": _allow_twice,
    "list": _add_list,
    "space": _join_names,
}
