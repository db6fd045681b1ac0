"""Answers to the forms that ship: coherent with the life, in the places the published form gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from veldwerk.demo import phrases
from veldwerk.demo.form_shape import FormShape
from veldwerk.demo.judging import Judgement
from veldwerk.demo.mood import Mood
from veldwerk.demo.people import Life
from veldwerk.demo.phrases import Pair
from veldwerk.demo.world import World
from veldwerk.domain.visits import HEALTH_CAUSES, HEALTH_COMPLEXITY, Visit

PLACES = {"huisbezoek": "thuis", "telefoon": "telefoon", "wandeling": "wandeling", "locatie": "locatie",
          "digitaal": "digitaal"}  # fmt: skip
"""Form of contact of a visit to the answer of the form."""
CASUS_AREAS = (
    "verlies",
    "geld_schulden",
    "wonen",
    "vervoer_mobiliteit",
    "veiligheid",
    "contacten",
    "zin_regie",
    "mantelzorg",
)
CARE_AREAS = ("lichamelijk", "horen_zien", "psychisch", "geheugen")
_WORRYING = ("aandacht", "probleem", "nu_handelen")


@dataclass(slots=True)
class Sheet:
    """A form being filled in. Empty answers are left out; `said` is by question name."""

    world: World
    shape: FormShape
    life: Life
    values: dict[str, dict[str, object]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: str | int | Sequence[str] | None, n: int = 1) -> None:
        """One answer; a list is several choices, in the order of the form. KeyError for a question it does not ask."""
        if isinstance(value, list | tuple):
            order = self.shape.choices[name]
            value = " ".join(sorted(value, key=order.index))
        text = "" if value is None else str(value)
        if text:
            self.values.setdefault(self.shape.spaces[name], {})[self.shape.ref(name, n)] = text
            self.said[name] = text

    def maybe(self, chance: float, name: str, value: str | int | Sequence[str] | None) -> None:
        """An answer that is not always given."""
        if self.world.chance(chance):
            self.put(name, value)

    def words(self, chance: float, name: str, options: Sequence[str]) -> None:
        """Free text from a list, in that share of the cases."""
        if self.world.chance(chance):
            self.put(name, self.world.pick(options).format(**self.life.she, wie=self.life.worker.name))

    def pair(self, chance: float, name: str, pair: Pair) -> None:
        """Free text put together of two parts."""
        if self.world.chance(chance):
            text = f"{self.world.pick(pair[0])} {self.world.pick(pair[1])}"
            self.put(name, text.format(**self.life.she).strip())


def areas_of_life(
    world: World, life: Life, mood: Mood, *, lonely: bool, recent: bool
) -> Mapping[str, tuple[str, str]]:
    """Area to (level, «ja», «nee» or empty: does the loneliness spill over on it); what is recent seldom does."""
    trouble = {
        "verlies": 0.9 if mood.loss_months is not None else 0.1,
        "geld_schulden": 0.85 if life.money > 0.9 else 0.08,
        "wonen": 0.15,
        "vervoer_mobiliteit": 0.15 + 0.2 * life.mobility,
        "veiligheid": 0.06,
        "contacten": 0.1 + 0.9 * mood.social if lonely else 0.12,
        "zin_regie": mood.level * 0.8,
        "mantelzorg": 0.0 if mood.alone else 0.12,
    }
    if life.health_talk:
        trouble |= {
            "lichamelijk": life.health,
            "horen_zien": 0.5 if life.hearing or life.sight else 0.05,
            "psychisch": 0.1 + 0.5 * max(0.0, mood.level - 0.4),
            "geheugen": 0.6 if life.memory else 0.05,
        }
    made = {}
    for area, chance in trouble.items():
        level = "gaat_goed" if world.chance(0.75) else "niet_besproken"
        if world.chance(chance):
            level = "probleem" if world.chance(0.28) else "aandacht"
        spills = ""
        if level in _WORRYING:
            spills = "ja" if lonely and world.chance((0.08 if recent else 0.5) * mood.level - 0.03) else "nee"
        made[area] = (level, spills)
    return made


def fill_home_visit(
    world: World,
    life: Life,
    mood: Mood,
    visit: Visit,
    djg: Mapping[str, str | None],
    meaning: Mapping[str, str],
    areas: Mapping[str, tuple[str, str]],
    judgement: Judgement,
) -> Sheet:
    """The yearly form: what was asked, what was said, what the worker makes of it."""
    sheet = Sheet(world, world.forms["huisbezoek75"], life)
    _opening(sheet, mood, visit)
    _living(sheet, mood)
    if life.health_talk:
        _health(sheet, mood)
    _daily(sheet, mood)
    _contacts(sheet, mood, judgement, djg)
    _changes(sheet, mood)
    for row, level in meaning.items():
        sheet.put(f"zin_{row}", level)
        sheet.words(0.4, f"zin_{row}_notitie", phrases.MEANING[row])
    sheet.put("regie", judgement.appraisal.control)
    _means(sheet, mood)
    _gifts(sheet)
    for area, (level, spills) in areas.items():
        sheet.put(f"lg_{area}", level)
        sheet.put(f"lg_{area}_doorwerking", spills)
    _wishes(sheet, mood, judgement)
    _appraised(sheet, judgement)
    _ending(sheet, visit)
    return sheet


def fill_without_record(world: World, life: Life, visit: Visit) -> Sheet:
    """Who does not want anything written down: only that somebody was there and how it ended."""
    sheet = Sheet(world, world.forms[visit.form], life)
    _first(sheet, visit)
    sheet.put("toestemming_vastleggen", "nee")
    _ending(sheet, visit)
    return sheet


def fill_short_visit(world: World, life: Life, mood: Mood, visit: Visit) -> Sheet:
    """The short form, between two yearly ones."""
    sheet = Sheet(world, world.forms["kort_bezoek"], life)
    _first(sheet, visit)
    sheet.put("toestemming_vastleggen", "ja")
    topics = sheet.shape.choices["onderwerpen"]
    sheet.put("onderwerpen", world.some(topics, 1, 3))
    sheet.words(0.9, "feit", phrases.FACTS[mood.tone])
    sheet.words(0.6, "observatie", phrases.SEEN[mood.tone])
    sheet.words(0.4, "interpretatie", phrases.THOUGHT[mood.tone])
    if life.health_talk:
        sheet.words(0.3, "gezondheid_notitie", phrases.CARE_NOTES)
    sheet.words(0.8, "afspraken", phrases.AGREED[visit.outcome])
    _ending(sheet, visit)
    return sheet


def _first(sheet: Sheet, visit: Visit) -> None:
    assert visit.finished_at is not None
    sheet.put("bezoekdatum", visit.finished_at.date().isoformat())
    sheet.put("vorm", PLACES[visit.contact_form])


def _opening(sheet: Sheet, mood: Mood, visit: Visit) -> None:
    life, world = sheet.life, sheet.world
    _first(sheet, visit)
    sheet.put("toestemming_vastleggen", "ja")
    sheet.put("toestemming_gezondheid", "ja" if life.health_talk else "nee")
    company = ["niemand"] if mood.alone or world.chance(0.4) else ["partner"]
    if world.chance(0.12) and any(c.relation == "kind" for c in life.contacts):
        company = ["kind"]
    sheet.put("wie_erbij", company)
    sheet.put("wie_antwoordt", "samen" if company == ["kind"] and world.chance(0.4) else "zelf")
    sheet.pair(0.95, "hoe_gaat_het", phrases.HOW_ARE_YOU[mood.tone])
    sheet.pair(0.7, "blij", phrases.HAPPY)
    sheet.pair(0.5, "gewone_dag", phrases.DAY)
    sheet.maybe(0.8, "cijfer_leven", max(1, min(10, round(world.rng.gauss(8.6 - 4.4 * mood.level, 0.8)))))


def _living(sheet: Sheet, mood: Mood) -> None:
    world = sheet.world
    sheet.put("woont_met", "alleen" if mood.alone else "partner")
    sheet.put("woning", sheet.life.house)
    sheet.maybe(0.9, "naar_zin", world.weighted({"ja": 7.0, "gaat_wel": 2.0, "nee": 0.6}))
    trouble = ["trap"] if sheet.life.house == "huis" and sheet.life.mobility else []
    trouble += [
        one for one in ("badkamer", "drempels", "onderhoud", "te_groot", "ver_weg") if world.chance(0.09)
    ]
    sheet.maybe(0.85, "woning_lastig", trouble or ["niets"])
    sheet.words(0.3, "wonen_notitie", phrases.LIVING)


def _health(sheet: Sheet, mood: Mood) -> None:
    life, world = sheet.life, sheet.world
    scale = ("heel_goed", "goed", "goed", "gaat_wel", "slecht", "heel_slecht")
    sheet.put("gezondheid_ervaren", scale[min(5, int(life.health * 5 + world.rng.random()))])
    sheet.words(0.7, "gezondheid_last", phrases.CARE_TROUBLE)
    fell = world.chance(0.12 + 0.3 * life.health)
    sheet.put("gevallen", "ja" if fell else "nee")
    if fell:
        sheet.put("gevallen_aantal", world.weighted({1: 6.0, 2: 3.0, 3: 1.0, 5: 0.3}))
        sheet.put(
            "gevallen_letsel", [world.weighted({"geen": 5.0, "kneuzing": 3.0, "wond": 1.0, "botbreuk": 0.6})]
        )
        sheet.put("gevallen_laatst", (mood.on - timedelta(days=world.rng.randint(5, 330))).isoformat())
    sheet.maybe(0.6, "val_angst", min(10, round(life.health * 9 * world.rng.random() + 2 * fell)))
    sheet.put("horen", world.pick(("met_moeite", "nee")) if life.hearing else "ja")
    sheet.put(
        "hoortoestel",
        world.pick(("draagt", "ligt_er", "draagt")) if life.hearing and world.chance(0.7) else "geen",
    )
    sheet.put("zien", world.pick(("met_moeite", "nee", "met_moeite")) if life.sight else "ja")
    sheet.maybe(0.9, "medicijnen", world.weighted({"ja": 7.0, "met_hulp": 2.0, "geen": 1.0, "nee": 0.4}))
    for item in ("whooley_1", "whooley_2"):
        sheet.maybe(0.9, item, "ja" if world.chance(max(0.02, mood.level - 0.38)) else "nee")
    sheet.words(0.35, "gezondheid_notitie", phrases.CARE_NOTES)


def _daily(sheet: Sheet, mood: Mood) -> None:
    life, world = sheet.life, sheet.world
    wanted = [one for one in ("boodschappen", "schoonmaken", "tuin_klussen", "post_formulieren", "computer", "erop_uit")
              if world.chance(0.08 + 0.2 * life.health)]  # fmt: skip
    sheet.put("hulp_bij", wanted or ["niets"])
    helpers = [] if mood.alone else ["partner"]
    relations = {contact.relation for contact in life.contacts}
    helpers += [word for relation, word in (("kind", "kinderen"), ("buur", "buren"), ("professional", "professional"))
                if relation in relations and world.chance(0.6)]  # fmt: skip
    sheet.put("hulp_van", helpers or ["niemand"])
    sheet.maybe(0.8, "hulp_genoeg", world.weighted({"ja": 6.0, "gaat_wel": 3.0, "nee": 1.0}))
    if {"partner", "kinderen", "familie", "buren"} & set(helpers):
        sheet.maybe(
            0.7,
            "helper_houdt_vol",
            world.weighted({"goed": 6.0, "gaat_wel": 3.0, "zwaar": 1.0, "te_zwaar": 0.2}),
        )
    carer = not mood.alone and world.chance(0.2)
    sheet.put("zorgt_zelf", "ja" if carer else "nee")
    if carer:
        sheet.put("zorgt_voor", f"Voor mijn {life.she['partner']}.")
        sheet.put(
            "zorg_volhouden", world.weighted({"goed": 4.0, "gaat_wel": 4.0, "zwaar": 2.0, "te_zwaar": 0.4})
        )
    sheet.words(0.3, "dagelijks_notitie", phrases.DAILY)


def _contacts(sheet: Sheet, mood: Mood, judgement: Judgement, djg: Mapping[str, str | None]) -> None:
    life, world = sheet.life, sheet.world
    sheet.words(0.7, "contact_fijn", phrases.GOOD_COMPANY)
    for n, contact in enumerate(
        (c for c in life.contacts if c.relation != "partner" or not mood.alone), start=1
    ):
        sheet.put("contact_naam", contact.name, n)
        sheet.put("contact_relatie", contact.relation, n)
        sheet.put("contact_vaak", contact.often, n)
        sheet.put("contact_afstand", contact.far, n)
        sheet.put("contact_rekenen", contact.counts, n)
    sheet.put("sociale_behoefte", judgement.appraisal.social_need)
    if "ja" in judgement.appraisal.types.values():
        kind = "partner" if mood.partner_months is not None and world.chance(0.8) else "mensen"
        if mood.dear_months is not None and kind == "mensen" and world.chance(0.5):
            kind = "dierbare"
        if judgement.appraisal.types.get("existentieel") == "ja":
            kind = "zin"
        duration = judgement.appraisal.duration_months
        sheet.words(1.0 if duration is not None else 0.6, "gemis", phrases.MISSED[kind])
        sheet.put("duur_mnd", duration)
    for item, answer in djg.items():
        sheet.put(f"djg_{item}", answer)


def _changes(sheet: Sheet, mood: Mood) -> None:
    causes = (
        set(sheet.world.some(("verhuizing", "rolverlies", "conflict", "mantelzorg"), 0, 1))
        if sheet.world.chance(0.3)
        else set()
    )
    lost = {"verlies_partner": mood.partner_months, "verlies_dierbare": mood.dear_months}
    causes |= {cause for cause, months in lost.items() if months is not None and months <= 36}
    sheet.put("verandering", list(causes) or ["geen"])
    if mood.loss_months is not None:
        partner = "verlies_partner" in causes and mood.loss_months == mood.partner_months
        sheet.put(
            "verlies_wie",
            f"{sheet.life.she['haar'].capitalize()} {sheet.life.she['partner']}."
            if partner
            else "Een dierbare.",
        )
        day = sheet.life.lost_partner if partner else sheet.life.lost_dear
        sheet.put("verlies_wanneer", day.isoformat() if day else None)
    if causes:
        sheet.words(0.6, "verandering_verhaal", phrases.CHANGES)
        sheet.maybe(
            0.7, "verdriet_delen", sheet.world.weighted({"ja": 5.0, "soms": 3.0, "nee": 1.0 + 2 * mood.level})
        )


def _means(sheet: Sheet, mood: Mood) -> None:
    life, world = sheet.life, sheet.world
    ends = (
        "niet"
        if life.money > 0.96
        else "moeilijk"
        if life.money > 0.88
        else "net"
        if life.money > 0.6
        else "makkelijk"
    )
    sheet.maybe(0.95, "rondkomen", "weigert" if world.chance(0.03) else ends)
    sheet.maybe(0.9, "post", "met_hulp" if world.chance(0.3) else "nee" if world.chance(0.08) else "ja")
    sheet.maybe(
        0.8, "regeling", world.weighted({"nee": 6.0, "misschien": 2.0, "ja": 1.0 + 2 * (life.money > 0.85)})
    )
    if sheet.said.get("regeling") == "ja" or (
        ends in ("moeilijk", "niet") and sheet.said.get("rondkomen") == ends
    ):
        sheet.words(0.7, "geld_notitie", phrases.MONEY)
    out = ("dagelijks", "paar_week", "wekelijks", "minder")[min(3, life.mobility + (mood.level > 0.6))]
    sheet.put("eropuit", out)
    ways = ("auto", "meerijden", "taxi")[life.mobility]
    sheet.maybe(0.9, "vervoermiddel", ["lopend", ways] if life.mobility < 2 else [ways])
    reach = world.weighted(
        {"ja": 6.0 - 2 * life.mobility, "soms": 2.0 + life.mobility, "nee": 0.5 + life.mobility}
    )
    sheet.put("komt_overal", reach)
    if reach != "ja":
        sheet.words(0.7, "waarheen", phrases.WHERE_TO)
    sheet.maybe(0.9, "veilig_huis", world.weighted({"ja": 9.0, "soms": 1.0, "nee": 0.1}))
    sheet.maybe(0.9, "veilig_buurt", world.weighted({"ja": 8.0, "soms": 1.6, "nee": 0.3}))
    sheet.maybe(0.85, "goed_behandeld", world.weighted({"ja": 9.4, "soms": 0.4, "nee": 0.06, "weigert": 0.1}))
    sheet.maybe(0.9, "rookmelder", world.weighted({"ja": 8.0, "nee": 1.4, "weet_niet": 0.8}))


def _gifts(sheet: Sheet) -> None:
    sheet.words(0.6, "talent", phrases.TALENTS)
    sheet.words(0.5, "graag_doen", phrases.WOULD_LIKE)
    for_another = sheet.world.weighted({"ja": 2.0, "misschien": 2.5, "nee": 4.0})
    sheet.maybe(0.8, "voor_ander", for_another)
    if sheet.said.get("voor_ander", "nee") != "nee":
        sheet.words(0.8, "voor_ander_wat", phrases.FOR_ANOTHER)


def _wishes(sheet: Sheet, mood: Mood, judgement: Judgement) -> None:
    made = judgement.appraisal
    sheet.put("wens", made.wish)
    sheet.put("doel_eigen_woorden", made.goal_words)
    sheet.words(0.85, "afspraken", phrases.AGREED[judgement.outcome])
    if "afspraken" in sheet.said:
        sheet.put("teruglezen", sheet.world.weighted({"klopt": 8.0, "aangepast": 1.5, "niet": 0.6}))
    sheet.words(0.8, "feit", phrases.FACTS[mood.tone])
    sheet.words(0.7, "observatie", phrases.SEEN[mood.tone])
    sheet.words(0.5, "interpretatie", phrases.THOUGHT[mood.tone])


def _appraised(sheet: Sheet, judgement: Judgement) -> None:
    made = judgement.appraisal
    for kind, answer in made.types.items():
        sheet.put(f"type_{kind}", str(answer))
    if made.types.get("existentieel") in ("ja", "onzeker"):
        sheet.words(1.0, "type_reden", phrases.REASONS_EXISTENTIAL)
    own = [cause for cause in made.causes if cause not in HEALTH_CAUSES]
    sheet.put("oorzaken", own)
    complexity = [one for one in made.complexity if one not in HEALTH_COMPLEXITY]
    sheet.put("complexiteit", complexity)
    if sheet.life.health_talk:
        sheet.put("oorzaken_zorg", [cause for cause in made.causes if cause in HEALTH_CAUSES])
        sheet.put("complexiteit_zorg", [one for one in made.complexity if one in HEALTH_COMPLEXITY])
    sheet.put("competenties", made.competences)
    sheet.put("coping", made.coping)
    sheet.put("blijvend", "ja" if made.permanent else "nee")
    sheet.put("blijvend_reden", made.permanent_reason)
    sheet.put("professional_betrokken", "ja" if made.professional_involved else "nee")
    sheet.put("rode_vlaggen", list(made.red_flags))
    sheet.words(0.3, "vervolg_notitie", phrases.FOR_COLLEAGUES)


def _ending(sheet: Sheet, visit: Visit) -> None:
    sheet.put("uitkomst", visit.outcome)
    if visit.outcome == "afwachten_hercontact" and visit.recall_on is not None:
        sheet.put("hercontact_datum", visit.recall_on.isoformat())
    if visit.outcome == "spoed":
        sheet.words(1.0, "spoed_gedaan", phrases.URGENT) if "spoed_gedaan" in sheet.shape.refs else None
    if visit.outcome == "client_wil_niet" and "wil_niet_reden" in sheet.shape.refs:
        sheet.words(0.7, "wil_niet_reden", phrases.NO_REASON)
