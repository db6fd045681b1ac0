"""One service: contact first, then what they offer; correcting happens in the same place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.domain.social_map import Service
from veldwerk.domain.terms import Terms
from veldwerk.rules.table import RuleTable
from veldwerk.services.access import Actor
from veldwerk.services.edits import Edit
from veldwerk.services.social_map import SocialMap, freshness
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import icons, theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.facts import facts
from veldwerk.ui.parts.saving import Saving
from veldwerk.ui.screens.social_map import words
from veldwerk.ui.screens.social_map.editing import ServiceFields
from veldwerk.ui.widgets.basics import empty_layout
from veldwerk.ui.widgets.turns import Turns


class Detail(QWidget):
    """Shows one service; `service` is None before any."""

    def __init__(
        self,
        context: Context,
        actor: Actor,
        social_map: SocialMap,
        table: RuleTable,
        terms: Terms,
        names: Callable[[], Mapping[str, str]],
        saving: Saving,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._actor, self._map = context, actor, social_map
        self._table, self._terms, self._names, self._saving = table, terms, names, saving
        self.service: Service | None = None
        self._who: Mapping[str, str] = {}
        self._name = w.label("", "title", wrap=True)
        self._about = w.label("", "muted", wrap=True)
        self._views = w.Segmented(
            "map.view", _("What to see"), [("all", _("Everything")), ("contact", _("Contact details only"))]
        )
        self._views.changed.connect(lambda _view: self._fill())
        self._edit = w.button("map.edit", _("Correct"), self._turn, icon="edit")
        self._edit.setCheckable(True)
        self._body: QVBoxLayout = w.column(gap=12)
        self._turns = Turns()
        self._turns.add(w.clear_box(self._body))
        self._turns.add(self._editing())
        tools = w.row(self._views, None, self._edit)
        inner = w.column(
            w.clear_box(w.column(self._name, self._about, gap=2)),
            self._fresh_line(),
            w.clear_box(tools),
            self._turns,
            None,
            gap=12,
        )
        inner.setContentsMargins(0, 0, theme.px(10), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "map.scroll"), gap=0))

    def _fresh_line(self) -> QWidget:
        self._sign = w.icon_label("done", "ok", 20)
        self._fresh = w.label("", wrap=True)
        self._confirm = w.button("map.confirm", _("Checked today"), self._confirm_now, icon="check")
        line = w.row(self._sign, self._fresh, self._confirm, gap=10)
        line.setStretch(1, 1)
        return w.Card("", line)

    # --- showing

    def show_service(self, service: Service) -> None:
        """Show it; another one than before is shown for reading."""
        if self.service is None or service.id != self.service.id:
            self._edit.setChecked(False)
            self._turns.turn_to(0)
        self.service = service
        self._context.jobs.run(self._names, self._named, owner=self, key="map.names")
        self._fill()

    def _named(self, who: Mapping[str, str]) -> None:
        self._who = who
        self._say_fresh()

    def _say_fresh(self) -> None:
        if self.service is None:
            return
        today = self._context.today()
        state = freshness(self.service, today)
        icon, tone = words.MARKS[state]
        icons.put(self._sign, icon, tone, 20)
        self._fresh.setText(words.checked(self.service, self._who.get(self.service.checked_by, ""), today))
        w.set_kind(self._confirm, "plain" if state == "fresh" else "primary")
        icons.put(self._confirm, "check", "text" if state == "fresh" else "on_primary", 18)

    def _fill(self) -> None:
        service = self.service
        if service is None:
            return
        self._name.setText(service.name)
        kind = words.kind_words(self._table, service.kind)
        self._about.setText(" · ".join(part for part in (kind, service.organization_name) if part))
        self._say_fresh()
        empty_layout(self._body)
        self._body.addWidget(w.Card(_("Contact"), facts(words.contact_facts(service), words.unknown())))
        if self._views.value() == "contact":
            return
        if service.description:
            self._body.addWidget(w.Card(_("What they do"), w.label(service.description, wrap=True)))
        offer = facts(words.offer_facts(service, self._terms), words.unknown())
        self._body.addWidget(w.Card(_("The offer"), offer))
        if service.source:
            source = _("Source: {source}").format(source=service.source)
            self._body.addWidget(w.label(source, "small", wrap=True))

    # --- correcting

    def _editing(self) -> QWidget:
        self._fields = ServiceFields("map.field", self._table, self._terms, self._context.today)
        f = self._fields
        for name, field in f.all.items():
            immediate = name in ("kind", "capacity", "referral_needed", "care_provider", "access")
            signal = field.changed if immediate else field.left
            signal.connect(partial(self._save, name))
        t = f.texts
        parts = (
            t["name"],
            t["organization_name"],
            f.kind,
            f.description,
            w.row(t["contact_name"], t["phone"], None, gap=12),
            t["email"],
            t["address"],
            w.row(t["postal_code"], t["city"], None, gap=12),
            f.capacity,
            w.row(f.waiting, f.costs, None, gap=24),
            w.row(f.youngest, f.oldest, None, gap=24),
            f.areas,
            f.way_in,
            f.access,
            f.care,
            f.ends,
        )
        card = w.Card(_("Correct this entry"), right=w.label(_("Saved by itself"), "small"))
        for part in parts:
            card.add(part)
        return card

    def edit(self) -> None:
        """Open the fields and put the focus in the first."""
        self._edit.setChecked(True)
        self._turn()

    def _turn(self) -> None:
        if self.service is None:
            return
        on = self._edit.isChecked()
        if on:
            self._fields.show(self.service)
        else:
            self.flush()
        self._views.setEnabled(not on)
        self._turns.turn_to(1 if on else 0)
        if on:
            self._fields.texts["name"].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._fill()

    def flush(self) -> None:
        """Save what was typed and not yet left."""
        if self._edit.isChecked():
            for name in self._fields.all:
                self._save(name)

    def _save(self, name: str) -> None:
        before = self.service
        if before is None or not self._edit.isChecked() or not self._fields.check(name):
            return
        after = self._fields.read(before)
        if after == before:
            return
        # At once, so that a second field left before the first is written does not take it back.
        self.service = after
        what = self._fields.all[name].question
        self._context.jobs.run(
            lambda: self._map.save(self._actor, before, after),
            partial(self._saved, what),
            partial(self._refused, before, name),
            owner=self,
        )

    def _saved(self, what: str, edit: Edit) -> None:
        self._saving.saved(edit, _("{field} changed").format(field=what))
        if self.service is not None:
            self._name.setText(self.service.name)

    def _refused(self, before: Service, name: str, error: UserError) -> None:
        self.service = before
        self._fields.all[name].complain(sentence(error))

    def _confirm_now(self) -> None:
        service = self.service
        if service is not None:
            self._context.jobs.run(
                lambda: self._map.confirm(self._actor, service), self._confirmed, owner=self
            )

    def _confirmed(self, edit: Edit) -> None:
        self._saving.saved(edit)

    def focus(self) -> None:
        """Put the keyboard on the first thing to do."""
        self._confirm.setFocus(Qt.FocusReason.OtherFocusReason)
