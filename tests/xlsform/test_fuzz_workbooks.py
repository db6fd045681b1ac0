"""Workbooks nobody would make: reading gives a form or an error of ours, and lint always gives findings."""

from __future__ import annotations

import functools
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from veldwerk.domain.errors import UserError
from veldwerk.texts.errors import sentence
from veldwerk.xlsform import FormError, compile_workbook, lint, read

CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "text",
            "integer",
            "select_one l",
            "select_multiple l",
            "begin group",
            "end group",
            "begin repeat",
            "end repeat",
            "calculate",
            "note",
            "date",
            "rank l",
            "range",
            "a",
            "b",
            "g",
            "l",
            "${a}",
            "${b} > 1",
            "${",
            "if(${a}, 1, 2)",
            "nope()",
            "1 = 2",
            "yes",
            "-",
            "select_one_from_file x.csv",
            "start=1 end=x",
            "audit",
            "entities",
            "'",
            "‘",
            "|",
            "\\\\",
            "=1+1",
            "#REF!",
            "\u200b",
            "é",
            "../..",
            "instance('l')/root/item",
            "include",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8),
)
HEADINGS = {
    "survey": [
        "type",
        "name",
        "label",
        "label::nl",
        "hint",
        "relevant",
        "constraint",
        "calculation",
        "default",
        "required",
        "repeat_count",
        "choice_filter",
        "parameters",
        "appearance",
        "trigger",
        "save_to",
        "bind::x:y",
    ],
    "choices": ["list_name", "name", "label", "label::nl", "value", "f"],
    "settings": ["form_id", "default_language", "instance_name", "name", "namespaces", "version", "style"],
    "entities": ["list_name", "label", "create_if", "entity_id", "dataset"],
}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    """A survey and perhaps other sheets, with the headings of forms or with anything."""
    found: dict[str, list[list[str]]] = {}
    for name in draw(
        st.lists(st.sampled_from(list(HEADINGS)), unique=True, max_size=3).map(lambda x: ["survey", *x])
    ):
        known = st.sampled_from(HEADINGS[name])
        heading = draw(st.lists(st.one_of(known, known, known, CELLS), min_size=1, max_size=7))
        width = len(heading)
        rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
        found[name] = [heading, *rows]
    return found


def checked(path: Path) -> None:
    """Only our own errors come out, every finding can be said, and a form that is refused has a finding."""
    findings = lint(path)
    for one in findings:
        assert sentence(UserError(one.message, **dict(one.values)))
        assert one.severity in ("error", "warning") and (one.row is None or one.row >= 1)
    try:
        compile_workbook(path)
        read(path)
    except FormError as error:
        assert str(error)
        assert any(one.severity == "error" for one in findings)


@settings(max_examples=80)
@given(tables())
def test_random_sheets_in_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, sheets: dict[str, list[list[str]]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz_sheets.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                try:
                    sheet.cell(number, column, cell)
                except (ValueError, IllegalCharacterError):
                    continue  # a sign that a cell cannot hold
    book.save(path)
    checked(path)


@settings(max_examples=80)
@given(tables(), st.sampled_from([".md", ".csv"]))
def test_random_sheets_in_text(
    tmp_path_factory: pytest.TempPathFactory, sheets: dict[str, list[list[str]]], kind: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"fuzz_text{kind}"
    divider = " | " if kind == ".md" else ","
    lines: list[str] = []
    for name, rows in sheets.items():
        lines.append(f"| {name} |" if kind == ".md" else f"{name},,,")
        lines += [
            f"| {divider}{divider.join(row)} |" if kind == ".md" else f",{divider.join(row)}" for row in rows
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
    checked(path)


@settings(max_examples=60)
@given(
    st.sampled_from([".xlsx", ".xls", ".csv", ".md", ".xml"]),
    st.sampled_from(
        [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"| survey |\n", b"survey,,,,\n", b"<"]
    ),
    st.binary(max_size=300),
)
def test_random_bytes(tmp_path_factory: pytest.TempPathFactory, kind: str, start: bytes, rest: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / f"fuzz_bytes{kind}"
    path.write_bytes(start + rest)
    findings = lint(path)
    try:
        read(path)
    except FormError as error:
        assert str(error)
        assert any(one.severity == "error" for one in findings)


@functools.cache
def real(kind: str) -> bytes:
    """A whole workbook: our shortest form, or an old one of the collection."""
    from tools import shared_data
    from veldwerk.system import paths

    if kind == ".xlsx":
        return (paths.forms() / "kort_bezoek.xlsx").read_bytes()
    folder = shared_data.find()
    found = sorted((folder / "forms" / "corpus").rglob("*.xls")) if folder is not None else []
    return min((path.read_bytes() for path in found), key=len, default=b"")


@settings(max_examples=60)
@given(
    st.sampled_from([".xlsx", ".xls"]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6),
    st.floats(0.05, 1),
    st.booleans(),
)
def test_a_real_workbook_with_flipped_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    kind: str,
    flips: list[tuple[float, int]],
    kept: float,
    cut: bool,
) -> None:
    content = bytearray(real(kind))
    if not content:
        pytest.skip("no old workbook at hand")
    for place, value in flips:
        content[int(place * len(content))] = value
    path = tmp_path_factory.getbasetemp() / f"fuzz_flipped{kind}"
    path.write_bytes(content[: int(kept * len(content))] if cut else content)
    checked(path)
