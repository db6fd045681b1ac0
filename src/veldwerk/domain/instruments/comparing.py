"""Two measurements of one person, in words, against measurement error (REQ-INS-06, DOMAIN 7.4 rule 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from veldwerk.domain.bilingual import Bilingual, Sentence
from veldwerk.domain.errors import N_
from veldwerk.domain.evaluation import reliable_change
from veldwerk.domain.instruments.definition import Instrument
from veldwerk.domain.instruments.scoring import Score

Verdict = Literal[
    "niet_vergelijkbaar", "geen_zekere_verandering", "waarschijnlijk_minder", "waarschijnlijk_meer"
]

_WORDS = {
    "geen_zekere_verandering": N_(
        "No certain change ({before} → {after}; a change counts from {needed} points)"
    ),
    "waarschijnlijk_minder": N_("Probably less ({before} → {after}; a change counts from {needed} points)"),
    "waarschijnlijk_meer": N_("Probably more ({before} → {after}; a change counts from {needed} points)"),
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """A score with how it was taken («gesprek», «telefoon», «papier») and its raw answers."""

    score: Score
    mode: str
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be said about two measurements; `moved` are the items answered differently."""

    verdict: Verdict
    sentence: Sentence
    moved: tuple[str, ...] = ()
    source: Bilingual | None = None


def compare(instrument: Instrument, before: Measurement, after: Measurement) -> Comparison:
    """Compare two measurements of `instrument`; only with equal instrument, version and mode."""
    first, second = before.score, after.score
    if {first.instrument, second.instrument} != {instrument.id} or first.version != second.version:
        return _not_comparable(N_("Not comparable: another instrument or version"))
    if before.mode != after.mode:
        return _not_comparable(N_("Not comparable: asked in another way"))
    if instrument.change is None or first.total is None or second.total is None:
        return _not_comparable(N_("Not comparable: a score is missing"))
    if first.algorithm_version != second.algorithm_version:
        return _not_comparable(N_("Not comparable: scored in another way; score both again"))
    found = reliable_change(first.total, second.total, instrument.change.sd, instrument.change.reliability)
    verdict: Verdict = "geen_zekere_verandering"
    if found.direction == "verbeterd":
        verdict = "waarschijnlijk_minder"
    elif found.direction == "verslechterd":
        verdict = "waarschijnlijk_meer"
    needed = int(found.critical_change) + 1
    return Comparison(
        verdict,
        Sentence(_WORDS[verdict], {"before": first.total, "after": second.total, "needed": needed}),
        tuple(i.id for i in instrument.items if before.answers.get(i.id) != after.answers.get(i.id)),
        instrument.change.source,
    )


def _not_comparable(message: str) -> Comparison:
    return Comparison("niet_vergelijkbaar", Sentence(message))
