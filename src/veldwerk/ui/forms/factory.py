"""Which control a question gets, by its type, appearance and choices (UI.md Part A 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from veldwerk.ui.forms.choosing import Buttons, Rounds, Scale
from veldwerk.ui.forms.control import Control
from veldwerk.ui.forms.listing import ListControl
from veldwerk.ui.forms.ticking import Acknowledge, Rank, Ticks
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.forms.writing import (
    DateControl,
    DateTimeControl,
    DecimalControl,
    IntegerControl,
    LineControl,
    MemoControl,
    TimeControl,
    widen,
)
from veldwerk.xlsform import Choice, Question

Today = Callable[[], date]

MOST_BUTTONS, MOST_ROUNDS, MOST_LISTED, MOST_STEPS = 5, 7, 15, 11
_SHORT, _TOGETHER = 30, 95
"""Characters of one choice, and of all together, that still make a pleasant row of buttons."""

_LISTED = frozenset({"minimal", "autocomplete", "search", "picker", "compact"})
_SEARCHED = frozenset({"autocomplete", "search"})


def make_control(question: Question, choices: Sequence[Choice], today: Today) -> Control:
    """The control for `question`; a type without a way of its own is typed as text."""
    kind = question.type
    if kind == "select_one":
        return _one(question, choices)
    if kind in ("select_multiple", "rank"):
        return Rank(question) if kind == "rank" else Ticks(question)
    if kind == "acknowledge":
        return Acknowledge(question)
    if kind == "range":
        return _range(question)
    if kind == "integer":
        return IntegerControl(question)
    if kind == "decimal":
        return DecimalControl(question)
    if kind == "date":
        return DateControl(question, today)
    if kind == "time":
        return TimeControl(question)
    if kind == "dateTime":
        return DateTimeControl(question, today)
    return _text(question)


def _text(question: Question) -> Control:
    if "multiline" in question.appearance or "rows" in question.parameters:
        return MemoControl(question)
    return widen(LineControl(question))


def _one(question: Question, choices: Sequence[Choice]) -> Control:
    words = [to_plain(choice.label) for choice in choices]
    looks = set(question.appearance)
    if looks & _LISTED or (len(choices) > MOST_ROUNDS and "columns" not in looks):
        return ListControl(question, bool(looks & _SEARCHED) or len(choices) > MOST_LISTED)
    short = all(len(each) <= _SHORT for each in words) and sum(map(len, words)) <= _TOGETHER
    if len(choices) <= MOST_BUTTONS and short and "vertical" not in looks:
        return Buttons(question)
    return Rounds(question)


def _range(question: Question) -> Control:
    steps = _steps(question)
    if steps and len(steps) <= MOST_STEPS:
        return Scale(question, steps)
    return DecimalControl(question)


def _steps(question: Question) -> list[str]:
    try:
        start, end, step = (Decimal(question.parameters.get(name, fallback)) for name, fallback in _BOUNDS)
    except InvalidOperation:
        return []
    if not step or (end - start) / step > MOST_STEPS or (end - start) / step < 0:
        return []
    return [f"{start + step * at:f}" for at in range(int((end - start) / step) + 1)]


_BOUNDS = (("start", "0"), ("end", "10"), ("step", "1"))
