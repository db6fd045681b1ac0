"""Files of HSDS documents: reading them from bytes, tolerant or not at all, and writing them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veldwerk.domain.errors import N_, UserError
from veldwerk.exchange.hsds.check import NO_DOCUMENT, Fault, kind_of, parts, validate
from veldwerk.exchange.hsds.mend import Mender

NOT_JSON = N_("This is not a JSON file: line {line}, column {column}.")
REFUSED = N_("The field {field} cannot be read.")

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """One object of a file: its HSDS kind, and the document as 3.1 wants it."""

    kind: str
    document: Document


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held, and what was mended or left out on the way."""

    found: tuple[Found, ...]
    notices: tuple[Fault, ...] = ()

    def of(self, kind: str) -> list[Document]:
        """The documents of one kind."""
        return [one.document for one in self.found if one.kind == kind]


def load(data: bytes) -> object:
    """The JSON in a file: one value, or one a line (NDJSON). Old files in Windows-1252 are read too. UserError names
    line and column when it is no JSON.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1:
            try:
                return [json.loads(line) for line in lines]
            except json.JSONDecodeError:
                pass
        raise UserError(NOT_JSON, code="not-json", line=error.lineno, column=error.colno) from None


def read(document: object, kind: str | None = None) -> Reading:
    """The objects of a document, mended (`hsds.mend`); what they hold is right by `validate`.

    UserError names the field when an object cannot be had, or says that this is no HSDS.
    """
    mender = Mender()
    found = []
    pieces = [("", kind, document)] if kind else list(parts(document))
    for path, known, one in pieces:
        if known is None:
            raise UserError(NO_DOCUMENT, code="no-hsds")
        mended = mender.mend(known, one, path)
        if mended is None:
            raise UserError(REFUSED, code="hsds-field", field=mender.notices[-1].path or known)
        found.append(Found(known, mended))
    return Reading(tuple(found), tuple(mender.notices))


def write(documents: Mapping[str, object] | Sequence[Mapping[str, object]]) -> bytes:
    """One document as JSON, or several as one page of a list answer. Raises ValueError for what does not validate:
    we publish nothing that others must refuse.
    """
    whole: Mapping[str, object] = documents if isinstance(documents, Mapping) else page(documents)
    kind = kind_of(whole) if isinstance(documents, Mapping) else None
    faults = validate(whole, kind)
    if faults:
        raise ValueError(f"not HSDS: {faults[0].path}")
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def page(documents: Sequence[Mapping[str, object]]) -> Document:
    """All documents as the only page of a list answer."""
    return {
        "total_items": len(documents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(documents),
        "first_page": True,
        "last_page": True,
        "empty": not documents,
        "contents": [dict(one) for one in documents],
    }
