"""What was typed in a panel and not kept yet: in this vault only, not in log, audit, sync or undo (DESIGN 2)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping

from veldwerk.services.access import Actor, Right, require
from veldwerk.services.kit import Kit
from veldwerk.services.ports import Draft

_FORM = "half:"
"""How the form of such a draft begins, so that it is told from a form of a visit."""


class Halfway:
    """Half-typed panels. A `key` is the kind of record being made, with «:» and what it is about behind it."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        # The window asks from several threads; one at a time keeps them in the order they were asked in.
        self._one = threading.Lock()

    def keep(self, actor: Actor, key: str, values: Mapping[str, str], *, person: str = "") -> None:
        """Keep `values` (field name to text) over what was kept; erasing `person` takes it along."""
        _check(actor, key)
        draft = Draft(
            id=_FORM + key,
            person=person,
            form=_FORM + key.partition(":")[0],
            form_version="",
            visit="",
            place="",
            answered=0,
            updated_at=self._kit.clock.now(),
            instance=json.dumps(dict(values), ensure_ascii=False).encode(),
        )
        with self._one:
            self._kit.vault.write(lambda w: w.save_draft(draft))

    def values(self, actor: Actor, key: str) -> dict[str, str]:
        """What was typed and not kept; empty when there is nothing."""
        _check(actor, key)
        with self._one:
            found = self._kit.vault.read(lambda r: r.draft(_FORM + key))
        if found is None:
            return {}
        return {str(name): str(value) for name, value in json.loads(found.instance).items()}

    def drop(self, actor: Actor, key: str) -> None:
        """Forget it: it was kept as a record, or thrown away."""
        _check(actor, key)
        with self._one:
            self._kit.vault.write(lambda w: w.drop_draft(_FORM + key))


def begun(drafts: Iterable[Draft]) -> list[Draft]:
    """Only the drafts that are forms, for lists of what waits to be finished."""
    return [draft for draft in drafts if not draft.form.startswith(_FORM)]


def _check(actor: Actor, key: str) -> None:
    require(actor, Right.WRITE, key.partition(":")[0])
