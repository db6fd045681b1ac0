"""A vault that was put back from a backup, and has not exchanged since: a person looks before anything is sent (R28)."""

from __future__ import annotations

from veldwerk.services.access import Actor, Right, require
from veldwerk.services.sync_memory import RESTORED, Memory
from veldwerk.services.sync_ports import SyncReader, SyncVault
from veldwerk.services.sync_state import STATE, State


class Restored:
    """Reads this vault alone."""

    def __init__(self, vault: SyncVault) -> None:
        self._vault = vault

    def waits(self, actor: Actor) -> bool:
        """Whether a shared space has not exchanged since this vault was put back."""
        require(actor, Right.SYNC)

        def job(reader: SyncReader) -> bool:
            mark = (reader.meta(RESTORED) or b"").decode()
            if not mark:
                return False
            memory = Memory(reader)
            shared = [space for space in self._vault.spaces if memory.blob(space, "FORMAT") is not None]
            states = [State.from_bytes(memory.blob(space, STATE)) for space in shared]
            return any(state.restored != mark and not state.left for state in states)

        return self._vault.read(job)
