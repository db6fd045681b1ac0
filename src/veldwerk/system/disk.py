"""Room on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from veldwerk.domain.errors import UserError


def free(path: Path) -> int:
    """Bytes free where `path` is or will be. Raises OSError when not even its drive exists."""
    place = path
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


def require_room(path: Path, needed: int) -> None:
    """Raise UserError `disk-full` when fewer than `needed` bytes are free at `path`."""
    there = free(path)
    if there < needed:
        raise UserError(
            "The disk is almost full: {free} MB is free and {needed} MB is needed. Make room and try again.",
            code="disk-full",
            free=there // 1_000_000,
            needed=-(-needed // 1_000_000),
        )
