"""Labels, hints and messages: text with values in it, by language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

_ITEXT = re.compile(r"""\s*jr:itext\(\s*(['"])(.*?)\1\s*\)\s*""")


@dataclass(frozen=True, slots=True)
class Output:
    """An expression inside a text."""

    expression: str


@dataclass(frozen=True, slots=True)
class Text:
    """Either `key`, an itext id, or `parts` to be joined. `expression` is a label that is one expression."""

    key: str = ""
    parts: tuple[str | Output, ...] = ()
    expression: str = ""


Translations = dict[str, dict[str, dict[str, Text]]]


def local(element: etree._Element) -> str:
    """The element name without namespace; "" for comments."""
    tag: object = element.tag  # a function for comments and processing instructions
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(element: etree._Element, *names: str) -> list[etree._Element]:
    """Child elements with one of these local names."""
    return [child for child in element if local(child) in names]


def by_name(element: etree._Element) -> dict[str, list[etree._Element]]:
    """The child elements by local name, for who asks for many."""
    found: dict[str, list[etree._Element]] = {}
    for child in element:
        found.setdefault(local(child), []).append(child)
    return found


def read_text(element: etree._Element | None) -> Text | None:
    """The text of a label, hint, value or message element."""
    if element is None:
        return None
    reference = element.get("ref")
    if reference:
        return from_attribute(reference)
    return Text(parts=_parts(element))


def from_attribute(source: str) -> Text:
    """`jr:itext('id')`, another expression, as in a label's ref."""
    match = _ITEXT.fullmatch(source)
    return Text(key=match.group(2)) if match else Text(expression=source)


def message(source: str | None) -> Text | None:
    """The text of jr:constraintMsg and jr:requiredMsg: an itext reference or plain words."""
    if not source:
        return None
    match = _ITEXT.fullmatch(source)
    return Text(key=match.group(2)) if match else Text(parts=(source,))


def _parts(element: etree._Element) -> tuple[str | Output, ...]:
    found: list[str | Output] = []
    _collect(element, found)
    joined: list[str | Output] = []
    for part in found:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


def _collect(element: etree._Element, found: list[str | Output]) -> None:
    found.append(element.text or "")
    for child in element:
        if local(child) == "output":
            found.append(Output(child.get("value") or child.get("ref") or ""))
        elif isinstance(child.tag, str):
            _collect(child, found)
        found.append(child.tail or "")


def read_itext(model: etree._Element) -> tuple[Translations, tuple[str, ...], str]:
    """language → id → form ("" for plain) → text; the languages in order; the default one."""
    found: Translations = {}
    languages: list[str] = []
    default = ""
    holders = named(model, "itext")
    for translation in [t for holder in holders for t in named(holder, "translation")]:
        language = translation.get("lang") or ""
        if language not in languages:
            languages.append(language)
        if translation.get("default") is not None and not default:
            default = language
        entries = found.setdefault(language, {})
        for text in named(translation, "text"):
            forms = entries.setdefault(text.get("id") or "", {})
            for value in text:
                if local(value) != "value":
                    continue
                words = value.text or ""
                parts = _parts(value) if len(value) else ((words,) if words else ())
                forms[value.get("form") or ""] = Text(parts=parts)
    return found, tuple(languages), default or (languages[0] if languages else "")


def in_language(
    texts: Mapping[str, Mapping[str, Mapping[str, Text]]], languages: tuple[str, ...], key: str
) -> Mapping[str, Text] | None:
    """The forms of a text in the first of `languages` that has it, so that a missing translation never shows blank."""
    first: Mapping[str, Text] | None = None
    for language in languages:
        forms = texts.get(language, {}).get(key)
        if forms is None:
            continue
        if any(_filled(text) for text in forms.values()):
            return forms
        first = first or forms
    return first


def _filled(text: Text) -> bool:
    return any(isinstance(part, Output) or part.strip() not in ("", "-") for part in text.parts)
