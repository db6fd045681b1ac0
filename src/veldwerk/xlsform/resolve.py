"""Paths written as text in binds, controls and actions, made absolute and without predicates."""

from __future__ import annotations

import re

from veldwerk.xlsform.definition import Field
from veldwerk.xlsform.errors import XPathError
from veldwerk.xlsform.xpath.ast import Call, Expr, Filter, Path, Root
from veldwerk.xlsform.xpath.parser import parse

_PLAIN = re.compile(r"(?:/@?\w[\w.\-]*(?::\w[\w.\-]*)?)+")


def absolute_path(source: str, root: Field, start: Field | None = None) -> str:
    """`/data/a/b` for a path from the root, or relative to `start` (the root element when not given).

    What is not a path at all comes back as it is, so that the caller's “not in the form” names it.
    """
    source = source.strip()
    if _PLAIN.fullmatch(source):
        return source
    try:
        expr = parse(source)
    except XPathError:
        return source
    names = _names(expr, (start or root).path.strip("/").split("/"))
    return source if names is None else "/" + "/".join(names)


def _names(expr: Expr, here: list[str]) -> list[str] | None:
    if isinstance(expr, Root):
        return []
    if isinstance(expr, Filter):
        return _names(expr.primary, here)
    if isinstance(expr, Call):
        return list(here) if expr.name == "current" else None
    if not isinstance(expr, Path):
        return None
    if isinstance(expr.start, Root):
        names: list[str] | None = []
    elif expr.start is None:
        names = list(here)
    else:
        names = _names(expr.start, here)
    for step in expr.steps:
        if names is None:
            return None
        if step.axis == "parent":
            names = names[:-1]
        elif step.axis in ("child", "attribute") and step.test.kind == "name":
            name = f"{step.test.prefix}:{step.test.name}" if step.test.prefix else step.test.name
            names.append(f"@{name}" if step.axis == "attribute" else name)
        elif step.axis != "self":
            return None
    return names
