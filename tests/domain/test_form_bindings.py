"""The shipped forms ask what the instruments score: each binding names an item, with the same codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.conformance.domain_suites import library
from veldwerk.domain.instruments.definition import MISSING

FORMS = sorted((Path(__file__).parents[2] / "forms").glob("*.xlsx"))


def _rows(path: Path, sheet: str) -> Iterator[dict[str, str]]:
    table = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    names = [str(name) for name in next(table)]
    for row in table:
        yield {name: str(cell) for name, cell in zip(names, row, strict=False) if cell is not None}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_bound_questions_offer_the_codes_of_their_item(path: Path) -> None:
    choices: dict[str, set[str]] = {}
    for row in _rows(path, "choices"):
        if "list_name" in row:
            choices.setdefault(row["list_name"], set()).add(row["name"])
    for row in _rows(path, "survey"):
        binding = row.get("bind::veldwerk:instrument")
        if binding:
            _, item = library().bound(binding)
            offered = choices[row["type"].split()[-1]] - set(MISSING)
            assert offered <= set(item.codes), row["name"]


def test_the_yearly_visit_asks_the_whole_djg6() -> None:
    (path,) = (path for path in FORMS if path.stem == "huisbezoek75")
    bound = {row.get("bind::veldwerk:instrument") for row in _rows(path, "survey")}
    assert {f"djg6/{item.id}" for item in library().get("djg6").items} <= bound
