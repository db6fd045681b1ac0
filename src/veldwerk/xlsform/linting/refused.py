"""What pyxform and the engine refuse or warn of, as findings with a place."""

from __future__ import annotations

import re

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.linting.placing import Placing, authored
from veldwerk.xlsform.sheets import Sheets
from veldwerk.xlsform.workbook import WorkbookError

_ROW = re.compile(r"\[row : (\d+)\]")
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet")
# pyxform's warnings: what authors should know, in our sentences. What is not here we check ourselves or leave out.
_WARNINGS = (
    (
        re.compile(r"Choices should have a label"),
        N_("This choice has no label, so that its name is shown. Fill in the column label."),
        "label",
    ),
    (
        re.compile(r"Repeat has no label"),
        N_("This repeat has no label, so that its parts are hard to tell apart. Fill in the column label."),
        "label",
    ),
    (
        re.compile(r"The name is a case-insensitive match"),
        N_("Another question has the same name but for capitals. Give one of them another name."),
        "name",
    ),
    (
        re.compile(r"do not contain valid machine-readable codes: (?P<languages>.*?)\. Learn"),
        N_("These languages have no code: {languages}. Write for example “Nederlands (nl)” in the headings."),
        None,
    ),
    (
        re.compile(r"Row without name, text, or label is being skipped"),
        N_("This row has no type and is left out. Fill in a type, or clear the row."),
        "type",
    ),
    (
        re.compile(r"uses or_other and translations"),
        N_("“or_other” is not translated. Make “other” a choice of its own with a question for the text."),
        None,
    ),
    (
        re.compile(r"'(?P<name>[^']*)' value is invalid\. Column headers must not be empty"),
        N_("The heading “{name}” is empty or has a space in it, so that the form cannot use that column."),
        None,
    ),
    (
        re.compile(r"(?P<name>simserial|subscriberid|imei|deviceid|phonenumber) is no longer supported"),
        N_("{name} stays empty: devices do not give it any more. Remove the row."),
        "type",
    ),
    (
        re.compile(r"The following sheets with similar names were found: (?P<names>.*)\."),
        N_("These sheets look like a sheet of a form but are not named so, and are left out: {names}."),
        None,
    ),
    (
        re.compile(r"similar names were found: (?P<names>.*?)\."),
        N_("These sheets look like a sheet of a form but are not named so, and are left out: {names}."),
        None,
    ),
)


def by_pyxform(file: str, error: WorkbookError, sheets: Sheets) -> Finding:
    """A refusal with its place, the column as the author wrote it."""
    column = error.column
    if column is not None and error.sheet is not None:
        name, language = column.partition("::")[0].lower().replace(" ", "_"), column.partition("::")[2]
        column = _written(sheets, error.sheet, column, name, language)
    return Finding(file, error.sheet, error.row, column, error.message, dict(error.values))


def _written(sheets: Sheets, sheet: str, column: str, name: str, language: str) -> str:
    headings = sheets.headings.get(sheet, {})
    if column in headings:
        return column
    alike = [heading for heading, (own, _language) in headings.items() if own == name]
    return alike[0] if alike else sheets.heading(sheet, name, language)


def by_engine(error: FormError, placing: Placing) -> Finding:
    """What our engine cannot use, at the question it belongs to, in the author's words."""
    values = dict(error.values)
    path = str(values.get("path") or str(values.get("fields", "")).split(",")[0])
    aspect = str(values.get("part", ""))
    row = placing.row(path) if path.startswith("/") else None
    column = placing.column(path, aspect or "calculate") if row else None
    message = error.message
    if "expression" in values and "reason" in values:
        message = N_("{name}: “{expression}” cannot be used. {reason}")
        values["name"] = path.rpartition("/")[2]
        values["expression"] = placing.expression(path, aspect, str(values["expression"]))
        values["reason"] = _in_authors_words(values["reason"])
    if "fields" in values and "," not in str(values["fields"]):
        message = N_("{name}: “{expression}” looks at the answer it decides about. Take {name} out of it.")
        source = getattr(placing.form.field_at(path).bind, aspect, "") if placing.form else ""
        values = {"name": path.rpartition("/")[2], "expression": placing.expression(path, aspect, source)}
    elif "fields" in values:
        names = [one.strip().rpartition("/")[2] for one in str(values["fields"]).split(",")]
        message = N_("These questions depend on each other in a circle: {fields}. Take one step out of it.")
        values["fields"] = " → ".join([*names, names[0]])
    elsewhere = placing.elsewhere(path, str(values.get("expression", "")))
    sheet, row, column = elsewhere or ("survey" if row else None, row, column)
    return Finding(placing.file, sheet, row, column, message, values)


def _in_authors_words(reason: object) -> object:
    if not isinstance(reason, FormError):
        return reason
    values = {
        name: authored(value) if isinstance(value, str) else value for name, value in reason.values.items()
    }
    return FormError(reason.message, **values)


def warning(file: str, text: str) -> Finding | None:
    """A warning of pyxform in our words; None for what is checked elsewhere or helps nobody."""
    row, sheet = _ROW.search(text), _SHEET.search(text)
    for pattern, message, column in _WARNINGS:
        match = pattern.search(text)
        if match is not None:
            values = match.groupdict()
            where = sheet.group(1) if sheet else ("survey" if row else None)
            number = int(row.group(1)) if row else None
            return Finding(file, where, number, column, message, {**values, "detail": text}, "warning")
    return None
