"""What happened, the newest first, in years; what is planned stands above it with its button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.services.people import PersonFile, TimelineItem
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import clock_time, day_and_month, relative_day
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.screens.people.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout

_ICONS = {
    "visit": "visit",
    "signal": "signals",
    "measurement": "chart",
    "appraisal": "talk",
    "referral": "referrals",
    "referral_note": "note",
    "letter": "letters",
}
FIRST = 40
"""Items shown before «show all»."""


class Timeline(QWidget):
    """The first tab of a person."""

    def __init__(self, context: Context, tools: Tools, open_visit: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools, self._open_visit = context, tools, open_visit
        self._box = w.column(gap=12)
        self.setLayout(self._box)
        self._shown: tuple[TimelineItem, ...] | None = None
        self._all = ""

    def show_file(self, file: PersonFile) -> None:
        """Show what happened with this person; nothing is drawn anew when nothing changed."""
        if file.timeline == self._shown:
            return
        self._shown = file.timeline
        self._file = file
        self._draw()

    def _draw(self) -> None:
        empty_layout(self._box)
        file = self._file
        ahead = [one for one in file.timeline if one.kind == "visit" and one.state == "gepland"]
        for item in sorted(ahead, key=lambda one: one.on):
            self._box.addWidget(self._planned(item))
        past = [one for one in file.timeline if one not in ahead]
        if not past and not ahead:
            self._box.addWidget(
                w.Empty(
                    "timeline.empty",
                    _("Nothing happened yet"),
                    _("Visits, signals, referrals and letters come here by themselves."),
                    icon="history",
                )
            )
            return
        limit = len(past) if self._all == file.person.id else FIRST
        years: dict[int, list[TimelineItem]] = {}
        for item in past[:limit]:
            years.setdefault(item.on.year, []).append(item)
        for year, items in years.items():
            rows = [self._row(item) for item in items]
            by_row = {row.id: item for row, item in zip(rows, items, strict=True)}
            self._box.addWidget(w.Card(str(year), w.lines(rows, partial(self._end_of, by_row))))
        if len(past) > limit:
            words = ngettext("Show {count} more", "Show {count} more", len(past) - limit)
            more = w.button(
                "timeline.more", words.format(count=len(past) - limit), self._show_all, kind="quiet"
            )
            self._box.addWidget(more)

    def _show_all(self) -> None:
        self._all = self._file.person.id
        self._draw()

    def _planned(self, item: TimelineItem) -> QWidget:
        today = self._context.today()
        when = relative_day(item.on.date(), today)
        late = item.on.date() < today
        title = _("Planned: {what}").format(
            what=self._tools.terms.label("contact_form", item.detail, language())
        )
        begin = w.button(
            f"timeline.begin.{item.id}",
            _("Begin"),
            partial(self._open_visit, item.id),
            icon="visit",
            spoken=_("Begin the visit planned for {when}").format(when=when),
        )
        time = clock_time(item.on) if (item.on.hour or item.on.minute) else ""
        about = " · ".join(part for part in (when, time) if part)
        row = Row(item.id, title, about, badge=_("late") if late else "", tone="warn", icon="calendar")
        return w.RowCard(row, end=begin, soft=not late)

    def _row(self, item: TimelineItem) -> Row:
        title, about, badge, tone = self._words(item)
        day = day_and_month(item.on.date())
        time = clock_time(item.on) if (item.on.hour or item.on.minute) else ""
        subtitle = " · ".join(part for part in (day, time, about) if part)
        return Row(f"{item.kind}.{item.id}", title, subtitle, badge, tone, icon=_ICONS.get(item.kind, "info"))

    def _words(self, item: TimelineItem) -> tuple[str, str, str, str]:
        """Title, what it was about, badge and its tone."""
        terms, lang = self._tools.terms, language()
        label = terms.label
        if item.kind == "visit":
            if item.state == "uitgevoerd":
                return _("Visit"), label("visit_outcome", item.detail, lang), "", ""
            return _("Visit"), "", label("visit_status", item.state, lang), "warn"
        if item.kind == "signal":
            open_now = item.state != "afgerond"
            state = label("signal_status", item.state, lang)
            return _("Signal"), label("urgency", item.detail, lang), state, "danger" if open_now else ""
        if item.kind == "measurement":
            known = self._tools.library.get(item.detail) if item.detail else None
            outcome = label("category", item.state, lang) if item.state else ""
            if not outcome and known is not None and known.categories:
                outcome = _("not complete")
            return known.short if known is not None else _("Measurement"), outcome, "", ""
        if item.kind == "appraisal":
            draft = _("Not confirmed") if item.state == "concept" else ""
            return _("Appraisal"), label("situation", item.detail, lang), draft, "warn"
        if item.kind == "referral":
            kind = self._tools.interventions.get(item.detail, {}).get(lang, item.detail)
            return (
                _("Referral: {kind}").format(kind=kind),
                "",
                label("referral_status", item.state, lang),
                "info",
            )
        if item.kind == "referral_note":
            return _("Note on a referral"), "", "", ""
        if item.kind == "letter":
            return label("letter_kind", item.detail, lang), "", label("letter_status", item.state, lang), ""
        return label("kind", item.kind, lang), "", "", ""

    def _end_of(self, by_row: Mapping[str, TimelineItem], row: Row) -> QWidget | None:
        return self._end(by_row[row.id], row)

    def _end(self, item: TimelineItem, row: Row) -> QWidget | None:
        """What can be done with one line."""
        spoken = _("Look at {name}").format(name=f"{row.title}, {row.subtitle}")
        name = f"timeline.see.{item.kind}.{item.id}"
        targets = {"signal": "signals", "referral": "referrals", "letter": "letters"}
        if item.kind in targets:
            go = partial(self._context.go, targets[item.kind], item.id)
            return w.button(name, _("Look"), go, kind="quiet", spoken=spoken)
        if item.kind == "referral_note" and item.detail:
            go = partial(self._context.go, "referrals", item.detail)
            return w.button(name, _("Look"), go, kind="quiet", spoken=spoken)
        if item.kind == "visit" and item.state in ("uitgevoerd", "dubbel"):
            see = partial(self._see_visit, item.id)
            return w.button(name, _("Look"), see, kind="quiet", spoken=spoken)
        return None

    def _see_visit(self, visit: str) -> None:
        self._context.window.open_over(self._tools.result(visit))
