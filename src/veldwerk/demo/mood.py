"""How somebody is on a day: loneliness follows loss, living alone, health and the day before (DOMAIN 1.2, 4.1)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from veldwerk.demo.people import Life
from veldwerk.demo.world import World
from veldwerk.domain.ages import months_between

_EMOTIONAL = ("3", "9", "10")
_SOCIAL = ("4", "7", "8")
_HARD = {"3": 0.02, "9": -0.06, "10": 0.17, "4": 0.04, "7": -0.09, "8": 0.0}
"""How much lonelier one must be before an item is answered so (rejected comes late, trust goes early)."""
_RECENT_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Mood:
    """One day of a life. `level` 0 to 1; `tone` is licht, midden or zwaar; months are None when it did not happen."""

    on: date
    level: float
    emotional: float
    social: float
    partner_months: int | None
    dear_months: int | None
    alone: bool

    @property
    def tone(self) -> str:
        """The key of the phrases."""
        return "licht" if self.level < 0.36 else "midden" if self.level < 0.62 else "zwaar"

    @property
    def loss_months(self) -> int | None:
        """Months since the latest loss of the last three years."""
        recent = [m for m in (self.partner_months, self.dear_months) if m is not None and m <= _RECENT_MONTHS]
        return min(recent) if recent else None


def mood_on(world: World, life: Life, on: date) -> Mood:
    """The mood of a day; keeps in `life` what carries over to the next."""
    partner = _months(life.lost_partner, on)
    dear = _months(life.lost_dear, on)
    life.drift = max(-0.22, min(0.22, 0.7 * life.drift + world.rng.gauss(0, 0.06)))
    grief = (0.42 * math.exp(-partner / 16) if partner is not None else 0.0) + (
        0.2 * math.exp(-dear / 10) if dear is not None else 0.0
    )
    alone = life.alone(on)
    level = life.base + life.drift + grief + 0.1 * alone + 0.14 * (life.health - 0.3) + 0.05 * life.hearing
    thin = 0.06 * max(0, 2 - sum(c.counts == "ja" for c in life.contacts))
    return Mood(
        on,
        _unit(level),
        _unit(level + (0.12 if partner is not None and partner < 60 else 0.0)),
        _unit(level - 0.06 + thin),
        partner,
        dear,
        alone,
    )


def djg6(world: World, mood: Mood) -> dict[str, str | None]:
    """Six answers that belong together; now and then one is not given."""
    answers: dict[str, str | None] = {}
    for item in (*_EMOTIONAL, *_SOCIAL):
        level = mood.emotional if item in _EMOTIONAL else mood.social
        lonely = world.chance(_logistic(10 * (level - 0.47 - _HARD[item])))
        if world.chance(0.008):
            answers[item] = world.pick(("weet_niet", "weigert"))
        elif lonely:
            firm = "ja" if item in _EMOTIONAL else "nee"
            answers[item] = firm if world.chance(0.25 + 0.5 * level) else "min_of_meer"
        else:
            answers[item] = "nee" if item in _EMOTIONAL else "ja"
    return answers


def remember(world: World, life: Life, mood: Mood, lonely: bool) -> int | None:
    """Months since it began, kept from visit to visit; None when it is not there or was not asked."""
    if not lonely:
        life.lonely_since = None
        return None
    if life.lonely_since is None:
        months = mood.loss_months
        if months is None:
            months = world.weighted({1: 3.0, 3: 4.0, 5: 3.0, 9: 2.0, 14: 2.0, 30: 1.5, 60: 0.8})
        life.lonely_since = mood.on - timedelta(days=round(30.4 * months))
    return None if world.chance(0.14) else months_between(life.lonely_since, mood.on)


def meaning(world: World, mood: Mood) -> Mapping[str, str]:
    """A few rows of the meaning map, as a worker would talk about them."""
    rows = ("doel", "waarde", "eigenwaarde", "regie", "begrijpen", "verbondenheid", "verwondering")
    made = {}
    for row in world.some(rows, 2, 4):
        level = mood.level + world.rng.gauss(0, 0.16)
        made[row] = "draagt" if level < 0.56 else "onder_druk" if level < 0.86 else "ontbreekt"
    return made


def _months(since: date | None, on: date) -> int | None:
    return months_between(since, on) if since is not None and since <= on else None


def _unit(value: float) -> float:
    return max(0.0, min(1.0, value))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
