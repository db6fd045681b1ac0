"""Letter templates: texts as data with fields and conditions (DOMAIN 2.5, 2.9).

A template declares each field with a label in Dutch and English and, if it holds personal data, its category.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from veldwerk.domain.errors import N_, UserError

Value = str | int | date | Sequence[str] | None
Fields = Mapping[str, Value]

LANGUAGES = ("nl", "en")
SPECIAL = ("shared", "consent_date", "consent_how", "reply_by", "letter_date")
"""Fields filled by `compose` itself."""

FIELD = re.compile(r"\{([a-z_0-9]+)\}")
_TYPES = {"paragraph", "heading", "quote", "bullets", "facts", "grid", "ticks"}


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a language: labels, months, how consent was given, names of data categories."""

    language: str
    labels: Mapping[str, str]
    months: tuple[str, ...]
    conjunction: str
    how: Mapping[str, str]
    categories: Mapping[str, str]
    special: Mapping[str, str]
    """Names of the fields `letter_making` fills itself."""

    def day(self, day: date) -> str:
        """`24 november 2026`."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"

    def joined(self, items: Sequence[str]) -> str:
        """`a, b en c`."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.conjunction} {items[-1]}"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A declared merge field: its labels by language and the category of personal data it shares, or ""."""

    name: str
    labels: Mapping[str, str]
    category: str


@dataclass(frozen=True, slots=True)
class Body:
    """A template in one language; blocks stay plain mappings with `type`, `text`, `when` …"""

    subject: str
    blocks: tuple[Mapping[str, Any], ...]
    closing: str
    after: tuple[Mapping[str, Any], ...]
    reply: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class LetterText:
    """One kind of letter. `model` is the invitation model it belongs to (REQ-BR-04) or ""."""

    kind: str
    version: int
    audience: str
    needs_consent: bool
    card: bool
    model: str
    names: Mapping[str, str]
    fields: Mapping[str, FieldRule]
    bodies: Mapping[str, Body]


def words(mapping: Mapping[str, Any], language: str) -> Words:
    """The words of `language` from the parsed `words.toml`."""
    block = mapping[language]
    return Words(
        language,
        dict(block["labels"]),
        tuple(block["months"]),
        block["and"],
        dict(block["how"]),
        dict(block["categories"]),
        dict(block["special"]),
    )


def parse(mapping: Mapping[str, Any]) -> LetterText:
    """A template from its parsed TOML. Raises UserError naming the field or block that does not fit."""
    kind = str(mapping.get("kind", ""))
    fields = {name: _field(kind, name, rule) for name, rule in mapping.get("fields", {}).items()}
    text = LetterText(
        kind=kind,
        version=int(mapping.get("version", 1)),
        audience=str(mapping.get("audience", "client")),
        needs_consent=bool(mapping.get("needs_consent", False)),
        card=bool(mapping.get("card", False)),
        model=str(mapping.get("model", "")),
        names={language: str(mapping[language]["name"]) for language in LANGUAGES if language in mapping},
        fields=fields,
        bodies={language: _body(mapping[language]) for language in LANGUAGES if language in mapping},
    )
    for body in text.bodies.values():
        for name in _used_anywhere(body):
            if name not in fields and name not in SPECIAL:
                raise broken(kind, name)
        for block in (*body.blocks, *body.after):
            if block.get("type") not in _TYPES:
                raise broken(kind, str(block.get("type")))
    return text


def broken(kind: str, what: str) -> UserError:
    return UserError(
        N_("The letter text «{kind}» does not know «{what}»."), code="letter-text", kind=kind, what=what
    )


def _field(kind: str, name: str, rule: Mapping[str, Any]) -> FieldRule:
    labels = {language: str(rule[language]) for language in LANGUAGES if language in rule}
    if not labels or name in SPECIAL:
        raise broken(kind, name)
    return FieldRule(name, labels, str(rule.get("category", "")))


def _body(block: Mapping[str, Any]) -> Body:
    return Body(
        subject=str(block["subject"]),
        blocks=tuple(block["blocks"]),
        closing=str(block["closing"]),
        after=tuple(block.get("after", ())),
        reply=block.get("reply"),
    )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in ("type", "style", "when", "unless", "is", "field"):
                yield from _strings(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _strings(inner)


def _names(block: Mapping[str, Any]) -> Iterator[str]:
    for text in _strings(block):
        yield from FIELD.findall(text)
    if "field" in block:
        yield block["field"]


def _used_anywhere(body: Body) -> Iterator[str]:
    yield from FIELD.findall(body.subject)
    for block in (*body.blocks, *body.after, *((body.reply,) if body.reply else ())):
        yield from _names(block)
        for part in (block, *(row for row in block.get("rows", ()) if isinstance(row, Mapping))):
            yield from (part[key] for key in ("when", "unless") if key in part)
            yield from part.get("is", {})


def filled(value: Value) -> bool:
    if value is None:
        return False
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Sequence):
        return any(item.strip() for item in value)
    return True


def applies(block: Mapping[str, Any], fields: Fields) -> bool:
    if "when" in block and not filled(fields.get(block["when"])):
        return False
    if "unless" in block and filled(fields.get(block["unless"])):
        return False
    return all(fields.get(name) == wanted for name, wanted in block.get("is", {}).items())


def used_fields(text: LetterText, fields: Fields, language: str) -> tuple[str, ...]:
    """The declared fields a letter with these values would print, in the order of the template."""
    body = text.bodies[language]
    used = set(FIELD.findall(body.subject))
    for block in (*body.blocks, *body.after, *((body.reply,) if body.reply else ())):
        if not applies(block, fields):
            continue
        parts = (
            [row for row in block["rows"] if applies(row, fields)]
            if block.get("type") == "facts"
            else [block]
        )
        used.update(name for part in parts for name in _names(part))
    return tuple(name for name in text.fields if name in used)


def missing(text: LetterText, fields: Fields, language: str) -> tuple[str, ...]:
    """Labels of the fields that are still empty and would stop this letter."""
    empty = (name for name in used_fields(text, fields, language) if not filled(fields.get(name)))
    return tuple(text.fields[name].labels.get(language, name) for name in empty)


def categories(text: LetterText, fields: Fields, language: str) -> tuple[str, ...]:
    """The personal-data categories a letter with these fields would share, in the order of the template."""
    found = (text.fields[name].category for name in used_fields(text, fields, language))
    return tuple(dict.fromkeys(category for category in found if category))
