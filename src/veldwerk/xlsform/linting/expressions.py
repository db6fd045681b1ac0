"""Expressions in the sheet: those that cannot be read, and calls of functions that do not exist or get too much.

They are read as the author wrote them, with each ${name} replaced by a name of the same length, so that a place in the
expression is the place in the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.errors import N_, FormError, XPathError
from veldwerk.xlsform.linting.placing import Placing, shortened
from veldwerk.xlsform.linting.walk import calls
from veldwerk.xlsform.workbook.advice import did_you_mean
from veldwerk.xlsform.xpath.parser import parse
from veldwerk.xlsform.xpath.registry import lookup, names

COLUMNS = ("relevant", "constraint", "calculation", "required", "read_only", "choice_filter", "repeat_count")
_PLAIN = frozenset({"yes", "no", "true", "false", "true()", "false()", "y", "n"})
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")  # as pyxform does
_REFERENCE = re.compile(r"\$\{[^{}]*\}")


def check(placing: Placing) -> Iterator[Finding]:
    """All expressions of the sheets survey and entities."""
    for sheet, columns in (("survey", COLUMNS), ("entities", ("create_if", "update_if", "entity_id"))):
        for number, row in placing.sheets.lines(sheet):
            for heading, text in row.items():
                column, language = placing.sheets.headings.get(sheet, {}).get(heading, ("", ""))
                source = text.strip()
                if column in columns and not language and source and source.lower() not in _PLAIN:
                    yield from _expression(placing, sheet, number, heading, source)


def _expression(placing: Placing, sheet: str, number: int, heading: str, source: str) -> Iterator[Finding]:
    readable = _REFERENCE.sub(lambda match: "_" * len(match.group()), source.translate(_STRAIGHT))
    try:
        tree = parse(readable)
    except XPathError as error:
        yield _unreadable(placing, sheet, number, heading, source, readable, error)
        return
    for call in calls(tree):
        function = lookup(call.name)
        count = len(call.arguments)
        shown = shortened(source)
        if function is None:
            message = N_("“{expression}” calls {function}(), which does not exist. {advice}")
            advice = did_you_mean(call.name, names())
            yield placing.at(
                sheet, number, heading, message, expression=shown, function=call.name, advice=advice
            )
        elif count < function.fewest or (function.most is not None and count > function.most):
            message = N_("“{expression}” gives {function}() this many values: {count}. It takes {wanted}.")
            wanted = _wanted(function.fewest, function.most)
            values = {"expression": shown, "function": call.name, "count": count, "wanted": wanted}
            yield Finding(placing.file, sheet, number, heading, message, values)


def _wanted(fewest: int, most: int | None) -> FormError:
    if most is None:
        return FormError(N_("{fewest} or more"), fewest=fewest)
    if fewest == most:
        return FormError(N_("exactly {fewest}"), fewest=fewest)
    return FormError(N_("{fewest} to {most}"), fewest=fewest, most=most)


def _unreadable(
    placing: Placing, sheet: str, number: int, heading: str, source: str, readable: str, error: XPathError
) -> Finding:
    near = str(error.values.get("near", ""))
    at = readable.find(near) if near else -1
    shown = shortened(source)
    values: dict[str, object] = {}
    if "$(" in source:
        message = N_("“{expression}” has parentheses after a dollar sign. Write braces: ${{name}}.")
    elif source.count("(") != source.count(")"):
        message = N_("“{expression}” cannot be read: it has {opened} times ( and {closed} times ).")
        values = {"opened": source.count("("), "closed": source.count(")")}
    elif any(sign in source for sign in "„‚«»`´"):
        message = N_(
            "“{expression}” has other quotes in it than expressions know. Type straight ones: ' or \"."
        )
    elif readable.count("'") % 2 or readable.count('"') % 2:
        message = N_("“{expression}” cannot be read: a quote is opened and not closed.")
    elif at >= 0:
        message = N_("“{expression}” cannot be read from sign {place} on: “{near}”.")
        values = {"place": at + 1, "near": source[at : at + 20]}
    else:
        message = N_("“{expression}” cannot be read: {reason}")
        values = {"reason": FormError(error.message, **{**error.values, "expression": shown})}
    return Finding(placing.file, sheet, number, heading, message, {"expression": shown, **values})
