"""The one way to write: compare before and after, make the Changes of one edit, apply them, offer undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from veldwerk.domain.changes import Action, Change, Op, Stamp, ops_of
from veldwerk.domain.errors import N_, NotFound, UserError
from veldwerk.domain.records import Record, Row, from_row, to_row
from veldwerk.domain.register import Merge, spec
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.ports import Applied, AuditEvent, Ids, Reader, Vault, Writer

R = TypeVar("R", bound=Record)
Seen = Mapping[str, tuple[str, ...]]
"""Note path to the versions that were on the screen."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One finished user action: `name` is the message id shown by «Undo: …»."""

    id: str
    name: str
    applied: Applied


@dataclass(frozen=True, slots=True)
class Save:
    """One record to save inside an edit. `before` None means new; `space` chooses among several spaces."""

    before: Record | None
    after: Record
    seen: Seen | None = None
    space: str = ""


def load(reader: Reader, cls: type[R], record: str) -> R:
    """The record, or NotFound."""
    row = reader.get(cls.KIND, record)
    if row is None:
        raise NotFound(N_("This record is not in your vault (any more)."), code="not-found")
    return from_row(cls, record, row)


def find(
    reader: Reader, cls: type[R], where: Mapping[str, object] | None = None, **options: object
) -> list[R]:
    """All records of a kind whose fields equal `where`; options as `Reader.find`."""
    rows = reader.find(
        cls.KIND, where, order=str(options.get("order", "")), limit=int(str(options.get("limit", 0)))
    )
    return [from_row(cls, record, row) for record, row in rows]


def differences(kind: str, before: Row, after: Row) -> dict[str, tuple[object, object]]:
    """Path to (old, new), element by element in sets and key by key in documents."""
    out: dict[str, tuple[object, object]] = {}
    for name, field in spec(kind).fields.items():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if field.merge in (Merge.SET, Merge.DOCUMENT):
            olds = old if isinstance(old, Mapping) else {}
            news = new if isinstance(new, Mapping) else {}
            for key in sorted({*olds, *news}):
                if olds.get(key) != news.get(key):
                    out[f"{name}/{key}"] = (olds.get(key), news.get(key))
        else:
            out[name] = (old, new)
    return out


class Edits:
    """Saves, undoes and announces. All writing services share one."""

    def __init__(self, vault: Vault, ids: Ids) -> None:
        self._vault = vault
        self._ids = ids

    def save(self, actor: Actor, name: str, saves: Sequence[Save]) -> Edit:
        """Write all `saves` as one edit named `name`; nothing is written when nothing differs.

        Raises AccessDenied, or UserError when a note would replace versions nobody has seen.
        """
        for one in saves:
            require(actor, Right.WRITE, one.after.KIND)
        return self._vault.write(lambda writer: self.within(writer, actor, name, saves))

    def within(self, writer: Writer, actor: Actor, name: str, saves: Sequence[Save]) -> Edit:
        """The same inside a job that is already in the lane."""
        edit = self._ids.new_id()
        ops: list[Op] = []
        for one in saves:
            ops.extend(self._ops(writer, actor, one))
        applied = writer.apply(ops, edit=edit) if ops else Applied(())
        for op in ops:
            writer.audit_event(_audit(actor, op, writer))
        return Edit(edit, name, applied)

    def _ops(self, writer: Writer, actor: Actor, one: Save) -> list[Op]:
        kind, after = one.after.KIND, to_row(one.after)
        space = writer.space_of(kind, one.after.id) or one.space or spec(kind).home(one.after.id)
        before = to_row(one.before) if one.before is not None else {}
        changed = differences(kind, before, after)
        if one.before is None:
            changed = {path: pair for path, pair in changed.items() if pair[1] not in (None, "", {})}
        elif not changed:
            return []
        stamp = Stamp(writer.next_hlc(), self._vault.device, actor.worker)
        seen = one.seen or {}
        action = Action.ADD if one.before is None else Action.SET
        changes = [
            Change(kind, one.after.id, path, old, new, stamp, action, self._parents(writer, one, path, seen))
            for path, (old, new) in changed.items()
        ] or [Change(kind, one.after.id, "", None, None, stamp, action)]
        return ops_of(changes, {one.after.id: space})

    @staticmethod
    def _parents(writer: Writer, one: Save, path: str, seen: Seen) -> tuple[str, ...]:
        field = spec(one.after.KIND).fields.get(path)
        if field is None or field.merge is not Merge.NOTE:
            return ()
        if path in seen:
            return tuple(seen[path])
        return tuple(v.hlc for v in writer.note_versions(one.after.KIND, one.after.id, path))

    def delete(self, actor: Actor, name: str, records: Sequence[Record]) -> Edit:
        """Tombstone `records`; undo brings them back."""
        for record in records:
            require(actor, Right.DELETE, record.KIND)

        def job(writer: Writer) -> Edit:
            edit = self._ids.new_id()
            ops = []
            for record in records:
                space = writer.space_of(record.KIND, record.id)
                if space is not None:
                    stamp = Stamp(writer.next_hlc(), self._vault.device, actor.worker)
                    ops.append(Op(record.KIND, record.id, Action.DELETE, {}, stamp, space))
            applied = writer.apply(ops, edit=edit)
            for op in ops:
                writer.audit_event(_audit(actor, op, writer))
            return Edit(edit, name, applied)

        return self._vault.write(job)

    def undo(self, actor: Actor, edit: Edit) -> Edit:
        """The inverse edit with new stamps, so that it syncs; refused when a later change stands on top."""

        def job(writer: Writer) -> Edit:
            lines = writer.log(edit=edit.id, limit=100_000)
            ops = []
            for line in reversed(lines):
                require(actor, Right.WRITE, line.op.kind)
                if any(
                    later.edit != edit.id and _touches(later.op, line.op)
                    for later in writer.log(record=line.op.record, after=line.seq)
                ):
                    raise UserError(
                        N_("Somebody changed this after you. It cannot be undone."), code="undo-too-late"
                    )
                ops.append(_inverse(line.op, line.old, writer, self._vault.device, actor))
                ops.extend(_other_texts(line.op, ops[-1], writer))
            new = self._ids.new_id()
            applied = writer.apply(ops, edit=new)
            for op in ops:
                writer.audit_event(_audit(actor, op, writer))
            return Edit(new, edit.name, applied)

        return self._vault.write(job)


def _touches(later: Op, ours: Op) -> bool:
    """Whether `later` stands on top of `ours`: the same field, or the record as a whole on either side."""
    whole = ours.action is not Action.SET or later.action is not Action.SET
    return whole or bool(set(later.fields) & set(ours.fields))


def _inverse(op: Op, old: Mapping[str, object], writer: Writer, device: str, actor: Actor) -> Op:
    stamp = Stamp(writer.next_hlc(), device, actor.worker)
    if op.action is Action.ADD:
        return Op(op.kind, op.record, Action.DELETE, {}, stamp, op.space)
    fields = {path: old.get(path) for path in (op.fields or old)}
    notes = [p for p in fields if p in spec(op.kind).fields and spec(op.kind).fields[p].merge is Merge.NOTE]
    parents = {path: tuple(v.hlc for v in writer.note_versions(op.kind, op.record, path)) for path in notes}
    action = Action.ADD if op.action is Action.DELETE else Action.SET
    return Op(op.kind, op.record, action, fields, stamp, op.space, parents)


def _other_texts(op: Op, inverse: Op, writer: Writer) -> list[Op]:
    """An edit that brought several texts of a note together is undone by bringing all of them back.

    Each is written beside `inverse`, seeing what that saw, so that none of them hides another.
    """
    out = []
    for path, parents in op.parents.items():
        if len(parents) < 2 or path not in inverse.fields:
            continue
        history = writer.note_history(op.kind, op.record, path)
        texts = dict.fromkeys(v.text for v in history if v.hlc in parents)
        for text in texts:
            if text != (inverse.fields[path] or ""):
                stamp = replace(inverse.stamp, hlc=writer.next_hlc())
                seen = {path: inverse.parents.get(path, ())}
                out.append(Op(op.kind, op.record, Action.SET, {path: text}, stamp, op.space, seen))
    return out


def _audit(actor: Actor, op: Op, reader: Reader) -> AuditEvent:
    person = spec(op.kind).person_field
    who = op.record if person == "id" else ""
    if person and person != "id":
        row = reader.get(op.kind, op.record) or {}
        who = str(op.fields.get(person) or row.get(person) or "")
    return AuditEvent(
        action=op.action.value,
        kind=op.kind,
        record=op.record,
        person=who,
        worker=actor.worker,
        role=actor.role.value,
        fields=tuple(sorted(path.split("/", 1)[0] for path in op.fields)),
    )
