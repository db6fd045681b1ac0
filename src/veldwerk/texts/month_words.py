"""The words of a month report: how a protected figure, a period and a sentence are written."""

from __future__ import annotations

from datetime import date

from veldwerk.domain.errors import UserError
from veldwerk.domain.months import Cell, Line, Mark, MonthReport, Unit
from veldwerk.texts import _
from veldwerk.texts.dates import long_date, month_year
from veldwerk.texts.errors import sentence
from veldwerk.texts.numbers import decimal, integer


def number(cell: Cell) -> str:
    """The value of a cell that may be seen, without its unit; one decimal unless it is whole."""
    if cell.value is None:
        return ""
    whole = float(cell.value).is_integer()
    return integer(int(cell.value)) if whole else decimal(cell.value, 1)


def figure(cell: Cell, threshold: int) -> str:
    """A cell as printed: `1.234`, `29%`, `<5`, `afgeschermd`, `–`."""
    if cell.mark is Mark.SMALL:
        return f"<{threshold}"
    if cell.mark is Mark.HIDDEN:
        return _("hidden")
    if cell.mark is Mark.NONE:
        return "–"
    text = with_unit(number(cell), cell.unit)
    return _("about {figure}").format(figure=text) if cell.mark is Mark.ROUNDED else text


def with_unit(text: str, unit: Unit) -> str:
    """`text` with the unit of a figure behind it."""
    if unit is Unit.PERCENT:
        return f"{text}%"
    if unit is Unit.DAYS:
        return _("{figure} days").format(figure=text)
    if unit is Unit.WORKDAYS:
        return _("{figure} working days").format(figure=text)
    if unit is Unit.HOURS:
        return _("{figure} hours").format(figure=text)
    if unit is Unit.MONTHS:
        return _("{figure} months").format(figure=text)
    return text


def spoken(line: Line, threshold: int) -> str:
    """A plain sentence with its figures filled in."""
    values = {
        name: figure(value, threshold) if isinstance(value, Cell) else str(value)
        for name, value in line.values.items()
    }
    return sentence(UserError(line.message, **values))


def month(report: MonthReport) -> str:
    """`november 2026`."""
    return month_year(date(report.year, report.month, 1))


def title(report: MonthReport) -> str:
    """`Maandoverzicht november 2026`."""
    return _("Month summary {month}").format(month=month(report))


def scope(report: MonthReport) -> str:
    """Who and where, and by which day: the line under the title."""
    day = _("reference date {date}").format(date=long_date(report.reference_date))
    return " · ".join(part for part in (report.organisation, report.area, day) if part)


def protection(report: MonthReport) -> tuple[str, ...]:
    """What was done so that nobody can be recognised (DOMAIN 6.5); never which cells."""
    told = [
        _("A number below {threshold} is shown as “<{threshold}”. Zero is shown.").format(
            threshold=report.threshold
        ),
        _("Where such a number could be worked out from others, another number is hidden too."),
        _("Percentages are given only when the group is at least {n} people.").format(n=2 * report.threshold),
        _("Free text, names and addresses never leave with a summary."),
    ]
    if report.hidden_count:
        told.append(_("Figures hidden in this summary: {n}.").format(n=report.hidden_count))
    return tuple(told)


def period_rules(report: MonthReport) -> tuple[str, ...]:
    """How the month is counted (DOMAIN 7.1)."""
    return (
        _("The period is the calendar month. The reference date is its last day: {date}.").format(
            date=long_date(report.reference_date)
        ),
        _("Made on {date}. What is entered later counts in the next summary.").format(
            date=long_date(report.run_date)
        ),
        _("People are counted once, contacts each time."),
    )
