"""Everything wrong with a workbook that can be told without filling it, with the place in the sheet.

pyxform's refusals come first; what it lets through and our engine cannot use (expressions, circles, paths) or what a
worker would stumble over (missing translations, questions that never show) is found in the compiled form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.definition import Control, Field, Form, names_of
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.formparse import parse
from veldwerk.xlsform.sheets import Sheets
from veldwerk.xlsform.texts import Text, in_language
from veldwerk.xlsform.workbook import WorkbookError, compile_workbook, sheets_of
from veldwerk.xlsform.xpath.ast import Literal
from veldwerk.xlsform.xpath.parser import parse as parse_expression

_ROW = re.compile(r"\[row : (\d+)\]")
_SHEET_COLUMNS = {
    "relevant": "relevant",
    "calculate": "calculation",
    "required": "required",
    "readonly": "read_only",
    "constraint": "constraint",
    "itemset": "choice_filter",
    "count": "repeat_count",
    "label": "label",
    "setvalue": "trigger",
}
_NEVER = frozenset({"false()", "0", "1=2"})


def lint(path: Path) -> list[Finding]:
    """Findings about a workbook or XForm, errors first; an empty list means that it can be published."""
    sheets = Sheets({})
    try:
        if path.suffix.lower() in (".xml", ".xhtml"):
            form = parse(path.read_bytes(), media=path.parent)
            warnings: tuple[str, ...] = ()
        else:
            sheets = sheets_of(path)
            compiled = compile_workbook(path)
            form, warnings = parse(compiled.xml, media=path.parent), compiled.warnings
    except WorkbookError as error:
        return [_refusal(path, error, sheets)]
    except FormError as error:
        return [_form_error(path, error, sheets)]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = N_("{file} cannot be read: {reason}")
        return [Finding(path.name, None, None, None, message, {"file": path.name, "reason": reason})]
    found = list(_Checks(path.name, form, sheets).all())
    found.extend(_warning(path, warning) for warning in warnings)
    return sorted(found, key=lambda finding: finding.severity != "error")


def _refusal(path: Path, error: WorkbookError, sheets: Sheets) -> Finding:
    """pyxform's sentence, with the place it names or, failing that, the place of what it quotes."""
    sheet, row, column = error.sheet, error.row, error.column
    for quoted in re.findall(r"'([^']+)'", str(error.values.get("reason", ""))):
        place = sheets.cell(quoted)
        if row is None and place is not None:
            sheet, row, column = place
    return Finding(path.name, sheet or ("survey" if row else None), row, column, error.message, error.values)


def _form_error(path: Path, error: FormError, sheets: Sheets) -> Finding:
    values: dict[str, Any] = error.values
    name = names_of(str(values.get("path", "")))[-1:] or [
        str(values.get("fields", "")).split(",")[0].rpartition("/")[2]
    ]
    column = _SHEET_COLUMNS.get(str(values.get("part", "")))
    row = sheets.row("survey", name[0])
    return Finding(path.name, "survey" if row else None, row, column, error.message, values)


def _warning(path: Path, text: str) -> Finding:
    row = _ROW.search(text)
    message = N_("{reason}")
    place = int(row.group(1)) if row else None
    return Finding(path.name, "survey" if row else None, place, None, message, {"reason": text}, "warning")


class _Checks:
    """The checks of one form."""

    def __init__(self, file: str, form: Form, sheets: Sheets) -> None:
        self.file = file
        self.form = form
        self.sheets = sheets

    def all(self) -> Iterator[Finding]:
        yield from self.bad_paths()
        yield from self.lost_questions()
        yield from self.lists()
        yield from self.translations()
        yield from self.never_shown()
        yield from self.own_value()

    def at(
        self, field: Field, column: str | None, message: str, severity: str = "error", **values: object
    ) -> Finding:
        row = self.sheets.row("survey", field.name)
        sheet = "survey" if row else None
        return Finding(self.file, sheet, row, column, message, {"name": field.name, **values}, severity)

    def bad_paths(self) -> Iterator[Finding]:
        """Expressions that point at nothing."""
        for field, aspect, source, name in self.form.program.missing:
            message = N_("{name}: “{expression}” points to {path}, which is not in the form.")
            column = _SHEET_COLUMNS.get(aspect)
            yield self.at(field, column, message, expression=source, path=name)

    def lost_questions(self) -> Iterator[Finding]:
        """Binds and questions that point at nothing."""
        for warning in self.form.warnings:
            kind, _, path = warning.partition(": ")
            message = N_("The {kind} of {path} belongs to nothing in the form.")
            yield Finding(self.file, None, None, None, message, {"kind": kind, "path": path})

    def lists(self) -> Iterator[Finding]:
        """Lists that expressions name and the form lacks, and lists in files that are not there."""
        for rule in (rule for by_aspect in self.form.program.rules.values() for rule in by_aspect.values()):
            for name in re.findall(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)", rule.source):
                if name not in self.form.secondary:
                    message = N_("{name}: the list “{list}” is not in the form.")
                    yield self.at(rule.field, _SHEET_COLUMNS.get(rule.aspect), message, list=name)
        for secondary in self.form.secondary.values():
            file = secondary.src.rpartition("/")[2]
            if (
                "file" in secondary.src.partition("//")[2].partition("/")[0]
                and self.form.read_media(file) is None
            ):
                message = N_("The list {list} is to be read from {csv}, which is not beside the form.")
                values = {"list": secondary.name, "csv": file}
                yield Finding(self.file, None, None, None, message, values, "warning")

    def translations(self) -> Iterator[Finding]:
        """Words that one language has and another lacks."""
        for control in self.form.controls():
            for column, text in (("label", control.label), ("hint", control.hint)):
                if control.field is None or text is None or not text.key:
                    continue
                for language in self.form.languages:
                    if not self._has(language, text):
                        message = N_("{name}: the {part} is missing in {language}.")
                        heading = f"{column}::{language}"
                        yield self.at(
                            control.field, heading, message, "warning", part=column, language=language
                        )

    def _has(self, language: str, text: Text) -> bool:
        forms = in_language(self.form.texts, (language,), text.key)
        return forms is not None and any(
            part if not isinstance(part, str) else part.strip(" -")
            for one in forms.values()
            for part in one.parts
        )

    def never_shown(self) -> Iterator[Finding]:
        """Questions whose condition is always false."""
        for control in self.form.controls():
            if control.field is not None and self._impossible(control):
                message = N_("{name} is never shown: its condition is always false.")
                yield self.at(control.field, "relevant", message, "warning")

    def own_value(self) -> Iterator[Finding]:
        """Conditions and calculations that look at what they decide about."""
        for rule in self.form.program.ordered:
            own = any(read.field is rule.field and read.scope is rule.field for read in rule.reads)
            if own and rule.aspect in ("relevant", "calculate") and "once(" not in rule.source:
                message = N_("{name}: “{expression}” looks at the answer it decides about.")
                column = _SHEET_COLUMNS[rule.aspect]
                yield self.at(rule.field, column, message, "warning", expression=rule.source)

    @staticmethod
    def _impossible(control: Control) -> bool:
        assert control.field is not None
        source = control.field.bind.relevant
        if not source:
            return False
        expr = parse_expression(source)
        return source.replace(" ", "") in _NEVER or (isinstance(expr, Literal) and not expr.value)
