"""Adding a service to the map."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from veldwerk.domain.social_map import Service
from veldwerk.domain.terms import Terms
from veldwerk.rules.table import RuleTable
from veldwerk.services.access import Actor
from veldwerk.services.social_map import SocialMap
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.screens.social_map.editing import ServiceFields


class AddPanel(Panel):
    """`done(service)` once it is kept; who adds it has checked it today."""

    def __init__(
        self,
        context: Context,
        actor: Actor,
        social_map: SocialMap,
        table: RuleTable,
        terms: Terms,
        kind: str,
        done: Callable[[Service], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__("map.new", _("Add a service"), self._save, _("Add to the map"), leave)
        self._context, self._actor, self._map, self._done = context, actor, social_map, done
        f = self._known = ServiceFields("map.new", table, terms, context.today)
        f.show(Service(id="", kind=kind))
        t = f.texts
        t["name"].set_required(True)
        f.kind.set_required(True)
        for name, field in f.all.items():
            self._fields[name] = field
            field.left.connect(partial(f.check, name))
        rows = (
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
            f.areas,
            f.way_in,
            f.care,
        )
        for part in rows:
            if isinstance(part, w.Field):
                self.fields.addWidget(part)
            else:
                self.fields.addLayout(part)
        # Not shown here: what is seldom known when a service is new.
        for unseen in (f.youngest, f.oldest, f.access, f.ends):
            unseen.setParent(self)
            unseen.hide()

    def _save(self) -> None:
        for name in self._known.all:
            self._known.check(name)
        if not self.ready():
            return
        self.do.setEnabled(False)
        made = self._known.read(Service(id=""))
        self._context.jobs.run(lambda: self._map.add(self._actor, made), self._done, self.refuse, owner=self)
