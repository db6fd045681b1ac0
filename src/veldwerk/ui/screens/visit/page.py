"""The form of a visit over everything else: drafts by themselves, the end in one press."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.services.visits import Finished
from veldwerk.texts import _, language
from veldwerk.texts.dates import clock_time
from veldwerk.ui import widgets as w
from veldwerk.ui.forms import FormView
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.parts.persons import in_short
from veldwerk.ui.screens.visit.before import Opened, beside, read
from veldwerk.ui.screens.visit.drafts import Keeper
from veldwerk.ui.screens.visit.result import ResultPage
from veldwerk.ui.screens.visit.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout


class VisitPage(Screen):
    """One visit being done. Opened over the page one came from."""

    id, icon = "visit", "visit"

    def __init__(self, context: Context, tools: Tools, visit: str) -> None:
        super().__init__(context)
        self._tools, self._visit = tools, visit
        self._opened: Opened | None = None
        self._keeper: Keeper | None = None
        self._form: FormView | None = None

    def title(self) -> str:
        if self._opened is None:
            return _("Visit")
        return self._tools.terms.label("contact_form", self._opened.work.visit.contact_form, language())

    def subtitle(self) -> str:
        if self._opened is None:
            return ""
        person = self._opened.person
        return in_short(person, self.context.today())

    def build(self) -> QWidget:
        self._box: QVBoxLayout = w.column(gap=0)
        self._box.addWidget(w.label(_("The form is being opened…"), "muted"))
        self._page = w.clear_box(self._box)
        tools, visit, code = self._tools, self._visit, language()
        self.context.jobs.run(
            lambda: read(tools, visit, code),
            self._show,
            self._cannot,
            owner=self._page,
            text=_("Opening the form…"),
        )
        return self._page

    def _show(self, opened: Opened | None) -> None:
        if opened is None:
            self.context.window.close_over()
            self.context.window.open_over(ResultPage(self.context, self._tools, self._visit))
            return
        self._opened = opened
        self._keeper = Keeper(self._tools.visits, self._tools.actor, opened.work)
        form = FormView(
            opened.work.session,
            self.context.today,
            title=self._tools.terms.label("visit_form", opened.work.visit.form, language()),
            spaces=self._tools.spaces,
            aside=beside(self.context, self._tools, opened),
        )
        form.draft_due.connect(self._keep)
        form.finished.connect(self._finish)
        form.paused.connect(self.context.window.close_over)
        empty_layout(self._box)
        self._box.addWidget(form)
        self._form = form
        self.context.window.retitle()
        if opened.work.recovered:
            form.set_saved(_("Going on with what was typed before"))
        QTimer.singleShot(0, form, partial(self._to_place, opened.work.place))

    def _to_place(self, place: str) -> None:
        if self._form is not None and not (place and self._form.restore(place)):
            self._form.begin()

    def _cannot(self, error: UserError) -> None:
        self.context.window.close_over()
        self.context.notices.fail(error)

    # --- drafts

    def _keep(self, instance: bytes) -> None:
        if self._keeper is None or self._form is None or self._opened is None:
            return
        keeper, place = self._keeper, self._form.current_ref()
        answered = sum(1 for value in self._opened.work.session.values().values() if value)
        number = keeper.number()
        self.context.jobs.run(
            lambda: keeper.save(number, instance, place, answered), self._kept, owner=self._page
        )

    def _kept(self, written: bool) -> None:
        if written and self._form is not None:
            moment = clock_time(self.context.now())
            self._form.set_saved(_("Draft saved at {time}").format(time=moment))

    def leave(self) -> bool:
        if self._form is not None:
            self._form.flush()
        return True

    # --- the end

    def _finish(self, _instance: bytes) -> None:
        if self._keeper is None or self._form is None:
            return
        # The engine is read in a thread now: nothing may be typed meanwhile.
        self._form.setEnabled(False)
        self.context.jobs.run(
            self._keeper.finish,
            self._finished,
            self._refused,
            owner=self._page,
            text=_("Finishing the visit…"),
        )

    def _refused(self, error: UserError) -> None:
        if self._form is None or self._opened is None:
            return
        self._form.setEnabled(True)
        self.context.notices.fail(error)
        name = str(error.values.get("field", ""))
        refs = [q.ref for q in self._opened.work.session.questions() if name and q.name == name]
        if refs:
            self._form.restore(refs[0])

    def _finished(self, done: Finished) -> None:
        self._tools.saving.saved()
        self.context.window.close_over()
        self.context.window.open_over(ResultPage(self.context, self._tools, done.visit.id))
