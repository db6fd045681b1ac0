"""What every room of the generator shares: chance, time, ids, who works here, what was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from veldwerk.app.knowledge import Knowledge
from veldwerk.demo.form_shape import FormShape
from veldwerk.demo.places import Area
from veldwerk.domain import reply_code
from veldwerk.domain.appraisal import Case
from veldwerk.domain.organisation import Worker
from veldwerk.domain.records import Record
from veldwerk.domain.social_map import Service
from veldwerk.domain.visits import Measurement
from veldwerk.domain.workdays import is_workday
from veldwerk.rules.advise import Advice
from veldwerk.services.access import Actor
from veldwerk.services.ports import Ids
from veldwerk.system.seeded import Rng

T = TypeVar("T")
Made = tuple[Record, str]
"""A record and the space it goes to."""


@dataclass(slots=True)
class World:
    """One run. `offers` are services by intervention kind, `used` the codes and numbers already given out."""

    rng: Rng
    ids: Ids
    now: datetime
    actor: Actor
    device: str
    spaces: frozenset[str]
    knowledge: Knowledge
    areas: tuple[Area, ...]
    years: int
    visits_per_year: float
    letter_share: float = 0.0
    silent: int = 3
    workers: tuple[Worker, ...] = ()
    forms: Mapping[str, FormShape] = field(default_factory=dict)
    offers: Mapping[str, tuple[Service, ...]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    bsn_left: list[int] = field(default_factory=list)
    advised: dict[Case, Advice] = field(default_factory=dict)
    scored: dict[tuple[str, tuple[tuple[str, str | None], ...]], Measurement] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day the vault opens on."""
        return self.now.date()

    @property
    def start(self) -> date:
        """The first day of the years that are told."""
        return self.today - timedelta(days=round(365.25 * self.years))

    def chance(self, probability: float) -> bool:
        """True in that share of the cases."""
        return self.rng.random() < probability

    def pick(self, options: Sequence[T]) -> T:
        """One of them, each as likely."""
        return options[int(self.rng.random() * len(options))]

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """Between `least` and `most` different ones, in their own order."""
        count = min(len(options), self.rng.randint(least, most))
        return [options[n] for n in sorted(self.rng.sample(range(len(options)), count))]

    def weighted(self, options: Mapping[T, float]) -> T:
        """One of the keys, by weight."""
        left = self.rng.random() * sum(options.values())
        chosen = next(iter(options))
        for option, weight in options.items():
            chosen = option
            left -= weight
            if left <= 0:
                break
        return chosen

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """That hour of that day, in the zone of the clock."""
        return datetime.combine(day, time(hour, minute), tzinfo=self.now.tzinfo)

    def workday(self, day: date) -> date:
        """`day` itself, or the first working day after it."""
        while not is_workday(day):
            day += timedelta(days=1)
        return day

    def unique_id(self, letters: int) -> str:
        """A fresh id whose last `letters` nobody has: numbers that people read are made of them."""
        while True:
            made = self.ids.new_id()
            if made[-letters:] not in self.used:
                self.used.add(made[-letters:])
                return made

    def reply_code(self) -> str:
        """A reply code that no other letter carries."""
        while True:
            code = reply_code.make(self.ids.random_bytes(reply_code.BYTES))
            if code not in self.used:
                self.used.add(code)
                return code
