"""One believable region: real postcode areas, invented streets and house numbers.

The letters of a postcode begin with Q or Y, which PostNL gives to no street: no address here can be somebody's.
Telephone numbers are `06-000…` and `0575-00…`: numbers after the area code never begin with a zero, so nobody has them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from veldwerk.system.seeded import Rng

_AREAS = {
    "7201": ("Binnenstad", 9.0),
    "7202": ("Waterkwartier", 8.0),
    "7203": ("Molenbuurt", 8.0),
    "7204": ("Zuiderveld", 7.0),
    "7205": ("Lindenkwartier", 11.0),
    "7206": ("Leestenbos", 12.0),
    "7207": ("Rietbuurt", 9.0),
    "7231": ("Warnsveld-Dorp", 11.0),
    "7211": ("Eefde", 6.0),
    "7213": ("Gorssel", 6.0),
    "7218": ("Almen", 2.0),
    "7233": ("Vierakker", 1.0),
    "7251": ("Vorden", 8.0),
}
"""PC4 to the name people use for the area, and how many live there (weight)."""

_FIRST = (
    "Zilverwilgen", "Roggekorrel", "Hazelnoten", "Bijenkorf", "Kraanvogel", "Weversspoel", "Turfschuit", "Molenrad",
    "Kersenbloesem", "Havikskruid", "Boekweit", "Honingklaver", "Zandloper", "Vlierbessen", "Rozenbottel",
    "Winterkoning", "Leidekker", "Mandenmaker", "Klompenmaker", "Korenwan", "Hooiberg", "Wagenwiel", "Duizendblad",
    "Vossebessen", "Steenuil", "Ooievaars", "Kruisbessen", "Zonnedauw", "Bosanemoon", "Lisdodde", "Waterhoen",
    "Speenkruid", "Perenboom", "Notenhout", "Wilgenroosje", "Zwanebloem", "Dotterbloem", "Hopranken", "Elzenkatjes",
    "Vlasbloem",
)  # fmt: skip
_LAST = ("straat", "laan", "pad", "hof", "weg", "plein", "singel", "dreef", "kamp", "steeg", "erf", "gaarde")
_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"


@dataclass(frozen=True, slots=True)
class Area:
    """A postcode area: `name` is what people call it."""

    pc4: str
    name: str
    city: str
    province: str
    latitude: float
    longitude: float
    weight: float


def read_areas(table: Path) -> tuple[Area, ...]:
    """The areas of the region, with town and coordinates from the postcode table (GeoNames, CC BY 4.0)."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["pc4"]: row for row in csv.DictReader(file) if row["pc4"] in _AREAS}
    return tuple(
        Area(
            pc4,
            name,
            rows[pc4]["place"],
            rows[pc4]["province"],
            float(rows[pc4]["lat"]),
            float(rows[pc4]["lon"]),
            weight,
        )
        for pc4, (name, weight) in _AREAS.items()
        if pc4 in rows
    )


@dataclass(frozen=True, slots=True)
class Address:
    """A made-up address in an area."""

    street: str
    number: str
    addition: str
    postal_code: str


def make_address(rng: Rng, area: Area) -> Address:
    """A street and number that exist nowhere."""
    street = _FIRST[int(rng.random() * len(_FIRST))] + _LAST[int(rng.random() * len(_LAST))]
    letters = ("Q" if rng.random() < 0.5 else "Y") + _LETTERS[int(rng.random() * len(_LETTERS))]
    addition = rng.choice("ABCD") if rng.random() < 0.12 else ""
    return Address(street, str(rng.randint(1, 148)), addition, f"{area.pc4} {letters}")


def mobile(rng: Rng) -> str:
    """A mobile number nobody has."""
    return f"06-000{rng.randint(0, 99_999):05d}"


def landline(rng: Rng) -> str:
    """A number of the region nobody has."""
    return f"0575-00{rng.randint(0, 9_999):04d}"
