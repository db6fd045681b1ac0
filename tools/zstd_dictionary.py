"""Train the zstd dictionary for small changesets on a practice vault: generated people only.

`python -m tools.zstd_dictionary VAULT OUT`; the vault is one that `veldwerk demo --no-window` made. A dictionary that
was shipped stays for ever: changesets name it. A better one gets a new file beside it.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veldwerk.domain.changes import Op
    from veldwerk.store.vault import OpenVault

ID = re.compile(rb"(?<=-)[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
SIZE = 16 << 10
PER_KIND = 400
LONGEST = 4000
"""Characters: longer ops (compiled forms) teach nothing about small changesets."""


def samples(vault: Path) -> list[bytes]:
    """Small changesets of each kind of record, as they are before packing."""
    from veldwerk.app.workplace import open_workplace
    from veldwerk.domain.register import KINDS
    from veldwerk.sync.envelope import canonical

    by_kind: dict[str, list[bytes]] = {kind: [] for kind in KINDS}
    with open_workplace(vault, "demo") as work:
        for space in sorted(work.vault.spaces):
            for _, op in _ops(work.vault, space):
                line = canonical(op.to_json())
                if len(line) <= LONGEST and len(by_kind[op.kind]) < PER_KIND:
                    by_kind[op.kind].append(line)
    out: list[bytes] = []
    for lines in by_kind.values():
        rest = iter(lines)
        for count in (1, 1, 1, 3, 1, 5) * PER_KIND:
            some = list(islice(rest, count))
            if not some:
                break
            out.append(b"\n".join(some))
    return out


def _ops(vault: OpenVault, space: str) -> list[tuple[int, Op]]:
    return vault.read(lambda reader: reader.ops(space, limit=1_000_000))


def main(vault: str, out: str) -> None:
    """Write the dictionary and say what it saves on the samples it did not see."""
    from backports import zstd

    made = samples(Path(vault))
    # Ids never come back: they would only take room in the dictionary.
    learn, check = [ID.sub(b"", one) for one in made[::2]], made[1::2]
    dictionary = zstd.train_dict(learn, SIZE)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    Path(out).write_bytes(dictionary.dict_content)
    plain = sum(len(zstd.compress(one, 3)) for one in check)
    packed = sum(len(zstd.compress(one, 3, zstd_dict=dictionary)) for one in check)
    raw = sum(len(one) for one in check)
    print(json.dumps({"samples": len(made), "raw": raw, "without": plain, "with": packed}))


if __name__ == "__main__":
    main(*sys.argv[1:])
