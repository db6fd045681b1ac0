"""«Why» and «why not»: rules in words, with their number, source, status and the answers that made them speak."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from veldwerk.domain.vocabulary import FIELDS, SITUATION, UNKNOWN
from veldwerk.rules.advise import Advice
from veldwerk.rules.table import OrderRule, Rule, RuleTable
from veldwerk.texts import N_, _, language
from veldwerk.ui import widgets as w

STATUS = {
    "sourced": N_("from a source"),
    "derived": N_("derived from a source"),
    "house": N_("house rule"),
    "general_knowledge": N_("general knowledge of the profession"),
}


def rule_lines(
    advice: Advice, table: RuleTable, rules: Iterable[Rule], order: Iterable[OrderRule] = ()
) -> QWidget:
    """Each rule with its reason and, smaller, where it comes from and what it looked at."""
    box = w.column(gap=10)
    lang = language()
    for rule in rules:
        sources = "; ".join(table.sources[code].text(lang) for code in rule.sources if code in table.sources)
        status = STATUS[rule.status]
        about = _("Rule {rule}, {status}. Source: {source}").format(
            rule=rule.id, status=_(status), source=sources or "–"
        )
        box.addLayout(_line(rule.reason.text(lang), about, _answers(advice, rule)))
    for ordering in order:
        about = _("Rule of order {rule}").format(rule=ordering.id)
        box.addLayout(_line(ordering.reason.text(lang), about, ""))
    return w.clear_box(box)


def _line(reason: str, about: str, answers: str) -> QVBoxLayout:
    box = w.column(w.label(reason, wrap=True), w.label(about, "muted", wrap=True), gap=2)
    if answers:
        box.addWidget(w.label(answers, "muted", wrap=True))
    return box


def _answers(advice: Advice, rule: Rule) -> str:
    """The answers that made the rule speak (REQ-REF-02)."""
    parts = [f"{field_label(name)}: {shown(name, value)}" for name, value in advice.inputs(rule).items()]
    return _("Because of: {answers}").format(answers=", ".join(parts)) if parts else ""


def field_label(name: str) -> str:
    """The words for an input of the rules."""
    if name == SITUATION.id:
        return _(SITUATION.label).lower()
    known = FIELDS.get(name)
    return _(known.label).lower() if known else name


def shown(name: str, value: object) -> str:
    """An answer in words."""
    codes = SITUATION.codes if name == SITUATION.id else FIELDS[name].codes if name in FIELDS else {}

    def words(code: object) -> str:
        label = codes.get(str(code))
        return _(label).lower() if label is not None else str(code)

    if value is None or value == UNKNOWN:
        return _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (set, frozenset, tuple, list)):
        return ", ".join(sorted(words(code) for code in value)) or _("none")
    return words(value)
