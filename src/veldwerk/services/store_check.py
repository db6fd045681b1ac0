"""What «Test deze opslag» found: one line a step, to be shown as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from veldwerk.domain.errors import UserError


class Verdict(StrEnum):
    """How a line turned out: well, well but worth knowing, or not at all."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One step. `step` is a stable word for scripts, `message` an English message id that `values` fills.

    A bad line carries in `code` what the handbook explains.
    """

    step: str
    verdict: Verdict
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """The lines in the order they were tried; nothing is tried after a bad one."""

    lines: tuple[CheckLine, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether this storage can be used."""
        return all(line.verdict is not Verdict.BAD for line in self.lines)

    @property
    def notes(self) -> tuple[CheckLine, ...]:
        """What a person should know about a storage that works."""
        return tuple(line for line in self.lines if line.verdict is Verdict.NOTE)

    def require(self) -> None:
        """Raise the UserError of the first bad line, if there is one."""
        for line in self.lines:
            if line.verdict is Verdict.BAD:
                raise UserError(line.message, code=line.code, **line.values)
