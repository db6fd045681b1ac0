"""The one door to pyxform: a workbook in, an XForm out, and one sentence when that does not work."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from veldwerk.xlsform.api import Compiled
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.sheets import MOST_ROWS, Sheets

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
MOST_BYTES = 32 * 1024 * 1024
MOST_UNPACKED = 128 * 1024 * 1024
_MOST_RATIO = 200
_PLACE = re.compile(r"\[?row\s*:?\s*(\d+)\]?", re.IGNORECASE)
_SHEET = re.compile(r"(?:on|in) the '(\w+)' sheet", re.IGNORECASE)
_COLUMN = re.compile(r"column '([^']+)'", re.IGNORECASE)


class WorkbookError(FormError):
    """What pyxform or the file refuses; the place is None where it is not known."""

    def __init__(
        self,
        message: str,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        **values: object,
    ) -> None:
        super().__init__(message, **values)
        self.sheet = sheet
        self.row = row
        self.column = column


def compile_workbook(path: Path) -> Compiled:
    """Compile .xlsx, .xls, .csv or .md. WorkbookError is the only thing it raises.

    The kind is told by the first bytes, not by the name: an .xls named .xlsx is read as what it is.
    """
    content = _bytes_of(path)
    kind = _kind(path, content)
    if kind == ".xlsx":
        _check_zip(path, content)
    warnings: list[str] = []
    xform = _convert(path, content, kind, warnings)
    import pyxform

    version = str(getattr(pyxform, "__version__", ""))
    return Compiled(
        xform.encode("utf-8"), hashlib.sha256(content).hexdigest(), version, tuple(warnings), path
    )


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise WorkbookError(
                N_("{file} is larger than {most} MB."), file=path.name, most=MOST_BYTES // 1024 // 1024
            )
        content = path.read_bytes()
    except OSError as error:
        raise WorkbookError(
            N_("{file} cannot be read: {reason}"),
            file=path.name,
            reason=error.strerror or type(error).__name__,
        ) from error
    if not content.strip():
        raise WorkbookError(N_("{file} is empty."), file=path.name)
    return content


def _kind(path: Path, content: bytes) -> str:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WorkbookError(N_("{file} is protected with a password."), file=path.name)
        return ".xls"
    if content.startswith(_ZIP):
        return ".xlsx"
    suffix = path.suffix.lower()
    if suffix in (".csv", ".md"):
        return suffix
    raise WorkbookError(N_("{file} is not a workbook."), file=path.name)


def _check_zip(path: Path, content: bytes) -> None:
    """Refuse what would unpack to far more than a form can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise WorkbookError(N_("{file} is damaged."), file=path.name) from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > 1024 * 1024 and unpacked > _MOST_RATIO * len(content)):
        raise WorkbookError(N_("{file} unpacks to far more than a form can be."), file=path.name)
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise WorkbookError(N_("{file} is not a workbook."), file=path.name)
    _check_rows(path, content)


def _check_rows(path: Path, content: bytes) -> None:
    """Refuse a sheet with a million rows before anything holds them in memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
                if sheet and _rows_of(archive, entry) > MOST_ROWS:
                    message = N_("{file} has a sheet with more than {most} rows; remove the empty ones.")
                    raise WorkbookError(message, file=path.name, most=MOST_ROWS)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, zlib.error, RuntimeError) as error:
        raise WorkbookError(N_("{file} is damaged."), file=path.name) from error


def _rows_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    count, tail = 0, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(1 << 20):
            window = tail + chunk
            count += window.count(b"<row ") + window.count(b"<row>")
            tail = window[-4:]
    return count


def _convert(path: Path, content: bytes, kind: str, warnings: list[str]) -> str:
    try:
        from pyxform.xls2xform import convert

        given: Any = content.decode("utf-8") if kind in (".md", ".csv") else io.BytesIO(content)
        result = convert(xlsform=given, warnings=warnings, validate=False, file_type=kind, form_name=None)
        return str(result.xform)
    except MemoryError as error:
        raise WorkbookError(N_("{file} is too large to read."), file=path.name) from error
    except Exception as error:  # pyxform raises TypeError, KeyError and more besides its own class
        raise _told(path, error) from error


def _told(path: Path, error: Exception) -> WorkbookError:
    reason = " ".join(str(error).split()) or type(error).__name__
    if type(error).__module__.partition(".")[0] != "pyxform":
        reason = f"{type(error).__name__}: {reason}"
    row, sheet, column = _PLACE.search(reason), _SHEET.search(reason), _COLUMN.search(reason)
    return WorkbookError(
        N_("{file} cannot be used as a form: {reason}"),
        sheet=sheet.group(1) if sheet else None,
        row=int(row.group(1)) if row else None,
        column=column.group(1) if column else None,
        file=path.name,
        reason=reason,
    )


def sheets_of(path: Path) -> Sheets:
    """Rows by name of a workbook's sheets; empty where they cannot be read, since `compile_workbook` says why."""
    try:
        content = _bytes_of(path)
        kind = _kind(path, content)
        if kind == ".md":
            return Sheets(_markdown_sheets(content.decode("utf-8")))
        if kind == ".xlsx":
            _check_zip(path, content)
            return Sheets(_xlsx_sheets(content))
    except Exception:  # openpyxl raises whatever a broken sheet makes it raise
        return Sheets({})
    return Sheets({})


def _markdown_sheets(text: str) -> dict[str, list[list[str]]]:
    sheets: dict[str, list[list[str]]] = {}
    current: list[list[str]] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0]:
            current = sheets.setdefault(cells[0].lower(), [])
        elif len(cells) > 1:
            current.append(cells[1:])
    return sheets


def _xlsx_sheets(content: bytes) -> dict[str, Iterable[list[str]]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return {
        sheet.title.lower(): [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(max_row=MOST_ROWS, values_only=True)
        ]
        for sheet in book.worksheets
    }
