"""Workbooks from rows, for the proofs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.xlsform.made import ports
from veldwerk.xlsform import Form, Ports, Session, read

Row = Mapping[str, str]
CHOICES: Sequence[Row] = (
    {"list_name": "l", "name": "a", "label": "A"},
    {"list_name": "l", "name": "b", "label": "B"},
    {"list_name": "l", "name": "c", "label": "C"},
)


def q(type_: str, name: str = "q", label: str = "Q", **columns: str) -> Row:
    """One row of a survey; `__` in a column stands for `::`, and `v_` in a bind for the prefix `v:`."""
    named = {key.replace("__v_", "__v:").replace("__", "::"): value for key, value in columns.items()}
    return {"type": type_, "name": name, "label": label, **named}


@dataclass(frozen=True, slots=True)
class Maker:
    """Compiles workbooks in a folder through pyxform."""

    folder: Path

    def form(
        self,
        *survey: Row,
        choices: Sequence[Row] = CHOICES,
        settings: Row | None = None,
        **sheets: Sequence[Row],
    ) -> Form:
        """The form of these rows; other sheets by name."""
        text = _sheet("survey", survey) + _sheet("choices", choices)
        text += _sheet("settings", [{"form_title": "T", "form_id": "f", **(settings or {})}])
        text += "".join(_sheet(name, rows) for name, rows in sheets.items())
        path = self.folder / "form.md"
        path.write_text(text, encoding="utf-8")
        return read(path)

    def file(self, name: str, content: str) -> None:
        """A list beside the form."""
        (self.folder / name).write_text(content, encoding="utf-8")

    def session(
        self, *survey: Row, given: Ports | None = None, language: str | None = None, **sheets: object
    ) -> Session:
        """A new session on such a form."""
        return Session(self.form(*survey, **sheets), given or ports(), language=language)  # type: ignore[arg-type]


def _sheet(name: str, rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return f"| {name} |\n" + "".join("|  | " + " | ".join(cells) + " |\n" for cells in lines)
