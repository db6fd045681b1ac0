"""Where a referral stands, in the words of the list and the line of steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from veldwerk.domain import names
from veldwerk.domain.referrals import Letter, ReferralTask
from veldwerk.services.referrals import ReferralFile, overdue
from veldwerk.texts import _
from veldwerk.texts.dates import day_and_month, relative_day
from veldwerk.ui.models import Row
from veldwerk.ui.screens.referrals.tools import Tools

OVER = frozenset({"rejected", "failed", "cancelled", "completed"})


class Stage(IntEnum):
    """In the order of the list: what asks most comes first."""

    LATE = 0
    LOOK_ON = 1
    DRAFT = 2
    WAITING = 3
    RUNNING = 4
    TO_CLOSE = 5
    CLOSED = 6


def stage(file: ReferralFile, today: date) -> Stage:
    """Where it stands by its newest try."""
    task = file.task
    if file.referral.status in ("completed", "revoked"):
        return Stage.CLOSED
    if task is None or task.status == "draft":
        return Stage.DRAFT
    if overdue(task, today):
        return Stage.LATE
    if task.status == "requested":
        return Stage.WAITING
    if task.status == "completed":
        return Stage.TO_CLOSE
    return Stage.LOOK_ON if task.status in OVER else Stage.RUNNING


def heading(found: Stage) -> str:
    """The words over a group of the list."""
    return {
        Stage.LATE: _("No reply yet, and it is time"),
        Stage.LOOK_ON: _("Look for another place"),
        Stage.DRAFT: _("Not sent yet"),
        Stage.WAITING: _("Waiting for a reply"),
        Stage.RUNNING: _("Under way"),
        Stage.TO_CLOSE: _("Done, to be closed"),
        Stage.CLOSED: _("Closed"),
    }[found]


_SIGNS = {
    Stage.LATE: ("clock", "danger"),
    Stage.LOOK_ON: ("search", "warn"),
    Stage.DRAFT: ("edit", "info"),
    Stage.WAITING: ("mail", "info"),
    Stage.RUNNING: ("doing", "ok"),
    Stage.TO_CLOSE: ("flag", "warn"),
    Stage.CLOSED: ("done", "muted"),
}


def badge(file: ReferralFile, tools: Tools, today: date) -> tuple[str, str]:
    """The one word about it, and its tone."""
    found = stage(file, today)
    tone = _SIGNS[found][1]
    if found is Stage.LATE:
        return _("Late"), "danger"
    if found is Stage.CLOSED:
        return tools.term("referral_status", file.referral.status), ""
    if file.task is None:
        return tools.term("referral_status", "draft"), "info"
    return tools.term("task_status", file.task.status), tone


def when(file: ReferralFile, today: date) -> str:
    """The day that matters now."""
    task, found = file.task, stage(file, today)
    if task is not None and found in (Stage.LATE, Stage.WAITING) and task.due_on is not None:
        if found is Stage.LATE:
            return _("reply due {day}, late").format(day=day_and_month(task.due_on))
        return _("reply due {day}").format(day=relative_day(task.due_on, today))
    if found is Stage.CLOSED and file.referral.ended_on is not None:
        return day_and_month(file.referral.ended_on)
    day = task.sent_on if task is not None and task.sent_on is not None else file.referral.created_on
    return relative_day(day, today) if day is not None else ""


def rows(files: Sequence[ReferralFile], tools: Tools, today: date) -> list[Row]:
    """The list, in groups, the late ones first."""
    out: list[Row] = []
    order = sorted(files, key=lambda file: (stage(file, today), _urgency(file, today)))
    before: Stage | None = None
    for file in order:
        found = stage(file, today)
        if found is not before:
            size = sum(1 for one in files if stage(one, today) is found)
            out.append(Row(f"stage.{found.value}", heading(found), meta=str(size), heading=True))
            before = found
        words, tone = badge(file, tools, today)
        icon, ink = _SIGNS[found]
        recipient = file.task.recipient if file.task is not None else tools.kind(file.referral.kind)
        about = " · ".join(part for part in (when(file, today), recipient) if part)
        out.append(
            Row(
                file.referral.id,
                names.index_name(file.person),
                about,
                badge=words,
                tone=tone if tone != "muted" else "",
                icon=icon,
                icon_tone=ink,
            )
        )
    return out


def _urgency(file: ReferralFile, today: date) -> tuple[int, str]:
    due = file.task.due_on if file.task is not None else None
    made = file.referral.created_on
    if due is not None and stage(file, today) in (Stage.LATE, Stage.WAITING):
        return due.toordinal(), file.referral.id
    return -(made.toordinal() if made is not None else 0), file.referral.id


# --- the line of steps


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six. `state`: done, now or later."""

    id: str
    words: str
    state: str


def steps(task: ReferralTask | None, letters: Sequence[Letter], closed: bool) -> tuple[Step, ...]:
    """Question, recipient with consent, letter, sent, reply, result."""
    letter = bool(letters)
    sent = task is not None and task.status != "draft"
    replied = task is not None and task.status not in ("draft", "requested")
    done = (True, task is not None, letter or sent, sent, replied, closed)
    words = (
        ("question", _("Question")),
        ("recipient", _("Recipient and consent")),
        ("letter", _("Letter")),
        ("sent", _("Sent")),
        ("reply", _("Reply")),
        ("result", _("Result")),
    )
    now = next((at for at, one in enumerate(done) if not one), len(done))
    return tuple(
        Step(name, shown, "done" if done[at] else "now" if at == now else "later")
        for at, (name, shown) in enumerate(words)
    )
