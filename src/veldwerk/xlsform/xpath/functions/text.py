"""Functions on strings."""

from __future__ import annotations

import base64
import hashlib
import math
import re

from veldwerk.xlsform.errors import N_, XPathError
from veldwerk.xlsform.tree import string_value
from veldwerk.xlsform.xpath.ast import Expr
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Evaluate
from veldwerk.xlsform.xpath.functions.patterns import matches
from veldwerk.xlsform.xpath.registry import function, special
from veldwerk.xlsform.xpath.values import Value, to_number, to_string

LONGEST_TEXT = 1_000_000
_SPACES = " \t\r\n"
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@special("string", 0, 1)
def _string(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    if arguments:
        return compiler.string(arguments[0])
    return lambda context: string_value(context.node)


@special("string-length", 0, 1)
def _string_length(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    if not arguments:
        return lambda context: float(len(string_value(context.node)))
    text = compiler.string(arguments[0])
    return lambda context: float(len(text(context)))


@special("normalize-space", 0, 1)
def _normalize_space(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    if not arguments:
        return lambda context: _normal(string_value(context.node))
    text = compiler.string(arguments[0])
    return lambda context: _normal(text(context))


def _normal(text: str) -> str:
    return re.sub(f"[{_SPACES}]+", " ", text.strip(_SPACES))


def bounded(parts: list[str], between: str = "") -> str:
    """The parts as one text. XPathError over `LONGEST_TEXT`: a chain of fields that each double would fill the memory."""
    if sum(map(len, parts)) + len(between) * len(parts) > LONGEST_TEXT:
        raise XPathError(N_("A text of more than {most} characters comes out."), most=LONGEST_TEXT)
    return between.join(parts)


def flat(values: tuple[Value, ...]) -> list[str]:
    """Every value as a string, nodesets node by node."""
    found: list[str] = []
    for value in values:
        if isinstance(value, list):
            found.extend(string_value(node) for node in value)
        else:
            found.append(to_string(value))
    return found


@function("concat", 0, None)
def _concat(context: Context, *values: Value) -> Value:
    return bounded(flat(values))


@function("join", 1, None)
def _join(context: Context, separator: Value, *values: Value) -> Value:
    return bounded(flat(values), to_string(separator))


@function("contains", 2, 2)
def _contains(context: Context, text: Value, part: Value) -> Value:
    return to_string(part) in to_string(text)


@function("starts-with", 2, 2)
def _starts_with(context: Context, text: Value, part: Value) -> Value:
    return to_string(text).startswith(to_string(part))


@function("ends-with", 2, 2)
def _ends_with(context: Context, text: Value, part: Value) -> Value:
    return to_string(text).endswith(to_string(part))


@function("substring-before", 2, 2)
def _substring_before(context: Context, text: Value, part: Value) -> Value:
    before, found, _ = to_string(text).partition(to_string(part)) if to_string(part) else ("", "", "")
    return before if found else ""


@function("substring-after", 2, 2)
def _substring_after(context: Context, text: Value, part: Value) -> Value:
    if not to_string(part):
        return to_string(text)
    return to_string(text).partition(to_string(part))[2]


@function("substring", 2, 3)
def _substring(context: Context, text: Value, start: Value, length: Value | None = None) -> Value:
    """XPath 1.0 section 4.2: positions from 1, rounded, with the sums done in floating point."""
    source = to_string(text)
    first = _rounded(to_number(start, context.env.zone))
    if math.isnan(first):
        return ""
    end = math.inf if length is None else first + _rounded(to_number(length, context.env.zone))
    if math.isnan(end):
        return ""
    return "".join(letter for place, letter in enumerate(source, start=1) if first <= place < end)


def _rounded(number: float) -> float:
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


@function("substr", 2, 3)
def _substr(context: Context, text: Value, start: Value, end: Value | None = None) -> Value:
    """From 0; a negative place counts from the end."""
    source = to_string(text)
    return source[
        _place(context, start, source) : len(source) if end is None else _place(context, end, source)
    ]


def _place(context: Context, value: Value, source: str) -> int:
    number = to_number(value, context.env.zone)
    if math.isnan(number):
        return 0
    if math.isinf(number):
        return len(source) if number > 0 else 0
    place = math.trunc(number)
    return max(0, len(source) + place) if place < 0 else place


@function("translate", 3, 3)
def _translate(context: Context, text: Value, old: Value, new: Value) -> Value:
    target = to_string(new)
    table: dict[int, str | None] = {}
    for at, letter in enumerate(to_string(old)):
        table.setdefault(ord(letter), target[at] if at < len(target) else None)
    return to_string(text).translate(table)


@function("regex", 2, 2)
def _regex(context: Context, text: Value, pattern: Value) -> Value:
    return matches(to_string(pattern), to_string(text))


@function("digest", 2, 3)
def _digest(context: Context, text: Value, algorithm: Value, encoding: Value = "base64") -> Value:
    name = _HASHES.get(to_string(algorithm).upper())
    if name is None:
        raise XPathError(N_("digest() does not know “{name}”."), name=to_string(algorithm))
    written = to_string(encoding).lower()
    if written not in ("hex", "base64"):
        raise XPathError(N_("digest() does not know “{name}”."), name=to_string(encoding))
    raw = hashlib.new(name, to_string(text).encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return raw.hex() if written == "hex" else base64.b64encode(raw).decode("ascii")
