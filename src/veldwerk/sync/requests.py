"""Letting a device in: its request (public keys, who it is), and the invitation that is sealed to it.

A request goes from hand to hand (USB stick, QR code, text), never over the store. Both people compare the eight
words before the administrator says yes: that comparison is what the keys stand on.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import Asking, Known, Person
from veldwerk.sync import envelope
from veldwerk.sync.keys import DeviceKeys, decrypt, device_name, encrypt, fingerprint

REQUEST = b"VWRQ1\n"
INVITATION = b"VWIN1\n"

NOT_FOR_YOU = N_("This invitation was made for another device.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, its signature checked, or a device that a shared space vouches for."""

    sign: str
    age: str
    person: Person

    @property
    def dev(self) -> str:
        return device_name(self.sign, self.age)

    @property
    def words(self) -> str:
        return fingerprint(self.sign, self.age)


def write_request(keys: DeviceKeys, person: Person) -> bytes:
    header = {"sign": keys.public, "age": keys.recipient}
    body = envelope.canonical({"worker": person.worker, "name": person.name, "device": person.device})
    return envelope.seal(REQUEST, header, body, keys.seed)


def open_request(data: Asking) -> Asked:
    """Raises UserError `object-damaged` or `object-forged`."""
    if isinstance(data, Known):
        return Asked(data.sign, data.age, data.person)
    raw = envelope.open_envelope(REQUEST, data)
    sign = raw.text("sign")
    raw.verify(sign)
    value = envelope.parse_object(raw.body)
    person = Person(str(value.get("worker", "")), str(value.get("name", "")), str(value.get("device", "")))
    return Asked(sign, raw.text("age"), person)


def write_invitation(by: DeviceKeys, to: Asked, spaces: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """All that a device needs to join `spaces` (label to objects), readable by that device alone."""
    content = {
        label: {name: base64.b64encode(data).decode() for name, data in objects.items()}
        for label, objects in spaces.items()
    }
    header = {"by": by.public, "to": to.dev}
    return envelope.seal(INVITATION, header, encrypt(envelope.canonical(content), [to.age]), by.seed)


def open_invitation(keys: DeviceKeys, data: bytes) -> tuple[str, dict[str, dict[str, bytes]]]:
    """The inviter's signing key, and label to objects.

    Raises UserError: `invitation-other` (for another device), `object-damaged`, `object-forged`.
    """
    raw = envelope.open_envelope(INVITATION, data)
    raw.verify(raw.text("by"))
    if raw.text("to") != keys.dev:
        raise UserError(NOT_FOR_YOU, code="invitation-other")
    out: dict[str, dict[str, bytes]] = {}
    for label, objects in envelope.parse_object(decrypt(raw.body, [keys.age])).items():
        if not isinstance(objects, dict):
            raise envelope.damaged()
        try:
            out[label] = {str(n): base64.b64decode(str(text), validate=True) for n, text in objects.items()}
        except binascii.Error:
            raise envelope.damaged() from None
    return raw.text("by"), out
