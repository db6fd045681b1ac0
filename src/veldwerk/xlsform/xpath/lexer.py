"""Tokens of XPath 1.0, with its rules for when `*`, `div`, `and` are operators (section 3.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from veldwerk.xlsform.errors import N_, XPathError

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<variable>\${_NAME}(?::{_NAME})?)
    | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    | (?P<symbol>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])
    )""",
    re.VERBOSE,
)
_FOLLOWS = re.compile(r"\s*(::|\()")
_JOINED = re.compile(r"(and|or|mod|div)(?=\d|$)")  # `1 mod2` is not XPath, but all engines read it
_BEFORE_OPERAND = frozenset(
    {"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}
)
NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, literal, variable, name, function, axis, nodetype, operator or symbol."""

    kind: str
    text: str
    at: int


def tokens(source: str) -> list[Token]:
    """Cut an expression into tokens; XPathError names the place that cannot be read."""
    found: list[Token] = []
    at, end = 0, len(source)
    while at < end:
        match = _TOKEN.match(source, at)
        if match is None:
            if not source[at:].strip():
                break
            raise XPathError(
                N_("The expression cannot be read near “{near}”."), near=source[at : at + 20].strip()
            )
        kind = match.lastgroup or ""
        token = _token(kind, match.group(kind), match.start(kind), found, source, match.end())
        found.append(token)
        at = match.start(kind) + len(token.text)
    return found


def _token(kind: str, text: str, at: int, before: list[Token], source: str, end: int) -> Token:
    operand_wanted = not before or before[-1].kind == "operator" or before[-1].text in _BEFORE_OPERAND
    if operand_wanted and before and before[-1].kind in ("literal", "name"):
        operand_wanted = False
    if kind == "symbol":
        if text == "*" and not operand_wanted:
            return Token("operator", "*", at)
        if text in ("+", "-", "=", "!=", "<", "<=", ">", ">=", "|"):
            return Token("operator", text, at)
        return Token("symbol" if text != "*" else "name", text, at)
    if kind == "name":
        if not operand_wanted:
            joined = _JOINED.match(text)
            if joined is not None:
                return Token("operator", joined.group(1), at)
        follows = _FOLLOWS.match(source, end)
        if follows is not None and follows.group(1) == "::":
            return Token("axis", text, at)
        if follows is not None:
            return Token("nodetype" if text in NODE_TYPES else "function", text, at)
    return Token(kind, text, at)
