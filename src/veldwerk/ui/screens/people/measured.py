"""Measurements over time: a chart with its table, what may be said about the change, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain import instruments
from veldwerk.domain.charts import Drawing, score_history
from veldwerk.domain.charts import Measured as Point
from veldwerk.domain.instruments import Instrument
from veldwerk.domain.instruments import Measurement as Taken
from veldwerk.domain.visits import Measurement
from veldwerk.texts import _, language
from veldwerk.texts.dates import long_date, short_date
from veldwerk.texts.errors import sentence
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.screens.people.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout


class Measured(QWidget):
    """A card for each instrument that was asked."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self._box = w.column(gap=12)
        self.setLayout(self._box)

    def show_person(self, person: str) -> None:
        """Read and show."""
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.visits.measurements(tools.actor, person),
            self._fill,
            owner=self,
            key="person.measured",
        )

    def _fill(self, found: Sequence[Measurement]) -> None:
        empty_layout(self._box)
        by_instrument: dict[str, list[Measurement]] = {}
        for one in found:
            by_instrument.setdefault(one.instrument, []).append(one)
        if not by_instrument:
            self._box.addWidget(
                w.Empty(
                    "measured.empty",
                    _("Nothing measured yet"),
                    _("The questions of a visit give the measurements."),
                    icon="chart",
                )
            )
            return
        for name in sorted(by_instrument, key=lambda each: (not each.startswith("djg"), each)):
            self._box.addWidget(self._card(self._tools.library.get(name), by_instrument[name]))
        self._box.addWidget(w.label(self._tools.library.notice.text(language()), "muted", wrap=True))

    def _card(self, instrument: Instrument, taken: list[Measurement]) -> QWidget:
        title = instrument.title.text(language())
        scored = [one for one in taken if one.total is not None and one.measured_on is not None]
        headings = (_("Day"), _("Score"), _("Outcome"), _("How"), _("Missing"))
        rows = [self._cells(instrument, one) for one in reversed(taken)]
        parts: list[QWidget] = []
        if len(scored) > 1 and instrument.total_shown:
            make = partial(self._drawing, instrument, scored)
            chart = w.ChartCard(f"measured.{instrument.id}", make, headings[:2])
            chart.table.show_table(headings, rows)
            parts.append(chart)
            change = self._change(instrument, scored[-2], scored[-1])
            chart.add(w.label(change, wrap=True), w.label(self._source(instrument), "muted", wrap=True))
            return w.clear_box(w.column(*parts, gap=8))
        table = w.Table(f"measured.{instrument.id}.table", title)
        table.show_table(headings, rows)
        return w.Card(title, table, w.label(self._source(instrument), "muted", wrap=True))

    def _source(self, instrument: Instrument) -> str:
        return instrument.source.text(language())

    def _cells(self, instrument: Instrument, one: Measurement) -> tuple[str, ...]:
        day = short_date(one.measured_on) if one.measured_on else ""
        total = str(one.total) if one.total is not None and instrument.total_shown else "–"
        known = instrument.categories.get(one.category)
        outcome = known.text(language()) if known else "–"
        mode = self._tools.library.modes.get(one.mode)
        return day, total, outcome, mode.text(language()) if mode else one.mode, str(one.missing)

    def _change(self, instrument: Instrument, before: Measurement, after: Measurement) -> str:
        first, second = (_taken(instrument, one) for one in (before, after))
        return sentence(instruments.compare(instrument, first, second).sentence)

    def _drawing(
        self, instrument: Instrument, scored: list[Measurement], width: float, height: float
    ) -> Drawing:
        """The chart at this size in points."""
        points = [
            Point(one.measured_on, one.total, short_date(one.measured_on), _same(scored, at))
            for at, one in enumerate(scored)
            if one.measured_on is not None and one.total is not None
        ]
        first, last = points[0], points[-1]
        title = instrument.title.text(language())
        alt = _("{title}: {first} on {from_day}, {last} on {to_day}").format(
            title=title,
            first=f"{first.score:g}",
            from_day=long_date(first.day),
            last=f"{last.score:g}",
            to_day=long_date(last.day),
        )
        band = _band(instrument)
        highest = sum(max(item.points.values(), default=0) for item in instrument.items)
        return score_history(title, alt, points, highest, band, width, height)


def _same(scored: list[Measurement], at: int) -> bool:
    """Whether a measurement may be joined to the one before it (REQ-INS-06)."""
    if at == 0:
        return True
    before, after = scored[at - 1], scored[at]
    return (before.version, before.mode) == (after.version, after.mode)


def _taken(instrument: Instrument, one: Measurement) -> Taken:
    return Taken(instruments.score(instrument, one.answers, one.norm or None), one.mode, one.answers)


def _band(instrument: Instrument) -> tuple[float, str] | None:
    """From which score the second category begins, and what it is called."""
    norm = instrument.norm()
    if norm is None or len(norm.total) < 2:
        return None
    start = sorted(norm.total, key=lambda band: band.low)[1]
    words = instrument.categories[start.category].text(language())
    return start.low, _("from {score}: {category}").format(score=start.low, category=words)
