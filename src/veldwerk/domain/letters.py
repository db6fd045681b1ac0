"""What stands in a letter, apart from how it looks. The vault keeps this; a PDF is made when it is needed.

A `LetterContent` is complete text in one language: nothing in it has still to be looked up or translated, so
an old letter prints as it was sent. `domain.letter_making` makes it from a template; `documents.letter`
prints it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, ClassVar

from veldwerk.domain.errors import N_, UserError


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `style`: body, lead (the one sentence that matters) or small."""

    TYPE: ClassVar[str] = "paragraph"
    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Heading:
    TYPE: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What the client said, in their own words."""

    TYPE: ClassVar[str] = "quote"
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    TYPE: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, one a line: what the reader sees first."""

    TYPE: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading row."""

    TYPE: ClassVar[str] = "grid"
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TickBoxes:
    TYPE: ClassVar[str] = "ticks"
    items: tuple[str, ...]


Block = Paragraph | Heading | Quote | Bullets | Facts | Grid | TickBoxes
_BLOCKS: dict[str, Any] = {b.TYPE: b for b in (Paragraph, Heading, Quote, Bullets, Facts, Grid, TickBoxes)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Where the address stands, in mm from the left and top edge of the paper (REQ-BR-01).

    The default shows through a DL and a C5/6 envelope with the window on the left, however the sheet slides.
    The address is set against the bottom of the zone.
    """

    left: float = 25.0
    top: float = 55.0
    width: float = 85.0
    height: float = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The organisation that sends: its return address is on each letter (REQ-BR-03)."""

    organisation: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str = ""
    website: str = ""
    window: Window = field(default_factory=Window)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """`lines` are organisation, department and name as on the envelope; `salutation` is whole."""

    lines: tuple[str, ...]
    street: str
    postcode: str
    city: str
    salutation: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    name: str
    role: str
    phone: str
    availability: str = ""
    """«maandag tot en met donderdag»"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySlip:
    """The strip that closes the loop (REQ-REF-05). `qr` is what the QR code holds: never personal data."""

    code: str
    title: str
    intro: str
    options: tuple[str, ...]
    note: str
    qr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """One letter. `audience`: client (14 pt), else 12 pt. `labels` are the fixed words in its language."""

    kind: str
    version: int
    language: str
    audience: str
    letterhead: Letterhead
    recipient: Recipient
    place: str
    day: date
    date_words: str
    subject: str
    reference: str
    blocks: tuple[Block, ...]
    closing: str
    signature: Signature
    labels: Mapping[str, str]
    shared: tuple[str, ...] = ()
    """Ids of the personal-data categories in the letter, each covered by the consent."""
    enclosures: tuple[str, ...] = ()
    after: tuple[Block, ...] = ()
    """What stands on the next page, after the signature."""
    reply: ReplySlip | None = None
    practice: bool = False
    """Made in the practice vault: each page says so."""

    @property
    def salutation(self) -> str:
        return self.recipient.salutation.rstrip(" ,") + ","


@dataclass(frozen=True, slots=True, kw_only=True)
class CardContent:
    """A card handed over or put through the letter box: no name and no address of the client on it."""

    kind: str
    version: int
    language: str
    letterhead: Letterhead
    title: str
    blocks: tuple[Block, ...]
    closing: str
    visitor: str
    phone: str
    labels: Mapping[str, str]
    practice: bool = False


def place_line(postcode: str, city: str) -> str:
    """`1234 AB  PLAATSNAAM`: Dutch post convention, two spaces and capitals (DOMAIN 2.5)."""
    compact = "".join(postcode.split()).upper()
    if re.fullmatch(r"[1-9]\d{3}[A-Z]{2}", compact):
        compact = f"{compact[:4]} {compact[4:]}"
    return f"{compact}  {_capitals(city)}".strip()


def _capitals(city: str) -> str:
    return city.strip().upper()


def address_lines(recipient: Recipient) -> tuple[str, ...]:
    """The lines of the address as printed, without empty ones."""
    street = (recipient.street,) if recipient.street.strip() else ()
    return (
        *(line for line in recipient.lines if line.strip()),
        *street,
        place_line(recipient.postcode, recipient.city),
    )


def check(content: LetterContent) -> None:
    """Raises UserError naming what is missing: no letter leaves without it (REQ-BR-03)."""
    wanted = (
        (N_("the name of the recipient"), "".join(content.recipient.lines)),
        (N_("the postcode of the recipient"), content.recipient.postcode),
        (N_("the town of the recipient"), content.recipient.city),
        (N_("the salutation"), content.recipient.salutation),
        (N_("the organisation that sends the letter"), content.letterhead.organisation),
        (
            N_("the return address"),
            content.letterhead.street and content.letterhead.postcode and content.letterhead.city,
        ),
        (N_("the phone number of the sender"), content.signature.phone),
        (N_("the name of the sender"), content.signature.name),
        (N_("the role of the sender"), content.signature.role),
        (N_("the subject"), content.subject),
        (N_("the reference"), content.reference),
    )
    for what, value in wanted:
        if not value.strip():
            raise EmptyFieldError(UserError(what))
    if "/" in content.recipient.salutation:
        raise UserError(
            N_("The salutation «{salutation}» leaves a choice open. Choose one."),
            code="salutation",
            salutation=content.recipient.salutation,
        )


class EmptyFieldError(UserError):
    """A letter with an empty field. `values["field"]` is a label, or a sentence to translate."""

    def __init__(self, what: str | UserError) -> None:
        super().__init__(
            N_("This letter cannot be made yet: {field} is empty."), code="empty-field", field=what
        )


def to_document(content: LetterContent) -> dict[str, object]:
    """`content` as plain JSON-ready values."""
    out = asdict(content)
    out["day"] = content.day.isoformat()
    out["labels"] = dict(content.labels)
    for part, blocks in (("blocks", content.blocks), ("after", content.after)):
        out[part] = [{"type": block.TYPE, **asdict(block)} for block in blocks]
    return {name: _listed(value) for name, value in out.items()}


def _listed(value: object) -> object:
    """Tuples as lists: in a record a tuple is a set of words, and a document has none of these."""
    if isinstance(value, Mapping):
        return {name: _listed(one) for name, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value


def from_document(document: Mapping[str, Any]) -> LetterContent:
    """The letter that `to_document` wrote, also after JSON. Raises UserError when it does not fit."""
    try:
        values = dict(document)
        head = dict(values.pop("letterhead"))
        window = Window(**head.pop("window"))
        reply = values.pop("reply")
        return LetterContent(
            letterhead=Letterhead(**head, window=window),
            recipient=Recipient(**_tuples(values.pop("recipient"))),
            signature=Signature(**values.pop("signature")),
            reply=ReplySlip(**_tuples(reply)) if reply else None,
            day=date.fromisoformat(values.pop("day")),
            blocks=tuple(_block(b) for b in values.pop("blocks")),
            after=tuple(_block(b) for b in values.pop("after")),
            labels=dict(values.pop("labels")),
            **_tuples(values),
        )
    except (KeyError, TypeError, ValueError):
        raise UserError(N_("This letter cannot be read."), code="bad-letter") from None


def _block(document: Mapping[str, Any]) -> Block:
    values = _tuples(document)
    block: Block = _BLOCKS[values.pop("type")](**values)
    return block


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _tuple(value) for key, value in values.items()}


def _tuple(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_tuple(v) for v in value)
    return value
