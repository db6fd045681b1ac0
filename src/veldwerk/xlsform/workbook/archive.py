"""How far an .xlsx may unpack. The parts are read through once, in pieces, before anything holds them in memory.

A part cannot be larger than the directory of the archive says: reading stops there and its checksum then fails.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import Enum
from pathlib import Path

from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.workbook.problem import WorkbookError

MOST_ROWS = 50_000
_MOST_PARTS = 4_000
_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_CELLS = 600_000
_MOST_TEXT_TAGS = 800_000
_MOST_OTHER_TAGS = 200_000  # of styles and the like, which become large objects
_CHUNK = 1 << 20
_LONGEST_TAG = 40  # of what is counted; a longer piece left over from the chunk before holds no beginning
_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s>/]")
_CELL = re.compile(rb"<(?:\w{1,20}:)?c[\s>/]")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    UnicodeError,
)


class Archive(Enum):
    """What an archive turned out to be."""

    PLAIN = "plain"
    WITH_MACROS = "with macros"


def look_into(path: Path, content: bytes) -> Archive:
    """Tell a workbook from what only looks like one. WorkbookError for another kind of file, a damaged or locked one,
    and one that unpacks to more than a form can be."""
    if content.count(_DIRECTORY_ENTRY) > _MOST_PARTS:
        raise _bomb(path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_kind(path, archive, {entry.filename for entry in entries})
            parts = [one for one in entries if one.filename.lower().endswith((".xml", ".rels"))]
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise _bomb(path)
            _Reader(path, archive).all(parts)
    except RuntimeError as error:  # a part with a password, or packed in a way that nobody uses
        if "encrypted" not in str(error):
            raise damaged(path) from error
        message = N_("{file} is protected with a password. Take the password off and save it again.")
        raise WorkbookError(message, file=path.name) from error
    except _UNREADABLE as error:
        raise damaged(path) from error
    macros = any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries)
    return Archive.WITH_MACROS if macros else Archive.PLAIN


def damaged(path: Path) -> WorkbookError:
    """The sentence for a file that is broken off or mangled."""
    message = N_("{file} is damaged. Open it in the program it was made with and save it again.")
    return WorkbookError(message, file=path.name)


def too_many_rows(path: Path, most: int = MOST_ROWS) -> WorkbookError:
    """The sentence for a sheet that goes on and on."""
    message = N_(
        "{file} has a sheet with more than {most} rows. Remove the empty ones, or put a long list in a CSV file "
        "beside the form."
    )
    return WorkbookError(message, file=path.name, most=most)


def too_many_cells(path: Path) -> WorkbookError:
    """The sentence for sheets that are filled far to the right and far down."""
    message = N_("{file} has more filled or coloured cells than a form can have. Clear what is not used.")
    return WorkbookError(message, file=path.name)


def _bomb(path: Path) -> WorkbookError:
    return WorkbookError(N_("{file} unpacks to far more than a form can be."), file=path.name)


def _check_kind(path: Path, archive: zipfile.ZipFile, names: set[str]) -> None:
    lowered = {name.lower() for name in names}
    if any(name.startswith("xl/workbook") and name.endswith(".xml") for name in lowered):
        return
    kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    if b"opendocument.spreadsheet" in kind or "xl/workbook.bin" in lowered:
        message = N_("{file} is another kind of spreadsheet. Save it as .xlsx.")
    elif b"opendocument" in kind or any(name.startswith(("word/", "ppt/")) for name in lowered):
        message = N_("{file} is a document or presentation, not a workbook.")
    else:
        message = N_("{file} is not a workbook.")
    raise WorkbookError(message, file=path.name)


class _Reader:
    """Reads the parts through and counts what would take room."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self.archive = archive
        self.cells = 0
        self.tags = {True: 0, False: 0}

    def all(self, parts: list[zipfile.ZipInfo]) -> None:
        for part in parts:
            self.one(part)
            if self.cells > _MOST_CELLS:
                raise too_many_cells(self.path)
            if self.tags[True] > _MOST_TEXT_TAGS or self.tags[False] > _MOST_OTHER_TAGS:
                raise _bomb(self.path)

    def one(self, part: zipfile.ZipInfo) -> None:
        sheet = "worksheets/" in part.filename.lower()
        texts = "sharedstrings" in part.filename.lower()
        rows, tail = 0, b""
        with self.archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                window = tail + chunk
                self.check(window)
                if sheet:
                    rows += len(_ROW.findall(window))
                    self.cells += len(_CELL.findall(window))
                else:
                    self.tags[texts] += chunk.count(b"<")
                if rows > MOST_ROWS:
                    raise too_many_rows(self.path)
                tail = window[window.rfind(b"<") :][-_LONGEST_TAG:]

    def check(self, window: bytes) -> None:
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
            message = N_("{file} declares XML entities, which a workbook never does. Save it again as .xlsx.")
            raise WorkbookError(message, file=self.path.name)
        if len(window) >= _CHUNK and b"<" not in window:
            raise _bomb(self.path)  # one text of a million characters; a cell holds 32,767
