"""Keys: of a device (Ed25519 to sign, age X25519 to receive) and of a space's epochs (age X25519)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veldwerk.domain.errors import N_, UserError
from veldwerk.sync.envelope import canonical, damaged, parse_object
from veldwerk.sync.words import WORDS

NO_KEY = N_("Your vault has no key for this part of the shared data yet. Ask an administrator of the space.")


def device_name(sign: str, age: str) -> str:
    """`dev16`: 16 hex digits bound to both public keys."""
    return _digest(sign, age).hex()[:16]


def fingerprint(sign: str, age: str) -> str:
    """Eight Dutch words (64 bits) over both public keys, for two people to read to each other."""
    return " ".join(WORDS[byte] for byte in _digest(sign, age)[8:16])


def _digest(sign: str, age: str) -> bytes:
    return hashlib.sha256(b"veldwerk device\n" + sign.encode() + b"\n" + age.encode()).digest()


@dataclass(frozen=True, slots=True, repr=False)
class DeviceKeys:
    """The secret keys of one device. `sign` is the raw Ed25519 seed in hex, `age` an AGE-SECRET-KEY."""

    sign: str
    age: str

    @classmethod
    def generate(cls) -> Self:
        return cls(
            Ed25519PrivateKey.generate().private_bytes_raw().hex(), str(pyrage.x25519.Identity.generate())
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Out of the vault; UserError `object-damaged` when it is something else."""
        value = parse_object(data)
        sign, age = value.get("sign"), value.get("age")
        if not isinstance(sign, str) or not isinstance(age, str):
            raise damaged()
        return cls(sign, age)

    def to_bytes(self) -> bytes:
        return canonical({"sign": self.sign, "age": self.age})

    @property
    def seed(self) -> bytes:
        return bytes.fromhex(self.sign)

    @property
    def public(self) -> str:
        """Ed25519 public key, hex."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw().hex()

    @property
    def recipient(self) -> str:
        return public_of(self.age)

    @property
    def dev(self) -> str:
        return device_name(self.public, self.recipient)


def new_identity() -> str:
    """A fresh age identity, for an epoch."""
    return str(pyrage.x25519.Identity.generate())


def public_of(identity: str) -> str:
    """The age recipient of an identity; UserError `object-damaged` when it is not one."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError:
        raise damaged() from None


def encrypt(data: bytes, recipients: Iterable[str]) -> bytes:
    """An age file to all `recipients`; UserError `object-damaged` when one is not a recipient."""
    try:
        keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    except pyrage.RecipientError:
        raise damaged() from None
    return bytes(pyrage.encrypt(data, keys))


def decrypt(data: bytes, identities: Iterable[str]) -> bytes:
    """The content of an age file; UserError `key-missing` when none of `identities` opens it.

    age cannot tell a foreign key from a header that was changed (STORAGE 4).
    """
    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(one) for one in identities]))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise UserError(NO_KEY, code="key-missing") from None
        raise damaged() from None
