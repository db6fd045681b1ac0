"""Reading back what was written in the audit log of this vault (NEN 7513, DOMAIN 6.3)."""

from __future__ import annotations

from veldwerk.services.access import Actor, Right, require
from veldwerk.services.kit import Kit
from veldwerk.services.ports import AuditLine, Reader


class Logbook:
    """A worker reads their own lines."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def recent(self, actor: Actor, limit: int = 100) -> list[AuditLine]:
        """The last lines of `actor` in this vault, the newest first."""
        require(actor, Right.AUDIT)

        def job(reader: Reader) -> list[AuditLine]:
            last = _last(reader)
            found: list[AuditLine] = []
            while last > 0 and len(found) < limit:
                first = max(last - 500, 0)
                page = reader.audit(after=first, limit=last - first)
                found.extend(line for line in reversed(page) if line.event.worker == actor.worker)
                last = first
            return found[:limit]

        return self._kit.vault.read(job)


def _last(reader: Reader) -> int:
    """The number of the last line. Lines are numbered without gaps, so a few looks find it."""
    low, high = 0, 1
    while reader.audit(after=high - 1, limit=1):
        low, high = high, high * 2
    while low + 1 < high:
        middle = (low + high) // 2
        if reader.audit(after=middle - 1, limit=1):
            low = middle
        else:
            high = middle
    return low
