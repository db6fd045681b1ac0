"""Who may do what. Keys decide which spaces a vault can read; roles decide what a worker is shown (DOMAIN 6.2).

Every service call takes an Actor and passes here first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from veldwerk.domain.errors import N_, AccessDenied
from veldwerk.domain.register import Space, spec, split_space


class Role(StrEnum):
    """Roles of DOMAIN 6.2."""

    NURSE = "wijkverpleegkundige"
    WELFARE = "welzijnswerker"
    COORDINATOR = "coordinator"
    TEAM_LEAD = "teamleider"
    PRIVACY = "privacy"


class Right(StrEnum):
    """What can be asked of a kind, or of the product as a whole."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    PRINT = "print"
    EXPORT = "export"
    PUBLISH = "publish"
    SYNC = "sync"
    MEMBERS = "members"
    AUDIT = "audit"
    SETTINGS = "settings"


SPACES: Mapping[Role, frozenset[Space]] = MappingProxyType(
    {
        Role.NURSE: frozenset({Space.KAART, Space.COALITIE, Space.CASUS, Space.ZORG}),
        Role.WELFARE: frozenset({Space.KAART, Space.COALITIE, Space.CASUS, Space.INZET}),
        Role.COORDINATOR: frozenset({Space.KAART, Space.COALITIE, Space.INZET}),
        Role.TEAM_LEAD: frozenset({Space.KAART, Space.COALITIE}),
        Role.PRIVACY: frozenset({Space.KAART}),
    }
)
"""The spaces a role is a member of by default (DESIGN 4)."""

APART: Mapping[str, frozenset[Role]] = MappingProxyType(
    {"veilig": frozenset({Role.NURSE, Role.WELFARE, Role.TEAM_LEAD})}
)
"""Who may be a member of a space that holds one record; which of them is, says the record itself."""

_WORK = frozenset({Right.READ, Right.WRITE, Right.DELETE, Right.PRINT, Right.EXPORT})
_GENERAL: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.NURSE: frozenset({Right.SYNC, Right.PUBLISH, Right.SETTINGS, Right.MEMBERS, Right.AUDIT}),
        Role.WELFARE: frozenset({Right.SYNC, Right.PUBLISH, Right.SETTINGS, Right.MEMBERS, Right.AUDIT}),
        Role.COORDINATOR: frozenset({Right.SYNC}),
        Role.TEAM_LEAD: frozenset({Right.SYNC, Right.PUBLISH, Right.SETTINGS, Right.MEMBERS}),
        Role.PRIVACY: frozenset({Right.SYNC, Right.AUDIT}),
    }
)

DENIED = N_("Your role does not allow this. Ask your team lead.")


@dataclass(frozen=True, slots=True)
class Actor:
    """The worker behind a call. `worker` is an id; `name` is what colleagues read."""

    worker: str
    name: str
    role: Role
    organisation: str = ""

    @property
    def spaces(self) -> frozenset[Space]:
        """Spaces this role works in."""
        return SPACES[self.role]


def may(actor: Actor, right: Right, kind: str = "") -> bool:
    """Whether `actor` may use `right`, on records of `kind` where one is named."""
    if not kind:
        return right in _GENERAL[actor.role]
    known = spec(kind)
    if known.apart:
        # What a handler or an attention officer knows goes on no paper and in no file.
        return right in _WORK - {Right.PRINT, Right.EXPORT} and actor.role in APART[known.apart]
    return right in _WORK and bool(actor.spaces.intersection(known.spaces))


def require(actor: Actor, right: Right, kind: str = "") -> None:
    """Raise AccessDenied unless `may`."""
    if not may(actor, right, kind):
        raise AccessDenied(DENIED, code="denied")


def may_join(actor: Actor, label: str) -> bool:
    """Whether the role of `actor` has business in the space `label` (DESIGN 4); one we do not know passes."""
    family, record = split_space(label)
    if record:
        return actor.role in APART[family]
    return label in actor.spaces or label not in set(Space)


def require_space(actor: Actor, label: str) -> None:
    """Raise AccessDenied unless `may_join`."""
    if not may_join(actor, label):
        raise AccessDenied(DENIED, code="denied")
