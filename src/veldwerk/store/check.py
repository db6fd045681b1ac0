"""Is this vault whole? Pages, seals, audit chain, search index, triggers, schema, and a digest per space."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from veldwerk.domain.errors import N_
from veldwerk.domain.register import KINDS
from veldwerk.store import audit, driver, guard, schema, search
from veldwerk.store.driver import Connection
from veldwerk.store.reading import VaultReader
from veldwerk.store.vault import OpenVault

MESSAGES: Mapping[str, str] = {
    "pages": N_("The file has damaged pages."),
    "seals": N_("Parts of the file were altered from outside."),
    "audit": N_("The audit log is not whole: a line was altered or taken away."),
    "search": N_("The search index does not match the records. It can be made anew."),
    "guard": N_("Safeguards of the vault are missing or altered."),
    "schema": N_("The tables of the vault do not match this version of the program."),
}
"""What each finding means, as a message id."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `code` is a key of MESSAGES, `detail` is for a technician and names no person."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """Findings (none: whole), living records by kind, digest by space, and the vault's membership."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    digests: Mapping[str, str]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def to_json(self) -> dict[str, object]:
        """For `veldwerk vault check --json`."""
        return {
            "whole": self.whole,
            "findings": [{"code": one.code, "detail": one.detail} for one in self.findings],
            "counts": dict(self.counts),
            "digests": dict(self.digests),
        }


def check(vault: OpenVault) -> Report:
    """Check an open vault on a connection of its own, so that damage found here does not stay in others."""
    return check_file(vault.path, vault.key, vault.spaces, wipe_memory=vault.around.wipe_memory)


def check_file(path: Path, key: bytes, spaces: frozenset[str], *, wipe_memory: bool = True) -> Report:
    """The same for a vault file with its raw key. UserError when it cannot be opened at all, or not be written: the
    search index checks itself by a write."""
    with driver.sentences(path):
        connection = driver.connect(path, key, wipe_memory=wipe_memory)
        try:
            findings: list[Finding] = []
            for code, look in _LOOKS.items():
                found = _tried(look, connection, certain=not findings)
                findings += [Finding(code, detail) for detail in found]
            counts, digests = _content(connection, spaces, findings)
            return Report(tuple(findings), counts, digests)
        finally:
            connection.close()


def _content(
    connection: Connection, spaces: frozenset[str], findings: list[Finding]
) -> tuple[Mapping[str, int], Mapping[str, str]]:
    reader = VaultReader(connection)
    try:
        return reader.counts(), {space: reader.digest(space) for space in sorted(spaces)}
    except driver.DatabaseError as error:
        findings.append(Finding("pages", _name(error)))
        return {}, {}


def _tried(look: Callable[[Connection], list[str]], connection: Connection, *, certain: bool) -> list[str]:
    """What `look` found. Where nothing is wrong so far (`certain`), an error of the place is raised as such; after
    damage it is a consequence: SQLCipher writes no more once a seal was broken."""
    try:
        return look(connection)
    except driver.DatabaseError as error:
        if certain and driver.of_the_place(error):
            raise
        return [_name(error)]


def _name(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", "") or type(error).__name__)


def _pages(connection: Connection) -> list[str]:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)").fetchall()]
    return [] if found == ["ok"] else found


def _seals(connection: Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]


def _audit(connection: Connection) -> list[str]:
    seq = audit.broken_at(connection)
    return [] if seq is None else [f"line {seq}"]


def _search(connection: Connection) -> list[str]:
    wrong = search.wrong(connection)
    for kind in sorted(search.KINDS):
        connection.execute(f"INSERT INTO {kind}_fts ({kind}_fts) VALUES ('integrity-check')")
    return wrong


def unregistered(connection: Connection) -> list[str]:
    """Columns of record tables that the register does not know, and registered ones the vault lacks."""
    out = []
    for kind, spec in KINDS.items():
        expected = {"id", *schema.BOOKKEEPING, *spec.fields}
        out += sorted(f"{kind}.{name}" for name in expected ^ set(schema.columns_of(connection, kind)))
    return out


_LOOKS: Mapping[str, Callable[[Connection], list[str]]] = {
    "pages": _pages,
    "seals": _seals,
    "audit": _audit,
    "search": _search,
    "guard": guard.wrong,
    "schema": unregistered,
}
