"""pyxform_md_forms: small workbooks with what must become of them: a form, or a refusal that says certain words.

Some compile although their expressions are no XPath (`a <> b`); of those our engine may say so, in a FormError.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.conformance.frame import Case, suite
from tests.conformance.lines import json_lines
from veldwerk.xlsform import FormError, XPathError, compile_workbook, parse


@suite("pyxform_md_forms")
def run(data_dir: Path) -> Iterable[Case]:
    """One case a workbook."""
    forms = data_dir / "forms"
    folder = forms / "corpus" / "XLSForm-pyxform"
    for row in json_lines(forms / "pyxform_md_forms.jsonl"):
        path = folder / row["file"]
        yield Case(
            row["file"].removeprefix("md-from-tests/").removesuffix(".md"),
            lambda row=row, path=path: _check(row, path),
            input=row["test"],
            expected=row["error_contains"] if row["errored_expected"] else "compiles and loads",
            skip="" if path.exists() else "the workbook is not there",
        )


def _check(row: dict[str, Any], path: Path) -> tuple[bool, object]:
    try:
        compiled = compile_workbook(path)
    except FormError as error:
        said = f"{error} {error.values.get('detail', '')}"  # the compiler's own words stay with our sentence
        wanted = [" ".join(part.split()) for part in row["error_contains"]] if row["errored_expected"] else []
        return row["compile"] == "error" and all(part in said for part in wanted), said
    if row["compile"] == "error":
        return False, "compiles"
    said = " ".join(" ".join(compiled.warnings).split())
    missing = [part for part in row["warnings_contains"] if " ".join(part.split()) not in said]
    if missing:
        return False, f"does not warn: {missing}"
    try:
        parse(compiled.xml, media=path.parent)
    except XPathError as error:
        return False, f"lets an XPathError through: {error}"
    except FormError as error:
        return "cannot be used" in str(error), f"compiles; {error}"
    return True, "compiles and loads"
