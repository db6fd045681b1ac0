"""`generate`: years of work with people who do not exist, in a vault that does (DESIGN 9).

Everything follows from the seed, the day and the ids: the same three give the same content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from veldwerk.app.bundle import Services
from veldwerk.app.knowledge import Knowledge
from veldwerk.app.workplace import Workplace
from veldwerk.demo import day, places, team
from veldwerk.demo.form_shape import read_shape
from veldwerk.demo.map_making import social_map
from veldwerk.demo.people import Life, bsn_numbers, make_life, person_records
from veldwerk.demo.referring import referrals_of
from veldwerk.demo.signalling import recent_signals, signals_of
from veldwerk.demo.visiting import recent_visit, visits_of
from veldwerk.demo.volunteering import volunteers
from veldwerk.demo.world import Made, World
from veldwerk.demo.writing import Batches
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.organisation import Setting, Worker
from veldwerk.services.access import Actor
from veldwerk.services.edits import find
from veldwerk.system import paths
from veldwerk.system.seeded import rng
from veldwerk.xlsform import compile_workbook

FORMS = ("huisbezoek75", "kort_bezoek")
_LETTERS = 60.0
"""About so many letters are composed in a large vault; in a small one a third of the referrals has one."""

Progress = Callable[[float, str], None]
"""Called with the part that is done (0 to 1) and a message id."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was made: records by kind, and open conflicts and drafts of today."""

    counts: Mapping[str, int]
    conflicts: int
    drafts: int


def generate(
    place: Workplace | Services,
    *,
    actor: Actor | None = None,
    people: int = 150,
    years: int = 3,
    visits_per_year: float = 1.0,
    seed: int = 1,
    today: date | None = None,
    knowledge: Knowledge | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Summary:
    """Fill the vault of `place` with generated people, their years and a social map; the work is that of `actor`
    (of the vault's own worker when None, which only a Workplace knows).

    `visits_per_year` counts per person with an open file: the first of a year uses the long form, others the short one.
    `today` is the day the story ends on (that of the clock when None); ids and clock are those of the vault.
    Raises UserError when sizes are not possible, or when `cancelled` says so: then what was written stays.
    """
    if people < 1 or not 1 <= years <= 30 or not 0 < visits_per_year <= 52:
        raise UserError(
            N_("Choose at least one person, 1 to 30 years and up to 52 visits a year."), code="bad-size"
        )
    services, worker = (
        (place, actor) if isinstance(place, Services) else (place.services, actor or place.actor)
    )
    if worker is None:
        raise TypeError("services alone do not say who works here: give an actor")
    tell = progress or (lambda part, words: None)
    with Batches(services.kit, worker) as batches:
        run = _Run(services, worker, batches, tell, cancelled)
        world = run.world(seed, today, knowledge or services.knowledge, years, visits_per_year, people)
        run.publish(world)
        run.kaart(world)
        lives = run.people(world, people)
        run.around(world, lives)
        conflicts, drafts = run.today(world, lives)
    tell(1.0, N_("Ready"))
    return Summary(dict(batches.counts), conflicts, drafts)


@dataclass(slots=True)
class _Run:
    services: Services
    actor: Actor
    batches: Batches
    tell: Progress
    cancelled: Callable[[], bool]

    def world(
        self, seed: int, today: date | None, knowledge: Knowledge, years: int, per_year: float, count: int
    ) -> World:
        """The shared room, with workers and test numbers."""
        kit = self.services.kit
        now = kit.clock.now()
        if today is not None and today != now.date():
            now = datetime.combine(today, time(now.hour, now.minute), tzinfo=now.tzinfo)
        world = World(
            rng=rng(seed),
            ids=kit.ids,
            now=now.replace(microsecond=0),
            actor=self.actor,
            device=kit.vault.device,
            spaces=kit.vault.spaces,
            knowledge=knowledge,
            areas=places.read_areas(paths.resources() / "geo" / "nl_pc4.csv"),
            years=years,
            visits_per_year=per_year,
            letter_share=min(0.33, _LETTERS / count),
        )
        if "zorg" in world.spaces:
            world.bsn_left = bsn_numbers()
            world.rng.shuffle(world.bsn_left)
        team.make_team(world, count)
        return world

    def publish(self, world: World) -> None:
        """The shipped forms, compiled once, unless this vault has them."""
        self._check(0.0, N_("Publishing the forms"))
        forms = self.services.forms
        here = {form.form_id for form in forms.all()}
        shapes = {}
        for name in FORMS:
            if name not in here:
                forms.publish(self.actor, compile_workbook(paths.forms() / f"{name}.xlsx"))
                self.batches.counts["form"] += 1
            published = forms.published(name)
            session = forms.session(published, self.actor, language="nl")
            shapes[name] = read_shape(name, published.version, session)
        world.forms = shapes

    def kaart(self, world: World) -> None:
        """Colleagues, letterhead and social map; who and what is there already is left alone."""
        self._check(0.03, N_("Drawing the social map"))
        vault = self.services.kit.vault
        known = {worker.id for worker in vault.read(lambda r: find(r, Worker))}
        settings = {setting.key for setting in vault.read(lambda r: find(r, Setting))}
        self.batches.add(
            (record, space)
            for record, space in team.team_records(world)
            if record.id not in known and not (isinstance(record, Setting) and record.key in settings)
        )
        self.batches.add(social_map(world))
        self.batches.wait()

    def people(self, world: World, count: int) -> list[Life]:
        """Each person with all years, one after another."""
        lives = []
        for n in range(count):
            if n % 20 == 0:
                self._check(0.05 + 0.85 * n / count, N_("Telling the lives of the people"))
            life = make_life(world)
            lives.append(life)
            self.batches.add(story(world, life))
        self.batches.wait()
        return lives

    def around(self, world: World, lives: list[Life]) -> None:
        """Volunteers where this vault has them, and the signals that still wait."""
        self._check(0.92, N_("Asking the volunteers"))
        if "inzet" in world.spaces:
            self.batches.add(volunteers(world, lives))
        open_files = [life for life in lives if life.person.status == "actief"] or lives
        self.batches.add(recent_signals(world, open_files, max(5, min(60, len(lives) // 20))))
        self.batches.wait()

    def today(self, world: World, lives: list[Life]) -> tuple[int, int]:
        """(open conflicts, drafts): the page that is opened first has something to do."""
        self._check(0.96, N_("Preparing today"))
        if "casus" not in world.spaces:
            return 0, 0
        visits = day.todays_visits(world, lives)
        self.batches.add((visit, "casus") for visit in visits)
        self.batches.wait()
        conflicts = day.open_conflicts(self.services, world)
        if not visits or visits[0].planned_on != self.services.kit.clock.today():
            return conflicts, 0
        by_person = {life.person.id: life for life in lives}
        day.begin_draft(self.services, world, visits[0], by_person[visits[0].person_id])
        return conflicts, 1

    def _check(self, part: float, words: str) -> None:
        if self.cancelled():
            raise UserError(N_("Stopped. This practice vault is not complete."), code="cancelled")
        self.tell(part, words)


def story(world: World, life: Life) -> Iterator[Made]:
    """All records of one person, in the order in which they came about."""
    yield from person_records(world, life)
    yield from signals_of(world, life)
    last = None
    for visit, judgement, records in visits_of(world, life):
        yield visit, "casus"
        yield from records
        last = visit.planned_on if visit.status == "uitgevoerd" else last
        if judgement is not None:
            yield from referrals_of(world, life, judgement)
    yield from recent_visit(world, life)
    yield from day.plan_ahead(world, life, last)
