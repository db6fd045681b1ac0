"""Planning a visit: day, time, how and with which form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from veldwerk.domain.terms import Terms
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Actor
from veldwerk.services.visits import Visits
from veldwerk.texts import _, language
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.parts.time_field import TimeField
from veldwerk.ui.widgets import ChoiceField, DateField, SelectField

SHIPPED = "huisbezoek75"


class PlanPanel(Panel):
    """Puts one visit in the diary; `done(visit)` afterwards."""

    def __init__(
        self,
        context: Context,
        actor: Actor,
        visits: Visits,
        terms: Terms,
        person: str,
        forms: Sequence[tuple[str, str]],
        done: Callable[[Visit], object],
        leave: Callable[[], object],
        *,
        signal: str = "",
        on: date | None = None,
    ) -> None:
        super().__init__("plan", _("Plan a visit"), self._plan, _("Put in the diary"), leave)
        self._context, self._actor, self._visits = context, actor, visits
        self._person, self._signal, self._done = person, signal, done
        self._on = DateField("plan.on", _("Day"), today=context.today, day=on, required=True)
        self._time = TimeField("plan.time", _("Time"), hint=_("May stay empty"))
        self._how = ChoiceField(
            "plan.how",
            _("How"),
            terms.options("contact_form", language()),
            value="huisbezoek",
        )
        options = list(forms) or [(SHIPPED, terms.label("visit_form", SHIPPED, language()))]
        first = next((code for code, _title in options if code == SHIPPED), options[0][0])
        self._form = SelectField("plan.form", _("Form"), options, value=first)
        self.put("on", self._on)
        self.put("time", self._time)
        self.put("how", self._how)
        self.put("form", self._form)

    def _plan(self) -> None:
        day = self._on.day()
        if day is None:
            self._on.complain(self._on.complaint or _("Choose a day."))
        if not self.ready() or day is None:
            return
        self.do.setEnabled(False)
        time, form, how = self._time.time(), self._form.value(), self._how.value()
        self._context.jobs.run(
            lambda: self._visits.plan(
                self._actor, self._person, day, time=time, form=form, contact_form=how, signal=self._signal
            ),
            self._done,
            self.refuse,
            owner=self,
        )
