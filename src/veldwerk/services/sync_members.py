"""Who is in a space: founding it, letting devices in, other roles, removing, recovery keys, passing over what is lost.

Every change is an entry that is kept here first, and goes to the store at once when that can be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.access import Actor, Right, may_join, require, require_space
from veldwerk.services.safety_space import require_guest
from veldwerk.services.sync_memory import Memory
from veldwerk.services.sync_ports import RECOVERY, Asking, Known, Object, ObjectStore, Person, SealedSpace
from veldwerk.services.sync_receipts import lost_place
from veldwerk.services.sync_recovery import Kit, spaces_of
from veldwerk.services.sync_session import Place
from veldwerk.services.sync_spaces import Shared

UNKNOWN = N_("This device shares no space with you. Let it in with a request.")
ALREADY = N_("This vault already shares «{space}» with another team. Ask your team lead.")


class Membership:
    """What `SyncService` does about members. Every call takes an actor."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def found(self, actor: Actor, store: ObjectStore, spaces: Iterable[str]) -> None:
        """Found `spaces` with this device as administrator, and put them on `store`.

        A space that this vault already shares is put on `store` as well: that is how a team moves to another
        store. Raises UserError of the store; what was founded stays founded, call again to publish it.
        """
        require(actor, Right.MEMBERS)
        for label in spaces:
            require_space(actor, label)
            space = self._shared.open(label)
            if space is None:
                created = self._shared.tools.clock.today().isoformat()
                name, person = self._shared.tools.ids.random_bytes(16), self._shared.person(actor)
                space = self._shared.sealing.found(self._shared.device(), label, name, created, person)
                self._shared.remember(actor, label, space.objects, "found")
            with self._shared.alone():
                self._shared.exchange(space, store).publish_all()

    def known(self, actor: Actor, dev: str) -> Known:
        """What `invite` takes for a device that shares a space with us already; UserError when none does."""
        require(actor, Right.MEMBERS)
        spaces = (s for s in self._shared.spaces() if any(m.dev == dev and not m.revoked for m in s.members))
        found = next(spaces, None)
        if found is None:
            raise UserError(UNKNOWN, code="not-member")
        return found.known(dev)

    def invite(
        self, actor: Actor, store: ObjectStore, request: Asking, spaces: Iterable[str], role: str = "member"
    ) -> bytes:
        """Let the device of `request` into `spaces`; gives the invitation, which that device alone can open.

        `role` is `admin`, `member` or `reader`. Compare the eight words of `read_request` first. The entries go
        to `store` now, or at the next sync when it cannot be reached.
        """
        require(actor, Right.MEMBERS)
        card = self._shared.sealing.read_request(request)
        joined: dict[str, Mapping[str, bytes]] = {}
        with self._shared.alone():
            for label in spaces:
                space = self._shared.required(label)
                require_guest(self._shared.vault, label, card.person.worker)
                if not any(m.dev == card.dev and not m.revoked for m in space.members):
                    fresh = dict(space.add(request, role))
                    space = space.absorb(fresh)
                    self._shared.remember(actor, label, fresh, "invite", unpublished=True)
                joined[label] = space.objects
                self._tell(store, space)
        return self._shared.sealing.invitation(self._shared.device(), request, joined)

    def join(self, actor: Actor, invitation: bytes) -> tuple[str, ...]:
        """Become a member by an invitation; gives the spaces. UserError `invitation-other`, `already-shared`.

        AccessDenied when it holds a space that the actor's role does not work in.
        """
        require(actor, Right.SYNC)
        spaces = self._shared.sealing.open_invitation(self._shared.device(), invitation)
        for label, objects in spaces.items():
            require_space(actor, label)
            known = self._shared.open(label)
            if known is not None and known.objects["FORMAT"] != objects["FORMAT"]:
                raise UserError(ALREADY, code="already-shared", space=label)
        for label, objects in spaces.items():
            self._shared.remember(actor, label, objects, "join")
        return tuple(sorted(spaces))

    def revoke(self, actor: Actor, store: ObjectStore, space: str, dev: str) -> None:
        """End a device: what we have applied of it stays, what it sends later is refused; a new epoch begins."""
        require(actor, Right.MEMBERS)
        with self._shared.alone():
            one = self._shared.required(space)
            self._change(actor, store, one, "revoke", one.revoke(dev, self._applied(space, dev)))

    def set_role(self, actor: Actor, store: ObjectStore, space: str, dev: str, role: str) -> None:
        """Make a device `admin`, `member` or `reader`; of a reader stays what we have applied.

        UserError `not-admin`, `last-admin`, `not-member`.
        """
        require(actor, Right.MEMBERS)
        with self._shared.alone():
            one = self._shared.required(space)
            entry = one.role(dev, role, self._applied(space, dev))
            self._change(actor, store, one, "role", (entry,))

    def skip(self, actor: Actor, store: ObjectStore, space: str, stream: str) -> None:
        """Pass over the changeset at which `stream` is stuck in this vault, for everybody: it is lost for good.

        When its owner still has it, it comes again by itself. UserError `not-admin`, `nothing-lost`.
        """
        require(actor, Right.MEMBERS)
        with self._shared.alone():
            one = self._shared.required(space)
            entry = one.skip(stream, *lost_place(self._shared.vault, one, stream))
            self._change(actor, store, one, "skip", (entry,))

    def make_recovery(self, actor: Actor, store: ObjectStore, spaces: Iterable[str]) -> bytes:
        """Recovery keys for `spaces`: gives the kit to keep in a safe, and nowhere else. UserErrors of `invite`."""
        require(actor, Right.MEMBERS)
        device, labels = self._shared.sealing.new_device(), list(spaces)
        nobody = Person("", "", "")
        self.invite(actor, store, self._shared.sealing.request(device, nobody), labels, RECOVERY)
        opened = [self._shared.required(label) for label in labels]
        return Kit(device, {one.label: (one.prefix, one.objects["FORMAT"]) for one in opened}).to_bytes()

    def recover(self, actor: Actor, store: ObjectStore, kit: bytes) -> tuple[str, ...]:
        """Let this device in as administrator with a recovery kit, when nobody is left who can; gives the spaces.

        UserError `bad-kit`, `store-missing`, `already-shared`; AccessDenied as `join`.
        """
        require(actor, Right.MEMBERS)
        opened = Kit.from_bytes(kit)
        request, joined = self._shared.request(actor), {}
        with self._shared.alone():
            for space in spaces_of(self._shared.sealing, opened, store):
                if may_join(actor, space.label):
                    fresh = dict(space.add(request, "admin"))
                    joined[space.label] = space.absorb(fresh)
                    for item in fresh.items():
                        Place(store, space.prefix).put(item)
        objects = {label: space.objects for label, space in joined.items()}
        return self.join(actor, self._shared.sealing.invitation(opened.device, request, objects))

    def _applied(self, space: str, dev: str) -> dict[str, tuple[int, str]]:
        cursors = self._shared.vault.read(lambda r: Memory(r).cursors(space))
        return {stream: (c.seq, c.sha) for stream, c in cursors.items() if stream.startswith(f"{dev}.")}

    def _change(
        self, actor: Actor, store: ObjectStore, space: SealedSpace, action: str, made: Iterable[Object]
    ) -> None:
        fresh = dict(made)
        self._shared.remember(actor, space.label, fresh, action, unpublished=True)
        self._tell(store, space.absorb(fresh))

    def _tell(self, store: ObjectStore, space: SealedSpace) -> None:
        """Send what waits and name it in a head now if we can; `sync` does it otherwise."""
        try:
            self._shared.exchange(space, store).tell()
        except UserError as error:
            if not error.code.startswith("store-"):
                raise
