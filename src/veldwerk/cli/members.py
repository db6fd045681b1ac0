"""`veldwerk members`: who is in the spaces of this vault, letting devices in, and taking access away."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from veldwerk.app.workplace import Workplace
from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.cli.sync import opened, secret_option, store_of, store_option
from veldwerk.domain.errors import N_, NotFound, UserError
from veldwerk.services.access import Right, may
from veldwerk.services.sync_attendance import Attendance, Attendee
from veldwerk.services.sync_leaving import Departure
from veldwerk.services.sync_text import MAGIC, from_text, to_text
from veldwerk.system.files import WholeFiles
from veldwerk.texts import _, ngettext

NO_DEVICE = N_("No member of this vault's spaces has a device «{dev}». See `members list`.")
OTHER_WORDS = N_("These are not the eight words of this request. Do not let it in.")

out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; text on standard output without.",
)


@click.group()
def members() -> None:
    """Who is in the spaces of this vault, letting devices in and taking access away."""


@members.command("list")
@json_option
@click.pass_obj
def list_members(frame: Frame, as_json: bool) -> None:
    """All members with their laptops, roles, since when we know them and when we last heard of them."""
    with sentences(), opened(frame) as work:
        everyone = Attendance(work.vault, work.sync, work.clock).all(work.actor)
        gone = work.sync.departures(work.actor) if may(work.actor, Right.MEMBERS) else ()
        words = [_line(one) for one in everyone] or [_("This vault is not in a team yet.")]
        words += [line for one in gone if (line := _gone(one))]
        data = {
            "members": [_member(one) for one in everyone],
            "removed": [
                {
                    "space": one.space,
                    "device": one.dev,
                    "name": one.name,
                    "left_at": one.left_at.isoformat() if one.left_at else None,
                    "left": one.ops,
                    "taken_over": one.taken,
                    "refused": one.refused,
                }
                for one in gone
            ],
        }
        show(data, as_json, "\n".join(words))


def _member(one: Attendee) -> dict[str, object]:
    return {
        "name": one.member.person.name,
        "device": one.dev,
        "words": one.member.fingerprint,
        "me": one.me,
        "since": one.presence.since or None,
        "last_heard": one.presence.seen or None,
        "spaces": {label: {"role": m.role, "removed": m.revoked} for label, m in one.spaces.items()},
    }


def _line(one: Attendee) -> str:
    name = one.member.person.name or _("a colleague")
    gone, here = _("no longer a member"), _("this laptop")
    spaces = ", ".join(f"{label} ({gone if m.revoked else m.role})" for label, m in one.spaces.items())
    return f"{one.dev}  {name}{f' [{here}]' if one.me else ''}: {spaces}"


def _gone(one: Departure) -> str:
    if one.left_at is None:
        return ""
    text = ngettext(
        "{dev} in {space} handed over {n} change and destroyed its keys.",
        "{dev} in {space} handed over {n} changes and destroyed its keys.",
        one.ops,
    )
    return text.format(dev=one.dev, space=one.space, n=one.ops)


@members.command()
@store_option
@secret_option
@click.option("--space", "spaces", multiple=True, help="Spaces to found; all of this vault when not given.")
@json_option
@click.pass_obj
def found(frame: Frame, url: str, secret_file: Path | None, spaces: tuple[str, ...], as_json: bool) -> None:
    """Found the spaces of this vault on a store."""
    with sentences(), opened(frame) as work:
        labels = spaces or tuple(sorted(work.vault.spaces))
        work.sync.found(work.actor, store_of(work, url, secret_file), labels)
        show({"spaces": list(labels)}, as_json, _("The spaces are founded."))


@members.command()
@out_option
@json_option
@click.pass_obj
def request(frame: Frame, out: Path | None, as_json: bool) -> None:
    """Write the request of this device to join a team, and show its eight words."""
    with sentences(), opened(frame) as work:
        data = work.sync.request(work.actor)
        words = work.sync.fingerprint(work.actor)
        _give(data, out, as_json, {"words": words}, words)


@members.command()
@click.argument("request_file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@json_option
@click.pass_obj
def look(frame: Frame, request_file: Path, as_json: bool) -> None:
    """Who asks in a request, with the eight words to compare."""
    with sentences(), opened(frame) as work:
        card = work.sync.read_request(work.actor, _read(request_file))
        data = {"name": card.person.name, "device": card.dev, "words": card.fingerprint}
        show(data, as_json, f"{card.person.name}\n{card.fingerprint}")


@members.command()
@click.argument("request_file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@store_option
@secret_option
@click.option("--space", "spaces", multiple=True, required=True)
@click.option("--role", type=click.Choice(["member", "admin", "reader"]), default="member", show_default=True)
@click.option(
    "--words", default="", help="The eight words that the other reads out: refused when they differ."
)
@out_option
@json_option
@click.pass_obj
def invite(
    frame: Frame,
    request_file: Path,
    url: str,
    secret_file: Path | None,
    spaces: tuple[str, ...],
    role: str,
    words: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Let the device of a request into spaces; compare its eight words first."""
    with sentences(), opened(frame) as work:
        data = _read(request_file)
        card = work.sync.read_request(work.actor, data)
        if words and _plain(words) != _plain(card.fingerprint):
            raise UserError(OTHER_WORDS, code="other-words")
        invitation = work.sync.invite(work.actor, store_of(work, url, secret_file), data, spaces, role)
        about = {"name": card.person.name, "device": card.dev, "words": card.fingerprint, "role": role}
        _give(invitation, out, as_json, about, _("The invitation is written."))


def _plain(words: str) -> list[str]:
    return words.casefold().replace("-", " ").split()


@members.command()
@click.argument("invitation", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@json_option
@click.pass_obj
def accept(frame: Frame, invitation: Path, as_json: bool) -> None:
    """Join a team by its invitation."""
    with sentences(), opened(frame) as work:
        joined = work.sync.join(work.actor, _read(invitation))
        show({"spaces": list(joined)}, as_json, _("Joined: {spaces}").format(spaces=", ".join(joined)))


members.add_command(accept, "join")


@members.command()
@click.argument("device")
@store_option
@secret_option
@click.option("--space", "spaces", multiple=True, help="From which spaces; from all when not given.")
@click.option("--yes", is_flag=True, help="Do not ask: it cannot be undone.")
@json_option
@click.pass_obj
def revoke(
    frame: Frame,
    device: str,
    url: str,
    secret_file: Path | None,
    spaces: tuple[str, ...],
    yes: bool,
    as_json: bool,
) -> None:
    """Take the access of a device away: what it sends from now on is refused, and it gets no new keys."""
    with sentences(), opened(frame) as work:
        one = _device(work, device)
        labels = spaces or tuple(label for label, m in one.spaces.items() if not m.revoked)
        if not yes:
            question = _("Take away the access of {name}? This cannot be undone.")
            click.confirm(question.format(name=one.member.person.name), abort=True, err=True)
        store = store_of(work, url, secret_file)
        for label in labels:
            work.sync.revoke(work.actor, store, label, one.dev)
        data = {"device": one.dev, "name": one.member.person.name, "spaces": list(labels)}
        show(data, as_json, _("The access is taken away. Exchange now, so that everybody knows it."))


@members.command()
@click.argument("device")
@click.argument("role", type=click.Choice(["member", "admin", "reader"]))
@store_option
@secret_option
@click.option("--space", "spaces", multiple=True, help="In which spaces; in all when not given.")
@json_option
@click.pass_obj
def role(
    frame: Frame,
    device: str,
    role: str,
    url: str,
    secret_file: Path | None,
    spaces: tuple[str, ...],
    as_json: bool,
) -> None:
    """Make a device a member, one that may let others in (admin), or one that reads along."""
    with sentences(), opened(frame) as work:
        one = _device(work, device)
        labels = spaces or tuple(label for label, m in one.spaces.items() if not m.revoked)
        store = store_of(work, url, secret_file)
        for label in labels:
            work.sync.set_role(work.actor, store, label, one.dev, role)
        data = {"device": one.dev, "role": role, "spaces": list(labels)}
        show(data, as_json, _("The role is changed. Exchange now, so that everybody knows it."))


@members.command("take-over")
@click.argument("device")
@json_option
@click.pass_obj
def take_over(frame: Frame, device: str, as_json: bool) -> None:
    """Apply what a removed device handed over and nobody has yet."""
    with sentences(), opened(frame) as work:
        one = _device(work, device)
        number = sum(work.sync.take_over(work.actor, label, one.dev) for label in one.spaces)
        text = ngettext("{n} change was taken over.", "{n} changes were taken over.", number)
        show({"device": one.dev, "changes": number}, as_json, text.format(n=number))


def _device(work: Workplace, wanted: str) -> Attendee:
    """The member whose device id begins with `wanted`; only one may."""
    everyone = Attendance(work.vault, work.sync, work.clock).all(work.actor)
    found = [one for one in everyone if wanted and one.dev.startswith(wanted.casefold())]
    if len(found) != 1:
        raise NotFound(NO_DEVICE, code="no-device", dev=wanted)
    return found[0]


def _read(place: Path) -> bytes:
    """A request or invitation from a file or standard input («-»), as it is or as text."""
    data = sys.stdin.buffer.read() if str(place) == "-" else place.read_bytes()
    if data.startswith(MAGIC):
        return data
    return from_text(data.decode("utf-8", "replace"))


def _give(data: bytes, out: Path | None, as_json: bool, about: Mapping[str, object], words: str) -> None:
    """Write `data` to a file, or print it as text."""
    if out is not None:
        WholeFiles().write(out, data)
    text = to_text(data)
    show({**about, "text": text}, as_json, words if out is not None else f"{words}\n\n{text}")
