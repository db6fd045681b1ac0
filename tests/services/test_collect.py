"""The read model for analysts: nothing that says who, the same pseudonym everywhere, everything counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any, TypeVar, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veldwerk.domain.errors import AccessDenied
from veldwerk.domain.people import Person, PersonCare
from veldwerk.domain.records import Record, Row, bare, fields_of, hints, to_row
from veldwerk.domain.register import KINDS, Category, KindSpec, Merge, Space
from veldwerk.domain.visits import Answers, Appraisal, Measurement, Visit
from veldwerk.services.access import SPACES, Actor, Role
from veldwerk.services.collect import ABOUT, PAGE, SCORES, Collect, Collected, coalition_key
from veldwerk.services.collect_fields import Column, Context, Value, age_band, fields_of_kind
from veldwerk.services.edits import Edits
from veldwerk.services.kit import Kit
from veldwerk.services.ports import AuditEvent
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SeededIds

T = TypeVar("T")
KEY = bytes(range(32))
NURSE = Actor("0198c000-0000-7000-8000-000000000001", "Anke Terpstra", Role.NURSE)
TODAY = date(2026, 11, 24)
SECRET = frozenset({Category.IDENTIFYING, Category.NOTE, Category.BSN, Category.HEALTH})


@dataclass
class Shelf:
    """A vault in memory, as far as collecting reads and writes it."""

    records: list[tuple[str, Record]] = field(default_factory=list)
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    spaces: frozenset[str] = frozenset(space.value for space in Space)
    device: str = "00000000000000aa"

    def put(self, *records: Record, space: str = "") -> None:
        self.records += [(space or KINDS[one.KIND].home(one.id), one) for one in records]

    def read(self, job: Callable[[Any], T]) -> T:
        return job(self)

    write = read

    def scan(
        self, kind: str, spaces: Sequence[str], *, after: str = "", limit: int = 1000
    ) -> list[tuple[str, Row]]:
        found = sorted(
            (one.id, to_row(one))
            for space, one in self.records
            if kind == one.KIND and space in spaces and one.id > after
        )
        return found[:limit]

    def open_conflicts(self) -> list[tuple[str, str, str]]:
        return self.conflicts

    def counts(self) -> Mapping[str, int]:
        return {kind: len(self.scan(kind, [s.value for s in Space], limit=10**6)) for kind in KINDS}

    def audit_event(self, event: AuditEvent) -> None:
        self.events.append(event)


@dataclass
class Table:
    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]

    def dicts(self) -> list[dict[str, Value]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass
class Pile:
    """A warehouse in memory."""

    tables: dict[str, Table] = field(default_factory=dict)
    closed: bool = False

    @contextmanager
    def load(self) -> Iterator[Pile]:
        self.tables.clear()
        yield self
        self.closed = True

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
        kept = [tuple(row) for row in rows]
        assert all(len(row) == len(columns) for row in kept)
        self.tables[name] = Table(tuple(column.name for column in columns), kept)
        return len(kept)

    def text(self) -> str:
        return "\n".join(str(value) for table in self.tables.values() for row in table.rows for value in row)


def collected(shelf: Shelf, actor: Actor = NURSE, key: bytes = KEY, **options: Any) -> tuple[Pile, Collected]:
    clock = SetClock(datetime(2026, 11, 24, 12, tzinfo=UTC))
    ids = SeededIds(1, clock)
    kit = Kit(shelf, clock, ids, Edits(shelf, ids))  # type: ignore[arg-type]  # only what collecting asks of a vault
    pile = Pile()
    return pile, Collect(kit, pile).run(actor, key, **options)


def uid(n: int) -> str:
    return f"0198c000-0000-7000-8000-{n:012x}"


class Filler:
    """Fills every field of every kind; each text is one of its own, so that it can be found again."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._serial = 0

    def word(self) -> str:
        """A name, a sentence or something like a code."""
        self._serial += 1
        letters = "".join(self._random.choices("abcdefghijklmnopqrstuvwxyz", k=8)) + f"{self._serial:04d}"
        return self._random.choice(
            ["q{}", "Q{}", "van q{}", "Q{}, 3e etage", "q_{}", "q{} -", "06-{}"]
        ).format(letters)

    def day(self, first: date, last: date) -> date:
        return date.fromordinal(self._random.randint(first.toordinal(), last.toordinal()))

    def value(self, hint: object) -> Any:
        hint = bare(hint)
        few = range(self._random.randint(0, 2))
        if str(hint).startswith("tuple["):
            element = get_args(hint)[0]
            return tuple(self.element(element) if is_dataclass(element) else self.word() for _ in few)
        if "Mapping[" in str(hint):
            return {self.word(): self.word() for _ in few}
        if hint in (bool, int, float):
            return hint(self._random.randint(0, 4))
        if hint in (date, datetime):
            day = self.day(date(2026, 1, 1), TODAY)
            return day if hint is date else datetime(day.year, day.month, day.day, 9, 30)
        return self.word()

    def element(self, cls: Any) -> Any:
        return cls(**{name: self.value(hint) for name, hint in hints(cls).items()})

    def record(self, spec: KindSpec) -> Record:
        self._serial += 1
        made = {name: self.value(hint) for name, hint in fields_of(spec.record).items() if name != "KIND"}
        made["id"] = uid(0xABC000 + self._serial)
        if spec.kind == Person.KIND:
            made["birth_date"] = self.day(date(1920, 1, 1), date(1951, 12, 31))
            made["postal_code"] = self._random.choice(["3521 AB", "3522 XZ"])
        return spec.record(**made)


def leaves(value: object) -> Iterator[str]:
    """Every text and date inside a stored value."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            # Field names of an element are no values; those made here carry a number.
            if any(sign.isdigit() for sign in key):
                yield str(key)
            yield from leaves(inner)
    elif isinstance(value, str) and value:
        yield value


def secrets(spec: KindSpec, record: Record) -> Iterator[str]:
    row = to_row(record)
    for name, one in spec.fields.items():
        if one.category in SECRET or one.merge in (Merge.NOTE, Merge.DOCUMENT):
            yield from leaves(row[name])


@pytest.mark.parametrize("role", [Role.NURSE, Role.WELFARE])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_no_value_that_says_who_or_is_free_text_comes_out(role: Role, seed: int) -> None:
    filler, shelf = Filler(seed), Shelf()
    hidden: set[str] = set()
    for spec in KINDS.values():
        record = filler.record(spec)
        shelf.put(record)
        # A date of this year in a secret field may also be the date of something else.
        hidden |= {text for text in secrets(spec, record) if not text.startswith("2026-")}
    pile, _ = collected(shelf, replace(NURSE, role=role), at_least=1)
    text = pile.text()
    assert len(hidden) > 30
    assert not [value for value in hidden if value in text]
    assert not [one.id for _, one in shelf.records if one.id in text]


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_sentences_in_fields_for_codes_stay_inside(seed: int) -> None:
    """What people type in the wrong place is about people too."""
    filler, shelf = Filler(seed), Shelf()
    sentences: set[str] = set()
    for spec in KINDS.values():
        if not set(spec.spaces) & {Space.KAART, Space.COALITIE}:
            record = filler.record(spec)
            shelf.put(record)
            sentences |= {text for text in leaves(to_row(record)) if " " in text}
    text = "".join(
        collected(shelf, replace(NURSE, role=role))[0].text() for role in (Role.NURSE, Role.WELFARE)
    )
    assert sentences
    assert not [value for value in sentences if value in text]


def test_each_kind_of_the_role_is_there_except_health() -> None:
    health = {kind for kind, spec in KINDS.items() if set(spec.spaces) == {Space.ZORG}}
    pile, made = collected(Shelf())
    assert set(pile.tables) == {*KINDS, SCORES, ABOUT} - health - {"volunteer", "match", "safety"}
    assert PersonCare.KIND in health <= set(made.left_out) - {*pile.tables}


def test_answers_of_the_health_space_are_not_even_counted() -> None:
    shelf = Shelf()
    shelf.put(Answers(id=uid(1), person_id=uid(9), form="huisbezoek75", values={"a": "b"}))
    shelf.put(Answers(id=uid(2), person_id=uid(9), form="huisbezoek75", values={"phq": "3"}), space="zorg")
    pile, made = collected(shelf)
    assert made.tables["answers"] == 1
    assert "values" not in pile.tables["answers"].columns


def test_one_person_has_one_pseudonym_in_every_table() -> None:
    shelf = Shelf()
    shelf.put(Person(id=uid(1), family_name="Bakker"), Visit(id=uid(2), person_id=uid(1), visitor=uid(3)))
    shelf.put(
        Measurement(
            id=uid(4), person_id=uid(1), instrument="djg6", measured_on=TODAY, subscales={"sociaal": 2}
        )
    )
    pile, _ = collected(shelf)
    (person,) = pile.tables["person"].dicts()
    (visit,) = pile.tables["visit"].dicts()
    (score,) = pile.tables[SCORES].dicts()
    assert person["id"] == visit["person_id"] == score["person_id"]
    assert re.fullmatch("[0-9a-f]{32}", str(person["id"]))
    assert (score["scale"], score["points"], score["measured_on"]) == ("sociaal", 2.0, TODAY)
    again, _ = collected(shelf)
    other, _ = collected(shelf, key=bytes(32))
    assert again.tables == pile.tables
    assert not {row["id"] for row in other.tables["person"].dicts()} & {person["id"]}


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(1951, 11, 25), "0-74"),
        (date(1951, 11, 24), "75-79"),
        (date(1946, 11, 25), "75-79"),
        (date(1946, 11, 24), "80-84"),
        (date(1931, 11, 25), "90-94"),
        (date(1931, 11, 24), "95+"),
        (date(1915, 1, 1), "95+"),
    ],
)
def test_age_is_a_band_on_the_reference_day(born: date, band: str) -> None:
    assert age_band(born, TODAY) == band
    shelf = Shelf()
    shelf.put(Person(id=uid(1), birth_date=born), Person(id=uid(2)))
    rows = collected(shelf)[0].tables["person"].dicts()
    assert {row["age_band"] for row in rows} == {band, None}


def test_a_place_is_named_only_when_enough_people_live_there() -> None:
    shelf = Shelf()
    many = [Person(id=uid(n), postal_code="3521 AB", city="Utrecht", area="West") for n in range(10)]
    few = [Person(id=uid(n), postal_code="3991 XY", city="Houten", area="Oost") for n in range(20, 29)]
    shelf.put(*many, *few, Person(id=uid(40), postal_code="onbekend"))
    rows = collected(shelf)[0].tables["person"].dicts()
    assert sorted({(str(r["pc4"]), str(r["city"]), str(r["area"])) for r in rows}) == [
        ("3521", "Utrecht", "West"),
        ("None", "None", "None"),
    ]
    assert {row["pc4"] for row in collected(shelf, at_least=9)[0].tables["person"].dicts()} == {
        "3521",
        "3991",
        None,
    }


def test_judgements_and_counts_are_kept() -> None:
    shelf = Shelf()
    shelf.put(
        Appraisal(
            id=uid(1),
            person_id=uid(2),
            types={"sociaal": "ja", "emotioneel": "zij mist haar man"},
            causes=("verlies",),
        ),
    )
    (row,) = collected(shelf)[0].tables["appraisal"].dicts()
    assert (row["types_sociaal"], row["types_emotioneel"], row["causes"]) == ("ja", None, "verlies")


def test_open_conflicts_are_counted_not_shown() -> None:
    shelf = Shelf(
        conflicts=[("person", uid(1), "alerts"), ("person", uid(2), "alerts"), ("person_care", uid(3), "x")]
    )
    pile, made = collected(shelf)
    assert made.conflicts == {"person": 2}
    about = {str(row["table_name"]): row["open_conflicts"] for row in pile.tables[ABOUT].dicts()}
    assert (about["person"], about["visit"]) == (2, 0)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_hands_over_only_what_it_may_see(role: Role) -> None:
    pile, made = collected(Shelf(), actor=replace(NURSE, role=role))
    for kind in set(pile.tables) - {SCORES, ABOUT}:
        assert SPACES[role].intersection(KINDS[kind].spaces)
    assert ("person" in pile.tables) == (role in (Role.NURSE, Role.WELFARE))
    assert set(made.left_out) | set(pile.tables) - {SCORES, ABOUT} == set(KINDS)


def test_a_vault_without_spaces_hands_over_nothing() -> None:
    with pytest.raises(AccessDenied):
        collected(Shelf(spaces=frozenset()))


def test_each_kind_leaves_an_audit_line() -> None:
    shelf = Shelf()
    shelf.put(Person(id=uid(1)), Person(id=uid(2)))
    _, made = collected(shelf)
    assert {event.kind: event.detail for event in shelf.events if event.kind in ("person", "visit")} == {
        "person": "2",
        "visit": "0",
    }
    assert {event.kind for event in shelf.events} == set(made.tables) - {SCORES}
    assert {event.action for event in shelf.events} == {"export"}


def test_more_than_a_page_comes_out_once() -> None:
    shelf = Shelf()
    shelf.put(*(Visit(id=uid(n), person_id=uid(1)) for n in range(2 * PAGE + 1)))
    seen: list[tuple[str, int, int]] = []
    pile, _ = collected(shelf, progress=lambda *step: seen.append(step))
    assert len({row["id"] for row in pile.tables["visit"].dicts()}) == 2 * PAGE + 1
    assert seen[-1][1] == seen[-1][2]
    assert ("visit", PAGE, 2 * PAGE + 1) in seen


def test_every_column_of_the_read_model_comes_from_an_allowed_field() -> None:
    """Against the register, so that a new identifying field cannot slip in under another name."""
    made_here = {"id", "age_band", "pc4"}
    for kind, spec in KINDS.items():
        for one in fields_of_kind(spec):
            name = one.column.name
            source = next(
                (f for f in spec.fields.values() if name == f.name or name.startswith(f.name + "_")), None
            )
            if name in made_here and name not in spec.fields:
                continue
            assert source is not None, (kind, name)
            exact = spec.fields.get(name, source)
            assert exact.category not in SECRET, (kind, name)


def test_a_stored_value_of_another_shape_is_left_empty() -> None:
    context = Context(KEY, TODAY, {})
    columns = {one.column.name: one for one in fields_of_kind(KINDS["visit"])}
    row: Row = {"id": uid(1), "planned_on": "morgen", "started_at": "x", "attempts": "?"}
    assert columns["planned_on"].take(row, context) is None
    assert columns["started_at"].take(row, context) is None
    assert columns["attempts_count"].take(row, context) == 0


def test_the_key_is_made_once_and_shared(tmp_path: Any) -> None:
    from veldwerk.store.vault import Surroundings, create

    clock = SetClock(datetime(2026, 11, 24, 12, tzinfo=UTC))
    ids = SeededIds(5, clock)
    vault, _ = create(
        tmp_path / "k.vault", "vier woorden", Surroundings(clock, ids), spaces=["kaart", "casus"]
    )
    with vault:
        kit = Kit(vault, clock, ids, Edits(vault, ids))
        key = coalition_key(kit, NURSE)
        assert coalition_key(kit, replace(NURSE, worker=uid(8))) == key
        assert len(key) == 32
        pile = Pile()
        Collect(kit, pile).run(NURSE, key)
        assert key.hex() not in pile.text()
        assert vault.read(lambda r: len(r.find("setting", {"key": "collect-key"}))) == 1
