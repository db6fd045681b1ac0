"""Whose devices may be let into a space that holds one safety record."""

from __future__ import annotations

from veldwerk.domain.errors import N_, AccessDenied
from veldwerk.domain.register import split_space
from veldwerk.domain.safety import SafetyRecord, circle
from veldwerk.services.sync_ports import SyncVault

OUTSIDE = N_("Only the handler and the attention officer may read a reporting-code record.")


def require_guest(vault: SyncVault, label: str, worker: str) -> None:
    """Raise AccessDenied when `label` holds one record and `worker` is neither its handler nor its attention officer.

    Recovery keys have no worker: they never open such a space.
    """
    record = split_space(label)[1]
    if record:
        row = vault.read(lambda r: r.get(SafetyRecord.KIND, record))
        if row is None or worker not in circle(row):
            raise AccessDenied(OUTSIDE, code="denied")
