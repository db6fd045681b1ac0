"""The file of a workbook: its bytes and its kind, with a sentence for everything that is no workbook."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.workbook.archive import MOST_ROWS, Archive, look_into, too_many_cells, too_many_rows
from veldwerk.xlsform.workbook.biff import check_sheets
from veldwerk.xlsform.workbook.problem import WorkbookError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
MOST_BYTES = 32 * 1024 * 1024
_WIDEST = 16_384
_MOST_CELLS = 1_500_000


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a workbook; `kind` is .xlsx, .xls, .csv or .md. Text is UTF-8 without a byte order mark."""

    path: Path
    content: bytes
    kind: str
    macros: bool = False


def source_of(path: Path) -> Source:
    """Read a file and tell its kind by its first bytes, whatever its name. WorkbookError when it is no workbook, is
    locked, or would take far more room than a form needs."""
    content = _bytes_of(path)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _locked(path)
        check_sheets(path, content)
        return Source(path, content, ".xls")
    if content.startswith(_ZIP):
        archive = look_into(path, content)
        return Source(path, content, ".xlsx", archive is Archive.WITH_MACROS)
    suffix = path.suffix.lower()
    if suffix in (".csv", ".md"):
        return Source(path, _text(path, content), suffix)
    raise _no_workbook(path, content)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise WorkbookError(N_("{file} is a folder. Name a workbook in it."), file=path.name)
        if path.exists() and not path.is_file():
            raise WorkbookError(N_("{file} is not a workbook."), file=path.name)  # a pipe would never end
        if path.stat().st_size > MOST_BYTES:
            message = N_("{file} is larger than {most} MB. Take pictures and other ballast out of it.")
            raise WorkbookError(message, file=path.name, most=MOST_BYTES // 1024 // 1024)
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if not content.strip():
        raise WorkbookError(N_("{file} is empty."), file=path.name)
    return content


def unreadable(path: Path, error: OSError) -> WorkbookError:
    """The sentence for a file that the disk does not give."""
    if error.errno == errno.EISDIR:
        return WorkbookError(N_("{file} is a folder. Name a workbook in it."), file=path.name)
    if error.errno in (errno.EACCES, errno.EPERM):
        return WorkbookError(N_("{file} cannot be read: you have no permission for it."), file=path.name)
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
        return WorkbookError(N_("{file} cannot be read: it is not there."), file=path.name)
    reason = error.strerror or type(error).__name__
    return WorkbookError(N_("{file} cannot be read: {reason}"), file=path.name, reason=reason)


def _locked(path: Path) -> WorkbookError:
    message = N_("{file} is protected with a password. Take the password off and save it again.")
    return WorkbookError(message, file=path.name)


def _text(path: Path, content: bytes) -> bytes:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = N_("{file} is not UTF-8 text. Save it as “CSV UTF-8” or as .xlsx.")
        raise WorkbookError(message, file=path.name) from error
    if "\x00" in text:
        raise WorkbookError(N_("{file} is not a workbook."), file=path.name)
    _check_room(path, text)
    return text.encode("utf-8")


def _check_room(path: Path, text: str) -> None:
    """Refuse what would become far more rows and columns than a form has."""
    cells = 0
    for lines, line in enumerate(text.split("\n"), start=1):
        widest = max(line.count("|"), line.count(","))
        cells += widest
        if lines > MOST_ROWS:
            raise too_many_rows(path)
        if widest > _WIDEST or cells > _MOST_CELLS:
            raise too_many_cells(path)


def _no_workbook(path: Path, content: bytes) -> WorkbookError:
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        message = N_("{file} is a web page or XML, not a workbook. Open it and save it as .xlsx.")
        return WorkbookError(message, file=path.name)
    return WorkbookError(N_("{file} is not a workbook."), file=path.name)
