"""The one door to pyxform: a workbook in, an XForm out, and one sentence when that does not work.

source     the file itself: its bytes, its kind, and what is refused before anything unpacks it
archive    how far an .xlsx may unpack; biff the same for an .xls
book       the sheets as rows
refusals   what pyxform refuses, in our own sentences
mending    all refusals of a workbook, not only the first
oddities   cells that hold something else than the author sees
"""

from pathlib import Path

from veldwerk.xlsform.api import Compiled
from veldwerk.xlsform.workbook.book import Book, read_book
from veldwerk.xlsform.workbook.compiling import compiled
from veldwerk.xlsform.workbook.mending import compile_all
from veldwerk.xlsform.workbook.oddities import NO_RESULT, oddities
from veldwerk.xlsform.workbook.problem import WorkbookError
from veldwerk.xlsform.workbook.source import unreadable

__all__ = [
    "NO_RESULT",
    "Book",
    "WorkbookError",
    "compile_all",
    "compile_workbook",
    "oddities",
    "read_book",
    "unreadable",
]


def compile_workbook(path: Path) -> Compiled:
    """Compile .xlsx, .xlsm, .xls, .csv or .md. WorkbookError is the only thing it raises.

    The kind is told by the first bytes, not by the name: an .xls named .xlsx is read as what it is.
    """
    return compiled(read_book(path))
