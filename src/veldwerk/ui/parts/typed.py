"""Fields whose text outlives a lock, another page or Escape, until it is kept or thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from veldwerk.services.access import Actor
from veldwerk.services.halfway import Halfway
from veldwerk.texts import _
from veldwerk.ui.page import Context
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.parts.time_field import TimeField
from veldwerk.ui.widgets import ChoiceField, DateField, MemoField, SelectField, TextField

Kept = TextField | MemoField | SelectField | ChoiceField | TicksField


class Typed:
    """Brings back at once what was typed earlier under `key`, and keeps what is typed now.

    `restored` is called when something came back. `person` is whom it is about, when known.
    """

    def __init__(
        self,
        context: Context,
        actor: Actor,
        halfway: Halfway,
        key: str,
        fields: Mapping[str, Kept],
        owner: QObject,
        restored: Callable[[], object] | None = None,
        *,
        person: str = "",
    ) -> None:
        self._context, self._actor, self._halfway, self._key = context, actor, halfway, key
        self._fields, self._restored, self._person = dict(fields), restored, person
        self._blank = self._kept = self._now()
        self._over = False
        for field in self._fields.values():
            by_hand = isinstance(field, TextField | MemoField)
            (field.left if by_hand else field.changed).connect(self.keep)
        context.jobs.run(lambda: halfway.values(actor, key), self._bring_back, _nothing, owner=owner)

    def keep(self) -> None:
        """Keep what stands in the fields, when that is something new."""
        now = self._now()
        if self._over or now == self._kept:
            return
        self._kept = now
        actor, halfway, key, person = self._actor, self._halfway, self._key, self._person
        if now == self._blank:
            self._context.jobs.run(lambda: halfway.drop(actor, key), failed=_nothing)
        else:
            self._context.jobs.run(lambda: halfway.keep(actor, key, now, person=person), failed=_nothing)

    def drop(self) -> None:
        """It was kept as a record, or thrown away: from here on nothing is kept."""
        self._over = True
        actor, halfway, key = self._actor, self._halfway, self._key
        self._context.jobs.run(lambda: halfway.drop(actor, key), failed=_nothing)

    def _bring_back(self, values: Mapping[str, str]) -> None:
        """Fill in what was typed; a field in which something was typed meanwhile stays as it is."""
        if not values or self._over:
            return
        now = self._now()
        for name, text in values.items():
            if name in self._fields and now[name] == self._blank[name]:
                _write(self._fields[name], text)
        if self._now() == now:
            return
        self._kept = dict(values)
        for field in self._fields.values():
            if isinstance(field, DateField | TimeField):
                field.left.emit()  # says what is wrong with it, and writes it out
        if self._restored is not None:
            self._restored()
        self._context.notices.tell(_("What you typed earlier is here again."))

    def _now(self) -> dict[str, str]:
        return {name: _read(field) for name, field in self._fields.items()}


def _read(field: Kept) -> str:
    return " ".join(field.value()) if isinstance(field, TicksField) else field.value()


def _write(field: Kept, text: str) -> None:
    if isinstance(field, TicksField):
        field.set_value(text.split())
    else:
        field.set_value(text)


def _nothing(_error: object) -> None:
    """Who may not make the record hears so when keeping it, not at each field."""
