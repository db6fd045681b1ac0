"""What every service shares: the vault, the clock, ids and the one way to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from veldwerk.services.access import Actor
from veldwerk.services.edits import Edits
from veldwerk.services.ports import AuditEvent, Clock, Ids, Vault, Writer


@dataclass(frozen=True, slots=True)
class Kit:
    """Handed to each service by `app`."""

    vault: Vault
    clock: Clock
    ids: Ids
    edits: Edits

    def log(self, *events: AuditEvent) -> None:
        """Write audit lines for what was read, printed or searched (NEN 7513, DOMAIN 6.3)."""

        def job(writer: Writer) -> None:
            for event in events:
                writer.audit_event(event)

        self.vault.write(job)


def seen(
    actor: Actor,
    action: str,
    kind: str,
    record: str,
    *,
    person: str = "",
    fields: Iterable[str] = (),
    detail: str = "",
) -> AuditEvent:
    """An audit event of `actor`; `detail` never holds values of a person."""
    return AuditEvent(
        action=action,
        kind=kind,
        record=record,
        person=person,
        worker=actor.worker,
        role=actor.role.value,
        fields=tuple(sorted(fields)),
        detail=detail,
    )
