"""The professional's judgement after a visit: inputs from the life, situation and advice from the product itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from veldwerk.demo.mood import Mood
from veldwerk.demo.people import Life
from veldwerk.demo.phrases import REASONS_LASTING, WISHES
from veldwerk.demo.world import World
from veldwerk.domain.ages import add_months
from veldwerk.domain.appraisal import Case, situatie
from veldwerk.domain.errors import UserError
from veldwerk.domain.visits import Appraisal, Visit
from veldwerk.rules.advise import Advice, advise
from veldwerk.rules.decide import decide
from veldwerk.services.appraisals import case_of

_OWN_REASONS = (
    "Eerder goede ervaring met dit aanbod, wil dat graag weer.", "Sluit aan bij wat er in de straat al gebeurt.",
    "Op eigen verzoek, na overleg in het team.", "De huisarts vroeg er ook om.",
)  # fmt: skip
_OUTCOMES = {
    "gesprek": "gesprek_professional",
    "regiegesprek": "gesprek_professional",
    "afwachten": "afwachten_hercontact",
    "hercontact": "afwachten_hercontact",
    "informatie": "informatie_gegeven",
    "luisterlijn": "informatie_gegeven",
    "crisis": "spoed",
    "meldcode": "spoed",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """An appraisal, the advice it follows, and how the visit ends because of it."""

    appraisal: Appraisal
    advice: Advice
    outcome: str


def judge(
    world: World,
    life: Life,
    mood: Mood,
    visit: Visit,
    *,
    score_class: str,
    subscales: Mapping[str, object],
    duration: int | None,
    areas: int,
    empty: bool,
) -> Judgement:
    """The appraisal of a visit. `areas` of life are affected; `empty` says that meaning came up as missing."""
    types = _types(world, subscales, empty)
    lonely = "ja" in types.values()
    severe = score_class in ("ernstig", "zeer_ernstig")
    wish = _wish(world, mood, lonely)
    permanent = severe and duration is not None and duration > 36 and world.chance(0.22)
    made = Appraisal(
        id=world.ids.new_id(),
        person_id=life.person.id,
        visit_id=visit.id,
        made_on=mood.on,
        made_by=visit.visitor,
        score_class=score_class,
        types=types,
        duration_months=duration,
        duration_asked=duration is not None,
        causes=_causes(world, life, mood, lonely),
        spill_over=areas,
        loss_months=mood.loss_months,
        competences=life.skills,
        coping=life.coping,
        social_need=life.need,
        wish=wish,
        control=world.weighted(
            {"voldoende": 6.5, "onder_druk": 1.5 + 3 * mood.level, "verloren": 0.2, "onbekend": 1.0}
        ),
        complexity=_complexity(world, life, mood),
        red_flags=_red_flags(world, mood),
        permanent=permanent,
        permanent_reason=world.pick(REASONS_LASTING).format(**life.she) if permanent else "",
        professional_involved=life.involved or world.chance(0.12),
        volunteer_available=world.chance(0.55),
        goal_words=world.pick(WISHES[wish]).format(**life.she) if wish == "hulp" or world.chance(0.5) else "",
        confirmed_on=mood.on,
    )
    return _weighed(world, life, made)


def _weighed(world: World, life: Life, made: Appraisal) -> Judgement:
    case = case_of(made)
    advice = _advise(world, case)
    chosen = _chosen(world, advice)
    reason = ""
    if world.chance(0.04) and not advice.stop:
        other, reason = _own_choice(world, advice)
        chosen = other or chosen
        reason = reason if other else ""
    goal = world.pick(advice.goals) if advice.goals and made.wish == "hulp" else ""
    made = replace(
        made,
        situation=situatie(case).value,
        chosen=chosen,
        override_reason=reason,
        goal_kind=goal,
        review_on=add_months(made.made_on, 3) if goal and made.made_on else None,
    )
    life.involved = made.professional_involved or "langdurige_begeleiding" in chosen
    return Judgement(made, advice, _outcome(world, made, chosen))


def _advise(world: World, case: Case) -> Advice:
    known = world.advised.get(case)
    if known is None:
        known = world.advised[case] = advise(case, world.knowledge.rules)
    return known


def _types(world: World, subscales: Mapping[str, object], empty: bool) -> dict[str, object]:
    made: dict[str, object] = {}
    for subscale, kind in (("social", "sociaal"), ("emotional", "emotioneel")):
        points = subscales.get(subscale)
        if points is None:
            made[kind] = "onzeker"
        elif int(str(points)) >= 1:
            made[kind] = world.weighted({"ja": 8.0, "onzeker": 1.5, "nee": 0.5})
        else:
            made[kind] = "nee" if world.chance(0.93) else "onzeker"
    made["existentieel"] = world.weighted({"ja": 5.0, "onzeker": 3.0, "nee": 2.0}) if empty else "nee"
    return made


def _wish(world: World, mood: Mood, lonely: bool) -> str:
    if not lonely:
        return world.weighted(
            {"geen_hulp": 5.0, "hulp": 2.0, "later": 1.0, "alleen_praten": 1.0, "onbekend": 0.6}
        )
    heavy = mood.level
    return world.weighted(
        {"hulp": 5.5 + 3 * heavy, "alleen_praten": 1.4, "later": 1.3, "geen_hulp": 0.9, "onbekend": 0.6}
    )


def _causes(world: World, life: Life, mood: Mood, lonely: bool) -> tuple[str, ...]:
    causes = set()
    if mood.partner_months is not None and mood.partner_months <= 48:
        causes.add("verlies_partner")
    if mood.dear_months is not None and mood.dear_months <= 24:
        causes.add("verlies_dierbare")
    if life.mobility == 2 and world.chance(0.6):
        causes.add("mobiliteit")
    if life.hearing and world.chance(0.45):
        causes.add("gehoor")
    if life.sight and world.chance(0.4):
        causes.add("zicht")
    if life.health > 0.6 and world.chance(0.4):
        causes.add("lichamelijke_beperking")
    if life.memory and world.chance(0.35):
        causes.add("cognitie")
    if life.money > 0.93:
        causes.add("schulden")
    if lonely:
        extra = {"verhuizing": 2.0, "rolverlies": 2.0, "vervoer": 2.0, "wonen": 1.0, "onveilige_buurt": 0.5,
                 "uitsluiting": 0.7, "mantelzorg": 1.0, "conflict": 1.0, "psychische_klachten": 0.8}  # fmt: skip
        causes |= {world.weighted(extra) for _ in range(world.rng.randint(0, 2))}
    if not life.health_talk:
        causes -= {
            "mobiliteit",
            "gehoor",
            "zicht",
            "lichamelijke_beperking",
            "cognitie",
            "psychische_klachten",
        }
    return tuple(sorted(causes))


def _complexity(world: World, life: Life, mood: Mood) -> tuple[str, ...]:
    made = set()
    if life.money > 0.95:
        made.add("schulden")
    if mood.level > 0.7 and world.chance(0.12):
        made.add("zorgmijding")
    if life.health_talk and life.memory and mood.level > 0.5 and world.chance(0.15):
        made.add("cognitie_ernstig")
    return tuple(sorted(made))


def _red_flags(world: World, mood: Mood) -> tuple[str, ...]:
    if mood.level > 0.6 and world.chance(0.018):
        return (world.weighted({"zelfverwaarlozing": 3.0, "acute_nood": 2.0, "mishandeling_vermoeden": 1.0}),)
    return ()


def _chosen(world: World, advice: Advice) -> tuple[str, ...]:
    """What comes first or suits best, often with one more; never against the rules, in company where they ask for it."""
    kinds = advice.kinds[:7]
    if not kinds:
        return ()
    table = world.knowledge.rules.interventions
    liking = {kind: (3.0 if table[kind].referral else 1.0) / (2 + place) for place, kind in enumerate(kinds)}
    chosen = [world.weighted(liking)]
    if len(kinds) > 1 and world.chance(0.4):
        chosen.append(world.weighted({kind: liking[kind] for kind in kinds if kind not in chosen}))
    for one in advice.together:
        if one.kind in chosen and not one.partners & set(chosen):
            partner = next((kind for kind in kinds if kind in one.partners), "")
            chosen = [*chosen, partner] if partner else [kind for kind in chosen if kind != one.kind]
    return (
        tuple(chosen)
        if not advice.objections(chosen)
        else tuple(k for k in kinds[:1] if not advice.objections([k]))
    )


def _own_choice(world: World, advice: Advice) -> tuple[tuple[str, ...], str]:
    """Now and then a worker knows better, and writes down why; what may not be stays out."""
    kind = world.pick(("ontmoeten_activiteit", "welzijnscoach", "praktische_hulp", "geestelijke_verzorging"))
    if kind in advice.kinds:
        return (), ""
    try:
        decision = decide(advice, (kind,), world.pick(_OWN_REASONS))
    except UserError:
        return (), ""
    return decision.kinds, decision.reason


def _outcome(world: World, made: Appraisal, chosen: tuple[str, ...]) -> str:
    if made.red_flags:
        return "spoed"
    table = world.knowledge.rules
    if any(table.interventions[kind].referral for kind in chosen):
        return "verwijzing"
    if made.wish == "geen_hulp" and made.situation not in ("geen", "onbekend"):
        return "client_wil_niet" if world.chance(0.5) else "afwachten_hercontact"
    if made.situation == "geen" and world.chance(0.72):
        return "geen_vervolg_nodig"
    return _OUTCOMES.get(chosen[0], "gesprek_professional") if chosen else "geen_vervolg_nodig"


def recall(world: World, made: Appraisal, outcome: str) -> timedelta:
    """How long until the next contact: waiting has a date too."""
    if outcome == "afwachten_hercontact":
        return timedelta(weeks=world.pick((6, 8, 12, 12, 26)))
    return timedelta(weeks=52 if made.situation in ("geen", "onbekend", "normaal") else 26)
