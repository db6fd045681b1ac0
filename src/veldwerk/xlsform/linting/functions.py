"""Functions that are given something they cannot work with: a number to look choices up in, one answer to count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veldwerk.xlsform.definition import Field, nearest_repeat
from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.linting import known as kinds
from veldwerk.xlsform.linting.known import Known
from veldwerk.xlsform.xpath.ast import Call, Expr, Literal, Number

_CODES = re.compile(r"%(.?)", re.DOTALL)
_KNOWN_CODES = frozenset("YymnbdeHhMS3aWw%")
_NO_REPEAT = frozenset({"count", "sum"})
Told = tuple[str, dict[str, object]]


def check(call: Call, at: Field, known: Known) -> Iterator[Told]:
    """(message id, values) of what is wrong with one call."""
    arguments = call.arguments
    if call.name == "selected" and len(arguments) == 2:
        field = known.field(arguments[0], at)
        if field is not None and known.kind(field) in (kinds.NUMBER, kinds.DATE, kinds.MOMENT, kinds.TIME):
            message = N_(
                "“{expression}” looks for a choice in {question}, which is no select. Compare it with = instead."
            )
            yield message, {"question": field.name}
    elif call.name in _NO_REPEAT and len(arguments) == 1:
        yield from _counted(call.name, arguments[0], at, known)
    elif call.name == "indexed-repeat":
        for argument in arguments[1::2]:
            field = known.reached(argument, at)
            if field is not None and field.repeat is None:
                message = N_(
                    "“{expression}” takes {question} for a repeat, which it is not. Name the repeat itself."
                )
                yield message, {"question": field.name}
    elif call.name in ("format-date", "format-date-time") and len(arguments) == 2:
        yield from _codes(arguments[1])


def _codes(written: Expr) -> Iterator[Told]:
    for code in dict.fromkeys(_CODES.findall(written.value)) if isinstance(written, Literal) else ():
        if code not in _KNOWN_CODES or not code:
            message = N_(
                "“{expression}” has the code %{sign}, which dates do not know. Write for example %d-%m-%Y."
            )
            yield message, {"sign": code}


def _counted(function: str, argument: Expr, at: Field, known: Known) -> Iterator[Told]:
    field = known.reached(argument, at)
    single = field is not None and not field.children and nearest_repeat(field) is None
    if single and field is not None:
        message = N_(
            "“{expression}” gives {function}() one answer, {question}, which is in no repeat. Use the answer itself."
        )
        yield message, {"function": function, "question": field.name}
    elif isinstance(argument, (Number, Literal)):
        message = N_("“{expression}” gives {function}() a fixed value. It takes the questions of a repeat.")
        yield message, {"function": function}
