"""What lists and months count, on a small world counted by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from tests.store.making import Desk
from veldwerk.domain.changes import Action
from veldwerk.domain.people import Person
from veldwerk.domain.records import Record
from veldwerk.domain.referrals import Letter, Referral, ReferralNote, ReferralTask
from veldwerk.domain.signals import Signal
from veldwerk.domain.social_map import OfferGap, Service
from veldwerk.domain.visits import Appraisal, Measurement, Visit
from veldwerk.store import queries

ZONE = timezone(timedelta(hours=1))


def at(day: int, hour: int = 10, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def on(day: int, month: int = 3) -> date:
    return date(2026, month, day)


PEOPLE = (
    Person(
        id="p1",
        family_name="Bakker",
        given_name="Anna",
        birth_date=date(1940, 1, 1),
        area="Noord",
        city="Assen",
    ),
    Person(id="p2", family_name="Aalders", birth_date=date(1951, 3, 31), area="Zuid"),
    Person(id="p3", family_name="Cornelis", birth_date=date(1951, 4, 1), area="Zuid"),
    Person(id="p4", family_name="Dijk", birth_date=date(1930, 1, 1), living="instelling"),
    Person(
        id="p5", family_name="Evers", birth_date=date(1930, 1, 1), status="overleden", closed_on=on(15, 4)
    ),
    Person(id="p6", family_name="Fokkens", birth_date=date(1930, 1, 1), status="verhuisd", closed_on=on(15)),
)
RECORDS: tuple[tuple[Record, str], ...] = (
    (Visit(id="v1", person_id="p1", planned_on=on(3), status="uitgevoerd", finished_at=at(3), outcome="verwijzing"), "casus"),
    (Visit(id="v2", person_id="p1", planned_on=on(20), contact_form="telefoon", status="uitgevoerd", finished_at=at(31, 23)), "casus"),
    (Visit(id="v3", person_id="p2", planned_on=on(2, 4), status="gepland", visitor="w1"), "casus"),
    (Visit(id="v4", person_id="p2", planned_on=on(30), status="gepland", visitor="w2"), "casus"),
    (Visit(id="v5", person_id="p3", planned_on=on(8, 1), status="uitgevoerd", finished_at=at(8, 10, 1), outcome="x"), "casus"),
    (Visit(id="v6", person_id="p2", planned_on=on(1), status="gepland"), "casus"),
    (Signal(id="s1", person_id="p1", received_at=at(2), reporter_kind="familie", urgency="U1",
            first_attempt_due=at(3, 12), first_attempt_at=at(3, 11), feedback_due=on(20), status="opgepakt"), "casus"),
    (Signal(id="s2", person_id="p1", received_at=at(5), reporter_kind="buur", first_attempt_due=at(9), first_attempt_at=at(10), status="afgerond"), "casus"),
    (Signal(id="s3", address="Kerkstraat 1", received_at=at(6), reporter_kind="buur", first_attempt_due=at(12)), "casus"),
    (Signal(id="s4", received_at=at(1, 10, 4), reporter_kind="buur", first_attempt_due=at(3, 10, 4), assigned_to="w2"), "casus"),
    (Measurement(id="m1", person_id="p1", instrument="djg6", measured_on=on(3), total=5, category="sterk_eenzaam"), "casus"),
    (Measurement(id="m2", person_id="p1", instrument="djg6", measured_on=on(8, 2), total=2, category="matig_eenzaam"), "casus"),
    (Measurement(id="m3", person_id="p2", instrument="djg6", measured_on=on(9), total=None, category=""), "casus"),
    (Appraisal(id="a1", person_id="p1", made_on=on(3), types={"sociaal": "ja"}, situation="onbekend"), "casus"),
    (Appraisal(id="a2", person_id="p1", made_on=on(5), types={"sociaal": "ja", "emotioneel": "ja", "existentieel": "nee"},
               situation="dreigend", confirmed_on=on(6)), "casus"),
    (Appraisal(id="a3", person_id="p2", made_on=on(7), types={"sociaal": "onzeker"}, situation="dreigend", duration_months=3), "casus"),
    (Referral(id="r1", person_id="p1", kind="eetgroep", status="active", created_on=on(4), requester="w1"), "casus"),
    (Referral(id="r2", person_id="p2", kind="maatje", status="completed", created_on=on(8, 2)), "casus"),
    (ReferralTask(id="t1", referral_id="r1", person_id="p1", status="rejected", sent_on=on(4), due_on=on(18), replied_on=on(9)), "casus"),
    (ReferralTask(id="t2", referral_id="r1", person_id="p1", status="requested", sent_on=on(10), due_on=on(24), consent_id="c"), "casus"),
    (ReferralTask(id="t3", referral_id="r2", person_id="p2", status="accepted", sent_on=on(9, 2), replied_on=on(1)), "casus"),
    (ReferralTask(id="t4", referral_id="r2", person_id="p2", status="requested", sent_on=on(11), due_on=on(25, 5), consent_id="c"), "casus"),
    (ReferralNote(id="n1", referral_id="r1", person_id="p1", written_at=at(11), text="gebeld"), "casus"),
    (Letter(id="l1", person_id="p1", template="verwijsbrief", made_on=on(4), made_by="w1"), "casus"),
    (OfferGap(id="g1", kind="maatje", found_on=on(12)), "coalitie"),
    (Service(id="z1", name="A", checked_on=on(1)), "kaart"),
    (Service(id="z2", name="B", checked_on=date(2025, 1, 1)), "kaart"),
    (Service(id="z3", name="C"), "kaart"),
)  # fmt: skip


@pytest.fixture
def world(one: Desk) -> Desk:
    """March 2026 in one vault, with a deleted visit and a deleted person that must never count."""
    for person in PEOPLE:
        one.add(person)
    for record, space in RECORDS:
        one.add(record, space)
    one.add(Visit(id="v9", person_id="p1", planned_on=on(4), status="uitgevoerd", finished_at=at(4)))
    one.write("visit", "v9", {}, Action.DELETE)
    one.add(Person(id="p9", family_name="Weg", birth_date=date(1930, 1, 1), area="West"))
    one.write("person", "p9", {}, Action.DELETE)
    return one


def rows(one: Desk, name: str, **values: object) -> list[dict[str, object]]:
    return one.vault.read(lambda r: r.query(name, **values))


def march(one: Desk) -> dict[tuple[object, object], tuple[object, object]]:
    found = rows(
        one, "month_figures", start="2026-03-01", end="2026-04-01", passed="2026-04-01", year="2026-01-01", reference="2026-03-31",
        born="1951-03-31", checked="2025-10-02",
    )  # fmt: skip
    return {(row["id"], row["part"]): (row["n"], row["whole"]) for row in found}


def test_the_month_counts_as_defined(world: Desk) -> None:
    assert march(world) == {
        ("B01", ""): (3, None),
        ("B03", ""): (2, 3),
        ("B03_new", ""): (1, None),
        ("B04", ""): (4, None),
        ("B05", ""): (2, 4),
        ("B10", "huisbezoek"): (1, None),
        ("B10", "telefoon"): (1, None),
        ("S01", "buur"): (2, None),
        ("S01", "familie"): (1, None),
        ("S02", ""): (2, None),
        ("S04", "U1"): (1, None),
        ("S04", "U3"): (2, None),
        ("S06", ""): (1, 3),
        ("L01", ""): (1, 2),
        ("L02", "djg6/sterk_eenzaam"): (1, None),
        ("L03", "emotioneel"): (1, 2),
        ("L03", "sociaal"): (1, 2),
        ("L04", "dreigend"): (1, 2),
        ("L04", "dreigend_duur_onbekend"): (1, 2),
        ("D01", "eetgroep"): (1, None),
        ("D07", "maatje"): (1, None),
        ("Q02", ""): (2, 3),
        ("Q03", ""): (1, 3),
        ("Q04", ""): (0, 38),
    }


def test_an_empty_month_counts_nothing(one: Desk) -> None:
    counted = march(one)
    assert all(n == 0 for n, _ in counted.values())
    assert {one for one, _ in counted} == {
        "B01",
        "B03",
        "B03_new",
        "B04",
        "B05",
        "S02",
        "S06",
        "L01",
        "Q02",
        "Q03",
        "Q04",
    }


def test_the_list_shows_what_is_needed_to_pick_the_right_person(world: Desk) -> None:
    lines = rows(world, "people_list", area="", limit=-1, ids=[])
    assert [line["family_name"] for line in lines] == [
        "Aalders",
        "Bakker",
        "Cornelis",
        "Dijk",
        "Evers",
        "Fokkens",
    ]
    anna = lines[1]
    assert anna["last_visit_on"] == "2026-03-31"
    assert (anna["next_visit_on"], anna["open_signals"], anna["open_referrals"]) == (None, 1, 1)
    assert anna["category"] == "sterk_eenzaam"
    assert lines[0]["next_visit_on"] == "2026-03-01"
    assert lines[0]["open_referrals"] == 0


def test_the_list_by_area_by_ids_and_limited(world: Desk) -> None:
    def names(**values: object) -> list[object]:
        return [
            line["id"]
            for line in rows(world, "people_list", **{"area": "", "limit": -1, "ids": [], **values})
        ]

    assert names(area="Zuid") == ["p2", "p3"]
    assert names(ids=["p3", "p1"]) == ["p1", "p3"]
    assert names(limit=2) == ["p2", "p1"]
    assert [row["area"] for row in rows(world, "areas")] == ["Noord", "Zuid"]


def test_the_timeline_tells_everything_latest_first(world: Desk) -> None:
    found = [
        (row["kind"], row["id"], row["state"], row["detail"]) for row in rows(world, "timeline", person="p1")
    ]
    assert found == [
        ("visit", "v2", "uitgevoerd", "telefoon"),
        ("referral_note", "n1", "", "r1"),
        ("signal", "s2", "afgerond", "U3"),
        ("appraisal", "a2", "bevestigd", "dreigend"),
        ("letter", "l1", "concept", "verwijsbrief"),
        ("referral", "r1", "active", "eetgroep"),
        ("visit", "v1", "uitgevoerd", "verwijzing"),
        ("appraisal", "a1", "concept", "onbekend"),
        ("measurement", "m1", "sterk_eenzaam", "djg6"),
        ("signal", "s1", "opgepakt", "U1"),
        ("measurement", "m2", "matig_eenzaam", "djg6"),
    ]


def test_the_timeline_needs_no_date(one: Desk) -> None:
    one.add(Person(id="p1", family_name="Bakker"))
    one.add(Visit(id="v1", person_id="p1"))
    assert [row["at"] for row in rows(one, "timeline", person="p1")] == ["2026-03-02T08:00:00"]


def test_today_shows_the_day_and_what_was_left_of_my_own(world: Desk) -> None:
    found = rows(world, "today_visits", worker="w1", day="2026-04-02")
    assert [row["id"] for row in found] == ["v6", "v3"]
    assert [row["id"] for row in rows(world, "today_visits", worker="w2", day="2026-03-30")] == ["v6", "v4"]


def test_attention_says_what_waits_and_for_whom(world: Desk) -> None:
    world.note("person", "p1", "alerts", "hond")
    found = rows(world, "today_attention", worker="w1", day="2026-03-25", now="2026-03-25T09:00:00+01:00")
    assert [(row["kind"], row["id"], row["due"]) for row in found] == [
        ("signal", "s1", "2026-03-20"),
        ("signal", "s3", "2026-03-12T10:00:00+01:00"),
        ("reply", "t2", "2026-03-24"),
        ("outcome", "v2", "2026-03-31T23:00:00+01:00"),
    ]
    hers = rows(world, "today_attention", worker="w2", day="2026-03-25", now="")
    assert ("signal", "s4") in [(row["kind"], row["id"]) for row in hers]
    assert "reply" not in [row["kind"] for row in hers]


def test_a_note_with_two_texts_asks_for_attention(world: Desk, make: object) -> None:
    other = make("b")  # type: ignore[operator]
    other.receive(world.sent())
    world.note("visit", "v1", "agreements", "bellen")
    other.note("visit", "v1", "agreements", "langsgaan")
    world.receive(other.sent())
    found = rows(world, "today_attention", worker="w1", day="2026-03-01", now="")
    conflict = [row for row in found if row["kind"] == "conflict"]
    assert [(row["id"], row["person_id"], row["detail"]) for row in conflict] == [
        ("v1", "p1", "visit/agreements")
    ]


def test_the_week_counts_seven_days(world: Desk) -> None:
    assert rows(world, "week_counts", worker="w1", day="2026-03-08") == [
        {"visits": 1, "signals": 3, "letters": 1}
    ]
    assert rows(world, "week_counts", worker="w1", day="2026-03-10") == [
        {"visits": 0, "signals": 2, "letters": 1}
    ]


@pytest.mark.parametrize("name", sorted(queries.PERIOD_COUNTS))
def test_counts_by_period_add_up_to_what_find_gives(world: Desk, name: str) -> None:
    kind = name.removeprefix("count_").removesuffix("s")
    values = {} if kind == "volunteer" else {"start": "2020-01-01", "end": "2030-01-01"}
    total = sum(int(str(row["n"])) for row in rows(world, name, **values))
    assert total == len(world.vault.read(lambda r: r.find(kind)))


def test_an_unknown_query_is_a_bug(one: Desk) -> None:
    with pytest.raises(KeyError):
        rows(one, "everything")
