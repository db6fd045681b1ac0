"""Applying ops: what is written, what is refused, what waits, and that two vaults end up the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.making import Desk
from veldwerk.domain.changes import Action, Hlc, Op, Stamp
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person, PersonCare, Phone
from veldwerk.domain.records import from_row
from veldwerk.domain.register import KINDS, FieldSpec, Merge
from veldwerk.domain.visits import Answers
from veldwerk.store import driver, schema

ANNA = Person(id="p1", family_name="Dörsson", street="Kerkstraat", phones=(Phone(id="t1", number="06 1234"),))


def person(one: Desk, record: str = "p1") -> Person:
    row = one.vault.read(lambda r: r.get("person", record))
    assert row is not None
    return from_row(Person, record, row)


def test_what_was_saved_is_read_back(one: Desk) -> None:
    one.add(ANNA)
    assert person(one) == ANNA


def test_a_document_and_a_truth_value_come_back_as_they_were(one: Desk) -> None:
    one.add(replace(ANNA, no_visits=True))
    one.add(Answers(id="a1", values={"/data/a": 3, "/data/b": "x/y", "/data/c": ["1", "2"]}))
    assert person(one).no_visits is True
    row = one.vault.read(lambda r: r.get("answers", "a1"))
    assert row is not None
    assert row["values"] == {"/data/a": 3, "/data/b": "x/y", "/data/c": ["1", "2"]}


def test_two_people_add_a_telephone_number_at_once(make: Callable[..., Desk]) -> None:
    here, there = make("a"), make("b")
    here.add(ANNA)
    there.receive(here.sent())
    here.write("person", "p1", {"phones/t2": {"number": "050", "label": ""}})
    there.write("person", "p1", {"phones/t3": {"number": "0592", "label": "zoon"}})
    here.receive(there.sent())
    there.receive(here.sent())
    assert {p.number for p in person(here).phones} == {"06 1234", "050", "0592"}
    assert person(here) == person(there)


def test_each_op_leaves_one_log_line_with_what_was_there_before(one: Desk) -> None:
    one.add(ANNA)
    one.write("person", "p1", {"street": "Dorpsweg"})
    lines = one.vault.read(lambda r: r.log(record="p1"))
    assert [line.op.action for line in lines] == [Action.ADD, Action.SET]
    assert dict(lines[1].old) == {"street": "Kerkstraat"}
    assert lines[1].at == one.clock.now()


def test_the_same_object_twice_changes_nothing(make: Callable[..., Desk]) -> None:
    here, there = make("a"), make("b")
    here.add(ANNA)
    here.note("person", "p1", "alerts", "hond")
    ops = here.sent()
    there.receive(ops)
    before = there.vault.read(lambda r: (r.digest("casus"), len(r.log(limit=1000))))
    assert there.receive([*ops, *reversed(ops)]).changed == ()
    assert there.vault.read(lambda r: (r.digest("casus"), len(r.log(limit=1000)))) == before


def test_nothing_of_a_failed_job_stays(one: Desk) -> None:
    def job(writer: object) -> None:
        writer.apply([one.op(writer, "person", "p1", {"street": "x"}, Action.ADD)], edit="e")  # type: ignore[attr-defined]
        raise KeyError("halfway")

    with pytest.raises(KeyError):
        one.vault.write(job)
    assert one.vault.read(lambda r: (r.get("person", "p1"), r.log(), r.pending_count("casus"))) == (
        None,
        [],
        0,
    )
    one.add(ANNA)


def test_ops_of_a_space_this_vault_is_not_in_are_refused(make: Callable[..., Desk]) -> None:
    nurse, welfare = make("n"), make("w", spaces=("kaart", "casus"))
    nurse.add(PersonCare(id="c1", person_id="p1", bsn="999999990"), space="zorg")
    with pytest.raises(UserError) as caught:
        welfare.receive(nurse.sent("zorg"))
    assert caught.value.code == "wrong-space"
    assert welfare.vault.read(lambda r: r.counts()["person_care"]) == 0


def test_a_kind_in_a_space_it_may_not_live_in_is_parked_when_it_comes_and_refused_when_it_is_ours(
    one: Desk,
) -> None:
    stray = Op("person_care", "c1", Action.ADD, {"bsn": "1"}, Stamp(str(Hlc(5, 0, "bb")), "bb", "w"), "casus")
    assert one.receive([stray]).parked == 1
    assert one.vault.read(lambda r: r.get("person_care", "c1")) is None
    with pytest.raises(UserError) as caught:
        one.write("person_care", "c1", {"bsn": "1"}, Action.ADD, space="casus")
    assert caught.value.code == "other-space"


def test_a_record_does_not_move_to_another_space(one: Desk) -> None:
    one.add(Answers(id="a1", values={"/d": 1}), space="zorg")
    foreign = Op(
        "answers", "a1", Action.SET, {"values//d": 2}, Stamp(str(Hlc(9**12, 0, "bb")), "bb", "w"), "casus"
    )
    assert one.receive([foreign]).parked == 1
    assert one.vault.read(lambda r: r.space_of("answers", "a1")) == "zorg"
    assert one.vault.read(lambda r: r.get("answers", "a1"))["values"] == {"/d": 1}  # type: ignore[index]


def test_an_unknown_kind_waits_for_the_upgrade(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = replace(KINDS["person"], kind="neighbour")
    stranger = Op(
        "neighbour", "n1", Action.ADD, {"city": "Assen"}, Stamp(str(Hlc(5, 0, "bb")), "bb", "w"), "casus"
    )
    assert one.receive([stranger]).parked == 1
    assert one.receive([stranger]).parked == 1
    assert one.vault.read(lambda r: r.parked()) == 1
    _know(monkeypatch, {**KINDS, "neighbour": spec})
    one.reopen()
    assert one.vault.read(lambda r: (r.parked(), r.get("neighbour", "n1")["city"])) == (0, "Assen")  # type: ignore[index]


def test_an_unknown_field_waits_and_our_own_edits_do_not_wipe_it(
    one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.add(ANNA)
    stamp = Stamp(str(Hlc.parse(one.sent()[-1].stamp.hlc).tick(1, "bb")), "bb", "w2")
    newer = Op("person", "p1", Action.SET, {"city": "Assen", "hearing_aid": "links"}, stamp, "casus")
    assert one.receive([newer]).parked == 1
    assert person(one).city == "Assen"
    one.write("person", "p1", {"city": "Emmen"})
    grown = replace(
        KINDS["person"],
        fields={
            **KINDS["person"].fields,
            "hearing_aid": FieldSpec(
                "hearing_aid", "TEXT", Merge.SCALAR, KINDS["person"].fields["city"].category
            ),
        },
    )
    _know(monkeypatch, {**KINDS, "person": grown})
    one.reopen()
    row = one.vault.read(lambda r: r.get("person", "p1"))
    assert row is not None
    assert (row["city"], row["hearing_aid"]) == ("Emmen", "links")
    assert one.vault.read(lambda r: r.parked()) == 0


def _know(monkeypatch: pytest.MonkeyPatch, kinds: dict[str, object]) -> None:
    """Another version of the program, with another register."""
    from veldwerk.store import check, guard, reading, records, rows, versions

    for module in (schema, guard, records, rows, reading, versions, check):
        monkeypatch.setattr(module, "KINDS", kinds)
    rows.codec.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_codecs() -> object:
    from veldwerk.store import rows

    yield
    rows.codec.cache_clear()


@pytest.mark.parametrize("value", ["\ud800", 2**70, {"a": 1}, float("nan")])
def test_a_value_nobody_can_store_does_not_stop_the_rest(one: Desk, value: object) -> None:
    one.add(ANNA)
    stamp = Stamp(str(Hlc.parse(one.sent()[-1].stamp.hlc).tick(1, "bb")), "bb", "w2")
    bad = Op("person", "p1", Action.SET, {"city": value}, stamp, "casus")
    good = replace(
        bad, fields={"city": "Assen"}, stamp=Stamp(str(Hlc.parse(stamp.hlc).tick(1, "bb")), "bb", "w2")
    )
    assert one.receive([bad, good]).parked == 1
    assert person(one).city == "Assen"


def test_an_author_sees_his_own_words_though_another_clock_is_ninety_days_ahead(one: Desk) -> None:
    one.add(ANNA)
    far = one.clock.millis() + 90 * 86_400_000
    one.receive(
        [Op("person", "p1", Action.SET, {"city": "Ver"}, Stamp(str(Hlc(far, 0, "bb")), "bb", "w"), "casus")]
    )
    one.write("person", "p1", {"city": "Assen"})
    assert person(one).city == "Assen"
    other = one.write("person", "p2", {"city": "Zuidlaren"}, Action.ADD)
    assert Hlc.parse(other.stamp.hlc).ms < far, "our own clock is not dragged along"


def test_the_clock_goes_on_after_closing_though_the_machine_was_set_back(one: Desk) -> None:
    before = one.add(ANNA).stamp.hlc
    one.clock.set(one.clock.now() - timedelta(hours=3))
    one.reopen()
    assert one.write("person", "p1", {"city": "Assen"}).stamp.hlc > before
    assert person(one).city == "Assen"


def test_deleted_is_gone_from_lists_and_search_and_comes_back_by_an_edit(one: Desk) -> None:
    one.add(ANNA)
    one.write("person", "p1", {}, Action.DELETE)
    assert one.vault.read(lambda r: (r.get("person", "p1"), r.find("person"), r.search("person", "dor"))) == (
        None,
        [],
        [],
    )
    assert one.vault.read(lambda r: r.space_of("person", "p1")) == "casus"
    one.write("person", "p1", {}, Action.ADD)
    assert person(one) == ANNA
    assert one.vault.read(lambda r: r.search("person", "dor")) == ["p1"]


def test_erasing_takes_row_log_versions_drafts_and_search_away_for_good(one: Desk) -> None:
    one.add(replace(ANNA, alerts="bijzonderwoord"))
    ops = one.sent()
    one.note("person", "p1", "alerts", "anderwoord")
    one.write("person", "p1", {}, Action.ERASE)
    assert one.vault.read(lambda r: (r.get("person", "p1"), r.search("person", "dor"))) == (None, [])
    assert one.receive(ops).changed == ()
    assert one.vault.read(lambda r: r.get("person", "p1")) is None
    assert [line.op.action for line in one.vault.read(lambda r: r.log(record="p1"))] == [Action.ERASE]
    tables = one.vault.raw_read(
        lambda c: [
            row[0] for row in c.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        ]
    )
    for table in tables:
        rows = one.vault.raw_read(lambda c, t=table: c.execute(f'SELECT * FROM "{t}"').fetchall())
        for word in ("bijzonderwoord", "anderwoord", "Kerkstraat"):
            assert word not in str(rows), table


def test_notes_keep_both_texts_and_settling_ends_the_conflict_everywhere(make: Callable[..., Desk]) -> None:
    here, there = make("a"), make("b")
    here.add(replace(ANNA, alerts="hond"))
    there.receive(here.sent())
    here.note("person", "p1", "alerts", "kat")
    there.note("person", "p1", "alerts", "vis")
    here.receive(there.sent())
    there.receive(here.sent())
    for desk in (here, there):
        assert {v.text for v in desk.vault.read(lambda r: r.note_versions("person", "p1", "alerts"))} == {
            "kat",
            "vis",
        }
        assert desk.vault.read(lambda r: r.open_conflicts()) == [("person", "p1", "alerts")]
    there.note("person", "p1", "alerts", "kat en vis")
    here.receive(there.sent())
    for desk in (here, there):
        assert [v.text for v in desk.vault.read(lambda r: r.note_versions("person", "p1", "alerts"))] == [
            "kat en vis"
        ]
        assert desk.vault.read(lambda r: r.open_conflicts()) == []
    history = here.vault.read(lambda r: r.note_history("person", "p1", "alerts"))
    assert {v.text for v in history} == {"hond", "kat", "vis", "kat en vis"}


def test_the_same_text_typed_twice_is_no_conflict(make: Callable[..., Desk]) -> None:
    here, there = make("a"), make("b")
    here.add(ANNA)
    there.receive(here.sent())
    here.note("person", "p1", "alerts", "kat")
    there.note("person", "p1", "alerts", "kat")
    here.receive(there.sent())
    assert here.vault.read(lambda r: r.open_conflicts()) == []
    assert len(here.vault.read(lambda r: r.note_versions("person", "p1", "alerts"))) == 2


PATHS = ("city", "alerts", "phones/t1", "phones/t9", "")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(PATHS), st.sampled_from(["x", "y", None])), max_size=8
    ),
    random=st.randoms(use_true_random=False),
)
def test_vaults_with_the_same_ops_have_the_same_digest(
    make: Callable[..., Desk], steps: list[tuple[int, str, str | None]], random: object
) -> None:
    """Two people work apart on one record; a third vault hears it all shuffled."""
    desks = _three(make)
    record = desks[0].ids.new_id()
    desks[0].add(replace(ANNA, id=record, alerts="t"))
    desks[1].receive(desks[0].sent()[-1:])
    marks = [len(desk.sent()) for desk in desks[:2]]
    for who, path, value in steps:
        if not path:
            desks[who].write("person", record, {}, Action.DELETE)
        elif path == "alerts":
            desks[who].note("person", record, path, value or "")
        else:
            desks[who].write("person", record, {path: value})
    ops = [op for desk, mark in zip(desks[:2], marks, strict=True) for op in desk.sent()[mark - 1 :]]
    random.shuffle(ops)  # type: ignore[attr-defined]
    for desk in desks:
        desk.receive(ops)
        desk.receive(desks[0].sent())
        desk.receive(desks[1].sent())
    assert len({desk.vault.read(lambda r: r.digest("casus")) for desk in desks}) == 1


_kept: dict[int, list[Desk]] = {}


def _three(make: Callable[..., Desk]) -> list[Desk]:
    """The same three vaults for all examples: making one costs a key derivation."""
    if id(make) not in _kept:
        _kept[id(make)] = [make("x"), make("y"), make("z")]
    return _kept[id(make)]


def test_a_thousand_ops_cost_a_handful_of_statements(one: Desk) -> None:
    """Bulk work is not a statement per op (SQL counted, not timed)."""

    def job(writer: object) -> None:
        ops = [one.op(writer, "person", f"q{n}", {"city": "Assen"}, Action.ADD) for n in range(1000)]  # type: ignore[arg-type]
        counted: list[str] = []
        writer._connection.set_trace_callback(counted.append)  # type: ignore[attr-defined]
        writer.apply(ops, edit="e")  # type: ignore[attr-defined]
        writer._connection.set_trace_callback(None)  # type: ignore[attr-defined]
        reads = [sql for sql in counted if sql.lstrip().upper().startswith("SELECT")]
        assert len(reads) < 20

    one.vault.write(job)
    assert one.vault.read(lambda r: r.counts()["person"]) == 1000


def test_find_knows_equality_any_of_and_empty(one: Desk) -> None:
    for n, city in enumerate(["Assen", "Emmen", "", "Assen"]):
        one.write("person", f"p{n}", {"city": city} if city else {}, Action.ADD)
    ids = lambda where, **more: [i for i, _ in one.vault.read(lambda r: r.find("person", where, **more))]  # noqa: E731
    assert ids({"city": "Assen"}) == ["p0", "p3"]
    assert ids({"city": ("Assen", "Emmen")}) == ["p0", "p1", "p3"]
    assert ids({"city": None}) == ["p2"]
    assert ids({}, order="-city", limit=2) == ["p1", "p0"]
    with pytest.raises(KeyError):
        ids({"city; DROP TABLE person": 1})


def test_listeners_hear_what_was_committed_and_cannot_break_it(one: Desk) -> None:
    heard: list[object] = []

    def broken(_: object) -> None:
        raise ValueError("a listener's own trouble")

    one.vault.listen(broken)
    one.vault.listen(heard.append)
    one.add(ANNA)
    assert [(kind, record) for kind, record, _ in heard[0].changed] == [("person", "p1")]  # type: ignore[attr-defined]
    assert person(one) == ANNA


def test_a_job_inside_a_job_is_a_bug_that_says_so(one: Desk) -> None:
    with pytest.raises(RuntimeError):
        one.vault.write(lambda w: one.vault.write(lambda inner: inner.next_hlc()))


def test_the_reading_side_cannot_write(one: Desk) -> None:
    with pytest.raises(driver.DatabaseError):
        one.vault._glass.run(lambda c: c.execute("INSERT INTO meta VALUES ('a', x'00')"))


def test_parked_ops_are_kept_as_they_came(one: Desk) -> None:
    stranger = Op(
        "neighbour",
        "n1",
        Action.ADD,
        {"a": [1, {"b": None}]},
        Stamp(str(Hlc(5, 0, "bb")), "bb", "w"),
        "casus",
    )
    one.receive([stranger])
    kept = one.vault.raw_read(lambda c: c.execute("SELECT op FROM parked").fetchone()[0])
    assert Op.from_json(json.loads(kept), "casus") == stranger
