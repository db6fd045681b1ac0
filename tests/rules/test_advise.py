"""Advice: what is never suggested, what comes first, and that it explains itself (DOMAIN 4.6, 4.7)."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.conformance.domain_suites import rules
from veldwerk.domain.appraisal import Case, read_case
from veldwerk.domain.vocabulary import SITUATIONS
from veldwerk.rules.advise import Advice, advise
from veldwerk.rules.report import to_json

TABLE = rules()
REFERRALS = {kind for kind, one in TABLE.interventions.items() if one.referral}
ACTIVITIES = ("ontmoeten_activiteit", "betekenisvolle_rol")

AXES: dict[str, tuple[object, ...]] = {
    "score_class": ("geen", "matig", "ernstig", "onbekend"),
    "typen": tuple(
        frozenset(c)
        for n in range(4)
        for c in itertools.combinations(("sociaal", "emotioneel", "existentieel"), n)
    ),
    "duur_mnd": (None, 3, 8, 14),
    "doorwerking": (None, 1, 2),
    "wens": ("hulp", "alleen_praten", "later", "geen_hulp", "onbekend"),
    "sociale_behoefte": ("ja", "ambivalent", "nee", "onbekend"),
    "coping": ("actief", "passief", "onbekend"),
    "competenties": ("voldoende", "beperkt", "onbekend"),
    "regie": ("voldoende", "onder_druk", "onbekend"),
    "oorzaken": tuple(
        frozenset(c)
        for c in (
            (),
            ("verlies_partner",),
            ("gehoor", "mobiliteit"),
            ("depressie_screen_positief",),
            ("schulden", "uitsluiting"),
        )
    ),
    "verlies_mnd": (None, 3, 9),
    "complexiteit": tuple(frozenset(c) for c in ((), ("psychiatrie",), ("cognitie_ernstig",))),
    "professional_betrokken": (None, False, True),
    "vrijwilliger_beschikbaar": (None, False),
    "blijvend": (None, True),
    "rode_vlaggen": tuple(
        frozenset(c) for c in ((), (), (), (), ("suicidaliteit",), ("mishandeling_vermoeden",))
    ),
    "geen_passend_aanbod": (None, True),
}
_STRIDE = 7_368_787
"""A prime that is no divisor of the number of combinations: walks through all axes evenly."""


def sample(count: int) -> Iterator[Case]:
    """Cases from all combinations of the axes, always the same ones."""
    total = 1
    for values in AXES.values():
        total *= len(values)
    for n in range(count):
        at, chosen = n * _STRIDE % total, {}
        for name, values in AXES.items():
            at, digit = divmod(at, len(values))
            chosen[name] = values[digit]
        yield Case(**chosen)  # type: ignore[arg-type]  # the axes hold values of their fields


def faults(case: Case, got: Advice) -> list[str]:
    """What DOMAIN 4.7 and the order of advice forbid, in one case."""
    kinds = got.kinds
    found = []
    if not kinds:
        found.append("nothing is suggested")
    if set(kinds) & {one.kind for one in got.excluded}:
        found.append("an excluded kind is suggested")
    if not got.permits(kinds):
        found.append("the suggestions together are not permitted")
    if got.stop:
        return found if set(kinds) <= {"crisis", "meldcode", "vangnet", "huisarts"} else [*found, "stop"]
    if case.wens != "hulp" and REFERRALS & set(kinds):
        found.append("a referral without or against the wish")
    if "existentieel" in case.typen and any(
        map(got.permits, (["maatje"], ACTIVITIES, [*ACTIVITIES, "maatje"]))
    ):
        found.append("existential loneliness served by activity, role or befriender alone")
    if case.complexiteit and got.permits(["maatje"]):
        found.append("a befriender alone with complexity")
    if case.complexiteit and not case.professional_betrokken and "maatje" in kinds:
        found.append("a befriender with complexity without a professional")
    if got.situatie.value == "blijvend" and "oplossen" in got.goals:
        found.append("lasting loneliness to be solved")
    return found + order_faults(case, got)


def order_faults(case: Case, got: Advice) -> list[str]:
    """The order of advice by situation: no activity comes by reflex."""
    place, first = got.situatie.value, got.kinds[0] if got.kinds else ""
    found = []
    if place == "normaal" and first != "afwachten":
        found.append("normal: waiting is not first")
    if place == "dreigend":
        if not {"afwachten", "hercontact"} <= set(got.kinds):
            found.append("threatening: waiting with a new contact is not among the suggestions")
        if case.verlies_mnd is not None and case.verlies_mnd <= 6 and first != "afwachten":
            found.append("threatening after a recent loss: waiting is not first")
    if place == "problematisch":
        steady = {"langdurige_begeleiding", "aanspreekpunt"} & set(got.kinds)
        if first in ACTIVITIES or (steady and first not in steady):
            found.append("problematic: something else than a steady professional is first")
    return found


def test_no_sampled_case_breaks_a_rule_of_the_field() -> None:
    seen = set()
    for case in sample(12_000):
        got = advise(case, TABLE)
        seen.add("stop" if got.stop else got.situatie.value)
        assert not faults(case, got), case
    assert seen == {*SITUATIONS, "stop"}


@pytest.mark.parametrize("dropped", ["O01", "O02", "O03", "O04"])
def test_the_check_turns_red_without_a_rule_of_order(dropped: str) -> None:
    bent = replace(TABLE, order=tuple(rule for rule in TABLE.order if rule.id != dropped))
    assert any(faults(case, advise(case, bent)) for case in sample(4_000))


@pytest.mark.parametrize("dropped", ["W01", "W04", "N01", "N03", "N04", "E04"])
def test_the_check_turns_red_without_a_rule_that_protects(dropped: str) -> None:
    bent = replace(TABLE, rules=tuple(rule for rule in TABLE.rules if rule.id != dropped))
    assert any(faults(case, advise(case, bent)) for case in sample(4_000))


def test_a_score_alone_never_refers() -> None:
    got = advise(read_case({"score_class": "zeer_ernstig"}), TABLE)
    assert got.kinds[0] == "gesprek"
    assert not REFERRALS & set(got.kinds)
    assert [rule.id for rule in got.why_not("maatje")] == ["W04"]


def test_red_flag_goes_before_refusal() -> None:
    got = advise(read_case({"wens": "geen_hulp", "rode_vlaggen": ["delier"]}), TABLE)
    assert got.stop
    assert got.kinds == ("crisis",)
    assert [rule.id for rule in got.why_not("informatie")] == ["V01"]
    assert not got.permits(["informatie"])


def test_unanswered_question_about_a_professional_does_not_send_a_befriender() -> None:
    got = advise(
        read_case(
            {
                "score_class": "ernstig",
                "typen": ["emotioneel"],
                "wens": "hulp",
                "sociale_behoefte": "ja",
                "complexiteit": ["verslaving"],
            }
        ),
        TABLE,
    )
    assert [rule.id for rule in got.why_not("maatje")] == ["N03"]


def test_normal_loneliness_offers_only_if_the_client_wants_it() -> None:
    got = advise(
        read_case(
            {
                "score_class": "matig",
                "typen": ["sociaal"],
                "duur_mnd": 2,
                "wens": "hulp",
                "sociale_behoefte": "ja",
                "coping": "actief",
                "competenties": "voldoende",
            }
        ),
        TABLE,
    )
    assert got.kinds[0] == "afwachten"
    marked = {one.kind for one in got.suggestions if one.own_wish}
    assert marked == REFERRALS & set(got.kinds) == {"ontmoeten_activiteit", "betekenisvolle_rol"}
    assert got.suggestions[1].own_wish is None or got.suggestions[1].own_wish.nl == "als u dat zelf wilt"


def test_what_needs_company_that_is_not_there_is_not_suggested() -> None:
    without = replace(TABLE, rules=tuple(rule for rule in TABLE.rules if rule.id not in ("S08", "S00")))
    got = advise(
        read_case(
            {
                "score_class": "matig",
                "typen": ["sociaal"],
                "duur_mnd": 8,
                "regie": "verloren",
                "wens": "hulp",
                "sociale_behoefte": "ja",
                "coping": "actief",
                "competenties": "voldoende",
            }
        ),
        without,
    )
    assert "ontmoeten_activiteit" not in got.kinds
    assert [rule.id for rule in got.why_not("ontmoeten_activiteit")] == ["N11"]


def test_each_suggestion_says_why_with_its_inputs() -> None:
    got = advise(
        read_case(
            {
                "score_class": "matig",
                "typen": ["emotioneel"],
                "duur_mnd": 2,
                "oorzaken": ["verlies_partner"],
                "wens": "hulp",
            }
        ),
        TABLE,
    )
    assert all(one.rules or one.order_rules for one in got.suggestions)
    (rule,) = got.why("rouwondersteuning")
    assert rule.id == "S05"
    assert got.inputs(rule) == {"typen": {"emotioneel"}, "oorzaken": {"verlies_partner"}}


def test_json_holds_reasons_in_both_languages_and_survives_json() -> None:
    got = advise(
        read_case(
            {
                "score_class": "ernstig",
                "typen": ["sociaal"],
                "duur_mnd": 24,
                "doorwerking": 2,
                "wens": "geen_hulp",
            }
        ),
        TABLE,
    )
    plain = to_json(got)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["situatie"] == "problematisch"
    excluded = {one["kind"]: one for one in plain["excluded"]}  # type: ignore[attr-defined]  # plain JSON
    assert excluded["maatje"]["why_not"][0]["reason"]["nl"].startswith("De cliënt wil geen hulp.")
    assert plain["required"]


def test_equal_numbers_follow_the_written_order() -> None:
    for case in sample(500):
        got = advise(case, TABLE)
        if got.order or got.stop or any(rule.kind == "limit" for rule in got.fired):
            continue
        keys = [(one.number, TABLE.tie_order.index(one.kind)) for one in got.suggestions]
        assert keys == sorted(keys)
