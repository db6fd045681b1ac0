"""The parts of an .xlsx archive that hold a sheet, and the cell in them that cannot be read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.reading import parse_xml
from veldwerk.xlsform.workbook.problem import WorkbookError

_BOOK, _TARGETS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_NO_NUMBER = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=\"[A-Z]{1,3}(\d{1,7})\"(?![^>]*\bt=\"(?!n\"))[^>]*>"
    rb"<(?:\w+:)?v>\s*([^<]*[^<\s0-9.eE+-][^<]*)<"
)


def sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name of the sheet, its part of the archive)."""
    names = set(archive.namelist())
    if _BOOK not in names or _TARGETS not in names:
        return
    targets = {str(one.get("Id")): str(one.get("Target")) for one in parse_xml(archive.read(_TARGETS))}
    for element in parse_xml(archive.read(_BOOK)).iter("{*}sheet"):
        identity = next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")
        target = targets.get(identity, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield element.get("name") or "", part


def no_number(content: bytes) -> WorkbookError | None:
    """The cell that says it holds a number and does not, which ends the reading of the whole workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, part in sheet_parts(archive):
            match = _NO_NUMBER.search(archive.read(part))
            if match is not None:
                message = N_("This cell holds {value}, which is not a number. Write the value itself.")
                value = match.group(2).decode("utf-8", "replace").strip()[:20]
                return WorkbookError(message, name.lower(), int(match.group(1)), None, value=value)
    return None
