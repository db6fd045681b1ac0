"""The reporting code for domestic violence and abuse of older people (meldcode; DOMAIN 3.5): one record, five steps.

A worry is written down as what was seen and heard. Nobody is accused here: there are no words for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.records import Record

STEPS = (1, 2, 3, 4, 5)

UNDECIDED = N_("Step 5 asks for two decisions: is a report needed, and can help be given? Write down both.")
UNDATED = N_("Step {number} has a text but no day. Write down when it was done.")
UNREASONED = N_("Step 3 was left out. Write down in step 3 why a talk is not safe.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyRecord(Record):
    """One reporting-code record, in a space of its own; its members are its handler and the attention officer.

    `person_name` is here because an attention officer may not have the file of the person. `handler` and `attention`
    are workers. `step3_skipped`: no talk, because that would not be safe; `step3_note` says why.
    `consulted` (Veilig Thuis), `report` (step 5: is a report needed?) and `help` (step 5: can help be given?) are ja,
    nee or empty. The order of the steps is free (REQ-MC-02).
    """

    KIND: ClassVar[str] = "safety"
    person_id: str = ""
    person_name: str = ""
    opened_on: date | None = None
    handler: str = ""
    attention: str = ""
    step1_on: date | None = None
    step1_note: str = ""
    step2_on: date | None = None
    step2_note: str = ""
    step3_on: date | None = None
    step3_note: str = ""
    step3_skipped: bool = False
    step4_on: date | None = None
    step4_note: str = ""
    step5_on: date | None = None
    step5_note: str = ""
    consulted: str = ""
    consulted_on: date | None = None
    report: str = ""
    help: str = ""
    closed_on: date | None = None

    def on(self, step: int) -> date | None:
        """The day of a step, 1 to 5."""
        day: date | None = getattr(self, f"step{step}_on")
        return day

    def note(self, step: int) -> str:
        """The text of a step, 1 to 5."""
        return str(getattr(self, f"step{step}_note"))


def circle(row: Mapping[str, object]) -> frozenset[str]:
    """The workers whose devices may be members of the space of a record: handler and attention officer."""
    return frozenset(str(row[name]) for name in ("handler", "attention") if row.get(name))


def check(record: SafetyRecord) -> None:
    """Raise UserError `undated`, `unreasoned` or, for a closed record, `undecided` (REQ-MC-04), with its field."""
    for step in STEPS:
        skipped = step == 3 and record.step3_skipped
        if record.note(step).strip() and record.on(step) is None and not skipped:
            raise UserError(UNDATED, code="undated", number=step, field=f"step{step}_on")
    if record.step3_skipped and not record.step3_note.strip():
        raise UserError(UNREASONED, code="unreasoned", field="step3_note")
    if record.closed_on is not None and not (record.report and record.help):
        raise UserError(UNDECIDED, code="undecided", field="help" if record.report else "report")
