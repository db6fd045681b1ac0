"""From a field of the form to sheet, row and column, and back to the words that the author wrote."""

from __future__ import annotations

import re
from typing import Any

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.definition import Field, names_of
from veldwerk.xlsform.sheets import FIRST_ROW, Sheets

COLUMNS = {
    "relevant": "relevant",
    "calculate": "calculation",
    "required": "required",
    "readonly": "read_only",
    "constraint": "constraint",
    "itemset": "choice_filter",
    "count": "repeat_count",
    "label": "label",
    "setvalue": "calculation",
    "default": "default",
    "start": "parameters",
    "end": "parameters",
    "step": "parameters",
}
_OF_ENTITIES = {"label": "label", "@id": "entity_id", "@create": "create_if", "@update": "update_if"}
_OF_LIST = frozenset({"@dataset", "@baseVersion", "@trunkVersion", "@branchId"})
_PATH = re.compile(r"(?<![\w)\]])(?:current\(\)/)?(?:(?:\.\./)+|/)[\w.\-:]+(?:/[\w.\-:]+)*")
_AROUND = 160


class Placing:
    """The file, its sheets, and the way to say where something stands."""

    def __init__(self, file: str, sheets: Sheets) -> None:
        self.file = file
        self.sheets = sheets
        self.form: Any = None

    def row(self, path: str) -> int | None:
        """The row in the sheet survey of a path in the form."""
        return self.sheets.question(names_of(path)[1:])

    def elsewhere(self, path: str, source: str) -> tuple[str, int, str] | None:
        """(sheet, row, heading) of what the sheets entities and settings put into `meta`."""
        steps = names_of(path)
        if steps[-1:] == ["instanceName"] and self.sheets.rows.get("settings"):
            return "settings", FIRST_ROW, self.sheets.heading("settings", "instance_name")
        column = _OF_ENTITIES.get(steps[-1], "") if "meta" in steps and "entity" in steps else ""
        if "meta" in steps and "entity" in steps and steps[-1] in _OF_LIST:
            column = "list_name"
        for number, row in self.sheets.lines("entities") if column else ():
            written = self.sheets.value("entities", row, column)
            if written and (written == source.strip() or len(self.sheets.rows["entities"]) == 1):
                return "entities", number, self.sheets.heading("entities", column)
        return None

    def column(self, path: str, aspect: str) -> str | None:
        """The heading of the column that an expression came from."""
        column = COLUMNS.get(aspect)
        if column is None:
            return None
        row = self.row(path)
        if aspect == "setvalue" and not self.sheets.cell("survey", row, "trigger"):
            column = "default"
        if aspect == "calculate" and not self.sheets.cell("survey", row, column):
            column = "repeat_count" if self.sheets.cell("survey", row, "repeat_count") else column
        if aspect == "itemset" and not self.sheets.cell("survey", row, column):
            column = "type"
        if aspect == "label":
            return self._worded(row)
        return self.sheets.heading("survey", column)

    def _worded(self, row: int | None) -> str:
        """The heading of the label, or of the hint when only that holds an expression."""
        for column in ("label", "hint", "guidance_hint", "constraint_message"):
            for heading, (name, language) in self.sheets.headings.get("survey", {}).items():
                if name == column and "${" in self.sheets.cell("survey", row, name, language):
                    return heading
        return self.sheets.heading("survey", "label")

    def expression(self, path: str, aspect: str, source: str) -> str:
        """An expression as the author wrote it, shortened; from the form when the sheet does not have it."""
        row, column = self.row(path), COLUMNS.get(aspect, "")
        written = self.sheets.cell("survey", row, column) if row is not None and aspect != "label" else ""
        return shortened(written or authored(source))

    def finding(
        self, field: Field, aspect: str, message: str, severity: str = "error", **values: object
    ) -> Finding:
        """A finding at a field of the form."""
        elsewhere = self.elsewhere(field.path, str(values.get("expression") or values.get("list", "")))
        if elsewhere is not None:
            sheet, number, heading = elsewhere
            return Finding(self.file, sheet, number, heading, message, {"name": heading, **values}, severity)
        row = self.row(field.path)
        column = self.column(field.path, aspect) if row is not None or self.form is None else None
        told = {"name": field.name, **values}
        return Finding(
            self.file, "survey" if row else None, row, column if row else None, message, told, severity
        )

    def at(
        self,
        sheet: str,
        row: int,
        column: str | None,
        message: str,
        severity: str = "error",
        **values: object,
    ) -> Finding:
        """A finding at a cell."""
        return Finding(self.file, sheet, row, column, message, values, severity)


def authored(source: str) -> str:
    """Paths as the author writes them: `/data/huis/naam` → ${naam}."""
    return _PATH.sub(lambda match: "${" + match.group().strip().rpartition("/")[2] + "}", source)


def shortened(text: str) -> str:
    """What fits a sentence."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _AROUND else f"{flat[:_AROUND]}…"
