"""How much an .xls would take when it is read, told from its records before anything is read.

A cell far to the right in each of many rows costs fourteen bytes in the file and a whole row in memory.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path

from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.workbook.archive import MOST_ROWS, damaged, too_many_cells, too_many_rows
from veldwerk.xlsform.workbook.problem import WorkbookError

_BEGIN = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_LOCKED = 0x002F
_CELLS = frozenset({0x0203, 0x0003, 0x027E, 0x00FD, 0x0204, 0x0004, 0x0205, 0x0005, 0x0006, 0x0206, 0x0406})
_MANY_CELLS = 0x00BD
_MOST_PLACES = 3_000_000
_MOST_RECORDS = 4_000_000


def check_sheets(path: Path, content: bytes) -> None:
    """WorkbookError for a file that is no workbook, is locked or damaged, or has more rows or cells than a form."""
    stream = _stream(path, content)
    widths: dict[int, int] = {}
    places = at = count = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        count += 1
        if kind == _LOCKED:
            message = N_("{file} is protected with a password. Take the password off and save it again.")
            raise WorkbookError(message, file=path.name)
        if kind in _BEGIN:
            widths = {}
        elif (kind in _CELLS or kind == _MANY_CELLS) and size >= 6 and at + size <= len(stream):
            row, column = struct.unpack_from("<HH", stream, at)
            if kind == _MANY_CELLS:  # its last column stands at its end
                column = struct.unpack_from("<H", stream, at + size - 2)[0]
            before = widths.get(row, 0)
            widths[row] = max(before, column + 1)
            places += widths[row] - before
            if row >= MOST_ROWS:
                raise too_many_rows(path)
        at += size
        if places > _MOST_PLACES or count > _MOST_RECORDS:
            raise too_many_cells(path)


def _stream(path: Path, content: bytes) -> bytes:
    """The records of the workbook inside the compound file."""
    from xlrd import compdoc

    try:
        document = compdoc.CompDoc(content, logfile=io.StringIO())
        for name in ("Workbook", "Book"):
            inner, base, length = document.locate_named_stream(name)
            if inner:
                return bytes(memoryview(inner)[base : base + length])
    except MemoryError as error:
        raise too_many_cells(path) from error
    except Exception as error:  # xlrd raises whatever a mangled directory makes it raise
        raise damaged(path) from error
    raise WorkbookError(N_("{file} is not a workbook."), file=path.name)
