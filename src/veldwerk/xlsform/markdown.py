"""The markdown that ODK allows in labels, hints and messages, as a small tree that a screen or a letter can draw.

Headings, emphasis, links, lists, line breaks and `<span style="color: …">` and the like; nothing else of HTML comes
through, and values inside a text are never read as markup.
https://docs.getodk.org/form-styling/#markdown
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_INLINE = re.compile(
    r"""
      \\(?P<escaped>[\\`*_{}\[\]()\#+\-.!<>])
    | (?P<strong>\*\*|__)(?=\S)(?P<strong_text>.+?)(?<=\S)(?P=strong)
    | \*(?=\S)(?P<star>[^*]+?)(?<=\S)\*
    | (?<!\w)_(?=\S)(?P<under>.+?)(?<=\S)_(?!\w)
    | \[(?P<link>[^\[\]]*)\]\((?P<url>[^()\s]*)\)
    | <(?P<tag>em|strong|u|b|i|span|div|p)(?P<attributes>\s[^<>]*)?>(?P<inner>.*?)</(?P=tag)\s*>
    | (?P<break><br\s*/?>|\n)
    """,
    re.VERBOSE | re.DOTALL,
)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_BULLET = re.compile(r"[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\d{1,9}[.)]\s+(.*)")
_STYLE = re.compile(r"""style\s*=\s*(["'])(.*?)\1""", re.DOTALL)
_STYLES = frozenset({"color", "font-family", "text-align"})
_SAFE_VALUE = re.compile(r"[\w#%,. ()'-]{1,60}")
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_FIRST_VALUE = 0xE000
_VALUES = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A marked-up part. `name` is h1–h6, p, em, strong, u, a, br, ul, ol, li, span or div; a value inside the text is
    a span of its own. `url` belongs to a; `style` holds color, font-family and text-align."""

    name: str
    children: tuple[Words | Span, ...] = ()
    url: str = ""
    style: Mapping[str, str] = field(default_factory=dict)


Markup = tuple[Words | Span, ...]


def place(number: int) -> str:
    """A sign that stands in a text for value `number` until it is put in."""
    return chr(_FIRST_VALUE + number % 6000)


def markup(text: str, values: Sequence[str] = ()) -> Markup:
    """The tree of a text; signs made by `place` become its values.

    A text of one numbered line is a question with its number, `3. How are you?`, and not a list.
    """
    blocks = _blocks(text)
    if len(blocks) == 1:
        only = blocks[0]
        if isinstance(only, str):
            return _inline(only, values)
        if only.name == "ol" and len(only.lines) == 1:
            return _inline(text.strip(), values)
    return tuple(Span("p", _inline(b, values)) if isinstance(b, str) else _block(b, values) for b in blocks)


def plain(parts: Markup) -> str:
    """The words alone."""
    return "".join(part.text if isinstance(part, Words) else _plain_span(part) for part in parts)


def _plain_span(span: Span) -> str:
    if span.name == "br":
        return "\n"
    return plain(span.children) + ("\n" if span.name in ("p", "li") or span.name[0] == "h" else "")


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    lines: tuple[str, ...]


def _blocks(text: str) -> list[str | _Block]:
    """Paragraphs as strings, headings and lists as blocks."""
    found: list[str | _Block] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            found.append("\n".join(paragraph))
            paragraph.clear()

    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip(" \t") if raw[:4].strip(" ") == "" or raw[:1] == "\t" else raw
        heading, item = _HEADING.fullmatch(line.strip()), _item(line.strip())
        if not line.strip():
            close()
        elif heading is not None:
            close()
            found.append(_Block(f"h{len(heading.group(1))}", (heading.group(2),)))
        elif item is not None:
            close()
            last = found[-1] if found else None
            if isinstance(last, _Block) and last.name == item[0]:
                found[-1] = _Block(item[0], (*last.lines, item[1]))
            else:
                found.append(_Block(item[0], (item[1],)))
        else:
            paragraph.append(line)
    close()
    return found or [""]


def _item(line: str) -> tuple[str, str] | None:
    for name, pattern in (("ul", _BULLET), ("ol", _NUMBERED)):
        match = pattern.fullmatch(line)
        if match is not None:
            return name, match.group(1)
    return None


def _block(block: _Block, values: Sequence[str]) -> Span:
    if block.name in ("ul", "ol"):
        items = [Span("li", (Span("p", _inline(line, values)),)) for line in block.lines]
        return Span(block.name, tuple(items))
    return Span(block.name, _inline(block.lines[0], values))


def _inline(text: str, values: Sequence[str], depth: int = 0) -> Markup:
    found: list[Words | Span] = []
    at = 0
    for match in _INLINE.finditer(text) if depth < 20 else ():
        _add_words(found, text[at : match.start()], values)
        if match.group("escaped"):
            _add_words(found, match.group("escaped"), values)
        else:
            found.append(_span(match, values, depth + 1))
        at = match.end()
    _add_words(found, text[at:], values)
    return tuple(found)


def _span(match: re.Match[str], values: Sequence[str], depth: int) -> Span:
    if match.group("strong"):
        return Span("strong", _inline(match.group("strong_text"), values, depth))
    emphasis = match.group("star") or match.group("under")
    if emphasis:
        return Span("em", _inline(emphasis, values, depth))
    if match.group("link") is not None:
        url = _filled(match.group("url"), values)
        children = _inline(match.group("link"), values, depth)
        return Span("a", children, url) if url.lower().startswith(_SCHEMES) else Span("span", children)
    if match.group("tag"):
        name = {"b": "strong", "i": "em"}.get(match.group("tag"), match.group("tag"))
        children = _inline(match.group("inner"), values, depth)
        return Span(name, children, style=_style(match.group("attributes") or ""))
    return Span("br")


def _add_words(found: list[Words | Span], text: str, values: Sequence[str]) -> None:
    at = 0
    for match in _VALUES.finditer(text) if values else ():
        _join(found, text[at : match.start()])
        number = ord(match.group()) - _FIRST_VALUE
        value = values[number] if number < len(values) else ""
        found.append(Span("span", (Words(value),) if value else ()))
        at = match.end()
    _join(found, text[at:])


def _join(found: list[Words | Span], text: str) -> None:
    if not text:
        return
    last = found[-1] if found else None
    if isinstance(last, Words):
        found[-1] = Words(last.text + text)
    else:
        found.append(Words(text))


def _filled(text: str, values: Sequence[str]) -> str:
    def put(match: re.Match[str]) -> str:
        number = ord(match.group()) - _FIRST_VALUE
        return values[number] if number < len(values) else ""

    return _VALUES.sub(put, text)


def _style(attributes: str) -> dict[str, str]:
    match = _STYLE.search(attributes)
    found: dict[str, str] = {}
    for rule in match.group(2).split(";") if match is not None else ():
        name, _, value = rule.partition(":")
        if name.strip() in _STYLES and _SAFE_VALUE.fullmatch(value.strip()):
            found[name.strip()] = value.strip()
    return found
