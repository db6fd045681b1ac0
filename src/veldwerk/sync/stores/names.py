"""Names that every file system and server keeps apart (exFAT included), and the sentences for trouble."""

from __future__ import annotations

import re

from veldwerk.domain.errors import N_, UserError

_PART = re.compile(r"^(?:[0-9a-z][0-9a-z.-]{0,98}|FORMAT)$")

MISSING = N_("The shared storage was not found. Is the stick plugged in, or the folder moved?")
REFUSED = N_("The storage does not allow this. Ask its owner for the right to read and write.")
FULL = N_("The storage is full. What is not sent yet stays on this laptop.")
TAKEN = N_("An object with this name is already in the storage.")
TROUBLE = N_("The storage gave an error ({status}). Nothing is lost; try again later.")
UNREACHABLE = N_("The storage cannot be reached. Are you connected to the network?")
PASSWORD = N_("The storage refuses the name or password.")
BUSY = N_("The storage is busy. Try again in a few minutes.")
SLOW = N_("The storage does not answer in time. Nothing is lost; try again later.")
NOT_KEPT = N_("The storage did not give back what was written to it. It cannot be trusted.")
INSECURE = N_(
    "The connection is not encrypted (no https). Your data is, but the password can be read on the way."
)


def valid(name: str) -> bool:
    """Whether `name` is one of ours: `[a-z0-9.-]` parts of under 100 characters, or FORMAT."""
    return all(_PART.match(part) and not part.endswith(".") for part in name.split("/"))


def checked(name: str) -> str:
    """`name`; ValueError when it is not one of ours (a bug of the caller, or a forged head)."""
    if not valid(name):
        raise ValueError("not the name of an object")
    return name


def taken() -> UserError:
    return UserError(TAKEN, code="name-taken")


def trouble(status: object) -> UserError:
    return UserError(TROUBLE, code="store-trouble", status=str(status))
