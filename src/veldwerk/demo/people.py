"""Somebody is made once: the record, and the hidden life from which years of answers follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from veldwerk.demo.name_bank import DAUGHTERS, ORIGINS, YOUNGER, Origin
from veldwerk.demo.places import Area, landline, make_address, mobile
from veldwerk.demo.world import Made, World
from veldwerk.domain import names
from veldwerk.domain.organisation import Worker
from veldwerk.domain.people import Person, PersonCare, Phone

_AGES = {75: 9, 76: 9, 77: 9, 78: 8.5, 79: 8, 80: 7.5, 81: 7, 82: 6.5, 83: 6, 84: 5, 85: 4.5, 86: 4, 87: 3.5, 88: 3,
         89: 2.5, 90: 2, 91: 1.6, 92: 1.2, 93: 0.9, 94: 0.7, 95: 0.5, 96: 0.35, 97: 0.25, 98: 0.15, 99: 0.1, 100: 0.07,
         101: 0.05}  # fmt: skip
_GP = (
    "Huisartsenpraktijk De Brug", "Huisartsenpraktijk Aan de Beek", "Gezondheidscentrum De Kersentuin",
    "Huisartsenpraktijk Het Molenrad", "Huisartsenpraktijk Zonnehof", "Gezondheidscentrum De Waag",
)  # fmt: skip
_ALERTS = {
    "hearing": ("Hoort slecht: bel twee keer lang aan.", "Slechthorend aan links, ga rechts zitten."),
    "dog": ("Hond in huis, vriendelijk maar springt.", "Kleine hond; bel eerst, dan zet {zij} hem apart."),
    "slow": ("Loopt met rollator, geef tijd om open te doen.", "Duurt even voor er open wordt gedaan."),
    "other": (
        "Achterom komen, voordeur klemt.", "Bel eerst even op, dan wordt u verwacht.", "Niet voor 10 uur komen.",
        "Schoenen uit bij binnenkomst, dat wordt gewaardeerd.", "Kat mag niet naar buiten.",
        "Sleutel ligt bij de buren; alleen na overleg.",
    ),
}  # fmt: skip
_HOUSES = ("huis", "huis", "gelijkvloers", "flat_lift", "flat_lift", "flat_trap", "senioren", "senioren")
_SOURCES = {
    "gemeente": 46.0,
    "huisarts": 20.0,
    "signaal": 14.0,
    "zelf aangemeld": 12.0,
    "familie": 8.0,
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody this person talks with; `relation`, `often`, `far` and `counts` are codes of the form."""

    name: str
    relation: str
    often: str
    far: str
    counts: str


@dataclass(slots=True)
class Life:
    """What the generator knows of a person and no record says: 0 is light, 1 is heavy."""

    person: Person
    worker: Worker
    opened: date
    ended: date | None
    base: float
    health: float
    hearing: bool
    sight: bool
    mobility: int
    memory: bool
    money: float
    alone_since: date | None
    lost_partner: date | None
    lost_dear: date | None
    need: str
    coping: str
    skills: str
    records: bool
    health_talk: bool
    contacts: tuple[Contact, ...]
    house: str
    drift: float = 0.0
    lonely_since: date | None = None
    said: dict[str, str] = field(default_factory=dict)
    involved: bool = False

    def alone(self, on: date) -> bool:
        """Whether they live alone on that day."""
        return self.alone_since is not None and self.alone_since <= on

    @property
    def she(self) -> dict[str, str]:
        """Words that go with the person, for phrases."""
        woman = self.person.gender != "man"
        return {
            "naam": self.person.preferred_name or self.person.given_name,
            "zij": "zij" if woman else "hij",
            "haar": "haar" if woman else "zijn",
            "ze": "ze" if woman else "hij",
            "partner": "man" if woman else "vrouw",
            "kind": next((c.name for c in self.contacts if c.relation == "kind"), "de kinderen"),
            "buur": next((c.name for c in self.contacts if c.relation == "buur"), "de buren"),
        }


def _named(world: World, gender: str) -> dict[str, str]:
    origin: Origin = ORIGINS[world.weighted({key: one.weight for key, one in ORIGINS.items()})]
    full, called, initials = world.pick(origin.women if gender == "vrouw" else origin.men)
    infix, family = world.pick(origin.surnames)
    made = {
        "given_name": full,
        "preferred_name": called if called != full or world.chance(0.3) else "",
        "initials": initials,
        "infix": infix,
        "family_name": family,
        "name_use": "eigen",
        "language": world.pick(origin.languages) if origin.languages and world.chance(0.6) else "nl",
    }
    if gender == "vrouw" and world.chance(0.78):
        partner_infix, partner = world.pick(
            origin.surnames if world.chance(0.9) else ORIGINS["nederlands"].surnames
        )
        if partner != family:
            made |= {"partner_infix": partner_infix, "partner_name": partner}
            made["name_use"] = world.weighted(
                {"partner-eigen": 54.0, "partner": 26.0, "eigen-partner": 8.0, "eigen": 12.0}
            )
    return made


def _born(world: World) -> date:
    age = world.weighted(_AGES)
    latest = date(world.today.year - age, world.today.month, min(world.today.day, 28))
    return latest - timedelta(days=int(world.rng.random() * 364))


def _losses(world: World, gender: str, age: int) -> tuple[date | None, date | None, date | None]:
    """(alone since, partner lost, somebody dear lost): women and the very old are more often alone."""
    alone = world.chance((0.34 if gender == "man" else 0.52) + (age - 75) * 0.014)
    partner = None
    since = world.start - timedelta(days=world.rng.randint(400, 6_000))
    if alone and world.chance(0.66):
        recent = world.chance(0.42)
        span = (world.today - world.start).days + 300
        partner = (world.today - timedelta(days=world.rng.randint(20, span))) if recent else since
        since = partner
    dear = None
    if world.chance(0.28):
        dear = world.today - timedelta(days=world.rng.randint(30, 365 * world.years + 500))
    return (since if alone else None), partner, dear


def _contacts(world: World, base: float, together: bool, gender: str) -> tuple[Contact, ...]:
    relations = {"kind": 9.0, "kleinkind": 3.0, "broer_zus": 4.0, "vriend": 6.0, "buur": 7.0, "familie": 2.0,
                 "vereniging": 3.0, "professional": 1.5, "vrijwilliger": 1.0}  # fmt: skip
    count = max(0, min(5, round(world.rng.gauss(3.6 - 3.2 * base, 1.0))))
    made = []
    if together:
        names_of = ORIGINS["nederlands"].men if gender == "vrouw" else ORIGINS["nederlands"].women
        made.append(Contact(world.pick(names_of)[1], "partner", "dagelijks", "in_huis", "ja"))
    for _ in range(count):
        relation = world.weighted(relations)
        often = world.weighted(
            {"dagelijks": 1.0, "wekelijks": 5.0, "maandelijks": 3.0, "minder": 1.0 + 2 * base}
        )
        far = "buurt" if relation == "buur" else world.pick(("buurt", "plaats", "verder"))
        counts = world.weighted({"ja": 6.0 - 4 * base, "soms": 2.0, "nee": 0.6 + base})
        made.append(Contact(world.pick(YOUNGER), relation, often, far, counts))
    return tuple(made)


def _alerts(world: World, life: Life) -> str:
    words = []
    if life.hearing and world.chance(0.6):
        words.append(world.pick(_ALERTS["hearing"]))
    if world.chance(0.09):
        words.append(world.pick(_ALERTS["dog"]))
    if life.mobility == 2 and world.chance(0.5):
        words.append(world.pick(_ALERTS["slow"]))
    if world.chance(0.07):
        words.append(world.pick(_ALERTS["other"]))
    return " ".join(words).format(**life.she)


def _ending(world: World, opened: date, age: int) -> tuple[str, date | None]:
    yearly = 0.02 + max(0, age - 80) * 0.005
    days = max(1, (world.today - opened).days)
    if not world.chance(1 - (1 - yearly) ** (days / 365)):
        return (
            ("afgesloten", world.today - timedelta(days=int(world.rng.random() * days * 0.5)))
            if world.chance(0.012)
            else ("actief", None)
        )
    status = world.weighted({"overleden": 5.0, "opgenomen": 3.0, "verhuisd": 2.0})
    return status, opened + timedelta(days=round(days * (0.35 + 0.65 * world.rng.random())))


def _opened(world: World) -> date:
    """Most files were opened when the yearly visits began, the others one by one after that."""
    span = max(2, (world.today - world.start).days)
    early = world.chance(0.82)
    return world.start + timedelta(days=int(world.rng.random() * (min(45, span - 1) if early else span - 1)))


def _person(world: World, gender: str, area: Area, opened: date) -> Person:
    born = _born(world)
    status, closed = _ending(world, opened, world.today.year - born.year)
    address = make_address(world.rng, area)
    record = world.unique_id(8)
    return Person(
        id=record,
        client_number=f"C{record[-8:].upper()}",
        gender=gender,
        salutation=names.NEUTRAL if world.chance(0.015) else "",
        birth_date=born,
        street=address.street,
        house_number=address.number,
        house_addition=address.addition,
        postal_code=address.postal_code,
        city=area.city,
        area=area.name,
        gp_name=world.pick(_GP),
        status=status,
        no_visits=status == "actief" and world.chance(0.015),
        source=world.weighted(_SOURCES),
        opened_on=opened,
        closed_on=closed,
        **_named(world, gender),  # type: ignore[arg-type]  # text fields only
    )


def make_life(world: World) -> Life:
    """A new person with the life behind the record."""
    gender = "vrouw" if world.chance(0.59) else "man"
    area = world.weighted({one: one.weight for one in world.areas})
    opened = _opened(world)
    person = _person(world, gender, area, opened)
    age = world.today.year - (person.birth_date or world.today).year
    alone_since, partner, dear = _losses(world, gender, age)
    base = min(1.0, max(0.0, world.rng.gauss(0.26, 0.17)))
    heavy = min(1.0, max(0.0, world.rng.gauss(0.3 + (age - 75) * 0.012, 0.18)))
    together = alone_since is None or alone_since > opened
    life = Life(
        person=person,
        worker=_worker(world, area.pc4),
        opened=opened,
        ended=person.closed_on,
        base=base,
        health=heavy,
        hearing=world.chance(0.22 + heavy * 0.3),
        sight=world.chance(0.12 + heavy * 0.2),
        mobility=2 if heavy > 0.62 else 1 if heavy > 0.36 else 0,
        memory=world.chance(0.05 + heavy * 0.12),
        money=world.rng.random(),
        alone_since=alone_since,
        lost_partner=partner,
        lost_dear=dear,
        need=world.weighted({"ja": 3 + 4 * base, "ambivalent": 2.5, "nee": 4.5 - 2 * base}),
        coping=world.weighted({"actief": 6 - 2 * base, "passief": 2.4 + 2 * base, "onbekend": 0.8}),
        skills=world.weighted({"voldoende": 8 - 3 * base, "beperkt": 1.2 + 2 * base, "onbekend": 0.8}),
        records=not world.chance(0.03),
        health_talk=not world.chance(0.1),
        contacts=_contacts(world, base, together, gender),
        house=world.pick(_HOUSES),
    )
    life.person = _with_means(world, life)
    return life


def _with_means(world: World, life: Life) -> Person:
    """The record with what follows from the life: how they live, telephones, what a visitor must know."""
    phones = []
    if world.chance(0.72):
        phones.append(Phone(id=world.ids.new_id(), number=landline(world.rng), label="vast"))
    if world.chance(0.6) or not phones:
        phones.append(Phone(id=world.ids.new_id(), number=mobile(world.rng), label="mobiel"))
    child = next((c for c in life.contacts if c.relation == "kind"), None)
    if child is not None and world.chance(0.5):
        label = f"{'dochter' if child.name in DAUGHTERS else 'zoon'} {child.name}"
        phones.append(Phone(id=world.ids.new_id(), number=mobile(world.rng), label=label))
    number = life.person.client_number.lower()
    alone = life.alone(life.ended or world.today)
    return replace(
        life.person,
        birth_date=None if world.chance(0.008) else life.person.birth_date,
        living="instelling" if life.person.status == "opgenomen" else "alleen" if alone else "samen",
        phones=tuple(phones),
        email=f"{number}@bewoner.example" if world.chance(0.3) else "",
        alerts=_alerts(world, life),
    )


def _worker(world: World, pc4: str) -> Worker:
    """Nurses and welfare workers divide the region; the first one, who opens this vault, has the largest part."""
    visiting = [one for one in world.workers if one.role in ("wijkverpleegkundige", "welzijnswerker")]
    if world.chance(0.3 if len(visiting) <= 6 else 0.12):
        return visiting[0]
    return visiting[(int(pc4) * 7 + world.rng.randint(0, 1)) % len(visiting)]


def person_records(world: World, life: Life) -> list[Made]:
    """The person, and what only the care provider holds when this vault is a member of that space."""
    made: list[Made] = [(life.person, "casus")]
    if "zorg" in world.spaces and life.health_talk:
        made.append((_care(world, life), "zorg"))
    return made


_CARE_NOTES = (
    "Bloeddrukpil 's ochtends, zet {ze} zelf klaar in de weekdoos.", "Loopt sinds vorig jaar met een rollator.",
    "Suiker goed onder controle, om de drie maanden naar de praktijk.", "Nieuwe heup, traplopen gaat weer.",
    "Moe in de middag, bezoek liever 's ochtends.", "Gehoortoestel ligt vaak in de la.",
    "Slaapt licht; wandelen overdag helpt.", "Oogdruppels twee keer per dag, doet {zij} zelf.",
)  # fmt: skip


def _care(world: World, life: Life) -> PersonCare:
    number = practice_bsn(world)
    verified = world.workday(life.opened + timedelta(days=world.rng.randint(3, 40)))
    known = bool(number) and verified <= world.today
    return PersonCare(
        id=world.ids.new_id(),
        person_id=life.person.id,
        bsn=number if known else "",
        bsn_verified_on=verified if known else None,
        bsn_verified_how=world.pick(("paspoort", "identiteitskaart", "rijbewijs")) if known else "",
        health_note=world.pick(_CARE_NOTES).format(**life.she) if world.chance(0.4) else "",
    )


def bsn_numbers() -> list[int]:
    """Every number of the test range 9999… that passes the 11-test; none of them is given to anybody."""
    made = []
    for middle in range(10_000):
        body = 99_990_000 + middle
        digits = [int(sign) for sign in str(body)]
        check = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if check < 10:
            made.append(body * 10 + check)
    return made


def practice_bsn(world: World) -> str:
    """A number of the test range nobody else in this vault has; empty when they are used up."""
    if not world.bsn_left or world.chance(0.08):
        return ""
    return str(world.bsn_left.pop())
