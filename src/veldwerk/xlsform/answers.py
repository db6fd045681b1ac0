"""Answers kept apart by ref, made an instance again: for programs that store answers and not XML."""

from __future__ import annotations

from collections.abc import Mapping

from veldwerk.xlsform.definition import Form
from veldwerk.xlsform.instance import STEP, fresh, insert_repeat, instances
from veldwerk.xlsform.output import instance_xml
from veldwerk.xlsform.tree import XNode

_MOST_REPEATS = 10_000


def from_values(form: Form, values: Mapping[str, str]) -> bytes:
    """The instance XML of answers by ref, as `Session.values` gives them: to go on with, or as `Ports.last_saved`.

    What has no answer is empty, also where the form begins with a value; refs that the form does not know are left
    out, so answers to an earlier version can be given.
    """
    top = fresh(form)
    for node in top.walk():
        if not node.children:
            node.text = ""
    for ref, value in values.items():
        found = _made(top, ref)
        if found is not None and not found.children:
            found.text = value
    return instance_xml(top, relevant_only=False)


def _made(top: XNode, ref: str) -> XNode | None:
    """The node of a ref, with the repeats that it counts on."""
    at = top
    for step in ref.strip("/").split("/"):
        match = STEP.fullmatch(step)
        if match is None:
            return None
        name, number = match.group(1), int(match.group(2) or 1)
        field = at.field.by_name.get(name) if at.field is not None else None
        if field is not None and field.repeat is not None and number <= _MOST_REPEATS:
            for _ in range(len(at.named(name)), number):
                _emptied(insert_repeat(at, field))
        found = instances(at, [name])
        if not 0 < number <= len(found):
            return None
        at = found[number - 1]
    return at


def _emptied(node: XNode) -> None:
    for below in node.walk():
        if not below.children:
            below.text = ""
