"""What to do about a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from veldwerk.xlsform.errors import N_, FormError

_ALIKE = 70


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like this one, "" when none does."""
    found = process.extractOne(
        name, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_ALIKE
    )
    return str(found[0]) if found is not None else ""


def did_you_mean(name: str, known: Iterable[str], written: str = "{}") -> FormError:
    """“Did you mean …?”, or to look at the spelling when nothing is alike. A sentence to put inside another.

    `written` is how the name stands in an expression: `${{{}}}` for a question.
    """
    near = closest(name, known)
    if near and not (near.isdigit() and name.isdigit()):  # one number always looks like another
        return FormError(N_("Did you mean {near}?"), near=written.format(near))
    return FormError(N_("Check the spelling."))
