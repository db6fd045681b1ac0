"""The clocks of a signal in words."""

from __future__ import annotations

from datetime import date, datetime

from veldwerk.domain.names import friendly_name
from veldwerk.domain.signals import Signal
from veldwerk.domain.terms import Terms
from veldwerk.services.signals import SignalLine
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import clock_time, day_and_month, long_date, relative_day, weekday_date
from veldwerk.ui.models import Row

SOON_DAYS = 5
"""Art. 14: red from this many days before (REQ-SIG-03)."""
TONES = {"U0": "danger", "U1": "danger", "U2": "warn", "U3": "info", "U4": ""}


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _end_of_day(moment: datetime) -> bool:
    """Terms in working days run to the end of the day: then the time says nothing."""
    return (moment.hour, moment.minute) == (23, 59)


def due_words(signal: Signal, now: datetime) -> tuple[str, str]:
    """How the clock stands, and its tone: of the first attempt, or of the reporter's receipt."""
    if signal.status == "afgerond":
        return _("closed"), ""
    if signal.first_attempt_at is not None:
        if signal.feedback_due is not None and signal.feedback_at is None:
            if signal.feedback_due < now.date():
                words = _("tell the reporter: {date}, late").format(date=day_and_month(signal.feedback_due))
                return words, "danger"
            words = _("tell the reporter {when}").format(when=relative_day(signal.feedback_due, now.date()))
            return words, "warn"
        return _("taken up"), "ok"
    if signal.first_attempt_due is None:
        return "", ""
    due, at = _local(signal.first_attempt_due), _local(now)
    if due < at:
        days = (at.date() - due.date()).days
        if days == 0:
            return _("late since {time}").format(time=clock_time(due)), "danger"
        return ngettext("{n} day late", "{n} days late", days).format(n=days), "danger"
    if due.date() == at.date() and not _end_of_day(due):
        return _("today before {time}").format(time=clock_time(due)), "warn"
    return relative_day(due.date(), at.date()), "warn" if (due.date() - at.date()).days <= 1 else "info"


def due_sentence(signal: Signal, now: datetime) -> str:
    """The clock of the first attempt as a sentence."""
    if signal.first_attempt_at is not None:
        when = weekday_date(signal.first_attempt_at.date())
        if signal.contact_at is not None:
            return _("First attempt on {date}. There was contact.").format(date=when)
        return _("First attempt on {date}. Nobody was reached yet.").format(date=when)
    if signal.first_attempt_due is None:
        return ""
    due = _local(signal.first_attempt_due)
    when = weekday_date(due.date()) if _end_of_day(due) else f"{weekday_date(due.date())}, {clock_time(due)}"
    words = _("First attempt at the latest on {date}").format(date=when)
    state, tone = due_words(signal, now)
    # Further away the state is only the weekday, which the date has already said.
    return f"{words}." if tone == "info" else f"{words} ({state})."


def tell_words(due: date, today: date) -> str:
    """Until when the reporter must hear that it was taken up."""
    if due < today:
        words = _(
            "Tell the reporter that it was taken up; never what was talked about. "
            "This had to be done on {date}: late."
        )
        return words.format(date=long_date(due))
    words = _("Tell at the latest {when} that it was taken up; never what was talked about.")
    return words.format(when=relative_day(due, today))


def inform_words(signal: Signal, today: date) -> tuple[str, str]:
    """When the resident must be told (AVG art. 14), and its tone; empty when it was done."""
    if signal.inform_before is None or signal.client_informed == "ja":
        return "", ""
    soon = (signal.inform_before - today).days <= SOON_DAYS
    words = _("Tell the resident at the latest on {date} that this was reported (GDPR art. 14).")
    return words.format(date=weekday_date(signal.inform_before)), "danger" if soon else "info"


def about(line: SignalLine) -> str:
    """Whom it is about: the person, or what the reporter said."""
    if line.person is not None:
        return friendly_name(line.person)
    return line.signal.address or _("Not known yet")


def signal_row(line: SignalLine, terms: Terms, now: datetime) -> Row:
    """A signal in the list."""
    signal = line.signal
    words, tone = due_words(signal, now)
    facts = " ".join(signal.facts.split())
    urgency = terms.label("urgency", signal.urgency, language())
    icon = "warn" if signal.urgency in ("U0", "U1", "U2") else "signals"
    ink = {"danger": "danger", "warn": "warn"}.get(TONES.get(signal.urgency, ""), "muted")
    return Row(signal.id, about(line), f"{urgency} · {facts}", words, tone, icon=icon, icon_tone=ink)
