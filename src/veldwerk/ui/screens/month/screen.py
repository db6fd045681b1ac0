"""Picking a month, and giving it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from veldwerk.domain.changes import Change
from veldwerk.domain.errors import UserError
from veldwerk.domain.months import MonthReport
from veldwerk.services.access import DENIED, Actor, Right, may
from veldwerk.services.months import Months
from veldwerk.services.ports import Files
from veldwerk.texts import _, language
from veldwerk.texts.dates import month_year
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.commands import Command
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.parts.asking import ask_folder
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.saving import Saving
from veldwerk.ui.screens.month.report import parts
from veldwerk.ui.widgets.basics import empty_layout

MONTHS_BACK = 36
SETTLING_DAYS = 7
"""In the first days the month before is shown: the new one has hardly begun."""


class MonthScreen(Screen):
    """What do we report. Needs the service `months`, `files` (writing whole files) and `saving`.

    The record of a visit is a period («2026-11»).
    """

    id, icon = "month", "month"
    kinds = frozenset({"visit", "signal", "referral", "referral_task", "measurement", "appraisal", "service"})

    def __init__(self, context: Context, actor: Actor, months: Months, files: Files, saving: Saving) -> None:
        super().__init__(context)
        self._actor, self._months, self._files, self._saving = actor, months, files, saving
        self._report: MonthReport | None = None
        self._built = False
        group = _("Month summary")
        for command in (
            Command(
                "month.save_it",
                _("Save this month as PDF, XLSX and CSV…"),
                self._save,
                "Ctrl+E",
                "save",
                self._ready,
                group,
            ),
            Command(
                "month.publish_it", _("Publish this month"), self._publish, "", "upload", self._ready, group
            ),
        ):
            context.commands.add(command)

    def title(self) -> str:
        return _("Month")

    def subtitle(self) -> str:
        return self._months.organisation or self._actor.organisation

    def build(self) -> QWidget:
        self._pick = w.Combo()
        self._pick.setObjectName("month.pick")
        self._pick.setAccessibleName(_("Month"))
        for day in _months(self.context.today()):
            self._pick.addItem(month_year(day), f"{day:%Y-%m}")
        self._pick.setCurrentIndex(1 if self.context.today().day <= SETTLING_DAYS else 0)
        self._pick.currentIndexChanged.connect(lambda _at: self._load())
        self._earlier = w.button(
            "month.earlier", _("The month before"), self._back, kind="icon", icon="previous"
        )
        self._later = w.button("month.later", _("The month after"), self._forth, kind="icon", icon="next")
        self._who = w.Segmented(
            "month.who", _("For whom"), [("closed", _("For the coalition")), ("public", _("For everyone"))]
        )
        self._who.changed.connect(lambda _value: self._load())
        save = w.button(
            "month.save", _("Save…"), self._save, kind="primary", icon="save",
            spoken=_("Save PDF, XLSX and CSV…"),
        )  # fmt: skip
        save.setToolTip(_("Save PDF, XLSX and CSV…"))
        publish = w.button("month.publish", _("Publish"), self._publish, icon="upload")
        publish.setToolTip(_("Share the protected figures with the coalition"))
        self._tools = [save, publish]
        bar = w.row(self._earlier, self._pick, self._later, 8, self._who, None, publish, save)
        bar.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(8))
        self._box: QVBoxLayout = w.column(gap=12)
        inner = w.column(w.clear_box(self._box), None, margin=20)
        inner.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(20))
        box = w.column(w.clear_box(bar), w.scrolled(Body(inner), "month.scroll"), gap=0)
        box.setStretch(1, 1)
        self._page = w.clear_box(box)
        self._built = True
        if may(self._actor, Right.PUBLISH):
            self._load()
        else:
            self._refused(UserError(DENIED))
        return self._page

    # --- which month

    def enter(self, record: str) -> None:
        at = self._pick.findData(record) if record else -1
        if at >= 0:
            self._pick.setCurrentIndex(at)

    def refresh(self, changes: Sequence[Change]) -> None:
        self._load()

    def _back(self) -> None:
        self._pick.setCurrentIndex(min(self._pick.currentIndex() + 1, self._pick.count() - 1))

    def _forth(self) -> None:
        self._pick.setCurrentIndex(max(self._pick.currentIndex() - 1, 0))

    def _load(self) -> None:
        year, _dash, month = str(self._pick.currentData()).partition("-")
        public, now = self._who.value() == "public", language()
        self._earlier.setEnabled(self._pick.currentIndex() < self._pick.count() - 1)
        self._later.setEnabled(self._pick.currentIndex() > 0)
        self.context.jobs.run(
            lambda: self._months.report(self._actor, int(year), int(month), public=public, language=now),
            self._show,
            self._refused,
            owner=self._page,
            key="month",
            text=_("Counting…"),
        )

    def _show(self, report: MonthReport) -> None:
        self._report = report
        empty_layout(self._box)
        for part in parts(report):
            self._box.addWidget(part)
        for tool in self._tools:
            tool.setEnabled(True)
        self.context.window.retitle()
        self.context.window.noted(report.period)

    def _refused(self, error: UserError) -> None:
        self._report = None
        empty_layout(self._box)
        self._box.addWidget(w.Empty("month.refused", _("No summary to show"), sentence(error), icon="month"))
        for tool in self._tools:
            tool.setEnabled(False)

    # --- giving it out

    def _ready(self) -> bool:
        return self._built and self._report is not None and self._page.isVisible()

    def _save(self) -> None:
        if self._report is not None:
            ask_folder(self._page, _("Where should the three files go?"), self._write)

    def _write(self, folder: Path) -> None:
        report = self._report
        if report is None:
            return

        def work() -> list[str]:
            made = self._months.export(self._actor, report).files
            for name, content in made.items():
                self._files.write(folder / name, content)
            return sorted(made)

        self.context.jobs.run(work, self._written, owner=self._page, text=_("Making the three files…"))

    def _written(self, names: Sequence[str]) -> None:
        self.context.notices.tell(_("Saved: {names}").format(names=", ".join(names)), "ok")

    def _publish(self) -> None:
        report = self._report
        if report is not None:
            self.context.jobs.run(
                lambda: self._months.publish(self._actor, report), self._published, owner=self._page
            )

    def _published(self, _month: object) -> None:
        self._saving.saved()
        self.context.notices.tell(
            _("Published for the coalition. It goes along with the next exchange."), "ok"
        )


def _months(today: date) -> list[date]:
    """The first days of this month and the ones before, the newest first."""
    index = today.year * 12 + today.month - 1
    return [date((index - back) // 12, (index - back) % 12 + 1, 1) for back in range(MONTHS_BACK)]
