"""Opening a vault as a place to work: the vault, its services and the worker it belongs to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from veldwerk import __version__
from veldwerk.app.bundle import Services, build
from veldwerk.app.knowledge import Knowledge, load_knowledge
from veldwerk.app.stores import opening
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.organisation import Worker
from veldwerk.services.access import SPACES, Actor, Role
from veldwerk.services.edits import Save
from veldwerk.services.ports import Clock, Ids
from veldwerk.services.storage import StorageService
from veldwerk.services.sync import SyncService
from veldwerk.store.vault import OpenVault, Surroundings, create, open_vault
from veldwerk.sync.sealing import Sealing
from veldwerk.system import paths
from veldwerk.system.clock import SystemClock
from veldwerk.system.folders import require_local
from veldwerk.system.ids import SystemIds
from veldwerk.system.locks import VaultLock

PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose vault it is. `practice` marks a vault of generated people."""

    worker: str
    name: str
    role: Role
    organisation: str
    phone: str = ""
    practice: bool = False

    @property
    def actor(self) -> Actor:
        """The worker as services know them."""
        return Actor(self.worker, self.name, self.role, self.organisation)

    def to_bytes(self) -> bytes:
        """As kept inside the vault."""
        return json.dumps(
            {
                "worker": self.worker,
                "name": self.name,
                "role": self.role.value,
                "organisation": self.organisation,
                "phone": self.phone,
                "practice": self.practice,
            }
        ).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Profile:
        """Read back what `to_bytes` made."""
        values: Mapping[str, object] = json.loads(data)
        return cls(
            str(values["worker"]),
            str(values["name"]),
            Role(str(values["role"])),
            str(values["organisation"]),
            str(values.get("phone", "")),
            bool(values.get("practice", False)),
        )


@dataclass(frozen=True, slots=True)
class Workplace:
    """An open vault with all its services."""

    vault: OpenVault
    services: Services
    sync: SyncService
    storage: StorageService
    profile: Profile
    clock: Clock
    ids: Ids

    @property
    def actor(self) -> Actor:
        """The worker of this vault."""
        return self.profile.actor

    def close(self) -> None:
        """Finish writing and let go of the file."""
        self.vault.close()

    def __enter__(self) -> Workplace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def surroundings(clock: Clock | None = None, ids: Ids | None = None) -> Surroundings:
    """This machine as a vault sees it."""
    clock = clock or SystemClock()
    return Surroundings(clock, ids or SystemIds(clock), VaultLock, require_local)


def create_workplace(
    path: Path,
    passphrase: str,
    profile: Profile,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    knowledge: Knowledge | None = None,
    publish_forms: bool = True,
) -> tuple[Workplace, str]:
    """A new vault for `profile` with the spaces of that role, and the recovery key to print."""
    around = replace(surroundings(clock, ids), wipe_memory=not profile.practice)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UserError(
            N_("This folder cannot be made: {name}. Choose another place."),
            code="no-folder",
            name=path.parent.name,
        ) from None
    worker = profile.worker or around.ids.new_id()
    profile = replace(profile, worker=worker)
    vault, recovery = create(path, passphrase, around, spaces=[space.value for space in SPACES[profile.role]])
    try:
        vault.write(lambda w: w.set_meta(PROFILE, profile.to_bytes()))
        work = _assemble(vault, profile, around, knowledge)
        colleague = Worker(
            id=worker,
            name=profile.name,
            role=profile.role.value,
            phone=profile.phone,
            organisation=profile.organisation,
        )
        work.services.kit.edits.save(work.actor, N_("Vault made"), [Save(None, colleague)])
        if publish_forms:
            publish_shipped_forms(work)
    except BaseException:
        vault.close()
        raise
    return work, recovery


def open_workplace(
    path: Path,
    passphrase: str = "",
    *,
    recovery: str = "",
    clock: Clock | None = None,
    ids: Ids | None = None,
    knowledge: Knowledge | None = None,
) -> Workplace:
    """Open the vault at `path`. UserErrors of `store.vault.open_vault`."""
    around = surroundings(clock, ids)
    vault = open_vault(path, around, passphrase=passphrase, recovery=recovery)
    try:
        data = vault.read(lambda r: r.meta(PROFILE))
        if data is None:
            raise UserError(
                N_("This vault was never finished. Throw it away and make it again."), code="no-profile"
            )
        return _assemble(vault, Profile.from_bytes(data), around, knowledge)
    except BaseException:
        vault.close()
        raise


def _assemble(
    vault: OpenVault, profile: Profile, around: Surroundings, knowledge: Knowledge | None
) -> Workplace:
    services = build(
        vault,
        around.clock,
        around.ids,
        knowledge or load_knowledge(paths.resources()),
        organisation=profile.organisation,
        practice=profile.practice,
    )
    dictionaries = [one.read_bytes() for one in sorted((paths.resources() / "zstd").glob("*.zdict"))]
    sync = SyncService(vault, Sealing(dictionaries, app=__version__), around.clock, around.ids)
    storage = StorageService(vault, opening(around.clock, around.ids))
    return Workplace(vault, services, sync, storage, profile, around.clock, around.ids)


def publish_shipped_forms(work: Workplace) -> None:
    """Compile the workbooks that travel with the program, and publish those this vault has not yet."""
    from veldwerk.xlsform import compile_workbook

    known = {(form.form_id, form.source_hash) for form in work.services.forms.all()}
    for workbook in sorted(paths.forms().glob("*.xlsx")):
        compiled = compile_workbook(workbook)
        if all(source != compiled.source_hash for _, source in known):
            work.services.forms.publish(work.actor, compiled)
