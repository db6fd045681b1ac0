"""One kind of support as a card: choose it, read why, or why not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from veldwerk.rules.advise import Advice, Excluded, Suggestion
from veldwerk.rules.table import RuleTable
from veldwerk.texts import _, language
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.screens.appraisal.reasons import rule_lines


class KindCard(w.Card):
    """A suggested or excluded kind; `changed()` when it is chosen or not."""

    def __init__(
        self,
        advice: Advice,
        table: RuleTable,
        found: Suggestion | Excluded,
        changed: Callable[[], object],
        chosen: bool,
    ) -> None:
        super().__init__()
        self.kind = found.kind
        self._made: QWidget | None = None
        self._advice, self._table, self._found = advice, table, found
        name = found.intervention.label.text(language())
        suggested = isinstance(found, Suggestion)
        fixed = not suggested and any(rule.override == "nooit" for rule in found.rules)
        self.check = w.Check(f"{found.place}. {name}" if isinstance(found, Suggestion) else name)
        self.check.setObjectName(f"advice.choose.{found.kind}")
        self.check.setFont(theme.current().font(17, bold=True))
        self.check.setChecked(chosen and not fixed)
        self.check.setEnabled(not fixed)
        self.check.toggled.connect(lambda _on: changed())
        words = _("Why") if suggested else _("Why not")
        spoken = _("Why: {kind}") if suggested else _("Why not: {kind}")
        self._why = w.button(
            f"advice.why.{found.kind}",
            words,
            self._turn,
            kind="quiet",
            icon="help",
            spoken=spoken.format(kind=name),
        )
        head = w.row(self.check, *self._marks(fixed), self._why)
        head.setStretch(0, 1)
        self.add(head)
        reason = found.rules[0].reason.text(language()) if found.rules else self._order_reason()
        self._short = w.label(reason, wrap=True)
        self.add(self._short)

    def _order_reason(self) -> str:
        found = self._found
        if isinstance(found, Suggestion) and found.order_rules:
            return found.order_rules[0].reason.text(language())
        return ""

    def _marks(self, fixed: bool) -> list[QWidget]:
        found = self._found
        if isinstance(found, Suggestion):
            return [w.badge(found.own_wish.text(language()), "info")] if found.own_wish else []
        return [w.badge(_("not possible"), "danger") if fixed else w.badge(_("only with a reason"), "warn")]

    def _turn(self) -> None:
        """Open or close the reasons; they are made when first asked for."""
        if self._made is None:
            order = self._found.order_rules if isinstance(self._found, Suggestion) else ()
            self._made = rule_lines(self._advice, self._table, self._found.rules, order)
            self.add(self._made)
            self._short.hide()
            return
        open_now = self._made.isHidden()
        self._made.setVisible(open_now)
        self._short.setVisible(not open_now)
