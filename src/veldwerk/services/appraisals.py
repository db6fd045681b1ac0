"""Appraisal (duiding) and the advice that follows from it, with its reasons."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from veldwerk.domain import appraisal as judging
from veldwerk.domain import instruments
from veldwerk.domain.appraisal import Situatie, TypeProposal
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.instruments import Library, Score
from veldwerk.domain.records import from_row, to_row
from veldwerk.domain.visits import (
    HEALTH_CAUSES,
    HEALTH_COMPLEXITY,
    HEALTH_FLAGS,
    Answers,
    Appraisal,
    AppraisalCare,
    Measurement,
    Visit,
)
from veldwerk.domain.vocabulary import FIELDS
from veldwerk.rules.advise import Advice, advise
from veldwerk.rules.decide import decide
from veldwerk.rules.table import RuleTable
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import Edit, Save, find, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import Draft, Reader, Writer

DRAFT_FORM = "duiding"
"""The form of a draft that is an appraisal."""

_NAMES = {
    "score_class": "score_class",
    "typen": "types",
    "duur_mnd": "duration_months",
    "doorwerking": "spill_over",
    "oorzaken": "causes",
    "verlies_mnd": "loss_months",
    "competenties": "competences",
    "coping": "coping",
    "sociale_behoefte": "social_need",
    "wens": "wish",
    "regie": "control",
    "complexiteit": "complexity",
    "rode_vlaggen": "red_flags",
    "blijvend": "permanent",
    "professional_betrokken": "professional_involved",
    "vrijwilliger_beschikbaar": "volunteer_available",
    "geen_passend_aanbod": "no_fitting_offer",
}
"""Inputs of DOMAIN 4.1 and the record fields that keep them."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A prefilled appraisal: the types start as «onzeker» whatever the scales say (they only advise)."""

    appraisal: Appraisal
    types: tuple[TypeProposal, ...]
    scores: tuple[Score, ...]


class Appraisals:
    """What the worker makes of it, and what fits."""

    def __init__(self, kit: Kit, library: Library, table: RuleTable) -> None:
        self._kit = kit
        self._library = library
        self._table = table

    @property
    def table(self) -> RuleTable:
        """The rules in force, with all intervention labels."""
        return self._table

    def propose(self, actor: Actor, visit: Visit) -> Proposal:
        """Prefill from the visit's measurements; the professional confirms each input (DOMAIN 4.1)."""
        require(actor, Right.WRITE, Appraisal.KIND)
        measured = self._kit.vault.read(lambda r: find(r, Measurement, {"visit_id": visit.id}))
        answers = self._kit.vault.read(lambda r: find(r, Answers, {"visit_id": visit.id}))
        said = {ref.rsplit("/", 1)[-1]: str(v) for one in answers for ref, v in one.values.items()}
        scores = {m.instrument: self._score(m) for m in measured}
        loneliness = next((m.id for m in measured if m.instrument in ("djg11", "djg6")), "")
        made = Appraisal(
            id="",
            person_id=visit.person_id,
            visit_id=visit.id,
            measurement_id=loneliness,
            score_class=judging.score_class(scores),
            types={kind: said.get(f"type_{kind}", "onzeker") for kind in _TYPES},
            **_said(said),  # type: ignore[arg-type]  # each value was made for its field
        )
        self._kit.log(seen(actor, "read", Measurement.KIND, loneliness, person=visit.person_id))
        return Proposal(made, judging.propose_types(scores), tuple(scores.values()))

    def _score(self, measurement: Measurement) -> Score:
        return instruments.score(
            self._library.get(measurement.instrument), measurement.answers, measurement.norm or None
        )

    def situation(self, appraisal: Appraisal) -> Situatie:
        """Normal or problematic, with its reason, for what is filled in now."""
        return judging.situatie(case_of(appraisal))

    def advice(self, actor: Actor, appraisal: Appraisal) -> Advice:
        """What fits, in order, with why and why not. Never from a score alone (W04)."""
        require(actor, Right.READ, Appraisal.KIND)
        return advise(case_of(appraisal), self._table)

    def confirm(self, actor: Actor, appraisal: Appraisal) -> Appraisal:
        """Keep the appraisal, with the situation derived from it."""
        if appraisal.permanent and not appraisal.permanent_reason.strip():
            raise UserError(
                N_("Write down why you think this is lasting, and that you talked about it."),
                code="reason-needed",
                field="permanent_reason",
            )
        place = self.situation(appraisal)
        made = replace(
            appraisal,
            id=appraisal.id or self._kit.ids.new_id(),
            situation=place.value,
            duration_asked=appraisal.duration_months is not None or appraisal.duration_asked,
            made_on=appraisal.made_on or self._kit.clock.today(),
            made_by=appraisal.made_by or actor.worker,
            confirmed_on=self._kit.clock.today(),
        )
        saves = self._saves(appraisal.id, made)

        def job(writer: Writer) -> None:
            self._kit.edits.within(writer, actor, N_("Appraisal confirmed"), saves)
            writer.drop_draft(_draft_id(made.visit_id))

        self._kit.vault.write(job)
        return made

    def save_draft(self, actor: Actor, appraisal: Appraisal) -> None:
        """Keep what is filled in so far, in this vault only: not in log, sync or undo (DESIGN 2)."""
        require(actor, Right.WRITE, Appraisal.KIND)
        draft = Draft(
            id=_draft_id(appraisal.visit_id),
            person=appraisal.person_id,
            form=DRAFT_FORM,
            form_version="",
            visit=appraisal.visit_id,
            place="",
            answered=0,
            updated_at=self._kit.clock.now(),
            instance=json.dumps(
                {"id": appraisal.id, **to_row(appraisal)}, ensure_ascii=False, default=str
            ).encode(),
        )
        self._kit.vault.write(lambda w: w.save_draft(draft))

    def draft(self, actor: Actor, visit: str) -> Appraisal | None:
        """What was filled in for a visit and not confirmed."""
        require(actor, Right.WRITE, Appraisal.KIND)
        found = self._kit.vault.read(lambda r: r.draft(_draft_id(visit)))
        if found is None:
            return None
        row = json.loads(found.instance)
        return from_row(Appraisal, str(row.pop("id")), row)

    def _saves(self, before: str, made: Appraisal) -> list[Save]:
        """The appraisal without its health codes, and those in the care part (DESIGN 4)."""
        old, old_care = self._kit.vault.read(lambda r: _stored(r, before)) if before else (None, None)
        plain, care = split_care(made, old_care.id if old_care else self._kit.ids.new_id())
        saves = [Save(old, plain)]
        if old_care is not None or care.causes or care.complexity or care.red_flags:
            saves.append(Save(old_care, care))
        return saves

    def choose(self, actor: Actor, appraisal: Appraisal, kinds: Collection[str], reason: str = "") -> Edit:
        """The professional's choice held against the advice: «nooit» stays out, the rest asks for a reason."""
        decision = decide(self.advice(actor, appraisal), kinds, reason)
        after = replace(appraisal, chosen=decision.kinds, override_reason=decision.reason)
        return self._kit.edits.save(actor, N_("Choice recorded"), self._saves(appraisal.id, after))

    def latest(self, actor: Actor, person: str) -> Appraisal | None:
        """The newest appraisal of a person."""
        require(actor, Right.READ, Appraisal.KIND)

        def job(reader: Reader) -> Appraisal | None:
            found = find(reader, Appraisal, {"person_id": person}, order="-made_on", limit=1)
            return with_care(*_stored(reader, found[0].id)) if found else None

        newest = self._kit.vault.read(job)
        self._kit.log(seen(actor, "read", Appraisal.KIND, "", person=person))
        return newest


def split_care(appraisal: Appraisal, care_id: str) -> tuple[Appraisal, AppraisalCare]:
    """The part every member of `casus` may see, and the health codes for `zorg`."""

    def part(codes: tuple[str, ...], health: frozenset[str], keep: bool) -> tuple[str, ...]:
        return tuple(code for code in codes if (code in health) is keep)

    health = {"causes": HEALTH_CAUSES, "complexity": HEALTH_COMPLEXITY, "red_flags": HEALTH_FLAGS}
    plain = {name: part(getattr(appraisal, name), codes, False) for name, codes in health.items()}
    care = {name: part(getattr(appraisal, name), codes, True) for name, codes in health.items()}
    return replace(appraisal, **plain), AppraisalCare(  # type: ignore[arg-type]  # three sets of codes
        id=care_id, appraisal_id=appraisal.id, person_id=appraisal.person_id, **care
    )


def with_care(appraisal: Appraisal, care: AppraisalCare | None) -> Appraisal:
    """Both parts together, as far as this vault has them."""
    if care is None:
        return appraisal
    return replace(
        appraisal,
        causes=(*appraisal.causes, *care.causes),
        complexity=(*appraisal.complexity, *care.complexity),
        red_flags=(*appraisal.red_flags, *care.red_flags),
    )


def _draft_id(visit: str) -> str:
    return f"{DRAFT_FORM}-{visit}"


def _stored(reader: Reader, appraisal: str) -> tuple[Appraisal, AppraisalCare | None]:
    care = find(reader, AppraisalCare, {"appraisal_id": appraisal})
    return load(reader, Appraisal, appraisal), care[0] if care else None


_TYPES = ("sociaal", "emotioneel", "existentieel")


def _said(said: Mapping[str, str]) -> dict[str, object]:
    """Inputs of DOMAIN 4.1 as the visit form asks them; what was not asked stays unknown."""
    many = {
        "causes": ("oorzaken", "oorzaken_zorg"),
        "complexity": ("complexiteit", "complexiteit_zorg"),
        "red_flags": ("rode_vlaggen", "rode_vlaggen_zorg"),
    }
    one = {
        "competences": "competenties",
        "coping": "coping",
        "social_need": "sociale_behoefte",
        "wish": "wens",
        "control": "regie",
    }
    out: dict[str, object] = {}
    for field, names in many.items():
        codes = [code for name in names for code in said.get(name, "").split()]
        out[field] = tuple(dict.fromkeys(code for code in codes if code in FIELDS[_INPUT[field]].codes))
    for field, name in one.items():
        value = said.get(name, "")
        out[field] = value if value in FIELDS[name].codes else "onbekend"
    for field, name in {"duration_months": "duur_mnd", "loss_months": "verlies_mnd"}.items():
        out[field] = int(said[name]) if said.get(name, "").isdigit() else None
    out["spill_over"] = int(said["doorwerking"]) if said.get("doorwerking", "").isdigit() else 0
    out["duration_asked"] = out["duration_months"] is not None
    out["permanent"] = said.get("blijvend") == "ja"
    out["permanent_reason"] = said.get("blijvend_reden", "")
    out["professional_involved"] = said.get("professional_betrokken") == "ja"
    out["goal_words"] = said.get("doel_eigen_woorden", "")
    return out


_INPUT = {field: name for name, field in _NAMES.items()}


def case_of(appraisal: Appraisal) -> judging.Case:
    """The inputs of the rules as this appraisal has them; only confirmed «ja» types count."""
    values: dict[str, object] = {}
    for name, field in _NAMES.items():
        value = getattr(appraisal, field)
        values[name] = list(value) if isinstance(value, tuple) else value
    return judging.read_case(values)
