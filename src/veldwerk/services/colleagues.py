"""Who is who: names of the workers whose ids stand in records."""

from __future__ import annotations

from collections.abc import Mapping

from veldwerk.domain.organisation import Worker
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import find
from veldwerk.services.kit import Kit


class Colleagues:
    """The workers this vault knows."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def names(self, actor: Actor) -> Mapping[str, str]:
        """Worker id to name."""
        require(actor, Right.READ, Worker.KIND)
        found = self._kit.vault.read(lambda r: find(r, Worker))
        return {worker.id: worker.name for worker in found}
