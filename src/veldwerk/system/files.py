"""Putting a finished file where the user asked: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from veldwerk.domain.errors import N_, UserError


class WholeFiles:
    """Matches `services.ports.Files`."""

    def write(self, path: Path, content: bytes) -> None:
        """Write beside it and rename. UserError `cannot-write`; what stood there before then still stands there."""
        waiting = ""
        try:
            handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".veldwerk-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(waiting).replace(path)
        except OSError:
            if waiting:
                with contextlib.suppress(OSError):
                    Path(waiting).unlink(missing_ok=True)
            raise UserError(
                N_("This file could not be written to {folder}. Choose another place."),
                code="cannot-write",
                folder=path.parent.name or str(path.parent),
            ) from None
