"""Nothing is written down as supported that a tiny form does not show; the document shows the present table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.xlsform.made import filling, xform
from tests.xlsform.support import columns, types
from tests.xlsform.support.logic import LOGIC
from tests.xlsform.support.maker import Maker
from tests.xlsform.support.types import Proof
from tools import form_support
from veldwerk.xlsform import FormError
from veldwerk.xlsform.supported import GRADES, FunctionSupport, Support, functions, supported

PROOFS: dict[str, dict[str, Proof]] = {
    "types": types.PROOFS,
    "survey columns": columns.SURVEY,
    "choices columns": columns.CHOICE_COLUMNS,
    "settings": columns.SETTINGS,
    "sheets": columns.SHEETS,
    "parameters": columns.PARAMETERS,
    "logic": LOGIC,
}


def proof_of(line: Support) -> Proof:
    """The proof of a line; KeyError when it was written down without one."""
    if line.area != "appearances":
        return PROOFS[line.area][line.name]
    return columns.search if line.name == "search" else columns.appears(line.name, line.note)


@pytest.mark.parametrize("line", supported(), ids=lambda line: f"{line.area}: {line.name}")
def test_a_line_of_the_table_is_what_a_form_shows(line: Support, tmp_path: Path) -> None:
    assert line.grade in GRADES
    proof_of(line)(Maker(tmp_path))


def test_every_proof_stands_in_the_table_once() -> None:
    lines = [(line.area, line.name) for line in supported()]
    assert len(lines) == len(set(lines))
    assert {(area, name) for area, proofs in PROOFS.items() for name in proofs} <= set(lines)


def call(name: str, count: int) -> str:
    return f"{name}({', '.join(['/data/n'] * count)})"


def calls(function: FunctionSupport) -> Iterator[str]:
    """The call with the fewest values and that with the most (two more, when there is no most)."""
    yield call(function.name, function.fewest)
    yield call(function.name, function.fewest + 2 if function.most is None else function.most)


def opened(expression: str) -> None:
    filling(xform("<n>1</n><c/>", f'<bind nodeset="/data/c" calculate="{expression}"/>'))


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
def test_a_function_takes_the_values_that_the_table_says(function: FunctionSupport) -> None:
    if function.grade == "refused":
        with pytest.raises(FormError, match=function.name):
            opened(call(function.name, 1))
        return
    for expression in calls(function):
        opened(expression)
    counts = [function.fewest - 1] if function.fewest else []
    for count in [*counts, *([] if function.most is None else [function.most + 1])]:
        with pytest.raises(FormError, match=function.name):
            opened(call(function.name, count))


def test_the_document_shows_the_table() -> None:
    text = form_support.DOCUMENT.read_text(encoding="utf-8")
    assert form_support.written(text) == text, "run python -m tools.form_support write"
