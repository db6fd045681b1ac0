"""The month summary: counted right, protected, and the same in all three files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from tests.places import NOW, Place, add_person
from veldwerk.domain.errors import UserError
from veldwerk.domain.months import Mark, data
from veldwerk.domain.signals import Signal
from veldwerk.domain.visits import Appraisal, Measurement, Visit
from veldwerk.services.edits import Save


def visits(place: Place, *forms: str) -> None:
    """One finished visit of today for each contact form, each with another person."""
    work = place.work
    saves = []
    for form in forms:
        person = add_person(work)
        saves.append(
            Save(
                None,
                Visit(
                    id=work.ids.new_id(), person_id=person.id, contact_form=form, planned_on=place.clock.today(),
                    status="uitgevoerd", finished_at=place.clock.now(), outcome="geen_vervolg_nodig",
                ),
            )
        )  # fmt: skip
    work.services.kit.edits.save(work.actor, "Visit finished", saves)


def cell(place: Place, one: str, part: str = "") -> object:
    report = place.work.services.months.report(place.work.actor, 2026, 11)
    if not part:
        return next(f.cell for f in report.figures if f.id == one)
    table = next(t for t in report.tables if t.id == one)
    return next(
        row.cells[0] for row in (*table.rows, *((table.total,) if table.total else ())) if row.id == part
    )


def test_a_small_number_is_never_shown_and_cannot_be_worked_out(nurse: Place) -> None:
    visits(nurse, *["huisbezoek"] * 12, *["telefoon"] * 3, *["wandeling"] * 6)
    assert cell(nurse, "B05").value == 21
    assert cell(nurse, "B10", "huisbezoek").value == 12
    # One mark for both: «<5» beside «hidden» would tell which of the two is the small one (and 21 - 12 - 6 gives 3).
    assert cell(nurse, "B10", "telefoon").mark is Mark.HIDDEN
    assert cell(nurse, "B10", "wandeling").mark is Mark.HIDDEN
    assert cell(nurse, "B10", "total").value == 21


def test_a_total_that_its_breakdown_hides_is_hidden_wherever_it_stands(nurse: Place) -> None:
    visits(nurse, *["huisbezoek"] * 3)
    report = nurse.work.services.months.report(nurse.work.actor, 2026, 11)
    shown = [d.cell for d in data(report) if d.id in ("B05", "B10", "B04")]
    assert shown and all(c.value in (None, 0) for c in shown)


def test_a_figure_that_equals_a_hidden_one_is_hidden_too(nurse: Place) -> None:
    work = nurse.work
    for urgency in ("U0", "U1", "U2", "U3", "U4"):
        work.services.signals.take_in(
            work.actor, Signal(id="", facts="Gordijnen dicht.", urgency=urgency, reporter_kind="buur")
        )
    report = work.services.months.report(work.actor, 2026, 11)
    fives = [d for d in data(report) if d.cell.value == 5 and d.column != "numerator"]
    assert fives == [], [(d.id, d.row, d.column) for d in fives]


def test_reach_of_two_months_does_not_give_a_small_month_away(nurse: Place) -> None:
    visits(nurse, *["huisbezoek"] * 20)
    nurse.clock.advance(timedelta(days=20))
    visits(nurse, *["huisbezoek"] * 3)
    for _ in range(10):
        add_person(nurse.work)
    november, december = (nurse.work.services.months.report(nurse.work.actor, 2026, m) for m in (11, 12))
    before, after = (next(f.numerator for f in r.figures if f.id == "B03") for r in (november, december))
    assert before is not None and after is not None and before.value == 20
    assert after.mark is not Mark.SHOWN and (after.value is None or after.value % 5 == 0)


def test_what_is_due_later_this_month_is_not_late_yet(nurse: Place) -> None:
    work = nurse.work
    for _ in range(12):
        work.services.signals.take_in(work.actor, Signal(id="", facts="Gordijnen dicht.", urgency="U2"))
    report = work.services.months.report(work.actor, 2026, 11)
    assert next(f.cell.mark for f in report.figures if f.id == "S06") is Mark.NONE


def test_signals_count_as_late_when_untouched_after_their_moment(nurse: Place) -> None:
    work = nurse.work
    for number in range(12):
        signal = work.services.signals.take_in(
            work.actor,
            Signal(
                id="",
                facts="Gordijnen dicht.",
                urgency="U1",
                received_at=NOW - timedelta(days=5),
                reporter_kind="buur",
            ),
        )
        if number < 6:
            work.services.signals.attempt(
                work.actor, signal, reached=True, at=NOW - timedelta(days=5) + timedelta(hours=2)
            )
    nurse.clock.advance(timedelta(days=2))
    report = work.services.months.report(work.actor, 2026, 11)
    figure = next(f for f in report.figures if f.id == "S06")
    assert (figure.cell.value, figure.numerator.value, figure.denominator.value) == (50, 6, 12)
    assert cell(nurse, "S01", "buur").value == 12


def test_only_the_newest_appraisal_of_a_person_counts_and_unknown_duration_has_its_own_row(
    nurse: Place,
) -> None:
    work = nurse.work
    base = Appraisal(
        id="",
        made_on=nurse.clock.today(),
        confirmed_on=nurse.clock.today(),
        situation="dreigend",
        types={"sociaal": "ja"},
    )
    saves = []
    for number in range(10):
        person = add_person(work)
        earlier = replace(
            base,
            id=work.ids.new_id(),
            person_id=person.id,
            situation="normaal",
            made_on=nurse.clock.today() - timedelta(days=3),
        )
        later = replace(
            base, id=work.ids.new_id(), person_id=person.id, duration_months=None if number < 5 else 7
        )
        saves += [Save(None, earlier), Save(None, later)]
    work.services.kit.edits.save(work.actor, "Appraisal confirmed", saves)
    assert cell(nurse, "L04", "dreigend_duur_onbekend").value == 5
    assert cell(nurse, "L04", "dreigend").value == 5
    assert cell(nurse, "L04", "total").value == 10


def test_pdf_xlsx_and_csv_hold_the_same_figures_and_the_csv_is_the_same_every_time(nurse: Place) -> None:
    visits(nurse, *["huisbezoek"] * 12, *["telefoon"] * 7)
    work = nurse.work
    report = work.services.months.report(work.actor, 2026, 11)
    files = work.services.months.export(work.actor, report).files
    again = work.services.months.export(work.actor, work.services.months.report(work.actor, 2026, 11)).files
    name = "maand-2026-11"
    assert files[f"{name}.csv"] == again[f"{name}.csv"]
    rows = list(csv.reader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig")), delimiter=";"))
    in_csv = sorted(cell for row in rows[1:] for cell in row if cell.isdigit())
    book = load_workbook(io.BytesIO(files[f"{name}.xlsx"]))
    in_xlsx = [
        str(c)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for c in row
        if isinstance(c, int)
    ]
    for number in ("12", "7", "19"):
        assert number in in_csv and number in in_xlsx


def test_a_month_in_the_future_or_without_a_number_is_refused(nurse: Place) -> None:
    for year, month in ((2026, 12), (2026, 13), (2027, 1)):
        with pytest.raises(UserError):
            nurse.work.services.months.report(nurse.work.actor, year, month)


def test_public_figures_hide_below_ten(nurse: Place) -> None:
    visits(nurse, *["huisbezoek"] * 8)
    work = nurse.work
    closed = work.services.months.report(work.actor, 2026, 11)
    public = work.services.months.report(work.actor, 2026, 11, public=True)
    assert next(f.cell.value for f in closed.figures if f.id == "B05") == 8
    assert next(f.cell.mark for f in public.figures if f.id == "B05") is Mark.SMALL


def test_no_name_street_or_text_of_a_person_is_in_a_month_file(nurse: Place) -> None:
    visits(nurse, *["huisbezoek"] * 12)
    work = nurse.work
    files = work.services.months.export(work.actor, work.services.months.report(work.actor, 2026, 11)).files
    for content in files.values():
        for word in (b"Meer", b"Lindenhof", b"Annie"):
            assert word not in content


def test_instruments_are_never_added_together(nurse: Place) -> None:
    work = nurse.work
    saves = []
    for instrument in ("djg6", "djg11"):
        saves += [
            Save(
                None,
                Measurement(
                    id=work.ids.new_id(), person_id=add_person(work).id, instrument=instrument, norm="manual", total=3,
                    category="matig_eenzaam", measured_on=nurse.clock.today(),
                ),
            )
            for _ in range(6)
        ]  # fmt: skip
    work.services.kit.edits.save(work.actor, "Visit finished", saves)
    report = work.services.months.report(work.actor, 2026, 11)
    table = next(t for t in report.tables if t.id == "L02")
    assert {row.label: row.cells[0].value for row in table.rows} == {
        "DJG11: matig eenzaam": 6,
        "DJG6: matig eenzaam": 6,
    }
