"""XPath 1.0 grammar, by recursive descent, into `ast`."""

from __future__ import annotations

from functools import lru_cache

from veldwerk.xlsform.errors import N_, XPathError
from veldwerk.xlsform.xpath.ast import (
    ANYWHERE_BELOW,
    NODE,
    PARENT,
    SELF,
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    Root,
    Step,
    Test,
    Variable,
)
from veldwerk.xlsform.xpath.lexer import Token, tokens

AXES = frozenset(
    {"ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self", "following"}
    | {"following-sibling", "namespace", "parent", "preceding", "preceding-sibling", "self"}
)
_LEVELS = {
    "or": 0,
    "and": 1,
    "=": 2,
    "!=": 2,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
    "mod": 5,
}
_DEEPEST = 80


@lru_cache(maxsize=20_000)
def parse(source: str) -> Expr:
    """Parse one expression. XPathError when it is empty, unfinished, too deeply nested or not XPath 1.0."""
    return _Parser(source).whole()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.at = 0
        self.depth = 0

    def whole(self) -> Expr:
        if not self.tokens:
            raise XPathError(N_("The expression is empty."))
        expr = self.binary(0)
        if self.at < len(self.tokens):
            raise self.unexpected()
        return expr

    def peek(self, text: str, kind: str | None = None) -> bool:
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return token.text == text and token.kind not in ("literal", "number") and kind in (None, token.kind)

    def peek_kind(self, *kinds: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind in kinds

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def want(self, text: str) -> None:
        if not self.peek(text):
            raise self.unexpected()
        self.at += 1

    def unexpected(self) -> XPathError:
        if self.at >= len(self.tokens):
            return XPathError(N_("The expression stops too early: {expression}"), expression=self.source)
        near = self.source[self.tokens[self.at].at :][:20]
        return XPathError(N_("The expression cannot be read near “{near}”."), near=near)

    def binary(self, lowest: int) -> Expr:
        """Operators that bind at least as tightly as `lowest`, by precedence climbing."""
        left = self.operand()
        while self.peek_kind("operator"):
            level = _LEVELS.get(self.tokens[self.at].text, -1)
            if level < lowest:
                break
            operator = self.take().text
            left = Binary(operator, left, self.binary(level + 1))
        return left

    def operand(self) -> Expr:
        negations = 0
        while self.peek("-", "operator"):
            self.at += 1
            negations += 1
        if negations > _DEEPEST:
            raise XPathError(N_("The expression is nested too deeply."))
        expr = self.path()
        while self.peek("|", "operator"):
            self.at += 1
            expr = Binary("|", expr, self.path())
        for _ in range(negations):
            expr = Negate(expr)
        return expr

    def path(self) -> Expr:
        if self.peek("/", "symbol"):
            self.at += 1
            return Path(Root(), tuple(self.steps())) if self.step_follows() else Root()
        if self.peek("//", "symbol"):
            self.at += 1
            return Path(Root(), (ANYWHERE_BELOW, *self.steps()))
        if self.peek_kind("literal", "number", "variable", "function") or self.peek("(", "symbol"):
            self.depth += 1
            if self.depth > _DEEPEST:
                raise XPathError(N_("The expression is nested too deeply."))
            expr = self.filter()
            self.depth -= 1
            return expr
        return Path(None, tuple(self.steps()))

    def filter(self) -> Expr:
        expr = self.primary()
        predicates = self.predicates()
        if predicates:
            expr = Filter(expr, predicates)
        if self.peek("/", "symbol"):
            self.at += 1
            return Path(expr, tuple(self.steps()))
        if self.peek("//", "symbol"):
            self.at += 1
            return Path(expr, (ANYWHERE_BELOW, *self.steps()))
        return expr

    def primary(self) -> Expr:
        token = self.take()
        if token.kind == "literal":
            return Literal(token.text[1:-1])
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "variable":
            return Variable(token.text[1:])
        if token.kind == "function":
            return Call(token.text, self.arguments())
        expr = self.binary(0)
        self.want(")")
        return expr

    def arguments(self) -> tuple[Expr, ...]:
        self.want("(")
        found: list[Expr] = []
        if not self.peek(")", "symbol"):
            found.append(self.binary(0))
            while self.peek(",", "symbol"):
                self.at += 1
                found.append(self.binary(0))
        self.want(")")
        return tuple(found)

    def step_follows(self) -> bool:
        return self.peek_kind("name", "axis", "nodetype") or any(
            self.peek(text, "symbol") for text in (".", "..", "@")
        )

    def steps(self) -> list[Step]:
        found = [self.step()]
        while True:
            if self.peek("/", "symbol"):
                self.at += 1
            elif self.peek("//", "symbol"):
                self.at += 1
                found.append(ANYWHERE_BELOW)
            else:
                return found
            found.append(self.step())

    def step(self) -> Step:
        if self.peek(".", "symbol") or self.peek("..", "symbol"):
            short = SELF if self.take().text == "." else PARENT
            predicates = self.predicates()  # not in the grammar, but forms write `.[…]` and `..[…]`
            return Step(short.axis, NODE, predicates) if predicates else short
        axis = "child"
        if self.peek("@", "symbol"):
            self.at += 1
            axis = "attribute"
        elif self.peek_kind("axis"):
            axis = self.take().text
            if axis not in AXES:
                raise XPathError(N_("“{axis}” is not an XPath axis."), axis=axis)
            self.want("::")
        return Step(axis, self.test(), self.predicates())

    def test(self) -> Test:
        if self.peek_kind("nodetype"):
            kind = self.take().text
            self.want("(")
            name = self.take().text[1:-1] if self.peek_kind("literal") else ""
            self.want(")")
            return Test(kind, name)
        if not self.peek_kind("name"):
            raise self.unexpected()
        prefix, _, local = self.take().text.rpartition(":")
        return Test("name", local, prefix)

    def predicates(self) -> tuple[Expr, ...]:
        found: list[Expr] = []
        while self.peek("[", "symbol"):
            self.at += 1
            self.depth += 1
            if self.depth > _DEEPEST:
                raise XPathError(N_("The expression is nested too deeply."))
            found.append(self.binary(0))
            self.depth -= 1
            self.want("]")
        return tuple(found)
