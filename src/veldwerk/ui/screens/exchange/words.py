"""How an exchange stands, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from veldwerk.domain.errors import UserError
from veldwerk.domain.terms import Terms
from veldwerk.services.sync_attendance import Attendee
from veldwerk.services.sync_leaving import Departure
from veldwerk.services.sync_state import NOTICES, Difference, Problem, Receipt, SpaceStatus
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import clock_time, relative_day
from veldwerk.texts.errors import sentence
from veldwerk.ui.parts.syncing import OFFLINE, Standing, pending

EIGHT = 4
"""Words of a fingerprint on one line."""


def space(terms: Terms, label: str) -> str:
    """What a space is called."""
    return terms.space(label, language())


def moment(text: str, today: date) -> str:
    """«vandaag om 10:42»; empty for never."""
    if not text:
        return ""
    when = datetime.fromisoformat(text)
    return _("{day} at {time}").format(day=relative_day(when.date(), today), time=clock_time(when))


def last(statuses: Sequence[SpaceStatus], today: date) -> str:
    """When the last exchange was."""
    newest = max((one.synced_at for one in statuses), default="")
    if not newest:
        return _("Not exchanged yet")
    return _("Last exchange: {moment}").format(moment=moment(newest, today))


def counts(one: SpaceStatus) -> str:
    """«3 nog te sturen · 120 verstuurd · 2 onderweg»."""
    parts = [
        ngettext("{n} to send", "{n} to send", one.pending).format(n=one.pending)
        if one.pending
        else _("nothing to send"),
        ngettext("{n} sent", "{n} sent", one.sent).format(n=one.sent),
    ]
    if one.waiting:
        parts.append(
            ngettext("{n} still on its way to you", "{n} still on their way to you", one.waiting).format(
                n=one.waiting
            )
        )
    return " · ".join(parts)


def received(receipts: Sequence[Receipt]) -> str:
    """Who has what we sent, as far as their own devices said so."""
    told = []
    for one in receipts:
        name = one.name or _("a colleague")
        if one.ops >= one.total:
            told.append(_("{name}: all").format(name=name))
        else:
            told.append(_("{name}: {n} of {total}").format(name=name, n=one.ops, total=one.total))
    return _("Received by {who}").format(who=", ".join(told)) if told else ""


def problem(one: Problem) -> str:
    """The sentence of a problem, with whose device it is about."""
    error = UserError(one.message, code=one.code)
    error.values = dict(one.values)
    words = sentence(error)
    return _("{name}: {problem}").format(name=one.who, problem=words) if one.who else words


def header(standing: Standing, offline: bool) -> tuple[str, str]:
    """What the header of the window says, and its tone. Without a connection it stays calm."""
    number = pending(standing.spaces)
    problems = {p.code for one in standing.spaces for p in one.problems} - NOTICES
    if problems - OFFLINE or standing.restored:
        return _("Look here"), "warn"
    if not standing.shared:
        return _("Not shared yet"), "info"
    if number:
        return ngettext("{n} to send", "{n} to send", number).format(n=number), "info"
    if offline or problems:
        return _("No connection"), "info"
    return _("Everything sent"), "ok"


def next_time(at: datetime | None, now: datetime) -> str:
    """«Volgende keer om 10:57»; empty when it does not go by itself."""
    if at is None:
        return ""
    if at <= now:
        return _("The next one follows in a moment.")
    return _("Next time by itself: {time}").format(time=clock_time(at.astimezone(now.tzinfo)))


def foot(standing: Standing, at: datetime | None, now: datetime) -> str:
    """What the status line says of exchanging: last and next."""
    if not standing.shared or not standing.last:
        return ""
    parts = [last(standing.spaces, now.date())]
    if at is not None and at > now:
        parts.append(_("next {time}").format(time=clock_time(at.astimezone(now.tzinfo))))
    return " · ".join(parts)


def roles() -> list[tuple[str, str]]:
    """What a member can be, as one chooses."""
    return [
        ("member", _("Member")),
        ("admin", _("Member who may let others in")),
        ("reader", _("Reader")),
    ]


def difference(one: Difference) -> list[str]:
    """What the storage and a vault that was put back have of each other, in sentences."""
    told = []
    if one.older:
        told.append(
            _(
                "The storage lacks what you sent before: it is another one, or an older copy. Ask before you go on."
            )
        )
    if one.ahead:
        text = ngettext(
            "{n} package of yours is on the storage and not in this vault. It comes back.",
            "{n} packages of yours are on the storage and not in this vault. They come back.",
            one.ahead,
        )
        told.append(text.format(n=one.ahead))
    if one.theirs:
        text = ngettext(
            "{n} package of colleagues came since. It comes in.",
            "{n} packages of colleagues came since. They come in.",
            one.theirs,
        )
        told.append(text.format(n=one.theirs))
    if one.ours:
        text = ngettext(
            "{n} package is only in this vault. It is sent.",
            "{n} packages are only in this vault. They are sent.",
            one.ours,
        )
        told.append(text.format(n=one.ours))
    return told or [_("Nothing differs.")]


def role_means(code: str) -> str:
    """What somebody of this role can and cannot do; empty for none."""
    return {
        "member": _("Reads and writes. Does not let others in."),
        "admin": _(
            "Reads and writes, lets others in and takes access away. Choose at least two such laptops."
        ),
        "reader": _("Reads everything that is shared. What is written on this laptop is not sent."),
    }.get(code, "")


def role(code: str) -> str:
    """What a member is, in a sentence."""
    return {
        "admin": _("may let others in"),
        "member": _("member"),
        "reader": _("reads along"),
        "recovery": _("recovery key of the organisation"),
    }.get(code, code)


def attendee(one: Attendee, terms: Terms, today: date) -> str:
    """Which laptop, what it may, of what, since when, and when something was last heard of it."""
    kinds = " · ".join(dict.fromkeys(role(m.role) for m in one.spaces.values()))
    laptop = _("Laptop {marks}").format(marks=one.marks)
    active = [label for label, m in one.spaces.items() if not m.revoked]
    known = []
    if one.presence.since:
        known.append(_("known since {moment}").format(moment=moment(one.presence.since, today)))
    if not one.me:
        last_seen = moment(one.presence.seen, today)
        known.append(
            _("last heard of {moment}").format(moment=last_seen) if last_seen else _("nothing heard of yet")
        )
    lines = [
        f"{laptop} · {kinds}",
        ", ".join(space(terms, label) for label in active or one.spaces),
        " · ".join(known),
    ]
    return "\n".join(line for line in lines if line)


def departed(gone: Sequence[Departure], today: date) -> list[str]:
    """What became of a removed device: handed over and destroyed when, or not heard of yet, and what was refused."""
    if not gone:
        return []
    at = max((one.left_at for one in gone if one.left_at is not None), default=None)
    told = []
    if at is None:
        told.append(
            _("It made no contact since its access was taken away: its keys are still on that laptop.")
        )
    else:
        number = sum(one.ops for one in gone)
        when = moment(at.isoformat(), today)
        told.append(
            ngettext(
                "It handed over {n} change and destroyed its keys {moment}.",
                "It handed over {n} changes and destroyed its keys {moment}.",
                number,
            ).format(n=number, moment=when)
        )
    if any(one.taken for one in gone):
        told.append(_("Its work was taken over."))
    if refused := sum(one.refused for one in gone):
        told.append(
            ngettext(
                "{n} package it sent afterwards was refused.",
                "{n} packages it sent afterwards were refused.",
                refused,
            ).format(n=refused)
        )
    return told


def eight(fingerprint: str) -> str:
    """Eight words in two lines, to read aloud."""
    parts = fingerprint.replace("-", " ").split()
    return "\n".join("   ".join(parts[at : at + EIGHT]) for at in range(0, len(parts), EIGHT))
