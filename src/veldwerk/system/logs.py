"""Log files without people in them.

A log line is a fixed text with ids and numbers. Anything else that is handed to a message is withheld,
whoever wrote
the call; of an exception only its type and the places it passed are kept, because its text may quote a value.
"""

from __future__ import annotations

import logging
import re
import traceback
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

WITHHELD: Final = "[withheld]"
_ROOT: Final = "veldwerk"
_IDENTIFIER = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # a record, device or edit
    r"|[0-9a-f]{16,128}"  # a digest
)
_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"


class _IdsOnly(logging.Formatter):
    """Formats a record with its arguments cut down to ids, numbers and words from the code's own
    enumerations."""

    def format(self, record: logging.LogRecord) -> str:
        clean = logging.makeLogRecord(record.__dict__)
        clean.exc_text = None
        clean.stack_info = None
        if isinstance(record.args, dict):
            clean.args = {name: _safe(value) for name, value in record.args.items()}
        elif record.args:
            clean.args = tuple(_safe(value) for value in record.args)
        return super().format(clean)

    def formatException(self, ei: object) -> str:
        kind, _error, trace = ei if isinstance(ei, tuple) else (None, None, None)
        places = [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trace)
        ]
        return "\n".join([*places, getattr(kind, "__name__", "error")])


def _safe(value: object) -> object:
    """`value` when it cannot describe a person, else the word that something was withheld."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, Enum):
        return value.name
    text = str(value) if isinstance(value, str) else ""
    return text if _IDENTIFIER.fullmatch(text) else WITHHELD


def start(folder: Path, *, level: int = logging.INFO) -> Path:
    """Send the program's log to `veldwerk.log` in `folder` (made when absent), at most 4 files of 256 KB;
    gives the
    file. Other packages' loggers are not connected: what they print is not ours to vouch for."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "veldwerk.log"
    stop()
    handler = RotatingFileHandler(path, maxBytes=256_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(_IdsOnly(_LINE))
    root = logging.getLogger(_ROOT)
    root.setLevel(level)
    root.propagate = False
    root.addHandler(handler)
    return path


def stop() -> None:
    """Close the log file."""
    root = logging.getLogger(_ROOT)
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
