"""Recovery keys of an organisation: kept on paper or a stick in a safe, for when no administrator is left.

A recovery kit is the keys of a member that no laptop has, with the role `recovery`: it reads every epoch and may let
a device in. It is opened by two people; the use of it stands in the membership log and in the audit log.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import ObjectStore, SealedSpace, Sealing
from veldwerk.services.sync_session import Place

BAD_KIT = N_("This is not a recovery kit, or it is damaged.")
NOT_THERE = N_("The spaces of this recovery kit are not on this storage.")
KIT = 1


@dataclass(frozen=True, slots=True)
class Kit:
    """The secret device, and where its spaces are: label to (prefix on a store, FORMAT)."""

    device: bytes
    spaces: Mapping[str, tuple[str, bytes]]

    def to_bytes(self) -> bytes:
        """As it is kept; whoever has it can read everything of these spaces."""
        spaces = {label: [prefix, _b64(data)] for label, (prefix, data) in self.spaces.items()}
        return json.dumps({"kit": KIT, "device": _b64(self.device), "spaces": spaces}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Kit:
        """UserError `bad-kit`."""
        try:
            read = json.loads(data)
            spaces = {
                str(label): (str(prefix), base64.b64decode(text))
                for label, (prefix, text) in read["spaces"].items()
            }
            return cls(base64.b64decode(read["device"]), spaces)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UserError(BAD_KIT, code="bad-kit") from None


def spaces_of(sealing: Sealing, kit: Kit, store: ObjectStore) -> list[SealedSpace]:
    """The spaces of a kit as they stand on `store`. UserError `store-missing`, or what the store raises."""
    found = []
    for label, (prefix, data) in kit.spaces.items():
        place = Place(store, prefix)
        if place.get("FORMAT") != data:
            raise UserError(NOT_THERE, code="store-missing")
        objects = {"FORMAT": data}
        for name in [*place.list("members/"), *place.list("keys/")]:
            one = place.get(name)
            if one is not None:
                objects[name] = one
        found.append(sealing.load(kit.device, label, objects))
    return found


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
