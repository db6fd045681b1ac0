"""The month summary: counted in the vault, protected here, given out as PDF, XLSX and CSV (DOMAIN 6.5, 7)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from veldwerk.domain import disclosure
from veldwerk.domain.charts import Bar, Drawing, month_bars
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.indicators import Indicator, computed
from veldwerk.domain.months import (
    NO_FIGURE,
    Cell,
    Definition,
    Figure,
    KeyFigure,
    Mark,
    MonthReport,
    Row,
    Table,
    Unit,
    data,
    lines,
)
from veldwerk.domain.organisation import PublishedMonth
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import Save
from veldwerk.services.kit import Kit, seen
from veldwerk.services.month_counts import Count, counted, shifted
from veldwerk.services.ports import Renderer

BREAKDOWNS: Mapping[str, str] = {
    "B10": "contact_form",
    "S01": "reporter",
    "S04": "urgency",
    "L02": "category",
    "L04": "situation_short",
    "D01": "intervention",
    "D07": "intervention",
}
"""Indicators that are a division of a total, and the words for their rows."""

TOTALS: Mapping[str, str] = {"B10": "B05", "S04": "S01", "L02": "L01"}
"""Breakdowns whose total is another figure: hidden in one place is hidden in all."""

BESIDE: Mapping[str, str] = {"S02": "S01", "L01": "L02", "B05": "B10"}
"""Figures that nearly equal another: hidden when the other is, or they would give it back."""

YEAR_TO_DATE, NEW_THIS_MONTH = "B03", "B03_new"

UNSUMMED = ("L02",)
"""Breakdowns without a total row: norm sets are never added together (REQ-INS-11)."""

SHARES = ("B03", "S06", "L03", "Q02", "Q03")
"""Figures that are a part of a whole: both are shown, so the rest must not be small either."""

RATES = ("Q04",)
"""Figures per thousand. They count what the program did, nobody's data: there is nothing to protect (R25)."""

KEYS = ("B05", "B03", "B04", "S01", "S06", "L01", "D01", "Q03")


@dataclass(frozen=True, slots=True)
class Exports:
    """The three files of a month, by name."""

    files: Mapping[str, bytes]


class Months:
    """One month of this vault's team."""

    def __init__(
        self,
        kit: Kit,
        indicators: Mapping[str, Indicator],
        terms: Terms,
        labels: Mapping[str, Mapping[str, str]],
        renderer: Renderer,
        *,
        organisation: str = "",
        practice: bool = False,
    ) -> None:
        """`labels` are the intervention labels: code to language to words."""
        self._kit = kit
        self._indicators = indicators
        self._terms = terms
        self._labels = labels
        self._render = renderer
        self._organisation = organisation
        self._practice = practice

    def report(
        self, actor: Actor, year: int, month: int, *, public: bool = False, language: str = "nl"
    ) -> MonthReport:
        """The protected report of a month that has begun; UserError for one in the future."""
        require(actor, Right.PUBLISH)
        today = self._kit.clock.today()
        if not 1 <= month <= 12 or date(year, month, 1) > today:
            raise UserError(N_("Choose a month that has begun."), code="bad-month")
        threshold = disclosure.PUBLIC_REPORT if public else disclosure.CLOSED_REPORT
        spans = {"now": (year, month), "previous": shifted(year, month, -1), "year_ago": (year - 1, month)}
        now = self._kit.clock.now()
        counts = self._kit.vault.read(
            lambda r: {name: counted(r, *span, now) for name, span in spans.items()}
        )
        made = _Maker(self, counts, threshold, language).report(year, month, actor, public, today)
        self._kit.log(seen(actor, "read", PublishedMonth.KIND, made.period))
        return made

    def words(self, group: str, code: str, language: str) -> str:
        """The label of a row."""
        if group == "intervention":
            return self._labels.get(code, {}).get(language, code)
        if group == "category" and "/" in code:
            instrument, _, category = code.partition("/")
            return f"{instrument.upper()}: {self._terms.label('category', category, language)}"
        if code == "dreigend_duur_onbekend":
            return self._terms.label("situation_extra", code, language)
        return self._terms.label(group, code, language)

    def export(self, actor: Actor, report: MonthReport) -> Exports:
        """The report as PDF, XLSX and CSV; each holds the same protected figures and nothing else."""
        require(actor, Right.PUBLISH)
        name = f"maand-{report.period}" + ("-openbaar" if report.public else "")
        self._kit.log(seen(actor, "export", PublishedMonth.KIND, report.period))
        return Exports(
            {
                f"{name}.pdf": self._render.month_pdf(report),
                f"{name}.xlsx": self._render.month_xlsx(report),
                f"{name}.csv": self._render.month_csv(report),
            }
        )

    def publish(self, actor: Actor, report: MonthReport) -> PublishedMonth:
        """Keep what was given to the coalition: earlier reports are part of the protection (6.5 rule 6)."""
        require(actor, Right.PUBLISH)
        figures = {
            "/".join((d.section, d.id, d.row, d.column)): d.cell.value
            if d.cell.mark is Mark.SHOWN
            else d.cell.mark.value
            for d in data(report)
        }
        made = PublishedMonth(
            id=self._kit.ids.new_id(),
            period=report.period,
            run_on=report.run_date,
            author=actor.worker,
            threshold=report.threshold,
            figures=figures,
        )
        self._kit.edits.save(actor, N_("Month published"), [Save(None, made)])
        return made

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """All definitions."""
        return self._indicators

    @property
    def organisation(self) -> str:
        """Whose report it is."""
        return self._organisation

    @property
    def practice(self) -> bool:
        """Made from generated people."""
        return self._practice


class _Maker:
    """One report in the making: protects each figure once and uses the outcome everywhere it is shown."""

    def __init__(
        self, months: Months, counts: Mapping[str, Mapping[str, Count]], threshold: int, language: str
    ) -> None:
        self._months = months
        self._counts = counts
        self._threshold = threshold
        self._language = language
        self._tables = {when: self._protected_totals(c) for when, c in counts.items()}

    def _protected_totals(self, counts: Mapping[str, Count]) -> dict[str, disclosure.ProtectedRow]:
        """Breakdowns by indicator; a total that one breakdown hides is hidden for all that share it."""
        out: dict[str, disclosure.ProtectedRow] = {}
        for one in BREAKDOWNS:
            count = counts.get(one)
            if count is not None and count.rows:
                sensitive = self._months.indicators[one].sensitive
                out[one] = disclosure.protect_row(
                    [n for n, _ in count.rows.values()], self._threshold, sensitive=sensitive
                )
        for one, protected in list(out.items()):
            shared = [other for other in out if TOTALS.get(other, other) == TOTALS.get(one, one)]
            if protected.total is not None and any(out[other].total is None for other in shared):
                # A division that is whole gives back the total that another one hides.
                out[one] = disclosure.ProtectedRow(tuple(None for _ in protected.cells), None)
        return out

    def report(self, year: int, month: int, actor: Actor, public: bool, today: date) -> MonthReport:
        figures = tuple(self._figure(one) for one in computed(self._months.indicators))
        tables = tuple(t for one in computed(self._months.indicators) for t in self._breakdown(one))
        key = tuple(self._key(self._months.indicators[one]) for one in KEYS if one in self._months.indicators)
        last = date(year, month, calendar.monthrange(year, month)[1])
        hidden = sum(
            1
            for t in tables
            for row in t.rows
            for cell in row.cells
            if cell.mark in (Mark.SMALL, Mark.HIDDEN)
        ) + sum(1 for f in figures if f.cell.mark in (Mark.SMALL, Mark.HIDDEN))
        made = MonthReport(
            year=year,
            month=month,
            reference_date=last,
            run_date=today,
            organisation=self._months.organisation or actor.organisation,
            area="",
            threshold=self._threshold,
            public=public,
            key=key,
            figures=figures,
            tables=tables,
            charts=self._charts(),
            definitions=tuple(self._definition(one) for one in computed(self._months.indicators)),
            hidden_count=hidden,
            practice=self._months.practice,
        )
        return replace(made, lines=lines(made))

    def _count(self, one: str, when: str = "now") -> Count:
        return self._counts[when].get(one, Count(0, None, {}))

    def _value(self, one: str, when: str = "now") -> Cell:
        """The value of an indicator as it may be shown."""
        count = self._count(one, when)
        if 0 < count.n < self._threshold:
            return Cell(None, Mark.SMALL)
        return Cell(None, Mark.HIDDEN) if self._gives_back(one, when) else Cell(count.n)

    def _gives_back(self, one: str, when: str) -> bool:
        """Whether this figure would give back what a breakdown with the same total hides."""
        related = {one, BESIDE.get(one, one)}
        related |= {breakdown for breakdown, total in TOTALS.items() if total in related}
        tables = (self._tables[when].get(breakdown) for breakdown in related)
        return any(protected is not None and protected.total is None for protected in tables)

    def _share(self, one: str, when: str = "now") -> tuple[Cell, Cell, Cell]:
        """(percentage, part, whole): the rest is protected with the part."""
        count = self._count(one, when)
        if not count.of:
            return NO_FIGURE, Cell(count.n), Cell(0)
        part, whole = min(count.n, count.of), count.of
        mark = Mark.SHOWN
        if one == YEAR_TO_DATE and 0 < self._count(NEW_THIS_MONTH, when).n < self._threshold:
            # Two reports side by side would give the small number of this month (6.5 rule 6).
            rounded = disclosure.year_to_date(part, month_suppressed=True, threshold=self._threshold)
            if rounded is None:
                return Cell(None, Mark.HIDDEN, Unit.PERCENT), Cell(None, Mark.SMALL), Cell(whole)
            part, mark = min(rounded, whole), Mark.ROUNDED
        row = disclosure.protect_row([part, whole - part], self._threshold)
        share = disclosure.percentage(part, whole, self._threshold)
        if share is None or row.cells[0] is None:
            return Cell(None, Mark.HIDDEN, Unit.PERCENT), Cell(None, Mark.HIDDEN), _shown(row.total)
        return Cell(share, mark, Unit.PERCENT), Cell(row.cells[0], mark), _shown(row.total)

    def _figure(self, one: Indicator) -> Figure:
        label = one.label.text(self._language)
        if one.id in SHARES and not self._count(one.id).rows:
            share, part, whole = self._share(one.id)
            return Figure(one.id, label, share, part, whole, one.version)
        if one.id in RATES:
            count = self._count(one.id)
            rate = Cell(round(1000 * count.n / count.of, 1)) if count.of else NO_FIGURE
            return Figure(one.id, label, rate, Cell(count.n), Cell(count.of or 0), one.version)
        return Figure(one.id, label, self._value(one.id), version=one.version)

    def _key(self, one: Indicator) -> KeyFigure:
        def cell(when: str) -> Cell:
            if one.id in SHARES:
                return self._share(one.id, when)[0]
            return self._value(one.id, when)

        return KeyFigure(
            one.id, one.label.text(self._language), cell("now"), cell("previous"), cell("year_ago")
        )

    def _breakdown(self, one: Indicator) -> tuple[Table, ...]:
        count = self._count(one.id)
        if one.id == "L03" and count.rows:
            return (self._overlapping(one, count),)
        protected = self._tables["now"].get(one.id)
        if protected is None:
            return ()
        rows = tuple(
            Row(
                code,
                self._months.words(BREAKDOWNS[one.id], code, self._language),
                (_shown(shown),),
            )
            for code, shown in zip(count.rows, protected.cells, strict=True)
        )
        shown = self._value(TOTALS.get(one.id, one.id))
        label = one.label.text(self._language)
        words = "Totaal" if self._language == "nl" else "Total"
        sum_row = None if one.id in UNSUMMED else Row("total", words, (shown,))
        return (
            Table(
                one.id,
                label,
                (_NUMBER[self._language],),
                rows,
                sum_row,
                row_heading=label,
            ),
        )

    def _overlapping(self, one: Indicator, count: Count) -> Table:
        """Kinds of loneliness overlap: each is a part of all assessed, never of each other (L03)."""
        rows = []
        for code, (n, of) in count.rows.items():
            whole = of or 0
            shown = disclosure.protect_row([n, max(whole - n, 0)], self._threshold)
            share = disclosure.percentage(n, whole, self._threshold) if whole else None
            percent = (
                Cell(share, unit=Unit.PERCENT) if share is not None else Cell(None, Mark.HIDDEN, Unit.PERCENT)
            )
            rows.append(
                Row(
                    code,
                    self._terms(code),
                    (_shown(shown.cells[0]), percent),
                )
            )
        columns = (_NUMBER[self._language], "%")
        label = one.label.text(self._language)
        note = one.denominator.text(self._language) if one.denominator else ""
        return Table(one.id, label, columns, tuple(rows), row_heading=label, note=note)

    def _terms(self, code: str) -> str:
        return self._months.words("loneliness", code, self._language)

    def _definition(self, one: Indicator) -> Definition:
        text = one.formula.text(self._language)
        if one.denominator is not None:
            text = f"{text} / {one.denominator.text(self._language)}"
        return Definition(one.id, one.label.text(self._language), text, one.version)

    def _charts(self) -> tuple[Drawing, ...]:
        """Visits done: the same month last year, last month and this month."""
        label = self._months.indicators["B05"].label.text(self._language)
        bars = []
        for when in ("year_ago", "previous", "now"):
            cell = self._value("B05", when)
            shown = {Mark.SMALL: f"<{self._threshold}", Mark.HIDDEN: "–"}.get(cell.mark, str(cell.value))
            bars.append(Bar(_WHEN[self._language][when], cell.value, shown))
        return (month_bars(label, label, bars),)


_WHEN = {
    "nl": {"year_ago": "vorig jaar", "previous": "vorige maand", "now": "deze maand"},
    "en": {"year_ago": "last year", "previous": "last month", "now": "this month"},
}
_NUMBER = {"nl": "Aantal", "en": "Number"}


def _shown(value: int | None) -> Cell:
    """A figure of a table. One mark for all that is hidden: «small» beside «hidden» would give a range away."""
    return Cell(value) if value is not None else Cell(None, Mark.HIDDEN)
