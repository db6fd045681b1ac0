"""Random numbers, shuffled choices and ids: all from the seed and the id port, so a session can be repeated.

`randomize` with a seed follows the ODK specification: Park and Miller's minimal generator and a Fisher-Yates shuffle,
so that the same seed gives the same order in every ODK client.
"""

from __future__ import annotations

import hashlib
import math
import struct

from veldwerk.xlsform.errors import N_, XPathError
from veldwerk.xlsform.tree import XNode
from veldwerk.xlsform.xpath.ast import Expr
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Env, Evaluate, EvaluateNodes
from veldwerk.xlsform.xpath.registry import function, special
from veldwerk.xlsform.xpath.values import Value, to_number, to_string

_MODULUS = 2_147_483_647
_MULTIPLIER = 16_807
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class ParkMiller:
    """The minimal standard generator; `next` gives a float in [0, 1)."""

    def __init__(self, seed: int) -> None:
        state = int(math.fmod(seed, _MODULUS))
        self.state = state + _MODULUS - 1 if state <= 0 else state

    def next(self) -> float:
        self.state = self.state * _MULTIPLIER % _MODULUS
        return (self.state - 1) / (_MODULUS - 1)


def draw(env: Env) -> float:
    """The next random number of a session."""
    env.draws += 1
    raw = hashlib.sha256(f"{env.seed}:{env.draws}".encode()).digest()
    return int(struct.unpack(">Q", raw[:8])[0] >> 11) / float(1 << 53)


def shuffled(nodes: list[XNode], seed: int) -> list[XNode]:
    """A new list in the order that this seed gives."""
    generator = ParkMiller(seed)
    order = list(nodes)
    for at in range(len(order) - 1, 0, -1):
        other = math.floor(generator.next() * (at + 1))
        order[at], order[other] = order[other], order[at]
    return order


def seed_of(text: str, number: float) -> int:
    """A seed from an argument: a number as it is, other text by the first eight bytes of its SHA-256."""
    if math.isfinite(number):
        return math.trunc(number)
    return int(struct.unpack(">q", hashlib.sha256(text.encode()).digest()[:8])[0]) if text else 0


@special("randomize", 1, 2)
def _randomize(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    nodes = compiler.nodes(arguments[0])
    if len(arguments) == 1:
        return _shuffled_once(nodes)
    seed = compiler.value(arguments[1])

    def run(context: Context) -> Value:
        value = seed(context)
        return shuffled(nodes(context), seed_of(to_string(value), to_number(value, context.env.zone)))

    return run


def _shuffled_once(nodes: EvaluateNodes) -> Evaluate:
    """Without a seed one is drawn, for each place where it is asked once: choices do not move while one looks at them
    (as in web-forms, which works them out again only when what they depend on changes)."""

    def run(context: Context) -> Value:
        key = (run, context.current)
        seed = context.env.shuffles.get(key)
        if seed is None:
            seed = context.env.shuffles[key] = 1 + math.floor(draw(context.env) * (_MODULUS - 2))
        return shuffled(nodes(context), seed)

    return run


@function("random", 0, 0)
def _random(context: Context) -> Value:
    return draw(context.env)


@function("uuid", 0, 1)
def _uuid(context: Context, length: Value | None = None) -> Value:
    if length is None:
        return context.env.new_id()
    count = to_number(length, context.env.zone)
    if not math.isfinite(count) or not 0 <= count <= 10_000:
        raise XPathError(N_("uuid() needs a length."))
    return "".join(_LETTERS[math.floor(draw(context.env) * len(_LETTERS))] for _ in range(int(count)))
