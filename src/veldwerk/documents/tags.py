"""Accessible PDF: what is drawn is marked with its place in a structure tree, which pikepdf adds afterwards.

ISO 32000-1 14.7 and 14.8 (logical structure, tagged PDF). No PDF/UA claim is written into the file:
no validator has shown it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece of the content of page `page` (from 0)."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    role: str
    alt: str = ""
    actual: str = ""
    scope: str = ""
    kids: list[Element | Mark] = field(default_factory=list)


class Tags:
    """The structure of one document while its canvas is drawn."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self.root = Element("Document")
        self._open = [self.root]
        self._counts: dict[int, int] = {}
        self._marking = False

    @contextmanager
    def element(self, role: str, *, alt: str = "", actual: str = "", scope: str = "") -> Iterator[Element]:
        """Everything drawn or opened inside belongs to a new element of `role` (H1, P, TH, Figure …)."""
        made = Element(role, alt, actual, scope)
        self._open[-1].kids.append(made)
        self._open.append(made)
        try:
            yield made
        finally:
            self._open.pop()

    @contextmanager
    def marked(self) -> Iterator[None]:
        """What is drawn inside is content of the open element, on the page of now."""
        page = self._canvas.getPageNumber() - 1
        number = self._counts.get(page, 0)
        self._counts[page] = number + 1
        self._open[-1].kids.append(Mark(page, number))
        with self._sequence(f"/{self._open[-1].role} <</MCID {number}>> BDC"):
            yield

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration, page number or repeated heading: not read aloud."""
        with self._sequence("/Artifact BMC"):
            yield

    @contextmanager
    def _sequence(self, operator: str) -> Iterator[None]:
        if self._marking:
            raise ValueError("marked content does not nest")
        self._marking = True
        self._canvas.addLiteral(operator)
        try:
            yield
        finally:
            self._canvas.addLiteral("EMC")
            self._marking = False


def finish(raw: bytes, tags: Tags, *, title: str, language: str, author: str) -> bytes:
    """`raw` with structure tree, language, title and metadata; equal input gives equal bytes."""
    import pikepdf

    with pikepdf.open(BytesIO(raw)) as pdf:
        _Tree(pdf).build(tags.root)
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.Lang = pikepdf.String(language)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        xmp = pikepdf.Stream(pdf, _xmp(title, language, author))
        xmp.Type, xmp.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        pdf.Root.Metadata = pdf.make_indirect(xmp)
        pdf.trailer.Info = pdf.make_indirect(
            pikepdf.Dictionary(Title=title, Author=author, Producer="Veldwerk")
        )
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


class _Tree:
    """Writes elements as StructElem objects and the tree from marks back to elements."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._parents: dict[int, dict[int, Any]] = {}

    def build(self, root: Element) -> None:
        from pikepdf import Array, Dictionary, Name

        tree = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = Array([self._element(root, tree)])
        nums: list[Any] = []
        for index, page in enumerate(self._pages):
            found = self._parents.get(index, {})
            nums += [
                index,
                self._pdf.make_indirect(Array([found[n] for n in sorted(found)])),
            ]
            page.StructParents = index
            page.Tabs = Name.S
        tree.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(nums)))
        tree.ParentTreeNextKey = len(self._pages)
        self._pdf.Root.StructTreeRoot = tree

    def _element(self, element: Element, parent: Any) -> Any:
        from pikepdf import Array, Dictionary, Name, String

        made = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent))
        if element.alt:
            made.Alt = String(element.alt)
        if element.actual:
            made.ActualText = String(element.actual)
        if element.scope:
            made.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
        made.K = Array([self._kid(kid, made) for kid in element.kids])
        return made

    def _kid(self, kid: Element | Mark, parent: Any) -> Any:
        from pikepdf import Dictionary, Name

        if isinstance(kid, Element):
            return self._element(kid, parent)
        self._parents.setdefault(kid.page, {})[kid.number] = parent
        return Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.number)


def _xmp(title: str, language: str, author: str) -> bytes:
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>Veldwerk</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()
