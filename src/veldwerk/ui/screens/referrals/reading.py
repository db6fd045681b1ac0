"""What stands in a referral, for reading: question, goal, why, notes, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtWidgets import QWidget

from veldwerk.domain.referrals import ReferralNote, ReferralTask
from veldwerk.rules.table import Rule
from veldwerk.services.referrals import ReferralFile
from veldwerk.texts import _, language
from veldwerk.texts.dates import long_date, long_moment, short_date
from veldwerk.ui import widgets as w
from veldwerk.ui.parts.facts import facts
from veldwerk.ui.screens.referrals.tools import Tools


def question_card(file: ReferralFile, tools: Tools) -> QWidget:
    """The question in the client's own words, the goal and what was seen."""
    referral = file.referral
    card = w.Card(_("The question"))
    card.add(w.label(f"«{referral.question}»", "name", wrap=True))
    goal = referral.goal_words or ""
    if referral.goal_kind:
        kind = tools.term("goal", referral.goal_kind)
        goal = f"{goal.rstrip('. ')} ({kind})" if goal else kind
    rows = [
        (_("Goal"), goal),
        (_("What we see"), referral.facts),
        (_("What has been done"), referral.already_done),
        (_("Contact while waiting"), referral.named_contact),
        (_("Result"), tools.term("referral_result", referral.result) if referral.result else ""),
        (_("Begun on"), long_date(referral.created_on) if referral.created_on else ""),
    ]
    card.add(facts([row for row in rows if row[1].strip()]))
    return card


def why_card(file: ReferralFile, tools: Tools) -> QWidget:
    """Why this kind of help was suggested: rule, reason, source (REQ-REF-02)."""
    referral = file.referral
    card = w.Card(_("Why {kind}?").format(kind=tools.kind(referral.kind)))
    rules = {rule.id: rule for rule in tools.table.rules}
    for rule_id in referral.rule_ids:
        if rule_id in rules:
            card.add(_rule(rules[rule_id], tools))
    if referral.override_reason:
        card.add(
            w.label(_("Chosen against the advice:"), "question"), w.label(referral.override_reason, wrap=True)
        )
    elif not referral.rule_ids:
        card.add(w.label(_("Chosen by the worker, not suggested by a rule."), "muted", wrap=True))
    return card


def _rule(rule: Rule, tools: Tools) -> QWidget:
    sources = "; ".join(
        tools.table.sources[code].text(language()) if code in tools.table.sources else code
        for code in rule.sources
    )
    under = " · ".join(part for part in (_("rule {id}").format(id=rule.id), sources) if part)
    words = w.column(
        w.label(rule.reason.text(language()), wrap=True), w.label(under, "small", wrap=True), gap=2
    )
    line = w.row(w.icon_label("check", "ok", 18), gap=10)
    line.addLayout(words, 1)
    return w.clear_box(line)


def note_lines(file: ReferralFile, who: Mapping[str, str]) -> QWidget:
    """The dated notes, the newest first."""
    box = w.column(gap=12)
    for at, note in enumerate(file.notes):
        if at:
            box.addWidget(w.line())
        box.addWidget(_note(note, who))
    if not file.notes:
        box.addWidget(
            w.label(
                _("No notes yet. Write down each call, with whom and what was promised."), "muted", wrap=True
            )
        )
    return w.clear_box(box)


def _note(note: ReferralNote, who: Mapping[str, str]) -> QWidget:
    moment = note.written_at
    head = long_moment(moment.astimezone() if moment.tzinfo else moment) if moment else ""
    about = [head, who.get(note.author, "")]
    if note.spoke_to:
        about.append(_("spoke to {name}").format(name=note.spoke_to))
    parts = w.column(
        w.label(" · ".join(part for part in about if part), "small", wrap=True),
        w.label(note.text, wrap=True),
        gap=3,
    )
    more = [(_("Promised"), note.promised), (_("Next step"), note.next_step)]
    shown = [row for row in more if row[1].strip()]
    if shown:
        parts.addWidget(facts(shown))
    return w.clear_box(parts)


def history_card(file: ReferralFile, tools: Tools, who: Mapping[str, str]) -> QWidget | None:
    """What happened with each recipient tried, the newest first; None while nothing has."""
    if not any(task.history for task in file.tasks):
        return None
    card = w.Card(_("What happened"))
    for task in reversed(file.tasks):
        card.add(w.label(task.recipient, "question", wrap=True))
        card.add(_events(task, tools, who))
    return card


def _state(status: str, said: str) -> str:
    """«Geaccepteerd · Intake gepland»; once only when one says the other, as «Op de wachtlijst» does."""
    if status.casefold() in said.casefold():
        return said
    return f"{status} · {said}" if said else status


def _events(task: ReferralTask, tools: Tools, who: Mapping[str, str]) -> QWidget:
    rows = []
    events = sorted(task.history, key=lambda one: (one.at, one.id), reverse=True)
    for event in events:
        words = tools.term("task_status", event.after)
        said = tools.term("business_status", event.business_status) if event.business_status else ""
        parts = [
            _state(words, said),
            _(event.reason) if event.reason else "",
            who.get(event.by, ""),
        ]
        day = short_date(datetime.fromisoformat(event.at).date()) if event.at else ""
        rows.append((day, " · ".join(part for part in parts if part)))
    return facts(rows)


def task_facts(task: ReferralTask, tools: Tools) -> list[tuple[str, str]]:
    """The try that is under way."""
    status = tools.term("task_status", task.status)
    said = tools.term("business_status", task.business_status) if task.business_status else ""
    rows = [
        (_("Recipient"), task.recipient),
        (_("State"), _state(status, said)),
        (_("Sent on"), long_date(task.sent_on) if task.sent_on else ""),
        (_("Reply due"), long_date(task.due_on) if task.due_on else ""),
        (_("Reply code"), f"{task.reply_code[:3]} {task.reply_code[3:]}" if task.reply_code else ""),
        (_("Replied on"), long_date(task.replied_on) if task.replied_on else ""),
        (_("What came back"), task.feedback),
    ]
    return [row for row in rows if row[1]]
