"""From answers to a judgement a professional confirms: kinds of loneliness, situation, goals (DOMAIN 4.1 to
4.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.bilingual import Sentence
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.instruments.scoring import Score
from veldwerk.domain.vocabulary import FIELDS, GOALS, JUDGEMENTS, UNKNOWN, Field

SEVERE = frozenset({"ernstig", "zeer_ernstig"})


@dataclass(frozen=True, slots=True)
class Case:
    """All inputs of an appraisal; each may be unknown (None or «onbekend»). Build from data with `read_case`.

    `typen` holds confirmed kinds only: an unconfirmed or uncertain kind does not count (DOMAIN 4.1).
    """

    score_class: str = UNKNOWN
    typen: frozenset[str] = frozenset()
    duur_mnd: int | None = None
    doorwerking: int | None = None
    oorzaken: frozenset[str] = frozenset()
    verlies_mnd: int | None = None
    competenties: str = UNKNOWN
    coping: str = UNKNOWN
    sociale_behoefte: str = UNKNOWN
    wens: str = UNKNOWN
    regie: str = UNKNOWN
    complexiteit: frozenset[str] = frozenset()
    rode_vlaggen: frozenset[str] = frozenset()
    blijvend: bool | None = None
    professional_betrokken: bool | None = None
    vrijwilliger_beschikbaar: bool | None = None
    geen_passend_aanbod: bool | None = None


def read_case(values: Mapping[str, object]) -> Case:
    """A case from plain values (a form, JSON); `UserError` names the field of an unknown name or code.

    Sets are lists of codes; `typen` may also map each kind to «nee», «onzeker» or «ja», of which only «ja»
    counts.
    """
    checked: dict[str, object] = {}
    for name, value in values.items():
        known = FIELDS.get(name)
        if known is None:
            raise UserError(N_("Field «{field}» is not known"), code="unknown-field", field=name)
        if name == "typen" and isinstance(value, Mapping):
            value = [kind for kind, answer in value.items() if _judgement(kind, answer) == "ja"]
        checked[name] = _checked(known, value)
    return Case(**checked)  # type: ignore[arg-type]  # each value was checked against the shape of its field


def _judgement(kind: object, answer: object) -> object:
    if answer is not None and not (isinstance(answer, str) and answer in JUDGEMENTS):
        raise _wrong("typen", f"{kind}={answer}")
    return answer


def _checked(known: Field, value: object) -> object:
    if known.shape == "many":
        given = () if value is None else (value,) if isinstance(value, str) else value
        if not isinstance(given, list | tuple | set | frozenset):
            raise _wrong(known.id, value)
        for code in given:
            if not isinstance(code, str) or code not in known.codes:
                raise _wrong(known.id, code)
        return frozenset(given)
    if known.shape == "one":
        if value is None:
            return UNKNOWN
        if not isinstance(value, str) or value not in known.codes:
            raise _wrong(known.id, value)
        return value
    if value is None or value == UNKNOWN:
        return None
    if known.shape == "truth":
        if not isinstance(value, bool):
            raise _wrong(known.id, value)
    elif isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(known.id, value)
    return value


def _wrong(field_id: str, value: object) -> UserError:
    return UserError(
        N_("Field «{field}»: «{value}» is not a possible answer"),
        code="invalid-value",
        field=field_id,
        value=value,
    )


@dataclass(frozen=True, slots=True)
class TypeJudgement:
    """A professional's judgement on one kind of loneliness; counts only when confirmed and «ja»."""

    kind: str
    answer: str = "onzeker"
    confirmed: bool = False
    reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether this kind is part of the case."""
        return self.confirmed and self.answer == "ja"


def confirmed_types(judgements: Mapping[str, TypeJudgement]) -> frozenset[str]:
    """The kinds that count for `Case.typen`."""
    return frozenset(kind for kind, judgement in judgements.items() if judgement.counts)


@dataclass(frozen=True, slots=True)
class TypeProposal:
    """What the scales suggest about one kind; the professional confirms or changes it, the score never
    decides.
    """

    kind: str
    answer: str
    reason: Sentence


_FROM_SCORE = N_("{instrument}, points on this subscale: {points}")
_DISCUSS = N_(
    "The meaning map shows rows that are missing or under pressure: discuss whether this is existential"
)


def propose_types(scores: Mapping[str, Score]) -> tuple[TypeProposal, ...]:
    """Propose kinds from valid scores by instrument id (DOMAIN 4.1).

    Emotional and social from the subscales of the DJG-6 (from 1 point, manual) or DJG-11 (from 2, GGD
    monitor); of both, the longer scale speaks. Existential never from a score: the meaning map only asks to
    talk about it.
    """
    found: list[TypeProposal] = []
    for subscale, kind in (("social", "sociaal"), ("emotional", "emotioneel")):
        for instrument, label, cut in (("djg11", "DJG-11", 2), ("djg6", "DJG-6", 1)):
            measured = scores.get(instrument)
            points = measured.subscales.get(subscale) if measured else None
            if points is not None:
                answer = "ja" if points >= cut else "nee"
                found.append(
                    TypeProposal(kind, answer, Sentence(_FROM_SCORE, {"instrument": label, "points": points}))
                )
                break
    meaning = scores.get("zingevingskaart")
    if meaning is not None and meaning.flags.get("bespreek_existentieel"):
        found.append(TypeProposal("existentieel", "onzeker", Sentence(_DISCUSS)))
    return tuple(found)


def score_class(scores: Mapping[str, Score]) -> str:
    """The class for `Case.score_class`: from the DJG only, never from network size or frailty; of both the
    longer.
    """
    for instrument in ("djg11", "djg6"):
        measured = scores.get(instrument)
        if measured is not None and measured.score_class is not None:
            return measured.score_class
    return UNKNOWN


@dataclass(frozen=True, slots=True)
class Thresholds:
    """House rules of DOMAIN 4.2 as settings; no scientific limits (`HOUSE_RULE_NOTE` stands beside them)."""

    threatening_months: int = 6
    problematic_months: int = 12
    problematic_areas: int = 2


HOUSE_RULE_NOTE = N_("House rule, not a scientific limit")


@dataclass(frozen=True, slots=True)
class Situatie:
    """Normal or problematic, with its reasons and the questions that are still open.

    `value` is geen, onbekend, normaal, dreigend, problematisch or blijvend; `ask_first` names fields of the
    case.
    """

    value: str
    reasons: tuple[Sentence, ...]
    ask_first: tuple[str, ...] = ()

    @property
    def duration_unknown(self) -> bool:
        """«Dreigend: duur niet gevraagd» is counted apart (L04)."""
        return self.value == "dreigend" and "duur_mnd" in self.ask_first


_STANDARD = Thresholds()


def situatie(case: Case, thresholds: Thresholds = _STANDARD) -> Situatie:
    """Place a case in one of six situations (DOMAIN 4.2); the first that applies, in the order of that
    table.
    """
    if not case.typen and case.score_class == "geen":
        return Situatie(
            "geen", (Sentence(N_("the score shows no loneliness and no kind of loneliness was found")),)
        )
    if not case.typen and case.score_class == UNKNOWN:
        return Situatie(
            "onbekend", (Sentence(N_("loneliness has not been discussed yet")),), ("score_class",)
        )
    if case.blijvend:
        return Situatie("blijvend", (Sentence(N_("in your judgement what is missed cannot be replaced")),))
    areas = case.doorwerking or 0
    severe = case.score_class in SEVERE
    long = case.duur_mnd is not None and case.duur_mnd >= thresholds.problematic_months
    if areas >= thresholds.problematic_areas:
        return Situatie("problematisch", (_areas(areas), *_duration(case, long)), _open(case))
    if long and (areas >= 1 or severe):
        reasons = (*_duration(case, True), *((_areas(areas),) if areas else ()), *_severity(severe))
        return Situatie("problematisch", reasons, _open(case))
    reasons = (
        *_duration(case, case.duur_mnd is None or case.duur_mnd >= thresholds.threatening_months),
        *((_areas(areas),) if areas >= 1 else ()),
        *_severity(severe),
    )
    if reasons:
        return Situatie("dreigend", reasons, _open(case))
    return Situatie(
        "normaal", (Sentence(N_("short, not severe and no other area of life is affected")),), _open(case)
    )


def _open(case: Case) -> tuple[str, ...]:
    """Inputs that could still move the situation; a missing duration is asked first («sinds wanneer?»)."""
    return tuple(name for name in ("duur_mnd", "doorwerking") if getattr(case, name) is None)


def _areas(count: int) -> Sentence:
    if count == 1:
        return Sentence(N_("it affects {count} area of life"), {"count": count})
    return Sentence(N_("it affects {count} areas of life"), {"count": count})


def _duration(case: Case, counts: bool) -> tuple[Sentence, ...]:
    if not counts:
        return ()
    if case.duur_mnd is None:
        return (Sentence(N_("the duration was not asked")),)
    return (Sentence(N_("it has lasted {months} months"), {"months": case.duur_mnd}),)


def _severity(severe: bool) -> tuple[Sentence, ...]:
    return (Sentence(N_("the score is severe")),) if severe else ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in the client's words, with a review date (ISO); reached is asked of both, separately (DOMAIN
    4.3).
    """

    kind: str
    words: str
    review_on: str
    reached_client: bool | None = None
    reached_worker: bool | None = None


def check_goal(goal: Goal, forbidden: frozenset[str] = frozenset()) -> None:
    """Raise `UserError` when the goal cannot stand: unknown or forbidden kind, no words, no review date."""
    if goal.kind not in GOALS:
        raise UserError(N_("Goal «{goal}» is not known"), code="unknown-goal", goal=goal.kind)
    if goal.kind in forbidden:
        raise UserError(
            N_("This goal does not fit lasting loneliness: choose easing it or learning to live with it"),
            code="forbidden-goal",
        )
    if not goal.words.strip():
        raise UserError(N_("Write the goal in the words of the client"), code="goal-without-words")
    if not goal.review_on:
        raise UserError(N_("Choose a date to look back at the goal"), code="goal-without-date")
