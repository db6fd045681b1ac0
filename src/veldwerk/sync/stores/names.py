"""Names that every file system and server keeps apart (exFAT included), and the sentences for trouble."""

from __future__ import annotations

import re

from veldwerk.domain.errors import N_, UserError

_PART = re.compile(r"^(?:[0-9a-z][0-9a-z.-]{0,98}|FORMAT)$")
_DEVICES = re.compile(r"^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")
"""What Windows takes for a device, whatever comes after the point."""

MISSING = N_("The shared storage was not found. Is the stick plugged in, or the folder moved?")
REFUSED = N_("The storage does not allow this. Ask its owner for the right to read and write.")
FULL = N_("The storage is full. What is not sent yet stays on this laptop.")
TAKEN = N_("An object with this name is already in the storage.")
TROUBLE = N_("The storage gave an error ({status}). Nothing is lost; try again later.")
UNREACHABLE = N_("The storage cannot be reached. Are you connected to the network?")
PASSWORD = N_("The storage refuses the name or password.")
BUSY = N_("The storage is busy. Try again in a few minutes.")
LOCKED = N_("Somebody else is using the storage. Try again in a few minutes.")
SLOW = N_("The storage does not answer in time. Nothing is lost; try again later.")
NOT_KEPT = N_("The storage did not give back what was written to it. It cannot be trusted.")
INSECURE = N_(
    "The connection is not encrypted (no https). Your data is, but the password can be read on the way."
)
PORTAL = N_(
    "A web page came instead of the storage. Log in to this network first, or check the address. Nothing was sent."
)
CERTIFICATE = N_(
    "The secure connection to the storage cannot be trusted. Check the address, and the date of this laptop. "
    "Nothing was sent."
)
NO_HOST_KEY = N_("The key of this server is not known yet. Test the storage first.")
NO_HOST = N_("The name of the storage is not known here. Are you connected, and is the address right?")
LIMIT = N_("The storage takes no objects of this size. Ask its owner to allow 16 MB.")
CUT = N_("The storage breaks off halfway an object. Nothing is lost; try again later.")
PROXY = N_("The proxy of this network refuses the way to the storage. Ask who keeps the network.")

STATUS = {
    401: (PASSWORD, "store-password"),
    402: (FULL, "store-full"),
    403: (REFUSED, "store-refused"),
    404: (MISSING, "store-missing"),
    405: (REFUSED, "store-refused"),
    407: (PROXY, "store-proxy"),
    408: (SLOW, "store-timeout"),
    409: (MISSING, "store-missing"),
    410: (MISSING, "store-missing"),
    413: (LIMIT, "store-limit"),
    423: (LOCKED, "store-locked"),
    429: (BUSY, "store-busy"),
    502: (BUSY, "store-busy"),
    503: (BUSY, "store-busy"),
    504: (SLOW, "store-timeout"),
    507: (FULL, "store-full"),
    509: (FULL, "store-full"),
    511: (PORTAL, "store-portal"),
}
"""What a status means for a person. 409 in WebDAV is a folder above that is not there."""


def valid(name: str) -> bool:
    """Whether `name` is one of ours: `[a-z0-9.-]` parts of under 100 characters, or FORMAT."""
    return all(
        _PART.match(part) and not part.endswith(".") and not _DEVICES.match(part) for part in name.split("/")
    )


def checked(name: str) -> str:
    """`name`; ValueError when it is not one of ours (a bug of the caller, or a forged head)."""
    if not valid(name):
        raise ValueError("not the name of an object")
    return name


def taken() -> UserError:
    """Another object has this name."""
    return UserError(TAKEN, code="name-taken")


def trouble(status: object) -> UserError:
    """An error without a sentence of its own."""
    return UserError(TROUBLE, code="store-trouble", status=str(status))


def of_status(status: int) -> UserError:
    """What went wrong, by the status of an answer. A redirection is a page that stands in between."""
    if 300 <= status < 400:
        return UserError(PORTAL, code="store-portal")
    if status in STATUS:
        message, code = STATUS[status]
        return UserError(message, code=code)
    return trouble(status)
