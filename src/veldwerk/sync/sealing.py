"""The door of this package for `services.sync`: devices, requests, spaces (matches `sync_ports.Sealing`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veldwerk.services.sync_ports import Asking, Card, Person
from veldwerk.sync import envelope, keys, requests, space
from veldwerk.sync.keyfiles import Opened
from veldwerk.sync.keys import DeviceKeys
from veldwerk.sync.space import Space


class Sealing:
    """`dictionaries` are the shipped zstd dictionaries, newest last; `recovery` age recipients that can read
    every epoch."""

    def __init__(
        self, dictionaries: Sequence[bytes] = (), recovery: Sequence[str] = (), app: str = ""
    ) -> None:
        self._dictionaries, self._recovery, self._app = tuple(dictionaries), tuple(recovery), app
        self._opened = Opened()

    def new_device(self) -> bytes:
        return DeviceKeys.generate().to_bytes()

    def fingerprint(self, device: bytes) -> str:
        own = DeviceKeys.from_bytes(device)
        return keys.fingerprint(own.public, own.recipient)

    def request(self, device: bytes, person: Person) -> bytes:
        return requests.write_request(DeviceKeys.from_bytes(device), person)

    def read_request(self, request: Asking) -> Card:
        asked = requests.open_request(request)
        return Card(asked.dev, asked.person, asked.words)

    def found(self, device: bytes, label: str, space_id: bytes, created: str, person: Person) -> Space:
        own = DeviceKeys.from_bytes(device)
        return space.found(
            own, label, space_id.hex(), created, person, self._dictionaries, self._recovery, self._app
        )

    def dev(self, device: bytes) -> str:
        return DeviceKeys.from_bytes(device).dev

    def load(self, device: bytes, label: str, objects: Mapping[str, bytes]) -> Space:
        own = DeviceKeys.from_bytes(device)
        return Space(own, label, objects, self._dictionaries, self._recovery, self._app, self._opened)

    def invitation(self, device: bytes, request: Asking, spaces: Mapping[str, Mapping[str, bytes]]) -> bytes:
        asked = requests.open_request(request)
        return requests.write_invitation(DeviceKeys.from_bytes(device), asked, spaces)

    def open_invitation(self, device: bytes, invitation: bytes) -> Mapping[str, Mapping[str, bytes]]:
        own = DeviceKeys.from_bytes(device)
        by, spaces = requests.open_invitation(own, invitation)
        for label, objects in spaces.items():
            one = self.load(device, label, objects)
            if not one.active() or not one.let_in_by(by):
                raise envelope.forged()
        return spaces
