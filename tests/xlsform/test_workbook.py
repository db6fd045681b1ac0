"""Workbooks that are wrong, hostile or not workbooks at all: one sentence each."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.xlsform.made import sheet
from veldwerk.xlsform import FormError, compile_workbook, lint, parse, read
from veldwerk.xlsform.workbook import WorkbookError


def _xlsx(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in rows:
        survey.append(row)
    book.save(path)
    return path


def test_compiling_tells_where_it_came_from(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "f.xlsx", [["type", "name", "label"], ["text", "a", "A"]])
    compiled = compile_workbook(path)
    assert len(compiled.source_hash) == 64
    assert compiled.pyxform_version == "4.5.0"
    assert parse(compiled.xml).field_at("/data/a") is not None
    assert read(path).form_id


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _many_rows() -> bytes:
    """Rows whose numbers keep them from being squeezed to nothing."""
    return (
        b"<sheetData>"
        + b"".join(f'<row r="{n}" x="{n * n}"/>'.encode() for n in range(100_001))
        + b"</sheetData>"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"hallo", "not a workbook"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not really", "damaged"),
        (_zip({"a.txt": b"x"}), "not a workbook"),
        (_zip({"xl/workbook.xml": b"0" * 60_000_000}), "unpacks"),
        (_zip({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": _many_rows()}), "more than 50000 rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_workbook_gets_one_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=words) as caught:
        compile_workbook(path)
    assert "\n" not in str(caught.value)
    assert len(lint(path)) == 1


def test_a_workbook_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="cannot be read"):
        read(tmp_path / "weg.xlsx")
    with pytest.raises(FormError, match="cannot be read"):
        read(tmp_path / "weg.xml")


def test_lint_names_sheet_row_and_column(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path / "f.xlsx",
        [["type", "name", "label", "relevant"], ["text", "a", "A", ""], ["text", "b", "B", "nope(${a})"]],
    )
    (finding,) = lint(path)
    assert (finding.sheet, finding.row, finding.column) == ("survey", 3, "relevant")
    assert "nope" in finding.message.format(**finding.values)


def test_lint_gives_pyxforms_refusal_its_row(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "f.xlsx", [["type", "name", "label"], ["texst", "a", "A"]])
    (finding,) = lint(path)
    assert (finding.row, finding.severity) == (2, "error")


def test_lint_finds_what_workers_stumble_over(tmp_path: Path) -> None:
    path = tmp_path / "f.md"
    path.write_text(
        sheet(
            "type | name | label::Nederlands (nl) | label::English (en) | relevant | calculation",
            "text | a | Naam | Name | |",
            "text | b | Straat | | |",
            "text | c | Nooit | Never | false() |",
            "calculate | d | | | | /data/weg + 1",
            "text | e | E | E | . = 'x' |",
        )
    )
    said = [finding.message.format(**finding.values) for finding in lint(path)]
    assert any(text.startswith("b: the label is missing in English (en)") for text in said)
    assert any(text.startswith("c is never shown") for text in said)
    assert any("/data/weg" in text for text in said)
    assert any(text.startswith("e: “. = 'x'” looks at the answer") for text in said)


def test_lint_is_silent_on_a_good_form(tmp_path: Path) -> None:
    path = tmp_path / "f.md"
    path.write_text(sheet("type | name | label", "text | a | A"))
    assert lint(path) == []


@pytest.mark.parametrize(
    "xml",
    [
        b"<a",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>',
        b"<h><model/></h>",
        b"\xff\xfe\x00",
        b"",
    ],
)
def test_hostile_or_empty_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(FormError):
        parse(xml)


def test_a_workbook_that_declares_entities_gets_one_sentence(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "f.xlsx", [["type", "name", "label"], ["text", "a", "A"]])
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for name, content in entries.items():
        if name.startswith("xl/worksheets/"):
            entries[name] = bomb + content.partition(b"?>")[2].replace(b"</sheetData>", b"&b;</sheetData>")
    path.write_bytes(_zip(entries))
    with pytest.raises(WorkbookError) as caught:
        compile_workbook(path)
    assert "\n" not in str(caught.value)


def test_an_xls_named_xlsx_is_read_as_what_it_is(shared_data: Path, tmp_path: Path) -> None:
    for source in sorted((shared_data / "forms" / "corpus").rglob("*.xls"))[:12]:
        path = tmp_path / f"{source.stem}.xlsx"
        path.write_bytes(source.read_bytes())
        verdicts = []
        for one in (source, path):
            try:
                verdicts.append(compile_workbook(one).xml[:20])
            except WorkbookError as error:
                verdicts.append(error.message)
        assert verdicts[0] == verdicts[1]


@pytest.mark.slow
def test_every_foreign_workbook_compiles_or_is_told_why(shared_data: Path) -> None:
    compiled = 0
    paths = sorted(
        p for p in (shared_data / "forms" / "corpus").rglob("*.xls*") if p.suffix in (".xls", ".xlsx")
    )
    for path in paths[::2]:
        try:
            compile_workbook(path)
            compiled += 1
        except WorkbookError as error:
            assert str(error)
    assert compiled > len(paths) / 4
