"""The key file beside a vault: the vault's key, wrapped once for each way to open it (DESIGN 3).

A slot is ChaCha20-Poly1305 of the 32-byte key under a key derived from a passphrase (Argon2id, RFC 9106 second
choice: 64 MiB, 3 passes, 4 lanes) or from the recovery key (HKDF-SHA256). Slots of kinds this version does not
know are kept as they are.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import os
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from veldwerk.domain.errors import N_, UserError

FORMAT = 1
PASSPHRASE, RECOVERY = "passphrase", "recovery"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_BYTES = 20
MAX_MEMORY_KIB = 2 * 1024 * 1024

WRONG = {
    PASSPHRASE: (
        "wrong-passphrase",
        N_("This passphrase is not right. Mind capitals and spaces, and try again."),
    ),
    RECOVERY: (
        "wrong-recovery-key",
        N_("This recovery key is not right. Type the eight groups of four signs from your recovery sheet."),
    ),
}
MISSING = N_(
    "The key file {name} is missing. Without it the vault cannot be opened. Put it back from a backup."
)
DAMAGED = N_("The key file {name} is damaged. Put it back from a backup.")
NO_SLOT = N_("This vault has no key of this kind.")

Random = Callable[[int], bytes]


def slots_path(vault: Path) -> Path:
    """Where the key file of `vault` stands."""
    return vault.with_name(vault.name + ".keys")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The content of a key file: the vault's id and its slots as JSON objects, unknown kinds included."""

    vault: str
    slots: tuple[Mapping[str, object], ...] = ()

    def to_bytes(self) -> bytes:
        """As it stands on disk."""
        data = {"format": FORMAT, "vault": self.vault, "slots": [dict(slot) for slot in self.slots]}
        return json.dumps(data, indent=1).encode()


def read(path: Path) -> KeyFile:
    """The key file at `path`. UserError `missing-key-file` or `damaged-key-file`."""
    try:
        data = json.loads(path.read_bytes())
        slots = tuple(dict(slot) for slot in data["slots"])
        if data["format"] != FORMAT or not slots:
            raise ValueError
        return KeyFile(str(data["vault"]), slots)
    except FileNotFoundError:
        raise UserError(MISSING, code="missing-key-file", name=path.name) from None
    except (ValueError, KeyError, TypeError):
        raise UserError(DAMAGED, code="damaged-key-file", name=path.name) from None


def write(path: Path, content: KeyFile) -> None:
    """Replace the key file whole or not at all: a temporary file beside it, on disk, then renamed."""
    write_whole(path, content.to_bytes())


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    try:
        with temporary.open("wb") as file:
            private(temporary)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def private(path: Path) -> None:
    """Only its owner may read and write `path`. A stick without such rights, or Windows, keeps its own."""
    with contextlib.suppress(OSError):
        path.chmod(0o600)


def with_passphrase(content: KeyFile, key: bytes, passphrase: str, random: Random) -> KeyFile:
    """With the passphrase slot made anew; other slots stay."""
    kdf = {"name": "argon2id", "memory_kib": 64 * 1024, "passes": 3, "lanes": 4, "salt": _b64(random(16))}
    return _with(content, PASSPHRASE, kdf, _derived(kdf, _passphrase_bytes(passphrase)), key, random)


def with_recovery(content: KeyFile, key: bytes, random: Random) -> tuple[KeyFile, str]:
    """With a new recovery slot, and the recovery key to print: 160 bits as eight groups of four signs."""
    secret = random(RECOVERY_BYTES)
    kdf = {"name": "hkdf-sha256", "salt": _b64(random(16))}
    return _with(content, RECOVERY, kdf, _derived(kdf, secret), key, random), recovery_text(secret)


def unlock(content: KeyFile, kind: str, secret: str, name: str) -> bytes:
    """The vault's key. UserError for a wrong secret, a missing slot or a damaged one (`name` is the file)."""
    slot = next((slot for slot in content.slots if slot.get("kind") == kind), None)
    if slot is None:
        raise UserError(NO_SLOT, code="no-such-slot")
    code, message = WRONG[kind]
    try:
        raw = _passphrase_bytes(secret) if kind == PASSPHRASE else recovery_bytes(secret)
        if raw is None:
            raise UserError(message, code=code)
        kdf = slot["kdf"]
        if not isinstance(kdf, Mapping):
            raise TypeError
        wrapping, nonce, wrapped = _derived(kdf, raw), _unb64(slot["nonce"]), _unb64(slot["wrapped"])
        return ChaCha20Poly1305(wrapping).decrypt(nonce, wrapped, _context(content.vault, kind))
    except InvalidTag:
        raise UserError(message, code=code) from None
    except (KeyError, TypeError, ValueError):
        raise UserError(DAMAGED, code="damaged-key-file", name=name) from None


def recovery_text(secret: bytes) -> str:
    """160 bits as `XXXX-XXXX-…` in Crockford's base 32."""
    number = int.from_bytes(secret)
    signs = "".join(CROCKFORD[number >> shift & 31] for shift in range(155, -1, -5))
    return "-".join(signs[i : i + 4] for i in range(0, 32, 4))


def recovery_bytes(text: str) -> bytes | None:
    """The secret in a typed recovery key, forgiving case, spaces, O for 0, and I or L for 1; None if it is none."""
    plain = text.upper().translate(str.maketrans("OIL", "011", " -\t\n."))
    if len(plain) != 32 or any(sign not in CROCKFORD for sign in plain):
        return None
    number = 0
    for sign in plain:
        number = number << 5 | CROCKFORD.index(sign)
    return number.to_bytes(RECOVERY_BYTES)


def _passphrase_bytes(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode()


def _context(vault: str, kind: str) -> bytes:
    return f"veldwerk/v{FORMAT}/{vault}/{kind}".encode()


def _with(
    content: KeyFile, kind: str, kdf: Mapping[str, object], wrapping: bytes, key: bytes, random: Random
) -> KeyFile:
    nonce = random(12)
    wrapped = ChaCha20Poly1305(wrapping).encrypt(nonce, key, _context(content.vault, kind))
    slot = {"kind": kind, "kdf": dict(kdf), "nonce": _b64(nonce), "wrapped": _b64(wrapped)}
    others = tuple(other for other in content.slots if other.get("kind") != kind)
    return replace(content, slots=(*others, slot))


def _derived(kdf: Mapping[str, object], secret: bytes) -> bytes:
    salt = _unb64(kdf["salt"])
    if kdf["name"] == "hkdf-sha256":
        return HKDF(hashes.SHA256(), 32, salt, b"veldwerk recovery").derive(secret)
    memory, passes, lanes = (int(str(kdf[name])) for name in ("memory_kib", "passes", "lanes"))
    if kdf["name"] != "argon2id" or memory > MAX_MEMORY_KIB or not 0 < passes <= 64 or not 0 < lanes <= 64:
        raise ValueError("not a derivation this version makes")
    made = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return made.derive(secret)


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _unb64(value: object) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
