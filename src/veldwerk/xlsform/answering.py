"""What an answer may be: only where something can be answered, of the question's type, and of what is on offer."""

from __future__ import annotations

from veldwerk.xlsform.casts import answered, typed
from veldwerk.xlsform.definition import Control, Field
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.output import clean
from veldwerk.xlsform.recalc import Recalculation
from veldwerk.xlsform.tree import XNode
from veldwerk.xlsform.views import Views

_LISTED = frozenset({"select1", "select", "rank"})


def check_open(views: Views, node: XNode, ref: str) -> None:
    """FormError when nobody may answer here: a group, what is read-only, what the form fills in by itself.

    ODK XForms specification, `readonly`: the user may not change the value; a calculation without question and the
    metadata are set by the engine.
    """
    field: Field = node.field
    if node.children or field.inner:
        raise FormError(N_("{ref} is not a question."), ref=ref)
    by_itself = field.control is None and (field.bind.calculate or field.bind.preload or _is_meta(field))
    if by_itself or views.readonly(node):
        raise FormError(
            N_("{ref} cannot be answered: the form fills it in, or it is only to be read."), ref=ref
        )


def check_free(control: Control | None, ref: str) -> None:
    """FormError when the length of a series is not the user's: `jr:count` or `jr:noAddRemove`."""
    if control is None:
        raise FormError(N_("{ref} is not a repeat."), ref=ref)
    if not control.free:
        raise FormError(
            N_("{ref} has a length that the form decides; nothing can be added or removed."), ref=ref
        )


def held(work: Recalculation, node: XNode, value: object) -> tuple[str, str]:
    """(the answer as text, what of it the question can hold); the second is "" for what it cannot hold as it is."""
    control = node.field.control
    kind = control.kind if control is not None else ""
    if isinstance(value, bool) and kind == "trigger":
        value = "OK" if value else ""
    text = clean(answered(value))  # what XML cannot hold would be gone from a draft
    if not text.strip():
        return text, text
    if control is not None and kind in _LISTED:
        return text, text if work.offers.holds(node, text) else ""
    fits = typed(text, node.field.bind.type, work.env.zone)
    if control is not None and kind == "range" and fits and not _within(control, fits):
        return text, ""
    return text, fits


def _within(control: Control, text: str) -> bool:
    """Whether a number lies between the ends of a range, whichever of them is the larger."""
    ends = [float(control.parameters[name]) for name in ("start", "end") if control.parameters.get(name)]
    return len(ends) < 2 or min(ends) <= float(text) <= max(ends)


def _is_meta(field: Field) -> bool:
    above = field.parent
    return above is not None and above.name.rpartition(":")[2] == "meta" and above.depth == 2
