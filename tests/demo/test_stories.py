"""Lives for many seeds: answers that the form accepts, records that hold together, words a colleague may read."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.demo.conftest import NOW, forms, make_world, ports
from veldwerk.demo import phrases, phrases_help
from veldwerk.demo.generate import story
from veldwerk.demo.people import make_life
from veldwerk.demo.volunteering import volunteers
from veldwerk.demo.world import Made
from veldwerk.domain.people import Person
from veldwerk.domain.records import from_row, to_row
from veldwerk.domain.register import KINDS
from veldwerk.domain.visits import Answers, Visit
from veldwerk.xlsform import Session

FORBIDDEN = re.compile(r"diagnos|behandeladvies|risicoscore|dement|bejaard|geriat|cliënt", re.IGNORECASE)
SEEDS = st.integers(min_value=0, max_value=2**32)


def stories(seed: int, people: int = 4) -> list[Made]:
    world, made = make_world(seed)
    lives = [make_life(world) for _ in range(people)]
    for life in lives:
        made.extend(story(world, life))
    made.extend(volunteers(world, lives))
    return made


@settings(max_examples=10)
@given(seed=SEEDS)
def test_any_seed_gives_records_of_the_register(seed: int) -> None:
    made = stories(seed)
    ids = [record.id for record, _ in made]
    assert len(set(ids)) == len(ids)
    for record, space in made:
        assert space in {one.value for one in KINDS[record.KIND].spaces}
        row = to_row(record)
        assert to_row(from_row(type(record), record.id, row)) == row


@settings(max_examples=5)
@given(seed=SEEDS)
def test_the_form_accepts_every_answer(seed: int) -> None:
    made = stories(seed, people=1)
    by_visit: dict[str, dict[str, object]] = {}
    form_of: dict[str, str] = {}
    for record, _ in made:
        if isinstance(record, Answers):
            by_visit.setdefault(record.visit_id, {}).update(record.values)
            form_of[record.visit_id] = record.form
    for visit, values in by_visit.items():
        session = Session(forms()[form_of[visit]], ports(), language="nl")
        while "/contact[" in "".join(values) and _contacts(session) < _most(values):
            session.add_repeat(next(q.ref for q in session.questions() if q.type == "repeat"))
        for _ in range(2):  # twice: some questions appear only after a later answer
            for ref, value in values.items():
                if session.node(ref).relevant:
                    session.answer(ref, value)
        for ref, value in values.items():
            node = session.node(ref)
            assert node.relevant, ref
            assert node.value == value
        asked = session.problems()
        assert not asked, [(one.ref, one.message) for one in asked]
        session.finish()


def _contacts(session: Session) -> int:
    return sum(1 for q in session.questions() if q.type == "repeat_instance")


def _most(values: dict[str, object]) -> int:
    return max(int(found) for ref in values for found in re.findall(r"/contact\[(\d+)\]", ref))


def test_no_word_that_may_not_be_used() -> None:
    made = stories(11, people=25)
    texts = [text for record, space in made if space in ("casus", "inzet") for text in _texts(to_row(record))]
    texts += [
        text
        for one in (phrases, phrases_help)
        for name in vars(one)
        if name.isupper()
        for text in _texts_of(vars(one)[name])
    ]
    wrong = [text for text in texts if FORBIDDEN.search(text) and "Casemanager" not in text]
    assert not wrong
    written = [
        text
        for record, space in made
        for text in _texts(to_row(record))
        if record.KIND != "letter" and space != "kaart"
    ]
    assert not [text for text in written if "{" in text or "}" in text], "every place in a phrase is filled"


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    return []


def test_phrases_are_varied_and_health_stays_in_its_room() -> None:
    for module in (phrases, phrases_help):
        for name, value in vars(module).items():
            if name.isupper():
                assert _texts_of(value), name
    health = re.compile(r"medicijn|bloeddruk|suiker|somber|hoorapparaat", re.IGNORECASE)
    casus = [
        text
        for name, value in vars(phrases).items()
        if name.isupper() and not name.startswith("CARE_")
        for text in _texts_of(value)
    ]
    assert not [text for text in casus if health.search(text)]


def _texts_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in _texts_of(one)]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts_of(one)]
    return []


def test_people_of_many_backgrounds_and_addresses_nobody_has() -> None:
    world, _ = make_world(5)
    people = [make_life(world).person for _ in range(400)]
    assert len({(p.family_name, p.given_name) for p in people}) > 250
    assert Counter(p.name_use for p in people)["partner-eigen"] > 40
    assert {"tr", "ar"} <= {p.language for p in people}
    assert {"actief", "overleden", "opgenomen", "verhuisd"} <= {p.status for p in people}
    for person in people:
        assert re.fullmatch(r"\d{4} [QY][A-Z]", person.postal_code)
        assert person.phones
        assert all(re.fullmatch(r"06-000\d{5}|0575-00\d{4}", phone.number) for phone in person.phones)
        assert not person.email or person.email.endswith(".example")


def test_years_of_one_person_follow_each_other() -> None:
    made = stories(3, people=30)
    opened = {record.id: record for record, _ in made if isinstance(record, Person)}
    days: dict[str, list[str]] = {}
    for record, _ in made:
        if isinstance(record, Visit) and record.finished_at:
            person = opened[record.person_id]
            assert person.opened_on is not None
            assert person.opened_on <= record.finished_at.date() < NOW.date()
            assert person.closed_on is None or record.finished_at.date() <= person.closed_on
            days.setdefault(record.person_id, []).append(record.finished_at.isoformat())
    assert max(len(one) for one in days.values()) >= 3
