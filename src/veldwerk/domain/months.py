"""The shapes of a month report (DOMAIN 7). Only protected figures live here (`domain.disclosure`).

All labels, definitions and notes are text in the language of the report (indicator data carries nl and en);
fixed words are added by whoever shows or prints the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from veldwerk.domain.charts import Drawing
from veldwerk.domain.errors import N_, UserError

KEY_FIGURES = 8
"""Page 1 shows this many key figures at most (DOMAIN 7.3)."""


class Mark(StrEnum):
    """How a cell may be shown (DOMAIN 6.5)."""

    SHOWN = ""
    SMALL = "small"
    """1 <= n < t: shown as «<t»."""
    HIDDEN = "hidden"
    """Hidden so that a small cell cannot be worked out, or because the group is too small."""
    ROUNDED = "rounded"
    """Given rounded to 5 (year to date beside a hidden month)."""
    NONE = "none"
    """No figure: nothing was asked, counted or due."""


class Unit(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    WORKDAYS = "workdays"
    HOURS = "hours"
    MONTHS = "months"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Cell:
    """One protected figure. `value` is None unless the mark lets it be seen."""

    value: int | float | None = None
    mark: Mark = Mark.SHOWN
    unit: Unit = Unit.COUNT

    def __post_init__(self) -> None:
        seen = self.mark in (Mark.SHOWN, Mark.ROUNDED)
        if seen == (self.value is None):
            raise ValueError("a cell has a value exactly when its mark lets it be seen")


NO_FIGURE = Cell(None, Mark.NONE)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A large figure of page 1, with last month and the same month last year beside it."""

    id: str
    label: str
    cell: Cell
    previous: Cell = NO_FIGURE
    year_ago: Cell = NO_FIGURE


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of DOMAIN 7.2 with what REQ 7.1 wants printed: value, n/d, definition version, mark."""

    id: str
    label: str
    cell: Cell
    numerator: Cell | None = None
    denominator: Cell | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown of one indicator; `columns` are the headings of the cells, without the row label."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    row_heading: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row.cells) != len(self.columns):
                raise ValueError(f"row {row.id} of table {self.id} does not fit its columns")


@dataclass(frozen=True, slots=True)
class Definition:
    """How an indicator is counted, as printed on the method page."""

    id: str
    label: str
    text: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence for people: an English message id and the cells, dates or words that fill it."""

    message: str
    values: Mapping[str, Cell | str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """A month of one organisation and area. `threshold` is t of DOMAIN 6.5: 5 closed, 10 public."""

    year: int
    month: int
    reference_date: date
    run_date: date
    organisation: str
    area: str
    threshold: int = 5
    public: bool = False
    lines: tuple[Line, ...] = ()
    key: tuple[KeyFigure, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Drawing, ...] = ()
    definitions: tuple[Definition, ...] = ()
    revised: tuple[str, ...] = ()
    """Sentences on figures of earlier months that changed by late entries."""
    hidden_count: int = field(default=0)
    """How many cells were hidden; which ones, and why, stays local (REQ-STAT-02)."""
    practice: bool = False
    """Made from generated people: each page says so."""

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise UserError(N_("{month} is not a month."), code="bad-month", month=self.month)
        if len(self.key) > KEY_FIGURES:
            raise ValueError(f"page 1 holds {KEY_FIGURES} key figures, not {len(self.key)}")

    @property
    def period(self) -> str:
        """The month as `2026-11`, as files and file names carry it."""
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Datum:
    """One published figure in long form: what CSV, XLSX and the coalition's import share."""

    period: str
    section: str
    id: str
    label: str
    row: str
    column: str
    cell: Cell
    version: int


SECTION_KEY = "key"
SECTION_FIGURE = "indicator"
SECTION_TABLE = "table"


def data(report: MonthReport) -> Iterator[Datum]:
    """Every published figure of `report` once, in a fixed order: key figures, indicators, tables.

    `column` is `value`, `previous`, `year_ago`, `numerator`, `denominator` or a heading of the table.
    """
    period = report.period
    for key in report.key:
        for column, cell in (("value", key.cell), ("previous", key.previous), ("year_ago", key.year_ago)):
            yield Datum(period, SECTION_KEY, key.id, key.label, "", column, cell, 1)
    for figure in report.figures:
        parts = (("value", figure.cell), ("numerator", figure.numerator), ("denominator", figure.denominator))
        for column, part in parts:
            if part is not None:
                yield Datum(period, SECTION_FIGURE, figure.id, figure.label, "", column, part, figure.version)
    for table in report.tables:
        for row in (*table.rows, *((table.total,) if table.total else ())):
            for column, cell in zip(table.columns, row.cells, strict=True):
                yield Datum(period, SECTION_TABLE, table.id, table.title, row.label, column, cell, 1)


def lines(report: MonthReport) -> tuple[Line, ...]:
    """The five plain sentences of page 1 (DOMAIN 7.3) for the indicators the report has.

    Plurals need no care: a figure of 1 to t-1 is never shown.
    """
    figures = {f.id: f for f in report.figures}
    keys = {k.id: k for k in report.key}
    out: list[Line] = []
    if "B05" in keys:
        key = keys["B05"]
        out.append(
            Line(
                N_("Visits done this month: {n}. Last month: {before}."),
                {"n": key.cell, "before": key.previous},
            )
        )
    reach = figures.get("B03")
    if reach is not None and reach.numerator is not None and reach.denominator is not None:
        values: dict[str, Cell | str | int] = {
            "n": reach.numerator,
            "of": reach.denominator,
            "share": reach.cell,
        }
        out.append(Line(N_("People of 75 and over we reached this year: {n} of {of} ({share})."), values))
    if "S01" in keys and "S06" in figures:
        values = {"n": keys["S01"].cell, "share": figures["S06"].cell}
        out.append(Line(N_("Signals received: {n}. Taken up on time: {share}."), values))
    elif "S01" in keys:
        key = keys["S01"]
        out.append(
            Line(N_("Signals received: {n}. Last month: {before}."), {"n": key.cell, "before": key.previous})
        )
    if "D01" in keys and "D03" in figures:
        values = {"n": keys["D01"].cell, "started": figures["D03"].numerator or figures["D03"].cell}
        out.append(Line(N_("Referrals sent: {n}. Referrals that have started: {started}."), values))
    elif "D01" in keys:
        key = keys["D01"]
        out.append(
            Line(N_("Referrals sent: {n}. Last month: {before}."), {"n": key.cell, "before": key.previous})
        )
    out.append(
        Line(
            N_("Numbers below {threshold} are hidden, so that nobody can be recognised."),
            {"threshold": report.threshold},
        )
    )
    return tuple(out)
