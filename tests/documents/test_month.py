"""The month summary: the same protected figures on paper, in the workbook and in the CSV."""

from __future__ import annotations

import csv as standard
import tempfile
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest

from tests.documents import pdf_checks, samples
from veldwerk import texts
from veldwerk.documents import csv, month_pdf, month_xlsx
from veldwerk.domain.months import Cell, Line, Mark, Row, Table, Unit
from veldwerk.texts import month_words


def lines(made: bytes) -> list[dict[str, str]]:
    return list(standard.DictReader(StringIO(made.decode("utf-8-sig")), delimiter=";"))


def test_page_one_has_plain_sentences_and_key_figures_with_both_comparisons() -> None:
    page = pdf_checks.pages(month_pdf.render(samples.month()))[0]
    assert "Maandoverzicht november 2026" in page
    assert "Bezoeken deze maand: 48. Vorige maand: 41." in page
    assert "Inwoners van 75 jaar en ouder die wij dit jaar bereikten: 118 van de 412 (29%)." in page
    assert "vorige maand: 41 vorig jaar: <5" in page
    assert "vorig jaar: afgeschermd" in page
    assert "11,5 dagen" in page


def test_the_last_pages_say_how_it_was_counted_and_protected() -> None:
    found = pdf_checks.text(month_pdf.render(samples.month(revised=("Oktober: bezoeken van 40 naar 41.",))))
    assert "De peildatum is de laatste dag: 30 november 2026." in found
    assert "Een aantal onder de 5 staat er als “<5”." in found
    assert "Personen met een afgerond bezoek, gedeeld door de doelgroep." in found
    assert "Oktober: bezoeken van 40 naar 41." in found


def test_english_when_the_language_is_english() -> None:
    texts.set_language("en")
    assert "Month summary November 2026" in pdf_checks.text(month_pdf.render(samples.month()))


def test_is_tagged_with_headings_tables_and_a_described_chart() -> None:
    made = month_pdf.render(samples.month())
    roles = pdf_checks.roles(made)
    tree = pdf_checks.outline(made)
    assert pdf_checks.untagged(made) == []
    assert {"H1", "H2", "H3", "Table", "TR", "TH", "TD", "Figure", "L"} <= set(roles)
    assert [more["/Alt"] for _d, role, more in tree if role == "Figure"] == [samples.month().charts[0].alt]
    assert {more.get("/Scope") for _d, role, more in tree if role == "TH"} == {"/Row", "/Column"}
    assert all(pdf_checks.fonts(made).values())


def test_a_long_table_repeats_its_heading_and_keeps_its_total_with_a_row() -> None:
    for count in range(30, 75):
        rows = tuple(Row(str(n), f"Buurt {n}", (samples.shown(n * 5),)) for n in range(count))
        table = Table(
            "X", "Per buurt", ("Aantal",), rows, Row("t", "Totaal", (samples.shown(count),)), "Buurt"
        )
        pages = pdf_checks.pages(month_pdf.render(samples.month(tables=(table,))))
        holding = [page for page in pages if "Buurt Aantal" in page]
        last = next(page for page in pages if "Totaal" in page)
        assert len(holding) >= 2
        assert f"Buurt {count - 1} {(count - 1) * 5:d} Totaal" in last


def test_same_report_same_bytes() -> None:
    report = samples.month()
    assert month_pdf.render(report) == month_pdf.render(report)
    assert month_xlsx.render(report) == month_xlsx.render(report)
    assert csv.month(report) == csv.month(report)


def test_totals_are_equal_in_pdf_workbook_and_csv() -> None:
    report = samples.month()
    (total,) = [
        line["value"]
        for line in lines(csv.month(report))
        if line["row"] == "Totaal" and line["column"] == "Aantal"
    ]
    sheet = openpyxl.load_workbook(BytesIO(month_xlsx.render(report)))["Tabellen"]
    (in_workbook,) = [row[1].value for row in sheet.iter_rows() if row[0].value == "Totaal"]
    assert total == str(in_workbook) == "48"
    assert "Totaal 48 41" in pdf_checks.text(month_pdf.render(report))


def test_workbook_data_sheet_equals_the_csv() -> None:
    report = samples.month()
    sheet = openpyxl.load_workbook(BytesIO(month_xlsx.render(report)))["Gegevens"]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    expected = [list(csv.MONTH_HEADER)]
    expected += [[value.replace(",", ".") for value in line.values()] for line in lines(csv.month(report))]
    expected = [[value.removeprefix("'") for value in row] for row in expected]
    assert rows == expected


def test_a_protected_figure_has_no_value_anywhere() -> None:
    marked = [
        line for line in lines(csv.month(samples.month())) if line["mark"] in ("small", "hidden", "none")
    ]
    assert marked
    assert all(line["value"] == "" for line in marked)
    with pytest.raises(ValueError):
        Cell(3, Mark.SMALL)
    with pytest.raises(ValueError):
        Cell(None, Mark.SHOWN)


def test_workbook_has_no_formula_no_hidden_sheet_and_shows_text_as_text() -> None:
    book = openpyxl.load_workbook(BytesIO(month_xlsx.render(samples.month())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(sheet.sheet_state == "visible" for sheet in book)
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1 wandeling" in [cell.value for cell in cells]


def test_workbook_is_made_without_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_more: object) -> None:
        raise AssertionError("a temporary file would hold the figures in clear")

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert month_xlsx.render(samples.month())[:2] == b"PK"


def test_given_lines_replace_our_own_sentences() -> None:
    line = Line(
        "Signals received: {n}. Last month: {before}.", {"n": samples.SMALL, "before": samples.shown(0)}
    )
    page = pdf_checks.pages(month_pdf.render(samples.month(lines=(line,))))[0]
    assert "Signalen die binnenkwamen: <5. Vorige maand: 0." in page
    assert "Bezoeken deze maand" not in page


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell(1234), "1.234"),
        (Cell(0), "0"),
        (Cell(29, unit=Unit.PERCENT), "29%"),
        (Cell(2.5, unit=Unit.WORKDAYS), "2,5 werkdagen"),
        (Cell(25, Mark.ROUNDED), "ongeveer 25"),
        (Cell(None, Mark.SMALL), "<10"),
        (Cell(None, Mark.HIDDEN), "afgeschermd"),
        (Cell(None, Mark.NONE), "–"),
    ],
)
def test_figures_as_people_read_them(cell: Cell, expected: str) -> None:
    assert month_words.figure(cell, 10) == expected


def test_a_public_report_says_so() -> None:
    assert "Om te publiceren" in pdf_checks.text(month_pdf.render(samples.month(public=True, threshold=10)))
    assert "OEFENKLUIS" in pdf_checks.text(month_pdf.render(replace(samples.month(), practice=True)))
