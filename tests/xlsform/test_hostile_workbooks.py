"""Workbooks that are damaged, locked, huge, or made to harm: one sentence each, before anything fills the memory."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.xlsform.made import sheet
from veldwerk.domain.errors import UserError
from veldwerk.texts.errors import sentence
from veldwerk.xlsform import compile_workbook, lint, read
from veldwerk.xlsform.workbook import WorkbookError

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
HEAD = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>"
)
END = b"</sheetData></worksheet>"
TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
Rows = list[list[object]]
GOOD: Rows = [["type", "name", "label"], ["text", "a", "A"]]


def book(path: Path, rows: Rows | None = None, **more: Rows) -> Path:
    """An .xlsx with a survey and other sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in {"survey": rows or GOOD, **more}.items():
        one = made.create_sheet(name)
        for line in lines:
            one.append(line)
    made.save(path)
    return path


def changed(path: Path, parts: dict[str, bytes | Callable[[bytes], bytes]]) -> Path:
    """The same archive with some parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        entries: dict[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        entries[name] = part if isinstance(part, bytes) else part(entries.get(name, b"<x/>"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def refused(path: Path) -> str:
    """The one Dutch sentence with which a workbook is refused, by lint too."""
    with pytest.raises(WorkbookError) as caught:
        compile_workbook(path)
    (found,) = lint(path)
    assert found.severity == "error"
    said = sentence(UserError(found.message, **dict(found.values)))
    assert said == sentence(caught.value) and "\n" not in said and path.name in said
    return said


def remarks(path: Path) -> list[tuple[str | None, int | None, str | None, str]]:
    return [
        (one.sheet, one.row, one.column, sentence(UserError(one.message, **dict(one.values))))
        for one in lint(path)
    ]


BOMBS: dict[str, dict[str, bytes | Callable[[bytes], bytes]]] = {
    "spaces": {STRINGS: TEXTS + b" " * 80_000_000 + b"</sst>"},
    "many texts": {STRINGS: TEXTS + b"<si/>" * 900_000 + b"</sst>"},
    "one text": {STRINGS: TEXTS + b"<si><t>" + b"a" * 3_000_000 + b"</t></si></sst>"},
    "styles": {"xl/styles.xml": b"<styleSheet><cellXfs>" + b"<xf/>" * 210_000 + b"</cellXfs></styleSheet>"},
    "attribute": {SHEET: HEAD + b'<row r="1" spans="' + b"1" * 3_000_000 + b'"/>' + END},
    "parts": {f"x/{n}.xml": b"" for n in range(4_100)},
}


@pytest.mark.parametrize("kind", BOMBS)
def test_what_unpacks_too_far_is_refused(kind: str, tmp_path: Path) -> None:
    assert "bij het uitpakken" in refused(changed(book(tmp_path / "f.xlsx"), BOMBS[kind]))


def test_a_bomb_inside_the_workbook_is_never_opened(tmp_path: Path) -> None:
    inner = book(tmp_path / "binnen.xlsx")
    changed(inner, {STRINGS: TEXTS + b" " * 80_000_000 + b"</sst>"})
    path = changed(book(tmp_path / "f.xlsx"), {"xl/embeddings/binnen.zip": inner.read_bytes()})
    assert read(path).form_id


def test_a_directory_that_lies_about_sizes(tmp_path: Path) -> None:
    path = changed(book(tmp_path / "f.xlsx"), {STRINGS: TEXTS + b" " * 20_000_000 + b"</sst>"})
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(STRINGS.encode()))
    struct.pack_into("<I", content, at + 24, 1000)
    path.write_bytes(content)
    assert "beschadigd" in refused(path)


@pytest.mark.parametrize("cell", [b"", b'<c r="C1"/>'])
@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_rows_without_end(cell: bytes, prefix: bytes, tmp_path: Path) -> None:
    row = b"<" + prefix + b'row r="1">' + cell + b"</" + prefix + b"row>"
    path = changed(book(tmp_path / "f.xlsx"), {SHEET: HEAD + row * 50_001 + END})
    assert "meer dan 50000 regels" in refused(path)


def test_cells_without_end(tmp_path: Path) -> None:
    path = changed(
        book(tmp_path / "f.xlsx"), {SHEET: HEAD + b"<row>" + b"<c><v>1</v></c>" * 600_001 + b"</row>" + END}
    )
    assert "meer gevulde of gekleurde cellen" in refused(path)


def test_many_columns_and_a_far_row_are_read(tmp_path: Path) -> None:
    heading: list[object] = [*GOOD[0], *(f"extra{n}" for n in range(3000))]
    wide = book(tmp_path / "breed.xlsx", [heading, ["text", "a", "A", *("x" for _n in range(3000))]])
    assert read(wide).form_id
    far = changed(
        book(tmp_path / "ver.xlsx"),
        {
            SHEET: lambda xml: xml.replace(
                b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'
            )
        },
    )
    assert read(far).form_id


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", STRINGS, "[Content_Types].xml"])
@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_refused_in_every_part(part: str, declared: bytes, tmp_path: Path) -> None:
    def put(xml: bytes) -> bytes:
        return b'<?xml version="1.0"?>' + declared + (xml.partition(b"?>")[2] or xml)

    assert "XML-entiteiten" in refused(changed(book(tmp_path / "f.xlsx"), {part: put}))


def test_entities_in_another_encoding(tmp_path: Path) -> None:
    xml = (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&a;</worksheet>'
    )
    assert "beschadigd" in refused(changed(book(tmp_path / "f.xlsx"), {SHEET: xml.encode("utf-16")}))


def test_damaged_archives(tmp_path: Path) -> None:
    path = book(tmp_path / "f.xlsx")
    whole = path.read_bytes()
    for cut in (10, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:cut])
        assert "beschadigd" in refused(path)
    path.write_bytes(whole.replace(b"\x08\x00", b"\x63\x00"))  # a way of packing that does not exist
    assert "beschadigd" in refused(path)


def test_a_part_with_a_password(tmp_path: Path) -> None:
    path = book(tmp_path / "f.xlsx")
    content = bytearray(path.read_bytes())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    path.write_bytes(content)
    assert "wachtwoord" in refused(path)


@pytest.mark.parametrize(
    ("name", "entries", "words"),
    [
        ("f.xlsx", {"word/document.xml": b"<w/>"}, "geen werkmap"),
        ("f.ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "ander soort rekenblad"),
        ("f.xlsx", {"mimetype": b"application/vnd.oasis.opendocument.text"}, "geen werkmap"),
        ("f.xlsb", {"xl/workbook.bin": b""}, "ander soort rekenblad"),
        ("f.xlsx", {"x.txt": b""}, "geen werkmap"),
    ],
)
def test_other_archives(name: str, entries: dict[str, bytes], words: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for entry, content in entries.items():
            archive.writestr(entry, content)
    assert words in refused(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("f.xls", b"<html><table><tr><td>type</td></tr></table></html>", "webpagina"),
        ("f.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "webpagina"),
        ("f.xlsx", b"", "leeg"),
        ("f.xlsx", b" \n\t ", "leeg"),
        ("f.md", b"", "leeg"),
        ("f.csv", "survey,,\n,type,naïef\n".encode("utf-16"), "UTF-8"),
        ("f.csv", "survey,,,\n,type,name,label\n,text,a,Café\n".encode("cp1252"), "UTF-8"),
        ("f.md", b"| survey |\x00", "geen werkmap"),
        ("f.csv", b"survey;;\n;type;name\n", "eerste kolom"),
        ("f.md", b"zomaar tekst", "eerste kolom"),
        ("f.csv", b"a,b,c\n1,2,3\n4,5,6\n", "survey"),
        ("f.md", b"|\n" * 50_001, "meer dan 50000 regels"),
        ("f.md", b"|" * 20_000, "meer gevulde"),
        ("f.csv", (b"," * 400 + b"\n") * 4_000, "meer gevulde"),
    ],
)
def test_text_and_web_pages(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert words in refused(tmp_path / name)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "f.md"
    path.write_text(sheet("type | name | label", "text | a | A"), encoding="utf-8-sig")
    assert read(path).field_at("/data/a") is not None


def test_sheets_without_rows(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.save(tmp_path / "leeg.xlsx")
    assert "survey" in refused(tmp_path / "leeg.xlsx")
    book(tmp_path / "kop.xlsx", [["type", "name", "label"]])
    assert all(one[3] for one in remarks(tmp_path / "kop.xlsx"))


def test_places_that_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "map.xlsx").mkdir()
    assert "is een map" in refused(tmp_path / "map.xlsx")
    assert "is er niet" in refused(tmp_path / "weg.xlsx")
    assert "is er niet" in refused(tmp_path / ("x" * 300 + ".xlsx"))
    odd = book(tmp_path / "ín één map met spaties – 表.xlsx")
    assert lint(odd) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are POSIX's")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.xlsx")
    assert "geen werkmap" in refused(tmp_path / "pijp.xlsx")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "dicht.xlsx")

    def forbidden(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert "geen rechten" in refused(path)


def _of_old_kind(shared_data: Path) -> bytes:
    return next((shared_data / "forms" / "corpus").rglob("unknown_question_type.xls")).read_bytes()


def test_an_old_workbook_with_a_password(shared_data: Path, tmp_path: Path) -> None:
    content = bytearray(_of_old_kind(shared_data))
    begin = content.index(b"\x09\x08\x10\x00")
    following = begin + 4 + struct.unpack_from("<H", content, begin + 2)[0]
    struct.pack_into("<H", content, following, 0x002F)
    (tmp_path / "f.xls").write_bytes(content)
    assert "wachtwoord" in refused(tmp_path / "f.xls")


def test_an_old_workbook_that_is_cut_off_or_mangled(shared_data: Path, tmp_path: Path) -> None:
    content = _of_old_kind(shared_data)
    for cut in (8, 100, 600, len(content) // 2):
        (tmp_path / "f.xls").write_bytes(content[:cut])
        assert refused(tmp_path / "f.xls")


def test_cells_are_not_what_they_seem(tmp_path: Path) -> None:
    path = book(
        tmp_path / "f.xlsx",
        [
            ["type", "name", "label", "default"],
            ["text", "a", "=1+1", ""],
            ["text", "b", "#REF!", ""],
            ["date", "c", date(2026, 1, 2), ""],
        ],
    )
    found = {(one[1], one[2]): one[3] for one in remarks(path)}
    assert "geen uitkomst bewaard" in found[2, "label"]
    assert "geeft #REF!" in found[3, "label"]
    assert "datum of tijd gemaakt: 2026-01-02" in found[4, "label"]


def test_the_kept_result_of_a_formula_counts(tmp_path: Path) -> None:
    path = book(tmp_path / "f.xlsx", [["type", "name", "label"], ["text", "a", "=1+1"]])
    changed(path, {SHEET: lambda xml: xml.replace(b"<v/>", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>")})
    assert lint(path) == []


def test_merged_cells_and_macros_are_told(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.title = "survey"
    for row in ([*GOOD[0], "hint"], ["text", "a", "A", ""], ["text", "b", "B", ""]):
        made.active.append(row)
    made.active.merge_cells("C2:D2")
    made.save(tmp_path / "f.xlsm")
    changed(tmp_path / "f.xlsm", {"xl/vbaProject.bin": b"\xd0\xcf"})
    found = remarks(tmp_path / "f.xlsm")
    assert [one[:3] for one in found if "samengevoegd tot en met D2" in one[3]] == [("survey", 2, "label")]
    assert [one[:3] for one in found if "macro's" in one[3]] == [(None, None, None)]
    assert read(tmp_path / "f.xlsm").field_at("/data/a") is not None


def test_a_number_that_is_none_and_signs_nobody_sees(tmp_path: Path) -> None:
    path = changed(
        book(tmp_path / "f.xlsx", [["type", "name", "label"], ["text", "a", "A"], ["text", "b", 7.5]]),
        {SHEET: lambda xml: xml.replace(b"<v>7.5</v>", b"<v>NaN</v>")},
    )
    assert [one[:2] for one in remarks(path) if "NaN, en dat is geen getal" in one[3]] == [("survey", 3)]
    path = tmp_path / "g.md"
    path.write_text(sheet("type | name | label", "text | a | A\x07B\ufffe"), encoding="utf-8")
    assert [one[1:3] for one in remarks(path)] == [(2, "label")]
    assert b"<label>AB</label>" in compile_workbook(path).xml


def test_a_cell_as_long_as_a_cell_can_be(tmp_path: Path) -> None:
    path = book(
        tmp_path / "f.xlsx",
        [
            ["type", "name", "label", "relevant"],
            ["text", "a", "A" * 32_767, ""],
            ["text", "b", "B", "1+" * 16_000 + "1"],
        ],
    )
    assert lint(path) == []


def test_a_heading_twice(tmp_path: Path) -> None:
    path = book(tmp_path / "f.xlsx", [["type", "name", "label", "label"], ["text", "a", "A", "B"]])
    (found,) = remarks(path)
    assert found[:3] == ("survey", 1, "label") and "staat twee keer" in found[3]


def test_a_picture_and_a_chart_sheet_do_no_harm(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart

    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.title = "survey"
    for row in GOOD:
        made.active.append(row)
    made.create_chartsheet("choices").add_chart(BarChart())
    buffer = io.BytesIO()
    made.save(buffer)
    (tmp_path / "f.xlsx").write_bytes(buffer.getvalue())
    assert read(tmp_path / "f.xlsx").field_at("/data/a") is not None
