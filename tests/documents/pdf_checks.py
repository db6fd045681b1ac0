"""Second opinions on a PDF: text by PDFium, structure and fonts by walking the file with pikepdf."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

TEXT_OPERATORS = {"Tj", "TJ", "'", '"'}


def pages(pdf: bytes) -> list[str]:
    """The text of each page, white space made one space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def fonts(pdf: bytes) -> dict[str, bool]:
    """Base font name to «its program is in the file», for every font object, also unused ones."""
    found: dict[str, bool] = {}
    with pikepdf.open(BytesIO(pdf)) as document:
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font":
                continue
            holder = thing["/DescendantFonts"][0] if "/DescendantFonts" in thing else thing
            descriptor = holder.get("/FontDescriptor", pikepdf.Dictionary())
            found[str(thing["/BaseFont"])] = any(
                key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
            )
    return found


def outline(pdf: bytes) -> list[tuple[int, str, Any]]:
    """The structure tree in reading order: depth, role, element."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            (
                depth,
                role,
                {key: str(element[key]) for key in ("/Alt", "/ActualText") if key in element}
                | _scope(element),
            )
            for depth, role, element in _walk(document.Root.StructTreeRoot, 0)
        ]


def _scope(element: Any) -> dict[str, str]:
    return {"/Scope": str(element.A.Scope)} if "/A" in element else {}


def _walk(element: Any, depth: int) -> Iterator[tuple[int, str, Any]]:
    kids = element.get("/K", [])
    for kid in kids:
        if "/S" in kid:
            yield depth, str(kid.S)[1:], kid
            yield from _walk(kid, depth + 1)


def roles(pdf: bytes) -> list[str]:
    return [role for _depth, role, _more in outline(pdf)]


def untagged(pdf: bytes) -> list[str]:
    """Text and painting that is neither tagged nor an artifact, and marks that no element owns."""
    wrong: list[str] = []
    with pikepdf.open(BytesIO(pdf)) as document:
        nums = document.Root.StructTreeRoot.ParentTree.Nums
        for index, page in enumerate(document.pages):
            owners, seen, depth = nums[2 * index + 1], 0, 0
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name in ("BDC", "BMC"):
                    depth += 1
                    if name == "BDC":
                        assert str(operands[0]) == str(owners[int(operands[1]["/MCID"])].S)
                        seen += 1
                elif name == "EMC":
                    depth -= 1
                elif name in (*TEXT_OPERATORS, "f", "S", "B", "f*", "Do") and depth == 0:
                    wrong.append(f"page {index}: {name}")
            if depth != 0 or seen != len(owners):
                wrong.append(f"page {index}: {seen} marks, {len(owners)} owned, depth {depth}")
    return wrong
