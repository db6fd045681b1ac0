"""The making of a letter from its template (DOMAIN 2.5).

A letter with an empty field is refused and the field named (REQ-BR-03); so is one that would share a
category of personal data its consent does not cover (REQ-LAW-02).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from veldwerk.domain import reply_code
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.letter_texts import (
    FIELD,
    Fields,
    LetterText,
    Value,
    Words,
    applies,
    broken,
    categories,
    filled,
)
from veldwerk.domain.letters import (
    Block,
    Bullets,
    CardContent,
    EmptyFieldError,
    Facts,
    Grid,
    Heading,
    LetterContent,
    Letterhead,
    Paragraph,
    Quote,
    Recipient,
    ReplySlip,
    Signature,
    TickBoxes,
    check,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNote:
    """The consent a letter leans on: `how` is mondeling or schriftelijk, `categories` what may be shared."""

    given_on: date
    how: str
    categories: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Everything around the text of a letter."""

    letterhead: Letterhead
    recipient: Recipient
    signature: Signature
    day: date
    reference: str
    reply_by: date | None = None
    code: str = ""
    """Reply code, for kinds with a reply slip."""
    enclosures: tuple[str, ...] = ()
    practice: bool = False


@dataclass(frozen=True, slots=True)
class _Filler:
    text: LetterText
    words: Words
    fields: Fields

    def value(self, name: str) -> Value:
        value = self.fields.get(name)
        if not filled(value):
            rule = self.text.fields.get(name)
            labels = rule.labels if rule else {self.words.language: self.words.special.get(name, name)}
            raise EmptyFieldError(labels.get(self.words.language, name))
        return value

    def said(self, name: str) -> str:
        value = self.value(name)
        if isinstance(value, date):
            return self.words.day(value)
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, Sequence):
            return self.words.joined([item.strip() for item in value if item.strip()])
        return str(value)

    def fill(self, text: str, *, sentence: bool = True) -> str:
        """`text` with its fields; a field at the start gets its capital («Mevrouw A. de Vries heeft»)."""
        done = FIELD.sub(lambda match: self.said(match[1]), text).strip()
        return done[:1].upper() + done[1:] if sentence else done

    def items(self, block: Mapping[str, Any]) -> tuple[str, ...]:
        if "field" not in block:
            return tuple(self.fill(item) for item in block["items"])
        value = self.value(block["field"])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, Sequence):
            raise broken(self.text.kind, block["field"])
        return tuple(item.strip() for item in items if item.strip())

    def blocks(self, blocks: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
        return tuple(self.block(block) for block in blocks if applies(block, self.fields))

    def block(self, block: Mapping[str, Any]) -> Block:
        kind = block["type"]
        if kind == "bullets":
            return Bullets(self.items(block))
        if kind == "ticks":
            return TickBoxes(self.items(block))
        if kind == "facts":
            rows = (row for row in block["rows"] if applies(row, self.fields))
            return Facts(tuple((self.fill(row["label"]), self.fill(row["text"])) for row in rows))
        if kind == "grid":
            rows = (tuple(self.fill(cell) for cell in row) for row in block["rows"])
            return Grid(tuple(self.fill(cell) for cell in block["header"]), tuple(rows))
        text = self.fill(block["text"])
        if kind == "heading":
            return Heading(text)
        return Quote(text) if kind == "quote" else Paragraph(text, block.get("style", "body"))


def compose(
    text: LetterText, fields: Fields, envelope: Envelope, words: Words, consent: ConsentNote | None = None
) -> LetterContent:
    """The letter of `text` in the language of `words`.

    Raises EmptyFieldError, which names the field, for an empty merge field, sender, recipient or salutation,
    and UserError when consent is missing or does not cover a category that the letter would share.
    """
    shared = categories(text, fields, words.language)
    if text.needs_consent:
        _guard(consent, shared, words)
    special: dict[str, Value] = {"letter_date": envelope.day, "reply_by": envelope.reply_by}
    if consent is not None:
        special["consent_date"] = consent.given_on
        special["consent_how"] = words.how.get(consent.how, "")
        special["shared"] = [words.categories.get(category, category) for category in shared]
    filler = _Filler(text, words, {**fields, **special})
    body = text.bodies[words.language]
    content = LetterContent(
        kind=text.kind,
        version=text.version,
        language=words.language,
        audience=text.audience,
        letterhead=envelope.letterhead,
        recipient=envelope.recipient,
        place=envelope.letterhead.city,
        day=envelope.day,
        date_words=words.day(envelope.day),
        subject=filler.fill(body.subject, sentence=False),
        reference=envelope.reference,
        blocks=filler.blocks(body.blocks),
        after=filler.blocks(body.after),
        closing=body.closing,
        signature=envelope.signature,
        labels=words.labels,
        shared=shared if text.needs_consent else (),
        enclosures=envelope.enclosures,
        practice=envelope.practice,
    )
    check(content)
    return content if body.reply is None else replace(content, reply=_slip(body.reply, filler, envelope))


def compose_card(
    text: LetterText, fields: Fields, letterhead: Letterhead, day: date, words: Words, practice: bool = False
) -> CardContent:
    """The card of `text`; its fields `visitor` and `phone` stand at the foot. Raises EmptyFieldError."""
    filler = _Filler(text, words, {**fields, "letter_date": day})
    body = text.bodies[words.language]
    return CardContent(
        kind=text.kind,
        version=text.version,
        language=words.language,
        letterhead=letterhead,
        title=filler.fill(body.subject),
        blocks=filler.blocks(body.blocks),
        closing=body.closing,
        visitor=filler.said("visitor"),
        phone=filler.said("phone"),
        labels=words.labels,
        practice=practice,
    )


def _guard(consent: ConsentNote | None, shared: Sequence[str], words: Words) -> None:
    if consent is None:
        raise UserError(N_("There is no consent to share this with the recipient."), code="no-consent")
    lacking = [words.categories.get(c, c) for c in shared if c not in consent.categories]
    if lacking:
        raise UserError(
            N_("The consent does not cover {categories}. Ask for it, or leave it out of the letter."),
            code="consent",
            categories=words.joined(lacking),
        )


def _slip(reply: Mapping[str, Any], filler: _Filler, envelope: Envelope) -> ReplySlip:
    code = reply_code.read(envelope.code)
    return ReplySlip(
        code=code,
        title=filler.fill(reply["title"]),
        intro=filler.fill(reply["intro"]),
        options=tuple(filler.fill(option) for option in reply["options"]),
        note=filler.fill(reply["note"]),
        qr=f"VW{code}",
    )
